import { expect, it } from 'vitest';
import { parseTenantId } from '../../src/core/ids.ts';
import { moderationKey, startModeration } from '../doubles/moderation/moderation.ts';
import { openSlackApp } from './slack-app.ts';

it('prompts on Slack: what moderators do not allow is refused at once, what is judged so ends free, and the rest is made', async () => {
  await using judge = await startModeration();
  await using world = await openSlackApp({
    env: { OPENAI_MODERATION_KEY: moderationKey, OPENAI_MODERATION_URL: judge.baseUrl },
  });
  const { slack, workspace, channel, ada, bo, engine, log, app, clock } = world;
  judge.flags.set('bare', ['sexual']);
  const tenantId = parseTenantId(`slack:${workspace.id}`);
  const actor = { kind: 'operator' } as const;
  const set = (change: Parameters<typeof app.store.setSettings>[0]['change']) =>
    app.store.setSettings({ tenantId, change, actor, reason: null, nowMs: clock.nowMs() });
  await set({ blocklist: ['grumble'] });
  const endOf = (number: number, said: string) =>
    world.until(() => slack.seen(channel).find(({ shownText }) => shownText.includes(`#${number} ${said}`)), said);

  await slack.type(bo, channel, '/video a g.r.u.m.b.l.e --seconds 1').acknowledged();
  const alone = await world.until(() => slack.seenBy(bo, channel).at(-1), 'the refusal');
  expect(alone).toMatchObject({
    ephemeral: true,
    shownText: expect.stringContaining('Moderators do not allow this prompt here.'),
  });
  expect([slack.seen(channel), judge.judged]).toEqual([[], []]);

  await slack.type(ada, channel, '/video bare feet --seconds 1').acknowledged();
  const { shownText } = await endOf(1, 'was refused');
  expect(shownText).toContain('This prompt is not allowed here. You pay nothing.');
  expect([judge.judged, engine.created]).toEqual([['bare feet'], 0]);

  // Where it has to be judged it waits until it can be.
  await set({ judging: 'required' });
  const away = judge.faults.next({}, { status: 500 }, 2);
  await slack.type(ada, channel, '/video a red ball --seconds 1').acknowledged();
  await away.hit;
  const result = await world.finish();
  expect(result.shownText).toContain('#2');
  expect([judge.judged, engine.created, away.left()]).toEqual([['bare feet', 'a red ball'], 1, 0]);
  expect(log.warnings.filter((line) => line.includes('could not be judged'))).toHaveLength(1);
  expect(log.warnings.join('')).not.toMatch(/red ball|bare/u);
  expect(await world.folder.books()).toEqual({ jobs: 2, problems: [] });
  expect([slack.problems, log.errors]).toEqual([[], []]);
});
