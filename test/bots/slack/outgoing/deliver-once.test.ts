import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeliverResult } from '../../../../src/core/ports/chat.ts';
import { SECOND } from '../../../../src/core/time.ts';
import type { Fault } from '../../../doubles/slack/faults.ts';
import { statusAsk } from '../../../contracts/chat-asks.ts';
import { aDelivery } from '../../../core/samples.ts';
import { live, openSlackWorld, type SlackWorld } from '../world.ts';

const url = 'https://reelay.example/media/clip_1';

/** As the core does it: again and again until it is over, each time by a process that knows nothing. */
async function bringAtLast(world: SlackWorld, tries = world.tries()): Promise<DeliverResult> {
  for (let time = 0; time < 20; time += 1) {
    const { chat } = world.start({ clipUrl: () => url });
    const result = await chat.deliver(tries.next(), live());
    if (result.kind !== 'retry') return result;
    await world.clock.advance(Math.max(result.afterMs ?? 0, 2 * SECOND));
  }
  throw new Error('it was not brought');
}

function seenFiles(world: SlackWorld): number {
  return world.posts().flatMap(({ files }) => files).length;
}

describe('an upload whose answer is lost', () => {
  test.each<Fault>(['drop_answer', { status: 502, afterWork: true }, { error: 'internal_error', afterWork: true }])(
    'by %j is looked for before anything is sent again, so that people see one',
    async (fault) => {
      await using world = await openSlackWorld();
      world.slack.faults.next({ method: 'files.completeUploadExternal' }, fault);
      const result = await bringAtLast(world);
      const [post] = world.posts();
      expect(result).toEqual({
        kind: 'sent',
        message: `${world.channel.id}/${post?.files[0]?.id ?? ''}/${post?.ts ?? ''}`,
      });
      expect(seenFiles(world)).toBe(1);
      expect(world.asked('upload')).toBe(1);
      expect(world.slack.problems).toEqual([]);
    },
  );

  test('and which Slack shows a moment later is waited for', async () => {
    await using world = await openSlackWorld();
    world.slack.setShareLag({ visibleMs: 3 * SECOND, listedMs: 6 * SECOND });
    world.slack.faults.next({ method: 'files.completeUploadExternal' }, 'drop_answer');
    expect((await bringAtLast(world)).kind).toBe('sent');
    expect(seenFiles(world)).toBe(1);
    expect(world.asked('upload')).toBe(1);
  });

  test('is not taken for lost at once, so that a process that begins anew takes nothing away that is about to be seen', async () => {
    await using world = await openSlackWorld();
    world.slack.setShareLag({ visibleMs: 3 * SECOND });
    const tries = world.tries();
    world.slack.faults.next({ method: 'files.completeUploadExternal' }, 'drop_answer');
    await world.chat.deliver(tries.next(), live());
    await world.clock.advance(SECOND);
    const { chat } = world.start();
    expect(await chat.deliver(tries.next(), live())).toMatchObject({ kind: 'retry', afterMs: 9 * SECOND });
    expect(world.asked('files.delete')).toBe(0);
    await world.clock.advance(9 * SECOND);
    expect((await chat.deliver(tries.next(), live())).kind).toBe('sent');
    expect(world.asked('upload')).toBe(1);
  });

  test('and which is not seen after a while is taken away before it is uploaded anew', async () => {
    await using world = await openSlackWorld();
    world.slack.setShareLag({ visibleMs: 20 * SECOND });
    world.slack.faults.next({ method: 'files.completeUploadExternal' }, 'drop_answer');
    expect((await bringAtLast(world)).kind).toBe('sent');
    await world.clock.advance(60 * SECOND);
    expect(seenFiles(world)).toBe(1);
    expect(world.asked('files.delete')).toBe(1);
  });

  test('and which Slack never lists, although people see it, is replaced, so that they see one', async () => {
    await using world = await openSlackWorld();
    world.slack.setShareLag({ visibleMs: 0, listedMs: Number.POSITIVE_INFINITY });
    world.slack.faults.next({ method: 'files.completeUploadExternal' }, 'drop_answer');
    expect((await bringAtLast(world)).kind).toBe('sent');
    expect(seenFiles(world)).toBe(1);
  });

  test.each<Fault>(['drop_request', { status: 500 }, { rateLimited: { retryAfterS: 1 } }, { error: 'fatal_error' }])(
    'or which never began, by %j, comes by the next tries, once',
    async (fault) => {
      await using world = await openSlackWorld();
      world.slack.faults.next({ method: 'files.completeUploadExternal' }, fault);
      expect((await bringAtLast(world)).kind).toBe('sent');
      expect(seenFiles(world)).toBe(1);
      expect(world.slack.problems).toEqual([]);
    },
  );

  test.each(['drop_answer', 'drop_request'] as const)(
    'is not sent again as long as the earlier one may be there (%s of the look and of the removal)',
    async (fault) => {
      await using world = await openSlackWorld();
      world.slack.setShareLag({ visibleMs: 20 * SECOND });
      world.slack.faults.next({ method: 'files.completeUploadExternal' }, 'drop_answer');
      world.slack.faults.next({ method: 'files.info' }, fault, 2);
      world.slack.faults.next({ method: 'files.delete' }, fault, 2);
      expect((await bringAtLast(world)).kind).toBe('sent');
      await world.clock.advance(60 * SECOND);
      expect(seenFiles(world)).toBe(1);
    },
  );

  test('by a process that ended right then is found by the next, whatever became of it', async () => {
    await using world = await openSlackWorld();
    const tries = world.tries();
    const died = new AbortController();
    const held = Promise.withResolvers<void>();
    world.slack.faults.next({ method: 'files.completeUploadExternal' }, { answerAfter: held.promise });
    const first = world.chat.deliver(tries.next(), died.signal);
    await world.slack.until(() => world.posts().length === 1, 'the upload');
    died.abort();
    expect((await first).kind).toBe('retry');
    held.resolve();
    expect((await bringAtLast(world, tries)).kind).toBe('sent');
    expect(seenFiles(world)).toBe(1);
  });

  test('without the scope to look for it is taken away and sent anew, so that people see one', async () => {
    await using world = await openSlackWorld();
    world.slack.tokenOf(world.team).scopes.delete('files:read');
    world.slack.faults.next({ method: 'files.completeUploadExternal' }, 'drop_answer');
    expect((await bringAtLast(world)).kind).toBe('sent');
    expect(seenFiles(world)).toBe(1);
  });
});

