import { expect, it } from 'vitest';
import type { Approval } from '../../../../src/core/approval.ts';
import type { ApprovalToShow } from '../../../../src/core/ports/approvals.ts';
import { StatusNotPosted } from '../../../../src/core/ports/chat.ts';
import { approvalToShow } from '../../../contracts/chat-asks.ts';
import { idOf } from '../../../core/samples.ts';
import { live, openSlackWorld } from '../world.ts';

async function openAsks() {
  const world = await openSlackWorld();
  const mods = world.slack.addChannel(world.team, { name: 'mods' });
  const view = world.view({ prompt: '<!channel> a *red* ball' });
  const toShow = approvalToShow(view, world.clock.nowMs());
  return {
    ...world,
    mods,
    approval: toShow.approval,
    show: (change: Partial<ApprovalToShow> = {}, by = world.chat, channel = mods.id) =>
      by.showApproval({ toShow: { ...toShow, ...change }, channel }, live()),
    asks: () => world.posts(mods),
  };
}

const denied = (approval: Approval, message: string): Approval => ({
  ...approval,
  message,
  state: {
    kind: 'denied',
    by: { kind: 'user', userId: idOf('user') },
    byName: 'Mo',
    atMs: approval.askedAtMs,
    reason: 'no',
  },
});

it('moderators are asked once, in a public channel that is joined for it, and see there how it ended; nobody is called', async () => {
  await using world = await openAsks();
  const { slack } = world;
  const ref = await world.show();
  const [ask, ...others] = world.asks();
  expect(others).toEqual([]);
  expect(ask?.buttons.map(({ label }) => label)).toEqual(['Approve', 'Approve with limit…', 'Deny']);
  expect(ask?.pings).toEqual({ people: [], broadcasts: [] });
  expect(ask?.shownText).toContain('Ada');
  expect(await world.show()).toBe(ref);
  expect(await world.show({ approval: denied(world.approval, ref ?? '') })).toBe(ref);
  expect(world.asks()).toHaveLength(1);
  expect(world.asks()[0]?.buttons).toEqual([]);
  expect(world.asks()[0]?.shownText).toContain('Mo');
  expect(slack.problems).toEqual([]);
});

it('one that was taken away is asked anew while it is open, and one whose answer was lost is not', async () => {
  await using world = await openAsks();
  const { slack } = world;
  const message = await world.show();
  const [ask] = world.asks();
  if (ask) slack.deleteMessage(ask);
  expect(await world.show({ approval: { ...world.approval, message } })).not.toBe(message);
  expect(world.asks()).toHaveLength(1);
  // One may stand in its place already: a process that died had posted it, and not recorded where.
  expect(await world.show({ approval: { ...world.approval, message }, mayBeShown: true }, world.start().chat)).toBe(
    message,
  );
  expect(world.asks()).toHaveLength(1);
  const lost = { ...world.approval, id: idOf('approval') };
  slack.faults.next({ method: 'chat.postMessage' }, 'drop_answer');
  await expect(world.show({ approval: lost })).rejects.not.toBeInstanceOf(StatusNotPosted);
  expect(await world.show({ approval: lost, mayBeShown: true })).toBeNull();
  expect(world.asks()).toHaveLength(2);
  const unseen = { ...denied(world.approval, ''), id: world.ids.next('approval'), message: null };
  expect(await world.show({ approval: unseen })).toBeNull();
  slack.faults.next({ method: 'chat.postMessage' }, { error: 'invalid_blocks' });
  await world.show({ approval: { ...world.approval, id: world.ids.next('approval') } });
  expect(world.asks()).toHaveLength(3);
  expect(world.asks().at(-1)?.shownText).not.toContain('ball');
});

it('where it cannot be shown, it is said that nothing was', async () => {
  await using world = await openAsks();
  const { slack, team } = world;
  const hidden = slack.addChannel(team, { name: 'hidden', private: true });
  const archived = slack.addChannel(team, { name: 'old', archived: true, botIsMember: true });
  for (const channel of [hidden.id, archived.id, 'nowhere']) {
    await expect(world.show({}, world.chat, channel)).rejects.toBeInstanceOf(StatusNotPosted);
  }
  world.said.set(team.id, { kind: 'none' });
  await expect(world.show()).rejects.toBeInstanceOf(StatusNotPosted);
});
