import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { knownProviders } from '../../src/providers/registry.ts';
import { expectNothingFound } from './axe.ts';
import { describeInBrowser } from './browser.ts';
import { ChannelPage, small } from './channel-page.ts';
import { Service } from './service.ts';
import { Visitors } from './visitors.ts';

/** Something real, so that strangers are kept out. */
const [realKey = 'DISCORD_TOKEN'] = knownProviders.flatMap(({ keyName }) => keyName ?? []);
const real = { [realKey]: 'a-key-that-nothing-is-bought-with' };
const adminToken = 'the-token-of-the-operator';

describeInBrowser('the door of the console', () => {
  let visitors: Visitors;
  beforeAll(async () => {
    visitors = await Visitors.start();
  });
  afterAll(() => visitors[Symbol.asyncDispose]());
  afterEach(({ task }) => visitors.leave(task));

  it('opens with the admin token alone, and signing out closes it again', async () => {
    await using service = await Service.start({ ...real, ADMIN_TOKEN: adminToken });
    const page = await visitors.tab();
    await page.goto(service.address);
    const field = page.getByLabel('Admin token');
    const signIn = page.getByRole('button', { name: 'Sign in' });
    await expectNothingFound(page);
    await field.fill('not-the-token-of-the-operator');
    await signIn.click();
    await page.getByRole('alert').getByText('That is not the admin token.').waitFor();
    await expectNothingFound(page);
    await field.fill(adminToken);
    await signIn.click();

    const channel = new ChannelPage(page);
    await channel.box.waitFor();
    expect(await page.getByLabel('Act as').count()).toBe(0);
    expect(await page.getByRole('group', { name: 'Things to try' }).count()).toBe(0);
    await channel.say(`/video a red ball ${small} --engine demo`);
    await channel.results(1).waitFor();
    await expectNothingFound(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await field.waitFor();
    await page.goto(service.address);
    await field.waitFor();
    expect(await channel.log.count()).toBe(0);
  });

  it('without a token opens once by the printed link, and not for whoever comes with it later', async () => {
    await using service = await Service.start(real);
    const [, link = ''] = await service.program.printed(/sign in with this link, which works once: (\S+)\n/);
    const [first, second] = [await visitors.tab(), await visitors.tab()];
    await first.goto(service.address);
    await first.getByText('It printed a link when it started').waitFor();
    await expectNothingFound(first);
    await second.goto(link);
    await first.goto(link);
    await expectNothingFound(first);
    await first.getByRole('button', { name: 'Sign in' }).click();
    const channel = new ChannelPage(first);
    await channel.say('/videos help');
    await channel.answer(/^What you can type/).waitFor();

    await second.getByRole('button', { name: 'Sign in' }).click();
    await second.getByText('This link was used already').waitFor();
    await second.goto(service.address);
    expect(await new ChannelPage(second).log.count()).toBe(0);
  });
});
