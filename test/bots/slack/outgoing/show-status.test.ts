import { describe, expect, test } from 'vitest';
import { messageRefOf } from '../../../../src/bots/slack/places.ts';
import { StatusNotPosted } from '../../../../src/core/ports/chat.ts';
import type { JobView } from '../../../../src/core/request.ts';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import { statusAsk } from '../../../contracts/chat-asks.ts';
import { aDelivery } from '../../../core/samples.ts';
import type { Fault } from '../../../doubles/slack/faults.ts';
import { rendering } from '../../rendering.ts';
import { live, openSlackWorld, type SlackWorld } from '../world.ts';

const clip = { clip: null } as const;

function underWay(world: SlackWorld, progress: number | null = 0.4, asked = {}): JobView {
  return { ...world.view({ job: rendering(progress), ...asked }), ...clip };
}

/** The same request, later. */
function later(view: JobView, progress: number): JobView {
  return { ...view, job: { ...view.job, ...rendering(progress) } };
}

function show(world: SlackWorld, views: readonly JobView[], message: string | null = null, mayBeShown = false) {
  return world.chat.showStatus(statusAsk(message, views, mayBeShown), live());
}

describe('the status of a request in Slack', () => {
  test('is one message that is edited, calls nobody, and says all in text that it says in blocks', async () => {
    await using world = await openSlackWorld();
    const view = underWay(world);
    const ref = await show(world, [view]);
    await show(world, [later(view, 0.8)], ref);
    const [post, ...others] = world.posts();
    expect(others).toEqual([]);
    expect(ref).toBe(post && messageRefOf(post));
    expect(post?.shownTexts).toEqual([
      '#412 is rendering: 40%\n▰▰▰▰▱▱▱▱▱▱\na red ball\n1 credit · 1 more video\nAda · acme/reel-1',
      '#412 is rendering: 80%\n▰▰▰▰▰▰▰▰▱▱\na red ball\n1 credit · 1 more video\nAda · acme/reel-1',
    ]);
    expect(post?.text).toBe('#412 is rendering: 80%\n“a red ball”\n1 credit · 1 more video\nAda · acme/reel-1');
    expect(post?.buttons.map(({ label }) => label)).toEqual(['Cancel']);
    expect(post?.pings).toEqual({ people: [], broadcasts: [] });
    expect(world.slack.problems).toEqual([]);
  });

  test('shrinks to one line with the buttons of its result, which has none of its own', async () => {
    await using world = await openSlackWorld();
    const view = underWay(world);
    const ref = await show(world, [view]);
    const done = { ...world.view(), request: view.request, job: { ...world.view().job, id: view.job.id, number: 412 } };
    const sent = aDelivery({ state: { kind: 'sent', message: `${world.channel.id}/F1` } });
    await show(world, [{ ...done, deliveries: [sent] }], ref);
    const [post] = world.posts();
    expect(post?.shownText).toBe('#412 is ready · 1 credit');
    expect(post?.buttons.map(({ label }) => label)).toEqual(['Again', 'Edit', 'Delete']);
  });

  test('of several videos has the buttons of each, by its number', async () => {
    await using world = await openSlackWorld();
    const [first, second] = [underWay(world), world.view()];
    await show(world, [first, { ...second, request: first.request }]);
    const labels = world.posts()[0]?.buttons.map(({ label }) => label);
    expect(labels).toEqual(['Cancel all', 'Again #413', 'Edit #413', 'Delete #413']);
    expect(world.slack.problems).toEqual([]);
  });

  test('stands in the thread that it was asked for in', async () => {
    await using world = await openSlackWorld();
    const { ts } = world.slack.say(world.ada, world.channel, 'a kitten');
    await show(world, [underWay(world, 0.4, { thread: ts })]);
    expect(world.posts()[0]?.threadTs).toBe(ts);
  });

  test('of a private request comes by direct message, names the channel, and is nowhere else', async () => {
    await using world = await openSlackWorld();
    const view = underWay(world, 0.4, { request: { visibility: 'private' } });
    const ref = await show(world, [view]);
    expect(world.posts()).toEqual([]);
    const [message] = world.slack.dms(world.ada);
    expect(ref).toBe(message && messageRefOf(message));
    expect(message?.shownText).toContain('Asked for in #clips.');
    await show(world, [later(view, 0.8)], ref);
    expect(world.slack.dms(world.ada)).toHaveLength(1);
  });

  test('is posted after joining where we are not in a public channel', async () => {
    await using world = await openSlackWorld();
    world.slack.kick(world.channel);
    expect(await show(world, [underWay(world)])).not.toBe(null);
    expect(world.posts()).toHaveLength(1);
  });

  test('is not edited where nothing of it has changed', async () => {
    await using world = await openSlackWorld();
    const view = underWay(world);
    const ref = await show(world, [view]);
    await show(world, [view], ref);
    expect(world.asked('chat.update')).toBe(0);
  });

  test('is kept as it was where the app is removed, and tried again where that cannot be told', async () => {
    await using world = await openSlackWorld();
    const view = underWay(world);
    const ref = await show(world, [view]);
    world.said.set(world.team.id, { kind: 'unknown', detail: 'the database is away' });
    await expect(show(world, [later(view, 0.8)], ref)).rejects.toThrow('the database is away');
    await expect(show(world, [underWay(world)])).rejects.toThrow(StatusNotPosted);
    world.said.set(world.team.id, { kind: 'none' });
    expect(await show(world, [later(view, 0.8)], ref)).toBe(ref);
    expect(await show(world, [underWay(world)])).toBe(null);
    expect(world.posts()).toHaveLength(1);
  });
});

