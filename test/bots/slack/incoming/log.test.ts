import { expect, it } from 'vitest';
import { writeButtonId } from '../../../../src/bots/button-id.ts';
import { externalIdOf, tenantOf } from '../../../../src/bots/slack/places.ts';
import type { Channel } from '../../../doubles/slack/things.ts';
import { openWorld } from './world.ts';

/** A workspace whose decisions are written into a channel. */
async function openLog() {
  const world = await openWorld();
  const { slack, team, mo, store, clock, ids } = world;
  const log = slack.addChannel(team, { name: 'mod-log', members: [mo] });
  const externalId = externalIdOf(team.id, mo.id);
  const userId = await store.identify({
    platform: 'slack',
    externalId,
    name: 'Mo',
    newId: ids.next('user'),
    nowMs: clock.nowMs(),
  });
  const change = { logChannel: log.id };
  const actor = { kind: 'user', userId } as const;
  await store.setSettings({ tenantId: tenantOf(team.id), change, actor, reason: null, nowMs: clock.nowMs() });
  await clock.advance(1);
  return { ...world, log, linesIn: (at: Channel) => slack.seen(at).map(({ shownText }) => shownText) };
}

it('each decision of a moderator is a line in the log channel, which is joined for it, and calls nobody', async () => {
  await using world = await openLog();
  const { slack, ada, mo, channel, log, clock } = world;
  await world.done(slack.type(mo, channel, '/video-admin quota set @Ada 9/day --reason <!here> *won* for @Mo'));
  await clock.advance(1);
  await world.done(slack.type(mo, channel, '/video-admin setup --cap $5'));
  expect(world.linesIn(log)).toEqual([
    'mo · quota of ada: default → 9 videos a day · “<!here> *won* for @mo”',
    'mo · budget of all together: nothing set → 500 credits a day',
  ]);
  expect(slack.seen(log).map(({ pings }) => pings)).toEqual([1, 2].map(() => ({ people: [], broadcasts: [] })));
  await world.done(slack.type(ada, channel, '/video-admin setup --cap $9'));
  await world.done(slack.type(mo, channel, '/video-admin usage'));
  expect(world.linesIn(log)).toHaveLength(2);
});

it('a clip that a moderator removes by its button is told, and one that its owner deletes is not', async () => {
  await using world = await openLog();
  const { slack, ada, mo, channel, log } = world;
  const jobs = [await world.videoOf(ada), await world.videoOf(ada)];
  for (const job of jobs) await world.bring(job, 'ready');
  const labels = jobs.map(({ id, number }): [string, string] => [
    `#${number}`,
    writeButtonId({ kind: 'jobs', action: 'delete_now', jobs: [id], deliveryId: null }),
  ]);
  const post = await world.post(channel, Object.fromEntries(labels));
  await world.done(slack.press(ada, post, '#1'));
  await world.done(slack.press(mo, post, '#2'));
  expect(world.linesIn(log)).toEqual(['mo · removed #2 of ada']);
});

it('a line that cannot be posted changes nothing, and is logged once', async () => {
  await using world = await openLog();
  const { slack, mo, channel, log, clock } = world;
  slack.archive(log);
  for (const cap of ['$6', '$7']) {
    await clock.advance(1);
    await world.done(slack.type(mo, channel, `/video-admin setup --cap ${cap}`));
    expect(slack.seenBy(mo, channel).at(-1)?.shownText).toContain(cap);
  }
  const failures = world.lines.filter((line) => line.includes('could not be written into its channel'));
  expect(failures).toHaveLength(1);
});
