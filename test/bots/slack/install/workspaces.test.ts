import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokenStanding } from '../../../../src/bots/token-standing.ts';
import { checkToken } from '../../../../src/bots/slack/install/token-check.ts';
import { createSlackApi } from '../../../../src/bots/slack/outgoing/api.ts';
import type { WorkspaceFound } from '../../../../src/bots/slack/workspace.ts';
import { StoreUnavailable } from '../../../../src/core/ports/store.ts';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import { ada } from '../../../core/service.ts';
import type { Workspace } from '../../../doubles/slack/things.ts';
import { live, openInstallWorld } from './world.ts';

let world: Awaited<ReturnType<typeof openInstallWorld>>;
beforeAll(async () => {
  world = await openInstallWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

function opened(found: WorkspaceFound) {
  if (found.kind !== 'workspace') throw new Error(`expected a workspace, got ${JSON.stringify(found)}`);
  return found.workspace;
}

/** A video that somebody asked for there, and how it stands. */
async function asked(workspace: Workspace) {
  const { id } = await world.admitted({}, { person: ada, destination: world.at(workspace) });
  return async () => (await world.store.job(id))?.state.kind;
}

const say = (found: WorkspaceFound, channelId: string) =>
  opened(found).api.postMessage({ channelId, thread: null }, { text: 'hello', blocks: [] }, live);

describe('a workspace by its token', () => {
  it('is the one that Slack says, and no other: its token is never used elsewhere', async () => {
    const workspace = world.slack.addWorkspace({ name: 'Reel club' });
    const other = world.slack.addWorkspace({ name: 'Other' });
    const { workspaces } = world.start({ botToken: world.slack.install(workspace) });
    expect(workspaces.ownTeamId()).toBeNull();
    const found = opened(await workspaces.of(workspace.id));
    expect(found).toMatchObject({ teamId: workspace.id, botUserId: workspace.botUserId });
    expect(await workspaces.of(other.id)).toEqual({ kind: 'none' });
    expect(opened(await workspaces.of(workspace.id)).api).toBe(found.api);
    expect(workspaces.ownTeamId()).toBe(workspace.id);
    expect(await world.tenant(workspace)).toMatchObject({ name: 'Reel club', budget: null });
  });

  it('is told of once, with the command that allows it more', async () => {
    const workspace = world.slack.addWorkspace({ name: 'News' });
    const botToken = world.slack.install(workspace);
    const before = world.log.warnings.length;
    for (let start = 0; start < 2; start += 1) await world.start({ botToken }).workspaces.of(workspace.id);
    expect(world.log.warnings.slice(before)).toEqual(['a new workspace has the demo only, until it is allowed more']);
  });

  it('that Slack does not tell yet is unknown, not gone, and is asked for until it is told', async () => {
    const workspace = world.slack.addWorkspace({ name: 'Slow start' });
    const started = world.start({ botToken: world.slack.install(workspace) });
    const { workspaces } = started;
    world.slack.faults.next({ method: 'auth.test' }, 'drop_answer', 3);
    await world.running(started, async () => {
      expect(await workspaces.of(workspace.id)).toMatchObject({ kind: 'unknown' });
      expect(workspaces.trouble()).toBeNull();
      while (workspaces.ownTeamId() === null) await world.clock.advance(SECOND);
    });
    expect(await workspaces.of(workspace.id)).toMatchObject({ kind: 'workspace' });
  });

  it('that we had left is there again, and nothing of it goes', async () => {
    const workspace = world.slack.addWorkspace({ name: 'Left' });
    const botToken = world.slack.install(workspace);
    await world.start({ botToken }).workspaces.of(workspace.id);
    await world.store.leaveTenant((await world.tenant(workspace)).id, world.clock.nowMs());
    await world.start({ botToken }).workspaces.of(workspace.id);
    expect((await world.tenant(workspace)).leftAtMs).toBeNull();
  });

  it('whose token is refused is trouble that the operator is told of', async () => {
    const workspace = world.slack.addWorkspace({ name: 'Revoked' });
    const { workspaces } = world.start({ botToken: world.slack.install(workspace) });
    world.slack.tokenOf(workspace).state = 'revoked';
    expect(await workspaces.of(workspace.id)).toMatchObject({ kind: 'unknown' });
    expect(workspaces.trouble()).toContain('doctor slack');
  });

  it('that refuses the token later is trouble until it takes it again; nothing there is given up', async () => {
    const workspace = world.slack.addWorkspace({ name: 'Moody' });
    const channel = world.slack.addChannel(workspace, { name: 'clips', botIsMember: true });
    const { workspaces } = world.start({ botToken: world.slack.install(workspace) });
    const found = await workspaces.of(workspace.id);
    const state = await asked(workspace);
    world.slack.tokenOf(workspace).state = 'inactive';
    expect(await say(found, channel.id)).toMatchObject({ kind: 'token_refused' });
    expect(workspaces.trouble()).toContain('SLACK_BOT_TOKEN');
    expect(await state()).not.toBe('cancelled');
    world.slack.tokenOf(workspace).state = 'good';
    await world.clock.advance(MINUTE + SECOND);
    expect(await say(found, channel.id)).toMatchObject({ kind: 'done' });
    expect(workspaces.trouble()).toBeNull();
  });

  it('that cannot be asked about for a minute is trouble', async () => {
    const workspace = world.slack.addWorkspace({ name: 'Unreachable' });
    const { workspaces } = world.start({ botToken: world.slack.install(workspace) });
    world.slack.faults.next({ method: 'auth.test' }, { status: 503 });
    await workspaces.of(workspace.id);
    expect(workspaces.trouble()).toBeNull();
    await world.clock.advance(MINUTE + SECOND);
    expect(workspaces.trouble()).toContain('since 20');
  });
});

describe('workspaces that installed us', () => {
  it('are known to every process that has the key, each by a token that opens for it alone', async () => {
    const [one, two] = ['One', 'Two'].map((name) => world.slack.addWorkspace({ name }));
    if (!one || !two) throw new Error('expected two workspaces');
    const first = world.start();
    await world.installed(first, one);
    await world.installed(first, two);
    const { workspaces } = world.start();
    const self = await checkToken(opened(await workspaces.of(two.id)).api);
    expect(self).toMatchObject({ kind: 'good', self: { teamId: two.id } });
    const row = await world.store.installations.of((await world.tenant(two)).id);
    expect(row?.sealed).not.toContain(world.slack.tokenOf(two).value);
    await world.store.installations.put({
      tenantId: (await world.tenant(one)).id,
      sealed: row?.sealed ?? '',
      installedAtMs: world.clock.nowMs(),
    });
    expect(await workspaces.of(one.id)).toMatchObject({ kind: 'unknown' });
  });

  it('that install us again are asked with their new token', async () => {
    const workspace = world.slack.addWorkspace({ name: 'Again' });
    const started = world.start();
    await world.installed(started, workspace);
    await started.workspaces.of(workspace.id);
    world.slack.tokenOf(workspace).state = 'revoked';
    await world.installed(started, workspace);
    expect(await checkToken(opened(await started.workspaces.of(workspace.id)).api)).toMatchObject({ kind: 'good' });
  });

  it('are unknown, not gone, under another SECRET_KEY, and that is trouble until it is the old one', async () => {
    const workspace = world.slack.addWorkspace({ name: 'Sealed' });
    await world.installed(world.start(), workspace);
    const { workspaces } = world.start({ sealingKey: 2 });
    expect(await workspaces.of(workspace.id)).toMatchObject({ kind: 'unknown' });
    expect(workspaces.trouble()).toContain('SECRET_KEY');
    await world.installed(world.start({ sealingKey: 2 }), workspace);
    expect(await workspaces.of(workspace.id)).toMatchObject({ kind: 'workspace' });
    expect(workspaces.trouble()).toBeNull();
  });

  it('are there beside our own token, also while Slack does not tell whose that is', async () => {
    const own = world.slack.addWorkspace({ name: 'Our own' });
    const guest = world.slack.addWorkspace({ name: 'By the link' });
    const started = world.start({ botToken: world.slack.install(own) });
    await world.installed(started, guest);
    world.slack.faults.next({ method: 'auth.test' }, 'drop_answer');
    expect(await started.workspaces.of(guest.id)).toMatchObject({ kind: 'workspace' });
    expect(await started.workspaces.of(own.id)).toMatchObject({ kind: 'unknown' });
  });

  it.each(['revoked', 'inactive'] as const)(
    'that make our token %s are forgotten: what was not begun is cancelled, and the token is gone',
    async (state) => {
      const workspace = world.slack.addWorkspace({ name: `Gone ${state}` });
      const channel = world.slack.addChannel(workspace, { name: 'clips', botIsMember: true });
      const started = world.start();
      await world.installed(started, workspace);
      const video = await asked(workspace);
      const found = await started.workspaces.of(workspace.id);
      world.slack.tokenOf(workspace).state = state;
      await world.running(started, async () => {
        expect(await say(found, channel.id)).toMatchObject({ kind: 'token_refused' });
        while ((await started.workspaces.of(workspace.id)).kind !== 'none') await world.clock.advance(1);
      });
      expect(await video()).toBe('cancelled');
      expect((await world.tenant(workspace)).leftAtMs).not.toBeNull();
      expect(started.workspaces.trouble()).toBeNull();
    },
  );

  it('are kept when a refusal was a mistake: the token is asked about once more before anything is given up', async () => {
    const workspace = world.slack.addWorkspace({ name: 'Mistaken' });
    const channel = world.slack.addChannel(workspace, { name: 'clips', botIsMember: true });
    const started = world.start();
    await world.installed(started, workspace);
    const found = await started.workspaces.of(workspace.id);
    await world.running(started, async () => {
      world.slack.faults.next({ method: 'chat.postMessage' }, { error: 'invalid_auth' });
      const before = world.asked('auth.test');
      await say(found, channel.id);
      await world.slack.until(() => world.asked('auth.test') > before);
    });
    expect(await started.workspaces.of(workspace.id)).toMatchObject({ kind: 'workspace' });
    expect((await world.tenant(workspace)).leftAtMs).toBeNull();
  });

  it('are unknown while the database is away, so that nothing for them is given up', async () => {
    const workspace = world.slack.addWorkspace({ name: 'No database' });
    await world.installed(world.start(), workspace);
    const of = async (): Promise<never> => {
      throw new StoreUnavailable('the database is away');
    };
    const store = { ...world.store, installations: { ...world.store.installations, of } };
    expect(await world.start({ store }).workspaces.of(workspace.id)).toMatchObject({ kind: 'unknown' });
  });
});

it('a token of another workspace is never taken for one: what Slack refuses for good is told from what it does not answer', async () => {
  const workspace = world.slack.addWorkspace({ name: 'Checked' });
  const token = world.slack.install(workspace);
  const { clock, log } = world;
  const check = (value: string) =>
    checkToken(createSlackApi({ settings: world.slack, token: value, clock, log, standing: createTokenStanding() }));
  expect(await check('xoxb-nobody')).toEqual({ kind: 'refused', code: 'invalid_auth' });
  world.slack.faults.next({ method: 'auth.test' }, { rateLimited: { retryAfterS: 1 } });
  expect(await check(token)).toMatchObject({ kind: 'unheard' });
  world.slack.faults.next({ method: 'auth.test' }, { error: 'internal_error' });
  expect(await check(token)).toMatchObject({ kind: 'unheard' });
  expect(await check(token)).toMatchObject({ kind: 'good' });
});