describe('a first status whose answer is lost', () => {
  test.each<Fault>([
    'drop_answer',
    { status: 500, afterWork: true },
    { status: 200, body: 'ok', afterWork: true },
    { error: 'internal_error', afterWork: true },
  ])('by %j is never posted again, by this process or the next, so that people see one', async (fault) => {
    await using world = await openSlackWorld();
    const view = underWay(world);
    world.slack.faults.next({ method: 'chat.postMessage' }, fault);
    const error: unknown = await show(world, [view]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(StatusNotPosted);
    expect(await show(world, [view], null, true)).toBe(null);
    const next = { ...world, ...world.start() };
    expect(await show(next, [view], null, true)).toBe(null);
    expect(world.posts()).toHaveLength(1);
  });

  test('is edited as soon as its message is known again', async () => {
    await using world = await openSlackWorld();
    const view = underWay(world);
    world.slack.faults.next({ method: 'chat.postMessage' }, 'drop_answer');
    await show(world, [view]).catch(() => null);
    const [post] = world.posts();
    await show(world, [later(view, 0.8)], post ? messageRefOf(post) : null, true);
    expect(world.posts().map(({ shownText }) => shownText.slice(0, 22))).toEqual(['#412 is rendering: 80%']);
  });
});

describe('a first status that was certainly not posted', () => {
  test.each<Fault>([
    { rateLimited: { retryAfterS: 1 } },
    { error: 'request_timeout' },
    { error: 'token_revoked' },
    { error: 'team_added_to_org' },
  ])('by %j is said to be so, and posted by the next try', async (fault) => {
    await using world = await openSlackWorld();
    const view = underWay(world);
    world.slack.faults.next({ method: 'chat.postMessage' }, fault);
    await expect(show(world, [view])).rejects.toThrow(StatusNotPosted);
    await world.clock.advance(10 * MINUTE);
    expect(await show(world, [view])).not.toBe(null);
    expect(world.posts()).toHaveLength(1);
  });

  test.each<Fault>([{ error: 'channel_not_found' }, { error: 'is_archived' }, { error: 'restricted_action' }])(
    'by %j is given up, and stops no job',
    async (fault) => {
      await using world = await openSlackWorld();
      world.slack.faults.next({ method: 'chat.postMessage' }, fault);
      expect(await show(world, [underWay(world)])).toBe(null);
    },
  );

  test('is tried once more without anybody’s words where Slack does not understand the whole', async () => {
    await using world = await openSlackWorld();
    world.slack.faults.next({ method: 'chat.postMessage' }, { error: 'invalid_blocks' });
    await show(world, [underWay(world)]);
    expect(world.posts()[0]?.shownText).toContain('prompt removed');
    expect(world.posts()[0]?.shownText).not.toContain('a red ball');
  });

  test('is not posted in a private channel that we are not in, which is not joined', async () => {
    await using world = await openSlackWorld();
    const hidden = world.slack.addChannel(world.team, { name: 'hidden', private: true, members: [world.ada] });
    expect(await show(world, [underWay(world, 0.4, { channel: hidden })])).toBe(null);
    expect(world.slack.seen(hidden)).toEqual([]);
  });
});

describe('a refresh that fails', () => {
  test.each<Fault>([
    'drop_answer',
    'drop_request',
    { status: 503 },
    { error: 'internal_error' },
    { error: 'invalid_auth' },
  ])('by %j is told, so that it is tried again: edits may be made twice', async (fault) => {
    await using world = await openSlackWorld();
    const view = underWay(world);
    const ref = await show(world, [view]);
    world.slack.faults.next({ method: 'chat.update' }, fault);
    await expect(show(world, [later(view, 0.8)], ref)).rejects.toThrow(/Slack/u);
    await world.clock.advance(MINUTE);
    await show(world, [later(view, 0.8)], ref);
    expect(world.posts().map(({ shownText }) => shownText.slice(0, 22))).toEqual(['#412 is rendering: 80%']);
  });

  test('where people deleted the message posts no other', async () => {
    await using world = await openSlackWorld();
    const view = underWay(world);
    const ref = await show(world, [view]);
    const [post] = world.posts();
    if (post) world.slack.deleteMessage(post);
    expect(await show(world, [later(view, 0.8)], ref)).toBe(ref);
    expect(await show(world, [later(view, 0.9)], ref)).toBe(ref);
    expect(world.posts()).toEqual([]);
    expect(world.asked('chat.update')).toBe(1);
  });
});

describe('the pace of statuses', () => {
  test('leaves room for those that change, and more for those that are over, so that they always get through', async () => {
    await using world = await openSlackWorld({ rateLimits: 'real' });
    const views = Array.from({ length: 20 }, () => underWay(world));
    const refs: (string | null)[] = [];
    for (const view of views) {
      refs.push(await show(world, [view]));
      await world.clock.advance(SECOND);
    }
    await world.clock.advance(MINUTE);
    const refresh = (all: readonly JobView[]) =>
      Promise.allSettled(all.map((view, at) => show(world, [view], refs[at] ?? null)));
    const refused = async (all: readonly JobView[]) =>
      (await refresh(all)).filter(({ status }) => status === 'rejected').length;
    expect(await refused(views.map((view) => later(view, 0.5)))).toBe(0);
    expect(await refused(views.map((view) => later(view, 0.6)))).toBe(0);
    expect(world.asked('chat.update')).toBe(30);
    const wished = views.map((view) => ({ ...view, job: { ...view.job, cancelRequestedAtMs: world.clock.nowMs() } }));
    expect(await refused(wished)).toBe(6);
    expect(world.asked('chat.update')).toBe(44);
    const { destination } = world.view().request;
    expect(world.chat.limits(destination).statusEveryMs).toBe(20 * SECOND);
    const over = views.map((view): JobView => {
      return { ...view, job: { ...view.job, state: { kind: 'refused', reason: 'moderation' } } };
    });
    expect(await refused(over.slice(0, 6))).toBe(0);
    expect(world.slack.requests.filter(({ error }) => error === 'ratelimited')).toEqual([]);
    await world.clock.advance(MINUTE);
    expect(world.chat.limits(destination).statusEveryMs).toBe(5 * SECOND);
    expect(await refused(over)).toBe(0);
    expect(world.posts().every(({ shownText }) => shownText.includes('was refused'))).toBe(true);
  });

  test('of one workspace is not that of another', async () => {
    await using world = await openSlackWorld();
    const elsewhere = world.slack.addWorkspace({ name: 'Elsewhere' });
    world.slack.install(elsewhere);
    world.teams.set(elsewhere.id, elsewhere);
    const there = world.slack.addChannel(elsewhere, { name: 'there', botIsMember: true });
    const busy = underWay(world);
    const ref = await show(world, [busy]);
    for (let step = 0; step < 40; step += 1) await show(world, [later(busy, step / 100)], ref);
    expect(world.asked('chat.update')).toBe(30);
    const other = underWay(world, 0.4, { channel: there });
    const otherRef = await show(world, [other]);
    await show(world, [later(other, 0.8)], otherRef);
    expect(world.posts(there)[0]?.shownText).toContain('80%');
    expect(world.posts(there)[0]?.workspaceId).toBe(elsewhere.id);
  });
});
