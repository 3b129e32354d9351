import { expect, test } from 'vitest';
import type { JobState } from '../../../../src/core/job.ts';
import type { JobView } from '../../../../src/core/request.ts';
import { statusAsk } from '../../../contracts/chat-asks.ts';
import { live, openSlackWorld, type SlackWorld } from '../world.ts';

const failed: JobState = { kind: 'failed', code: 'engine_failed', attemptId: null };

function viewOf(world: SlackWorld, state?: JobState): JobView {
  return state ? { ...world.view({ job: { state } }), clip: null } : world.view();
}

test('a video that failed while nobody knows where its status stands is told to who asked, alone and once', async () => {
  await using world = await openSlackWorld();
  const view = viewOf(world, failed);
  for (let time = 0; time < 2; time += 1) {
    expect(await world.chat.showStatus(statusAsk(null, [view], true), live())).toBeNull();
  }
  expect(world.posts()).toEqual([]);
  const told = world.slack.dms(world.ada);
  expect(told.map(({ shownText }) => shownText)).toEqual([expect.stringContaining('#412 failed')]);
  expect(world.slack.problems).toEqual([]);
});

test('a clip speaks for itself: of its end nothing is told', async () => {
  await using world = await openSlackWorld();
  await world.chat.showStatus(statusAsk(null, [viewOf(world)], true), live());
  expect(world.slack.dms(world.ada)).toEqual([]);
});

test('what Slack refuses for the moment is told by the next try', async () => {
  await using world = await openSlackWorld();
  const view = viewOf(world, failed);
  world.slack.faults.next({ method: 'chat.postMessage' }, { rateLimited: { retryAfterS: 1 } });
  await expect(world.chat.showStatus(statusAsk(null, [view], true), live())).rejects.toThrow('Slack');
  await world.clock.advance(2_000);
  await world.chat.showStatus(statusAsk(null, [view], true), live());
  expect(world.slack.dms(world.ada)).toHaveLength(1);
});
