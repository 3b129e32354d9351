import { describe, it } from 'vitest';
import { openSlackService } from './slack-service.ts';

/** Each starts the service several times, and renders for real. */
const realTimeMs = 150_000;
const uploadCalls = ['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'];
const afterStatus = ['chat.update', ...uploadCalls];

describe.concurrent('killed with -9 on Slack', { timeout: realTimeMs }, () => {
  it.for(['submit', 'download'])(
    'in the middle of a %s: the clip arrives once and is charged once',
    async (at, { expect }) => {
      await using world = await openSlackService({ PAUSE_AT: at });
      const video = await world.ask();
      await world.service.program.printed(new RegExp(`paused at ${at}`));
      await video.statusKnown();
      await world.service.kill();
      await world.service.startAgain({ PAUSE_AT: '' });
      // Neither says that the other is there: the status may shrink while the clip is still on its way.
      await Promise.all([video.result(), video.over()]);
      expect(video.seen()).toHaveLength(2);
      await video.expectOnce(expect);
    },
  );

  it('at any call to Slack, before Slack has done it: one clip, and never a second status', async ({ expect }) => {
    await using world = await openSlackService();
    const { slack, service } = world;
    for (const method of ['chat.update', 'chat.postMessage', ...uploadCalls, 'conversations.join']) {
      const held = Promise.withResolvers<void>();
      const planned = slack.faults.next({ method }, { delayUntil: held.promise });
      const video = await world.ask();
      await planned.hit;
      if (afterStatus.includes(method)) await video.statusKnown();
      await service.kill();
      await service.startAgain();
      // Nothing was taken by then, so there is nothing to go on with.
      if (method === 'conversations.join') continue;
      await video.result();
      if (method !== 'chat.postMessage') await video.over();
      if (uploadCalls.includes(method)) {
        // What was under way may still be done, long after.
        held.resolve();
        const isDone = (): boolean => slack.requests.every((one) => one.method !== method || one.status !== null);
        await slack.until(isDone, `the late ${method}`);
      }
      expect(video.seen().length).toBeLessThanOrEqual(2);
      await video.expectOnce(expect);
    }
    expect(await service.machine.books()).toEqual({ jobs: 5, problems: [] });
    expect(slack.problems).toEqual([]);
  });

  it('at any call to Slack, once Slack has done it: one status and one clip', async ({ expect }) => {
    await using world = await openSlackService();
    const { slack, service } = world;
    for (const method of ['chat.update', 'chat.postMessage', ...uploadCalls]) {
      const held = Promise.withResolvers<void>();
      const planned = slack.faults.next({ method }, { answerAfter: held.promise });
      const video = await world.ask();
      await planned.hit;
      if (afterStatus.includes(method)) await video.statusKnown();
      await service.kill();
      held.resolve();
      await service.startAgain();
      await video.result();
      if (method !== 'chat.postMessage') await video.over();
      expect(video.seen()).toHaveLength(2);
      await video.expectOnce(expect);
    }
    expect(await service.machine.books()).toEqual({ jobs: 5, problems: [] });
    expect(slack.problems).toEqual([]);
  });
});