const steps = [
  'files.getUploadURLExternal',
  'upload',
  'files.completeUploadExternal',
  'conversations.join',
  'files.info',
  'files.delete',
];
const accidents: readonly Fault[] = [
  'drop_answer',
  'drop_request',
  { status: 502 },
  { status: 502, afterWork: true },
  { error: 'internal_error', afterWork: true },
  { error: 'fatal_error' },
  { rateLimited: { retryAfterS: 2 } },
];

test('whatever goes wrong, in whatever order and however late Slack shows it, people see one clip and never two', async () => {
  const accident = fc.tuple(fc.constantFrom(...steps), fc.constantFrom(...accidents));
  await fc.assert(
    fc.asyncProperty(
      fc.array(accident, { maxLength: 6 }),
      fc.constantFrom(0, 1, 4, 8, 15),
      fc.boolean(),
      async (all, lagS, isMember) => {
        await using world = await openSlackWorld();
        if (!isMember) world.slack.kick(world.channel);
        world.slack.setShareLag({ visibleMs: lagS * SECOND, listedMs: 2 * lagS * SECOND });
        for (const [method, fault] of all) world.slack.faults.next({ method }, fault);
        expect((await bringAtLast(world)).kind).toBe('sent');
        await world.clock.advance(60 * SECOND);
        expect(seenFiles(world)).toBe(1);
        expect(world.slack.problems).toEqual([]);
      },
    ),
    { numRuns: 30 },
  );
});

describe('a link whose answer is lost', () => {
  async function linked(world: SlackWorld, fault: Fault, statusMessage: string | null) {
    world.slack.faults.next({ method: 'files.getUploadURLExternal' }, { error: 'file_uploads_disabled' }, 10);
    world.slack.faults.next({ method: 'chat.postMessage' }, fault);
    const view = world.view({ request: { statusMessage } });
    return { view, result: await bringAtLast(world, world.tries(world.ask(view))) };
  }

  async function postedStatus(world: SlackWorld): Promise<string> {
    return (await world.chat.showStatus(statusAsk(null, [world.view()]), live())) ?? '';
  }

  test('is put into the status, which keeps it until the clip is deleted, and is not posted again', async () => {
    await using world = await openSlackWorld();
    const status = await postedStatus(world);
    const { view, result } = await linked(world, 'drop_answer', status);
    expect(result).toEqual({ kind: 'sent', message: `${status}/link` });
    const statusNow = () => world.posts().find(({ ts }) => status.endsWith(ts));
    expect(statusNow()?.links).toEqual([url]);
    expect(world.posts()).toHaveLength(2);
    const message = result.kind === 'sent' ? result.message : '';
    const sent = { ...view, deliveries: [aDelivery({ state: { kind: 'sent', message } })] };
    const { chat } = world.start({ clipUrl: () => url });
    await chat.showStatus(statusAsk(status, [sent]), live());
    expect(statusNow()?.links).toEqual([url]);
    expect(statusNow()?.buttons.map(({ label }) => label)).toEqual(['Again', 'Edit', 'Delete']);
    const deleted = { ...sent, clip: sent.clip && { ...sent.clip, deletedAtMs: world.clock.nowMs() } };
    await chat.showStatus(statusAsk(status, [deleted]), live());
    expect(statusNow()?.shownText).toBe('#413 was deleted · 1 credit');
    const post = { deliveryId: aDelivery().id, destination: view.request.destination, status, message, upload: 'link' };
    expect(await chat.retract(post, live())).toEqual({ kind: 'retracted' });
    expect(statusNow()).toBeDefined();
  });

  test('is given up where there is no status, never posted twice', async () => {
    await using world = await openSlackWorld();
    const { result } = await linked(world, 'drop_answer', null);
    expect(result).toEqual({ kind: 'undeliverable', reason: 'gave_up' });
    expect(world.posts()).toHaveLength(1);
  });

  test('that was certainly not posted is posted by the next try of the same process', async () => {
    await using world = await openSlackWorld();
    world.slack.faults.next({ method: 'files.getUploadURLExternal' }, { error: 'file_uploads_disabled' });
    world.slack.faults.next({ method: 'chat.postMessage' }, { rateLimited: { retryAfterS: 1 } });
    const { chat } = world.start({ clipUrl: () => url });
    const { next } = world.tries();
    expect(await chat.deliver(next(), live())).toMatchObject({ kind: 'retry', afterMs: SECOND });
    await world.clock.advance(SECOND);
    expect((await chat.deliver(next(), live())).kind).toBe('sent');
    expect(world.posts()).toHaveLength(1);
  });
});
