import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { describeInBrowser } from './browser.ts';
import { ChannelPage, small } from './channel-page.ts';
import { Service } from './service.ts';
import { Visitors } from './visitors.ts';

const looks = [
  { colorScheme: 'light', width: 1280, height: 900 },
  { colorScheme: 'dark', width: 390, height: 844 },
  { colorScheme: 'light', width: 320, height: 640 },
] as const;

const Found = z.object({
  violations: z.array(
    z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })) }),
  ),
});

describeInBrowser('axe finds nothing', () => {
  let visitors: Visitors;
  let service: Service;
  let axe: string;
  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    visitors = await Visitors.start();
    service = await Service.start();
  });
  afterAll(async () => {
    await visitors[Symbol.asyncDispose]();
    await service[Symbol.asyncDispose]();
  });

  /** In light and dark, on a desk and on a phone; and nothing there is wider than the page. */
  async function expectNothingFound(page: Page): Promise<void> {
    for (const { colorScheme, width, height } of looks) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      const found = Found.parse(await page.evaluate('axe.run()'));
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      expect({ colorScheme, width, wide, ...found }).toEqual({ colorScheme, width, wide: width, violations: [] });
    }
  }

  it('on a first visit', async () => {
    const channel = await visitors.open(service.address);
    await channel.page.evaluate(axe);
    await expectNothingFound(channel.page);
  });

  it('in a channel with people, a failure, a clip, one being made, and words for me alone', async () => {
    const channel = await visitors.openAs('Mo · moderator', service.address);
    await channel.page.evaluate(axe);
    await channel.say(`/video a storm [fail] ${small}`);
    await channel.titled(/^#1 failed/).waitFor();
    await channel.say(`/video a red ball ${small}`);
    await channel.results(2).waitFor();
    await channel.say('/video a slow ball [slow] --seconds 10 --size 640x360');
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
  });

  it('at the door', async () => {
    const real = { RUNWAYML_API_SECRET: 'a key that nothing is bought with' };
    await using door = await Service.start({ ...real, ADMIN_TOKEN: 'the-token-of-the-operator' });
    const page = await visitors.tab();
    await page.goto(door.address);
    await page.getByLabel('Admin token').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.evaluate(axe);
    await expectNothingFound(page);
  });

  it('at the door without a token, and behind the printed link', async () => {
    await using door = await Service.start({ RUNWAYML_API_SECRET: 'a key that nothing is bought with' });
    const [, link = ''] = await door.program.printed(/sign in with this link, which works once: (\S+)\n/);
    const page = await visitors.tab();
    for (const address of [door.address, link]) {
      await page.goto(address);
      await page.evaluate(axe);
      await expectNothingFound(page);
    }
    await page.getByRole('button', { name: 'Sign in' }).click();
    const channel = new ChannelPage(page);
    await channel.box.waitFor();
    await page.evaluate(axe);
    await expectNothingFound(page);
  });
});
