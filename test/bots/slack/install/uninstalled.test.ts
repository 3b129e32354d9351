import { App } from '@slack/bolt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listenForUninstalls } from '../../../../src/bots/slack/install/uninstalled.ts';
import { HOUR, MINUTE, SECOND } from '../../../../src/core/time.ts';
import { ada } from '../../../core/service.ts';
import type { Workspace } from '../../../doubles/slack/things.ts';
import { live, openInstallWorld } from './world.ts';

let world: Awaited<ReturnType<typeof openInstallWorld>>;
beforeAll(async () => {
  world = await openInstallWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

type Started = ReturnType<typeof world.start>;

/** A process that listens, and a way to send it an event as Slack does. */
function listening({ workspaces }: Started) {
  const app = new App({
    receiver: { init: () => undefined, start: async () => undefined, stop: async () => undefined },
    authorize: async () => ({}),
  });
  listenForUninstalls(app, { ...world, workspaces, stopping: live });
  return async (workspace: Workspace, event: { readonly type: string; readonly tokens?: unknown }, atMs: number) => {
    const sent = { type: 'event_callback', team_id: workspace.id, event_time: Math.floor(atMs / SECOND), event };
    await app.processEvent({
      body: { ...sent, api_app_id: world.slack.appId, event_id: 'Ev1' },
      ack: async () => undefined,
    });
  };
}

const removed = { type: 'app_uninstalled' };
const revoked = { type: 'tokens_revoked', tokens: { oauth: [], bot: ['U1'] } };

/** A workspace that installed us, with a video that was not begun. */
async function aWorkspace(name: string, started = world.start()) {
  const workspace = world.slack.addWorkspace({ name });
  await world.installed(started, workspace);
  const { id } = await world.admitted({}, { person: ada, destination: world.at(workspace) });
  const send = listening(started);
  return {
    workspace,
    started,
    news: (event: Parameters<typeof send>[1], atMs: number) => send(workspace, event, atMs),
    uninstall: () => {
      world.slack.tokenOf(workspace).state = 'inactive';
    },
    video: async () => (await world.store.job(id))?.state.kind,
    kind: async () => (await started.workspaces.of(workspace.id)).kind,
    hasLeft: async () => (await world.tenant(workspace)).leftAtMs !== null,
  };
}

it.each([
  ['app_uninstalled alone', [removed]],
  ['tokens_revoked alone', [revoked]],
  ['both, one after the other', [removed, revoked]],
  ['both, the other way round, and twice', [revoked, removed, revoked, removed]],
])('%s: the token is forgotten, and what was not begun is cancelled', async (name, events) => {
  const { news, uninstall, video, kind, hasLeft } = await aWorkspace(`Removed: ${name}`);
  await world.clock.advance(HOUR);
  uninstall();
  const before = world.log.warnings.length;
  for (const event of events) await news(event, world.clock.nowMs());
  expect([await kind(), await video(), await hasLeft()]).toEqual(['none', 'cancelled', true]);
  expect(world.log.warnings.slice(before)).toHaveLength(1);
});

it('tokens of people are none of ours', async () => {
  const { news, kind, video, hasLeft } = await aWorkspace('People');
  await world.clock.advance(HOUR);
  for (const tokens of [{ oauth: ['U1'] }, { oauth: ['U1'], bot: [] }, undefined]) {
    await news({ type: 'tokens_revoked', tokens }, world.clock.nowMs());
  }
  expect([await kind(), await video(), await hasLeft()]).toEqual(['workspace', 'preparing', false]);
});

it.each([
  ['right after it', -MINUTE],
  ['by a clock of Slack that is ahead of ours', 4 * MINUTE],
])('news that comes late never takes away a newer installation: %s', async (name, sinceMs) => {
  const { workspace, started, news, uninstall, kind, video, hasLeft } = await aWorkspace(`Late: ${name}`);
  await world.clock.advance(HOUR);
  uninstall();
  await world.installed(started, workspace);
  await news(removed, world.clock.nowMs() + sinceMs);
  await news(revoked, world.clock.nowMs() + sinceMs);
  expect([await kind(), await video(), await hasLeft()]).toEqual(['workspace', 'preparing', false]);
});

it('a workspace that removes us moments after it installed us is forgotten too, whatever the clocks say', async () => {
  const { news, uninstall, kind, hasLeft } = await aWorkspace('Short');
  uninstall();
  await news(removed, world.clock.nowMs() - MINUTE);
  expect([await kind(), await hasLeft()]).toEqual(['none', true]);
});

it('news of a workspace that we never were in is nothing', async () => {
  const workspace = world.slack.addWorkspace({ name: 'Never' });
  const before = (await world.store.tenants({ platform: 'slack' })).length;
  await listening(world.start())(workspace, removed, world.clock.nowMs());
  expect(await world.store.tenants({ platform: 'slack' })).toHaveLength(before);
});

it('news that cannot be judged now is judged later: Slack is asked again', async () => {
  const { news, uninstall, kind } = await aWorkspace('Later');
  uninstall();
  world.slack.faults.next({ method: 'auth.test' }, 'drop_answer');
  await world.clock.runUntil(news(removed, world.clock.nowMs()));
  expect(await kind()).toBe('none');
});

it('news of the workspace of our own token counts once Slack refuses that: it is trouble, and the workspace is left', async () => {
  const workspace = world.slack.addWorkspace({ name: 'Own' });
  const started = world.start({ botToken: world.slack.install(workspace) });
  const { workspaces } = started;
  await workspaces.of(workspace.id);
  const send = listening(started);
  await send(workspace, removed, world.clock.nowMs() - HOUR);
  expect([(await world.tenant(workspace)).leftAtMs, workspaces.trouble()]).toEqual([null, null]);
  world.slack.tokenOf(workspace).state = 'inactive';
  await send(workspace, removed, world.clock.nowMs());
  expect((await world.tenant(workspace)).leftAtMs).not.toBeNull();
  expect(workspaces.trouble()).toContain('SLACK_BOT_TOKEN');
});
