import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser } from './browser.ts';
import { type ChannelPage, expectPicture, hasFocus, small } from './channel-page.ts';
import { Service } from './service.ts';
import { Visitors } from './visitors.ts';

const command = `/video a red ball ${small}`;
/** More than there is on these pages. */
const stepsMax = 40;

describeInBrowser('the channel by keyboard alone', () => {
  let visitors: Visitors;
  let service: Service;
  let channel: ChannelPage;
  beforeAll(async () => {
    visitors = await Visitors.start();
    service = await Service.start();
    channel = await visitors.open(service.address);
  });
  afterAll(async () => {
    await visitors[Symbol.asyncDispose]();
    await service[Symbol.asyncDispose]();
  });

  const press = (key: string): Promise<void> => channel.page.keyboard.press(key);

  /** Steps from one thing to the next, as Tab or Shift+Tab does. */
  async function stepTo(wanted: Locator, key: 'Tab' | 'Shift+Tab'): Promise<void> {
    await wanted.waitFor();
    for (let steps = 0; !(await hasFocus(wanted)); steps += 1) {
      expect(steps).toBeLessThan(stepsMax);
      await press(key);
    }
  }

  it('takes a command as soon as the page is there, and its clip plays with the space bar', async () => {
    expect(await hasFocus(channel.box)).toBe(true);
    await press('Control+A');
    await channel.page.keyboard.type(command);
    await press('Enter');
    await channel.results(1).waitFor();
    expect(await hasFocus(channel.box)).toBe(true);
    const video = channel.video('a red ball');
    await stepTo(video, 'Shift+Tab');
    await expectPicture(video);
    await press('Space');
    const hasPlayed = () => video.evaluate((player: { readonly currentTime: number }) => player.currentTime > 0.2);
    await expect.poll(hasPlayed, { timeout: 20_000 }).toBe(true);
  });

  it('reaches the buttons of a result by Tab: Again makes another', async () => {
    await stepTo(channel.results(1).getByRole('button', { name: 'Again' }), 'Tab');
    await press('Enter');
    await channel.log.getByText('pressed Again').waitFor();
    await channel.results(2).waitFor();
    expect(await channel.log.locator('video').count()).toBe(2);
  });

  it('Delete asks once: dismissed, nothing happens; confirmed, the clip goes away', async () => {
    const [asks, remove] = [
      channel.answer(/^Delete #2\?$/),
      channel.results(2).getByRole('button', { name: 'Delete' }),
    ];
    await stepTo(remove, 'Shift+Tab');
    await press('Space');
    await asks.waitFor();
    await stepTo(asks.getByRole('link', { name: 'Dismiss' }), 'Tab');
    await press('Enter');
    await asks.waitFor({ state: 'detached' });
    expect(await hasFocus(channel.box)).toBe(true);
    expect(await channel.log.locator('video').count()).toBe(2);

    await stepTo(remove, 'Shift+Tab');
    await press('Enter');
    await asks.waitFor();
    await stepTo(asks.getByRole('button', { name: /^Delete/ }), 'Tab');
    await press('Enter');
    await channel.answer(/^#2 is deleted/).waitFor();
    await channel.results(2).waitFor({ state: 'detached' });
    expect(await channel.log.locator('video').count()).toBe(1);
  });

  it('Up brings the last command back, Down empties the box again', async () => {
    await channel.box.focus();
    await press('ArrowUp');
    expect(await channel.box.inputValue()).toBe(command);
    await press('ArrowDown');
    expect(await channel.box.inputValue()).toBe('');
  });

  it('a batch takes a prompt a line: Enter ends a line, with Ctrl it sends', async () => {
    await channel.box.fill('/videos batch');
    await press('Enter');
    await channel.page.keyboard.type('a kite');
    await press('Enter');
    await channel.page.keyboard.type('a boat');
    expect(await channel.box.inputValue()).toBe('/videos batch\na kite\na boat');
    await press('Control+Enter');
    await channel
      .answer(/^Nothing was started/)
      .getByText('This needs 2 videos')
      .waitFor();
    expect(await channel.box.inputValue()).toBe('');
    await channel.button('Edit and retry').click();
    expect(await channel.box.inputValue()).toBe('/video a {kite|boat}');
  });

  it('a slash opens the commands: arrows choose, Enter picks, Escape closes', async () => {
    await channel.box.fill('');
    await press('/');
    await channel.commandList.waitFor();
    const options = channel.commandList.getByRole('option');
    expect(await options.count()).toBeGreaterThan(4);
    await press('ArrowDown');
    const chosen = channel.commandList.getByRole('option', { selected: true });
    expect(await chosen.innerText()).toContain('/videos list');
    expect(await channel.box.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
    await press('Enter');
    expect(await channel.box.inputValue()).toBe('/videos list');
    expect(await channel.commandList.isVisible()).toBe(false);
    await press('Enter');
    await channel.answer(/^Your latest videos$/).waitFor();
    await press('/');
    await channel.commandList.waitFor();
    await press('Escape');
    await channel.commandList.waitFor({ state: 'hidden' });
    expect(await channel.box.inputValue()).toBe('/');
    expect(visitors.troubles).toEqual([]);
  });
});
