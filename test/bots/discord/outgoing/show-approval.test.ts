import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Approval } from '../../../../src/core/approval.ts';
import type { ApprovalToShow } from '../../../../src/core/ports/approvals.ts';
import { StatusNotPosted } from '../../../../src/core/ports/chat.ts';
import { HOUR } from '../../../../src/core/time.ts';
import { approvalToShow } from '../../../contracts/chat-asks.ts';
import { idOf } from '../../../core/samples.ts';
import { live, openDiscordWorld, refsOf } from '../world.ts';

/** A server whose moderators are asked in a channel of their own, and Ada's ask. */
async function openAsks() {
  const world = await openDiscordWorld();
  const mods = world.discord.addChannel(world.guild, { name: 'mods' });
  const toShow = approvalToShow(world.view({ prompt: '@everyone a **red** ball' }), world.clock.nowMs());
  return {
    ...world,
    mods,
    toShow,
    show: (change: Partial<ApprovalToShow> = {}, by = world.chat) =>
      by.showApproval({ toShow: { ...toShow, ...change }, channel: mods.id }, live()),
    asks: () => world.posts(mods),
  };
}

const denied = ({ approval }: ApprovalToShow): Approval => ({
  ...approval,
  state: {
    kind: 'denied',
    by: { kind: 'user', userId: idOf('user') },
    byName: 'Mo',
    atMs: approval.askedAtMs,
    reason: 'no',
  },
});

describe('an ask for a moderator', () => {
  it('is one message with its buttons where moderators are asked, pings nobody, and shows there how it ended', async () => {
    await using world = await openAsks();
    const ref = await world.show();
    const [ask] = world.asks();
    expect(refsOf(world.asks())).toEqual([ref]);
    expect(ask?.buttons.map(({ customId }) => customId?.split(':').slice(0, 2).join(':'))).toEqual([
      'v1:approve',
      'v1:approve_with',
      'v1:deny',
    ]);
    expect(ask?.pings).toEqual({ everyone: false, roles: [], people: [] });
    expect(ask?.content).not.toContain('**red**');
    expect(await world.show({ version: 2, approval: { ...denied(world.toShow), message: ref } })).toBe(ref);
    expect(world.asks()).toHaveLength(1);
    expect(world.asks()[0]?.buttons).toEqual([]);
    expect(world.asks()[0]?.pings.people).toEqual([]);
    expect(world.posts()).toEqual([]);
  });

  it('whose answer was lost is found again by another process, long after Discord forgot its nonce, and shown how it ended', async () => {
    await using world = await openAsks();
    world.discord.faults.next({ route: 'message.create' }, 'drop_answer');
    const lost = await world.show().catch((error: unknown) => error);
    expect(lost).toBeInstanceOf(Error);
    expect(lost).not.toBeInstanceOf(StatusNotPosted);
    await world.clock.advance(HOUR);
    const ref = await world.show({ approval: denied(world.toShow), mayBeShown: true }, world.start().chat);
    expect(refsOf(world.asks())).toEqual([ref]);
    expect(world.asks()[0]?.buttons).toEqual([]);
  });

  it('that ended before anybody saw it is not shown', async () => {
    await using world = await openAsks();
    expect(await world.show({ approval: denied(world.toShow) })).toBeNull();
    expect(world.asks()).toEqual([]);
  });

  it('where it may be seen and cannot be looked for is not shown a second time', async () => {
    await using world = await openAsks();
    await world.show();
    world.discord.changeChannel(world.mods, { deny: PermissionFlagsBits.ReadMessageHistory });
    await world.clock.advance(HOUR);
    expect(await world.show({ mayBeShown: true }, world.start().chat)).toBeNull();
    expect(world.asks()).toHaveLength(1);
  });

  it('where we may not write is certainly not shown, and shown once we may', async () => {
    await using world = await openAsks();
    world.discord.changeChannel(world.mods, { deny: PermissionFlagsBits.SendMessages });
    await expect(world.show()).rejects.toThrow(StatusNotPosted);
    await expect(world.show()).rejects.toThrow(StatusNotPosted);
    expect(world.asked('message.create')).toBe(1);
    expect(world.log.lines.join()).toContain('moderators cannot be asked in their channel');
    world.discord.changeChannel(world.mods, { deny: 0n });
    await world.clock.advance(HOUR);
    expect(refsOf(world.asks())).toEqual([]);
    expect([await world.show()]).toEqual(refsOf(world.asks()));
  });

  it('whose words the filters of the server do not let through is shown without them, and so is how it ended', async () => {
    await using world = await openAsks();
    world.discord.blockWords(/ball|Ada|not nice/u);
    const message = await world.show();
    expect(world.asks()).toHaveLength(1);
    expect(world.asks()[0]?.buttons).toHaveLength(3);
    const { state, ...approval } = denied(world.toShow);
    const ended = { ...approval, message, state: { ...state, reason: 'not nice' } as Approval['state'] };
    await world.show({ approval: ended, version: 2 });
    expect(world.asks()[0]?.buttons).toEqual([]);
  });

  it('that the server lets through in no words holds up no other', async () => {
    await using world = await openAsks();
    world.discord.blockWords(/Ada|Somebody/u);
    await expect(world.show()).rejects.toThrow(StatusNotPosted);
    const approval = { ...world.toShow.approval, id: world.ids.next('approval') };
    const jobs = world.toShow.jobs.map((view) => ({ ...view, requester: { ...view.requester, name: 'Bo' } }));
    await world.show({ approval, jobs });
    expect(world.asks()).toHaveLength(1);
  });
});
