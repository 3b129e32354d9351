import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { externalIdOf, tenantOf } from '../../../../src/bots/slack/places.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import type { Person, Workspace } from '../../../doubles/slack/things.ts';
import { openInstallWorld } from './world.ts';

let world: Awaited<ReturnType<typeof openInstallWorld>>;
beforeAll(async () => {
  world = await openInstallWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const may = { mayAsk: true };

/** A workspace of each test's own, on one Slack. */
async function aWorkspace(name: string, started = world.start()) {
  const workspace = world.slack.addWorkspace({ name });
  const installerId = await world.installed(started, workspace);
  const person = (input: { isAdmin?: boolean; isOwner?: boolean } = {}) =>
    world.slack.addUser(workspace, { name: 'Ada', ...input });
  const roleOf = (userId: string, asking = may) => started.moderators.roleOf({ teamId: workspace.id, userId }, asking);
  return { workspace, installerId, person, roleOf, started };
}

async function decide(workspace: Workspace, userId: string, isModerator: boolean): Promise<void> {
  const tenantId = tenantOf(workspace.id);
  const actor = { kind: 'operator' } as const;
  const user = await world.userOf({ platform: 'slack', externalId: externalIdOf(workspace.id, userId), name: null });
  await world.store.moderators.decide({ tenantId, userId: user, isModerator, actor, nowMs: world.clock.nowMs() });
}

describe('who moderates a workspace', () => {
  it('is whoever installed us, and its owners and admins, but no other member', async () => {
    const { installerId, person, roleOf } = await aWorkspace('Reel club');
    const [admin, owner, member] = [person({ isAdmin: true }), person({ isOwner: true }), person()];
    expect(await roleOf(installerId, { mayAsk: false })).toBe('moderator');
    expect(await Promise.all([admin, owner, member].map(({ id }) => roleOf(id)))).toEqual([
      'moderator',
      'moderator',
      'member',
    ]);
  });

  it('is asked of Slack only where a moderator is needed, and of a member once in a while: users.info stays free', async () => {
    const { person, roleOf } = await aWorkspace('Busy');
    const [admin, member] = [person({ isAdmin: true }), person()];
    const before = world.asked('users.info');
    expect(await roleOf(admin.id, { mayAsk: false })).toBe('member');
    expect(world.asked('users.info')).toBe(before);
    for (let time = 0; time < 3; time += 1) await Promise.all([roleOf(member.id), roleOf(member.id)]);
    expect(world.asked('users.info')).toBe(before + 1);
    await world.clock.advance(5 * MINUTE + 1);
    member.isAdmin = true;
    expect(await roleOf(member.id)).toBe('moderator');
    expect(await roleOf(member.id)).toBe('moderator');
    expect(world.asked('users.info')).toBe(before + 2);
  });

  it('is nobody who was taken off the list, although they installed us or are admins still', async () => {
    const { workspace, installerId, person, roleOf, started } = await aWorkspace('Strict');
    const admin = person({ isAdmin: true });
    await roleOf(admin.id);
    await decide(workspace, person().id, true);
    await decide(workspace, admin.id, false);
    await decide(workspace, installerId, false);
    await started.moderators.installedBy({ teamId: workspace.id, userId: installerId });
    const before = world.asked('users.info');
    expect([await roleOf(admin.id), await roleOf(installerId)]).toEqual(['member', 'member']);
    expect(world.asked('users.info')).toBe(before);
  });

  it('is nobody for installing once more what is installed: any member may, and would take the workspace over', async () => {
    const { workspace, installerId, roleOf, started } = await aWorkspace('Installed twice');
    const memberId = await world.installed(started, workspace);
    expect([await roleOf(installerId), await roleOf(memberId)]).toEqual(['moderator', 'member']);
  });

  it('is of one workspace alone: the same id elsewhere is somebody else', async () => {
    const here = await aWorkspace('Here');
    const there = await aWorkspace('There', here.started);
    const namesake = await here.roleOf(here.installerId);
    expect([namesake, await there.roleOf('U0NOBODY')]).toEqual(['moderator', 'member']);
  });

  it('is nobody from another organization in a shared channel, whatever they are at home', async () => {
    const { workspace, person, roleOf } = await aWorkspace('Hosts');
    const guest: Person = { ...person({ isAdmin: true }), workspace: world.slack.addWorkspace({ name: 'Guests' }) };
    workspace.people.set(guest.id, guest);
    expect(await roleOf(guest.id)).toBe('member');
  });

  it('is nobody while Slack cannot be asked, and that is not remembered', async () => {
    const { person, roleOf } = await aWorkspace('Cut off');
    const admin = person({ isAdmin: true });
    world.slack.faults.next({ method: 'users.info' }, 'drop_answer');
    expect(await roleOf(admin.id)).toBe('member');
    expect(await roleOf(admin.id)).toBe('moderator');
  });
});

describe('SLACK_MODERATORS', () => {
  it('makes somebody a moderator without a question to Slack, in the workspace that is named and in no other', async () => {
    const workspace = world.slack.addWorkspace({ name: 'Named' });
    const other = world.slack.addWorkspace({ name: 'Other' });
    const { moderators } = world.start({ named: [{ teamId: workspace.id, userId: 'U0NAMED' }] });
    const before = world.slack.requests.length;
    const roles = [workspace, other].map(({ id: teamId }) => moderators.roleOf({ teamId, userId: 'U0NAMED' }, may));
    expect(await Promise.all(roles)).toEqual(['moderator', 'member']);
    expect(world.slack.requests).toHaveLength(before);
  });

  it('without a workspace means that of our own token', async () => {
    const workspace = world.slack.addWorkspace({ name: 'Own' });
    const other = world.slack.addWorkspace({ name: 'Not own' });
    const { moderators } = world.start({
      botToken: world.slack.install(workspace),
      named: [{ teamId: null, userId: 'U0NAMED' }],
    });
    const roleIn = ({ id: teamId }: Workspace) => moderators.roleOf({ teamId, userId: 'U0NAMED' }, { mayAsk: false });
    expect([await roleIn(workspace), await roleIn(other)]).toEqual(['moderator', 'member']);
  });
});
