import { expect, test } from 'vitest';
import { tenantDefaults } from '../../../src/core/defaults.ts';
import { asCall, home, openConsole } from './world.ts';

const three = '/video {red|blue|green} ball';

/** The text that a button of an answer sends. */
function textOf(html: string, label: string): string {
  const [, text = ''] = new RegExp(`value="([^"]*)"[^>]*>\\s*${label}`, 'u').exec(html) ?? [];
  return text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

test('much at once is asked about before it starts; the button starts it, once, at the price that it told', async () => {
  await using world = await openConsole();
  const ada = world.visit();
  await ada.open();
  const page = await (await ada.send('/commands', { text: three })).text();
  expect(page).toContain('3 videos · 150 credits (demo, no real money). Start?');
  expect(await world.jobs()).toEqual([]);
  const text = textOf(page, 'Make 3 videos · 150 credits');
  expect(text).toBe(three);
  const [agreed = ''] = /(?<=\/commands\?agreed=)\d+/u.exec(page) ?? [];
  expect(agreed).toBe('1500000');
  for (const less of ['1499999', '-1', 'NaN', '']) {
    const again = await (await ada.send(`/commands?agreed=${less}`, { text, key: 'one-and-the-same' })).text();
    expect(again).toContain('3 videos · 150 credits (demo, no real money). Start?');
  }
  expect(await world.jobs()).toEqual([]);
  await ada.send(`/commands?agreed=${agreed}`, { text, key: 'one-and-the-same' });
  await ada.send(`/commands?agreed=${agreed}`, { text, key: 'one-and-the-same' });
  expect((await world.jobs()).map(({ spec }) => spec.prompt)).toEqual(['red ball', 'blue ball', 'green ball']);
});

test('what is asked about can be changed first, in the box', async () => {
  await using world = await openConsole();
  const ada = world.visit();
  await ada.open();
  const page = await (await ada.send('/commands', { text: three })).text();
  expect(textOf(page, 'Edit')).toBe(three);
});

test('/videos batch without prompts begins their lines in the box', async () => {
  await using world = await openConsole();
  const ada = world.visit();
  await ada.open();
  const begun = await (await ada.send('/commands', { text: '/videos batch --seconds 3' }, asCall)).json();
  expect(begun).toEqual({ html: '', compose: '/videos batch\n--seconds 3' });
  await ada.send('/commands', { text: '/videos batch\na red ball\na blue cube\n--seconds 3' });
  expect((await world.jobs()).map(({ spec }) => [spec.prompt, spec.seconds])).toEqual([
    ['a red ball', 3],
    ['a blue cube', 3],
  ]);
});

test('/videos compare asks the same of each engine, by whatever name', async () => {
  await using world = await openConsole();
  await world.store.allowTenant(home.tenantId, tenantDefaults, { kind: 'operator' }, world.clock.nowMs());
  const ada = world.visit();
  await ada.open();
  await ada.send('/commands', { text: '/videos compare a red ball --engines acme,demo' });
  expect((await world.jobs()).map(({ engine }) => engine)).toEqual(['acme/reel-1', 'demo/pictures']);
});

test('exactly the same once more is pointed to the first, with a button for a new take', async () => {
  await using world = await openConsole();
  const ada = world.visit();
  await ada.open();
  await ada.send('/commands', { text: '/video a kite' });
  const job = await world.jobOne();
  const page = await (await ada.send('/commands', { text: '/video a kite', key: 'another-key' })).text();
  expect(page).toContain('You asked for exactly this a moment ago: #1 is on its way');
  const press = textOf(page, 'New take · 50 credits');
  expect(press).toBe(`again ${job.id} p500000`);
  await ada.send('/buttons', { press });
  expect(await world.jobs()).toHaveLength(2);
});
