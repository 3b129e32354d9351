import { expect, test } from 'vitest';
import { parseTenantId } from '../../../src/core/ids.ts';
import { defaultRules } from '../../../src/core/policy.ts';
import { openConsole } from './world.ts';

const command = '/video a red ball --seconds 1';
const csvOf = async (visitor: { request: (path: string) => Promise<Response> }, query = ''): Promise<string[]> => {
  const response = await visitor.request(`/usage.csv${query}`);
  expect(response.headers.get('Content-Disposition')).toMatch(/^attachment; filename="reelay-usage-.*\.csv"$/);
  return (await response.text()).trim().split('\r\n').slice(1);
};

test('members see what they asked for, moderators what everybody did, with each number as text and without a script', async () => {
  await using world = await openConsole();
  const [ada, bo, mo] = [world.visit(), world.visit(), world.visit()];
  await ada.open();
  expect(await ada.open('/usage')).toContain('Nothing was asked for in that time.');
  await ada.open();
  await ada.send('/commands', { text: command });
  await bo.open();
  await bo.send('/act-as', { who: 'bo' });
  await bo.open();
  await bo.send('/commands', { text: command });
  await mo.open();
  await mo.send('/act-as', { who: 'mo' });

  const own = await ada.open('/usage');
  expect(own).toContain('What you asked for.');
  expect(own).toMatch(/<svg[^>]* role="img"[^>]* aria-label="Bars for 30 days/);
  expect(own).toMatch(/<th scope="row"><bdi>\d{4}-\d\d-\d\d<\/bdi><\/th>/);
  expect(own).not.toMatch(/<bdi>Bo|Who used most|Engines charged/);
  const all = await mo.open('/usage?days=7');
  expect(all).toContain('What everybody asked for.');
  expect(all).toMatch(/Who used most/);
  expect(all).not.toMatch(/<script|style=|onclick/);
  expect(await csvOf(ada)).toHaveLength(1);
  expect(await csvOf(mo)).toHaveLength(2);
  // Another tenant is nothing that they can name.
  expect(await csvOf(ada, '?tenant=all&days=365')).toHaveLength(1);
  expect(await csvOf(mo, '?tenant=all&days=9999')).toHaveLength(2);
});

test('whoever has not signed in gets neither page nor file; the operator sees every tenant, or one, with its budgets', async () => {
  const adminToken = 'a token of the operator';
  await using world = await openConsole({ signIn: { needed: true, adminToken }, rules: defaultRules });
  const visitor = world.visit();
  for (const path of ['/usage', '/usage.csv']) {
    const response = await visitor.request(path);
    expect([response.status, response.headers.get('Location')]).toEqual([303, '/sign-in']);
  }
  const film = parseTenantId('discord:7');
  const budget = { perDayMicroUsd: 5_000_000, perMonthMicroUsd: 50_000_000 };
  await world.store.allowTenant(film, budget, { kind: 'operator' }, world.clock.nowMs());
  await visitor.send('/sign-in', { token: adminToken });
  const all = await visitor.open('/usage');
  expect(all).toContain('The whole service');
  expect(all).toMatch(/<option value="discord:7" *>discord:7<\/option>/);
  const one = await visitor.open('/usage?tenant=discord:7&days=7');
  expect(one).toMatch(/<option value="discord:7" *selected>/);
  expect(one).toContain('0 of 500 credits used or held');
  expect(one).toContain('href="/usage.csv?days=7&amp;tenant=discord%3A7"');
});
