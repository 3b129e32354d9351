import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectNothingFound } from './axe.ts';
import { describeInBrowser } from './browser.ts';
import { small } from './channel-page.ts';
import { Service } from './service.ts';
import { Visitors } from './visitors.ts';

describeInBrowser('axe finds nothing', () => {
  let visitors: Visitors;
  let service: Service;
  beforeAll(async () => {
    visitors = await Visitors.start();
    service = await Service.start();
  });
  afterAll(async () => {
    await visitors[Symbol.asyncDispose]();
    await service[Symbol.asyncDispose]();
  });

  it('on a first visit', async () => {
    const channel = await visitors.open(service.address);
    await expectNothingFound(channel.page);
  });

  it('in a channel with people, a failure, a clip, one being made, and words for me alone', async () => {
    const channel = await visitors.openAs('Mo · moderator', service.address);
    await channel.say(`/video a storm [fail] ${small}`);
    await channel.titled(/^#1 failed/).waitFor();
    await channel.say(`/video a red ball ${small}`);
    await channel.results(2).waitFor();
    await channel.say('/video a slow ball [slow] --seconds 10 --size 640x360 --yes');
    await channel.titled(/^#3 is rendering: \d+%$/).waitFor();
    await expectNothingFound(channel.page);

    await channel.say('/video --secnds 8');
    await channel.answer(/^Nothing was started/).waitFor();
    await channel.say('/video-admin quota show @Mo');
    await channel.answer(/^Your quota/).waitFor();
    await channel.results(2).getByRole('button', { name: 'Delete' }).click();
    await channel.answer(/^Delete #2\?/).waitFor();
    await expectNothingFound(channel.page);

    await channel.box.fill('/');
    await channel.commandList.waitFor();
    await expectNothingFound(channel.page);
    expect(await channel.log.getByRole('progressbar').count()).toBe(1);

    await channel.page.goto(`${service.address}/usage`);
    for (const table of await channel.page.getByText('As a table').all()) await table.click();
    await expectNothingFound(channel.page);
  });
});
