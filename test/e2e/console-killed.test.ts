import { expect, it } from 'vitest';
import { describeInBrowser } from './browser.ts';
import { aServiceForEach } from './channel-service.ts';
import { type ChannelPage, small } from './channel-page.ts';

const slow = '[slow] --seconds 2 --size 160x90 --fps 24';
const five = [1, 2, 3, 4, 5];

describeInBrowser('killed in the middle of renders', () => {
  const here = aServiceForEach();

  async function expectChargedOnce(numbers: readonly number[]): Promise<void> {
    const stories = await Promise.all(numbers.map((number) => here.service.machine.story(number, 'console')));
    for (const { view, attempts } of stories) {
      // An attempt that was proved never taken bought nothing.
      expect(attempts.filter(({ state }) => state.kind !== 'rejected')).toMatchObject([
        { state: { kind: 'succeeded' } },
      ]);
      expect(view.deliveries).toMatchObject([{ state: { kind: 'sent' } }]);
      expect(view.chargedMicroUsd).toBe(view.job.quoteMicroUsd);
    }
    expect((await here.service.machine.books()).problems).toEqual([]);
  }

  async function expectOneResultEach(channel: ChannelPage, numbers: readonly number[]): Promise<void> {
    for (const number of numbers) {
      await channel.results(number).first().waitFor();
      await channel.titled(new RegExp(`^#${number} is ready · `)).waitFor();
      expect({ number, results: await channel.results(number).count() }).toEqual({ number, results: 1 });
    }
    expect(await channel.log.locator('video').count()).toBe(numbers.length);
    // A command, a status and a result of each.
    expect(await channel.messages.count()).toBe(3 * numbers.length);
  }

  it('the service with kill -9: the open page comes back by itself, and each of five clips arrives once and is charged once', async () => {
    const channel = await here.visitors.open(here.service.address);
    const ask = async (number: number, options: string): Promise<void> => {
      await channel.say(`/video ball ${number} ${options}`);
      await channel.titled(new RegExp(`^#${number} `)).waitFor();
    };
    await ask(1, slow);
    await ask(2, small);
    await channel.actAs('Bo · member');
    await ask(3, small);
    await ask(4, small);
    await channel.actAs('Mo · moderator');
    await ask(5, small);
    await channel.titled(/^#1 is rendering: \d+%$/).waitFor();
    await here.service.kill();
    await channel.page.getByRole('status').filter({ hasText: 'Reconnecting…' }).waitFor();
    expect(await channel.log.locator('video').count()).toBe(0);
    await channel.page.evaluate('globalThis.wasHereBefore = true');

    await here.service.startAgain();
    await channel.page.getByText('Reconnecting…').waitFor({ state: 'hidden' });
    await expectOneResultEach(channel, five);
    expect(await channel.page.evaluate('globalThis.wasHereBefore')).toBe(true);
    await channel.reload();
    await expectOneResultEach(channel, five);
    await expectChargedOnce(five);
  });

  it('the engine with its chip: words say so, and the clip still arrives once and is charged once', async () => {
    const channel = await here.visitors.open(here.service.address);
    await channel.button('Kill the engine').click();
    await channel.answer(/^The engine has no process just now/).waitFor();
    await channel.page.getByRole('link', { name: 'Dismiss' }).click();

    await channel.say(`/video a red ball ${slow}`);
    await channel.titled(/^#1 is rendering: \d+%$/).waitFor();
    await channel.button('Kill the engine').click();
    const told = channel.answer(/^The engine’s process was killed/);
    await told.getByText('nothing is lost, nothing is charged twice').waitFor();
    await channel.page.getByRole('link', { name: 'Dismiss' }).click();
    await expectOneResultEach(channel, [1]);
    await expectChargedOnce([1]);
    expect(here.visitors.troubles).toEqual([]);
  });
});
