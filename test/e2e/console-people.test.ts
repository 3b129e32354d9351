import { expect, it } from 'vitest';
import { describeInBrowser } from './browser.ts';
import { aServiceForEach } from './channel-service.ts';
import { small } from './channel-page.ts';

describeInBrowser('people in the channel', () => {
  const here = aServiceForEach();

  it('see each other live, but never what is private', async () => {
    const [ada, bo] = await Promise.all([
      here.visitors.open(here.service.address),
      here.visitors.openAs('Bo · member', here.service.address),
    ]);
    await ada.say(`/video a secret ball --private ${small}`);
    await ada.video('a secret ball').waitFor();
    expect(await ada.results(1).innerText()).toContain('Only you can see this');
    await bo.say(`/video an open ball ${small}`);
    await ada.messages.filter({ hasText: 'Bo' }).getByText('/video an open ball').waitFor();
    await Promise.all([ada.results(2).waitFor(), bo.results(2).waitFor()]);
    expect(await ada.results(2).innerText()).toContain('@Bo');

    // What comes later is there already, so what is not there never came.
    expect(await bo.log.innerText()).not.toMatch(/secret|#1/);
    await bo.reload();
    await bo.results(2).waitFor();
    expect(await bo.log.innerText()).not.toMatch(/secret|#1/);
    await ada.reload();
    await ada.results(1).waitFor();
    expect(here.visitors.troubles).toEqual([]);
  });

  it('are moderated by moderators alone: a quota holds at once, and a removed clip leaves the open pages and its link', async () => {
    const [ada, mo] = await Promise.all([
      here.visitors.open(here.service.address),
      here.visitors.openAs('Mo · moderator', here.service.address),
    ]);
    await ada.say(`/video a red ball ${small}`);
    const path = (await ada.video('a red ball').getAttribute('src')) ?? '';
    const link = new URL(path, here.service.address).href;

    await ada.say('/video-admin quota set @Ada unlimited');
    await ada.answer(/^Only moderators can do that here/).waitFor();
    await mo.say('/video-admin quota set @Ada 1/day');
    await mo.answer(/^Changed the quota of Ada/).waitFor();
    await ada.say(`/video a blue ball ${small}`);
    const refused = ada.answer(/^Nothing was started/);
    await refused.getByText(/This needs 1 video, and your 1 video for today .* used up/).waitFor();

    expect((await ada.page.request.get(link)).status()).toBe(200);
    await mo.say('/video-admin remove #1');
    await mo.answer(/^#1 /).waitFor();
    await Promise.all([ada, mo].map((each) => each.results(1).waitFor({ state: 'detached' })));
    await ada.titled(/^#1 was deleted/).waitFor();
    const gone = await ada.page.request.get(link);
    expect([gone.status(), await gone.text()]).toEqual([410, expect.stringContaining('This clip was deleted.')]);
    expect(here.visitors.troubles).toEqual([]);
  });

  it('who try a failure or hit a limit by a chip are told so in words, and pay nothing', async () => {
    const ada = await here.visitors.open(here.service.address);
    await ada.button('Hit a limit').click();
    const refused = ada.answer(/^Nothing was started and you pay nothing/);
    await refused.getByText(/more than your 3 videos for today in all\. 3 videos would fit now\./).waitFor();
    await ada.button('Try a failure').click();
    const failed = ada.titled(/^#1 failed/);
    await failed.getByText('The engine failed while making it. You pay nothing.').waitFor();
    await failed.getByText('You have 200 credits and 3 videos left.').waitFor();
    expect(await ada.log.locator('video').count()).toBe(0);
    const { machine } = here.service;
    const { view } = await machine.story(1, 'console');
    expect(view).toMatchObject({ chargedMicroUsd: 0, deliveries: [], clip: null });
    expect(await machine.books()).toEqual({ jobs: 1, problems: [] });
    expect(here.visitors.troubles).toEqual([]);
  });
});
