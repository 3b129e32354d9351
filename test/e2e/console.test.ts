import { expect, it } from 'vitest';
import { describeInBrowser } from './browser.ts';
import { aServiceForEach } from './channel-service.ts';
import { expectToPlay, small } from './channel-page.ts';

const size = { width: 160, height: 90 };
const words = 'a red ball rolls across a wooden floor';

describeInBrowser('a video in the browser', () => {
  const here = aServiceForEach();

  it('typed as a command, it is announced with its price, grows, and plays in the channel with what it cost and what is left', async () => {
    const channel = await here.visitors.open(here.service.address);
    expect(await channel.box.inputValue()).toBe(`/video ${words} --seconds 3`);
    const prompt = `${words} [slow]`;
    await channel.say(`/video ${prompt} ${small}`);
    const status = channel.titled(/^#1 (?!is ready)/);
    await status.getByText('12 credits (demo, no real money) · 188 left · 2 more videos').waitFor();
    await channel.titled(/^#1 is rendering: \d+%$/).waitFor();
    await channel.log.getByRole('progressbar', { name: 'Progress' }).waitFor();

    const result = channel.results(1);
    await result.waitFor();
    expect(await result.innerText()).toContain('@Ada');
    expect(await result.innerText()).toMatch(
      /12 credits \(demo, no real money\) · took \d+ s · 188 left · 2 more videos/u,
    );
    const labels = await result.getByRole('button').allInnerTexts();
    // Only where there is an ffmpeg.
    const always = labels.filter((label) => label !== 'Continue · 12 credits');
    expect(always).toEqual(['Again', 'Edit', 'HD · 12 credits', 'Delete']);
    await expectToPlay(channel.video(prompt), size);
    await channel.titled(/^#1 is ready · 12 credits/).waitFor();
    expect(await channel.messages.count()).toBe(3);
    expect(await channel.box.inputValue()).toBe('');
    await channel.reload();
    expect(await channel.box.inputValue()).toBe('');
    expect(here.visitors.troubles).toEqual([]);
  });

  it('much at once is asked about, and starts when the button with its price is pressed', async () => {
    const channel = await here.visitors.open(here.service.address);
    await channel.say('/video a red ball --seconds 3 --size 160x90 --count 3');
    await channel.titled(/^3 videos · \d+ credits \(demo, no real money\)\. Start\?$/).waitFor();
    await channel.page.getByRole('button', { name: /^Make 3 videos · \d+ credits$/ }).click();
    await channel.titled(/^3 videos: /).waitFor();
    await channel.titled(/Start\?$/).waitFor({ state: 'detached' });
    expect(here.visitors.troubles).toEqual([]);
  });

  it('sent from a page that was left before its answer came, and sent once more, is one request', async () => {
    const channel = await here.visitors.open(here.service.address);
    const { page } = channel;
    const taken = Promise.withResolvers<void>();
    await page.route('**/commands', async (route) => {
      await route.fetch();
      taken.resolve();
    });
    const command = `/video a red ball ${small}`;
    await channel.say(command);
    await taken.promise;
    await channel.reload();
    await page.unroute('**/commands');
    expect(await channel.box.inputValue()).toBe(command);
    await channel.say(command);
    await expect.poll(() => channel.box.inputValue()).toBe('');
    await channel.results(1).waitFor();
    await channel.reload();
    expect(await channel.messages.count()).toBe(3);
    await channel.say('/videos list');
    expect(await channel.answer(/^Your latest videos/).innerText()).not.toContain('#2');
  });

  it('after a reload in the middle its status is still there and goes on, and the clip arrives once', async () => {
    const channel = await here.visitors.open(here.service.address);
    await channel.say(`/video a red ball [slow] --seconds 2 --size 160x90 --fps 24`);
    await channel.titled(/^#1 is rendering: \d+%$/).waitFor();
    await channel.reload();
    expect(await channel.messages.allInnerTexts()).toEqual([
      expect.stringContaining('/video a red ball [slow]'),
      expect.stringMatching(/#1 is rendering: \d+%/),
    ]);
    await channel.results(1).waitFor();
    await channel.titled(/^#1 is ready · 24 credits/).waitFor();
    const live = await channel.messages.allInnerTexts();
    expect(live).toHaveLength(3);
    await channel.reload();
    expect(await channel.messages.allInnerTexts()).toEqual(live);
    expect(await channel.log.locator('video').count()).toBe(1);
    expect(here.visitors.troubles).toEqual([]);
  });

  it('has a link that plays in a tab of its own, and with a changed signature shows nothing', async () => {
    const channel = await here.visitors.open(here.service.address);
    await channel.say(`/video a red ball ${small}`);
    const path = (await channel.video('a red ball').getAttribute('src')) ?? '';
    const link = new URL(path, here.service.address);
    expect(link.pathname).toMatch(/^\/media\/clip_\w+$/);
    const tab = await here.visitors.tab();
    await tab.goto(link.href);
    await expectToPlay(tab.locator('video'), size);
    expect(here.visitors.troubles).toEqual([]);

    const signature = link.searchParams.get('signature') ?? '';
    link.searchParams.set('signature', `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`);
    const refused = await tab.goto(link.href);
    expect(refused?.status()).toBe(403);
    await tab.getByText('This link is not one that we gave out').waitFor();
    expect(await tab.locator('video').count()).toBe(0);
  });
});
