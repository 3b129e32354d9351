import { describe, expect, test } from 'vitest';
import type { Upload } from '../../src/core/delivery.ts';
import type { Destination } from '../../src/core/destination.ts';
import type { ApprovalToShow } from '../../src/core/ports/approvals.ts';
import type { Chat, DeliverAsk, DeliverResult } from '../../src/core/ports/chat.ts';
import type { JobView } from '../../src/core/request.ts';
import { sourceOf } from './media.ts';
import { approvalToShow, statusAsk } from './chat-asks.ts';

/** One platform, with a place that takes results and a look at what people see. */
export type ChatFixture = AsyncDisposable & {
  readonly chat: Chat;
  /** A finished job, asked for at a destination that takes its result. */
  readonly view: JobView;
  /** The result to bring, under a delivery id of its own each time, to the view's destination or another. */
  ask(clip: Uint8Array, to?: Destination): DeliverAsk;
  /** Where nothing can be brought any more. */
  readonly goneDestination: Destination;
  /** The files of all results that people see now, in any place. */
  results(): Promise<readonly Uint8Array[]>;
  /** How many statuses people see now. */
  statuses(): Promise<number>;
  /** Where moderators are asked in the tenant of the view. */
  readonly approvalsChannel: string;
  /** How many asks moderators see now. */
  approvals(): Promise<number>;
  /** The same platform to a process that has just begun, and remembers nothing. */
  restarted(): Chat;
  nowMs(): number;
  /** Whether what was brought belongs to the person from then on, as a file on their disk does, and is never taken back. */
  readonly isTheirs: boolean;
  /** Attaches a file as a person does, and gives its source as the platform names it. */
  attach(bytes: Uint8Array): Promise<string>;
};

const clip = new TextEncoder().encode('a clip '.repeat(1_000));

/** What `core/ports/chat.ts` promises, for any implementation. */
export function chatContract(name: string, makeFixture: () => Promise<ChatFixture>): void {
  describe(`chat contract: ${name}`, () => {
    test('its limits are whole numbers above zero, so that a clip and a text can be fitted to them', async () => {
      await using fixture = await makeFixture();
      const limits = fixture.chat.limits(fixture.view.request.destination);
      const wrong = Object.entries(limits).filter(([, value]) => !Number.isSafeInteger(value) || value <= 0);
      expect(wrong).toEqual([]);
    });

    test('a status is refreshed in place, so that a request has one', async () => {
      await using fixture = await makeFixture();
      const { chat, view } = fixture;
      const shown = await chat.showStatus(statusAsk(null, [view]), live());
      const again = await chat.showStatus(statusAsk(shown, [view]), live());
      expect(again).toBe(shown);
      expect(await fixture.statuses()).toBeLessThanOrEqual(1);
    });

    test('a request has one status also while its message is not known, so that a lost answer shows no second one', async () => {
      await using fixture = await makeFixture();
      const { chat, view } = fixture;
      const tries = [statusAsk(null, [view]), statusAsk(null, [view], true)];
      const seen = await Promise.all(tries.map((ask) => chat.showStatus(ask, live())));
      expect(new Set(seen.filter((ref) => ref !== null)).size).toBeLessThanOrEqual(1);
      await chat.showStatus(statusAsk(null, [view], true), live());
      expect(await fixture.statuses()).toBeLessThanOrEqual(1);
    });

    test('what moderators are asked has one message, also while that is not known: neither a lost answer, a crash nor a decision shows a second', async () => {
      await using fixture = await makeFixture();
      const { chat, view, approvalsChannel: channel } = fixture;
      const show = (more: Partial<ApprovalToShow>, by = chat) =>
        by.showApproval({ toShow: { ...approvalToShow(view, fixture.nowMs()), ...more }, channel }, live());
      const tries = [show({}), show({ mayBeShown: true })];
      const seen = await Promise.all(tries);
      const shown = new Set(seen.filter((ref) => ref !== null));
      expect(shown.size).toBeLessThanOrEqual(1);
      const message = seen.find((ref) => ref !== null) ?? null;
      // As after a process that died before its name was recorded.
      expect([null, message]).toContain(await show({ mayBeShown: true }, fixture.restarted()));
      const { approval } = approvalToShow(view, fixture.nowMs());
      const ended = { ...approval, message, state: { kind: 'expired', atMs: fixture.nowMs() } } as const;
      expect(await show({ approval: ended, version: 2, mayBeShown: message === null })).toBe(message);
      expect(await fixture.approvals()).toBe(shown.size);
    });

    test('what is brought is the clip, byte for byte, and its message is named', async () => {
      await using fixture = await makeFixture();
      const result = await fixture.chat.deliver(fixture.ask(clip), live());
      expect(result.kind).toBe('sent');
      expect(messageOf(result)).not.toBe('');
      expect((await fixture.results()).map((bytes) => Buffer.from(bytes))).toEqual([Buffer.from(clip)]);
    });

    test('brought twice under one id, people see one result, so that a lost answer may be asked for again', async () => {
      await using fixture = await makeFixture();
      const { next } = triesOf(fixture.ask(clip), fixture);
      const first = await fixture.chat.deliver(next(), live());
      const second = await fixture.chat.deliver(next(), live());
      expect(messageOf(second)).toBe(messageOf(first));
      expect(await fixture.results()).toHaveLength(1);
    });

    test('brought twice at once under one id, people see one result', async () => {
      await using fixture = await makeFixture();
      const { next } = triesOf(fixture.ask(clip), fixture);
      const both = [fixture.chat.deliver(next(), live()), fixture.chat.deliver(next(), live())];
      const results = await Promise.allSettled(both);
      // The first no longer has the lease, where it needs it.
      const kinds = results.map((result) => (result.status === 'fulfilled' ? result.value.kind : 'no lease'));
      expect(kinds).toContain('sent');
      expect(kinds).not.toContain('undeliverable');
      expect(await fixture.results()).toHaveLength(1);
    });

    test('a destination that is gone is said to be, so that nobody tries for a day', async () => {
      await using fixture = await makeFixture();
      const result = await fixture.chat.deliver(fixture.ask(clip, fixture.goneDestination), live());
      expect(result.kind).toBe('undeliverable');
      expect(await fixture.results()).toEqual([]);
    });

    test('people never see half a clip: one that breaks off is brought whole by the same delivery', async () => {
      await using fixture = await makeFixture();
      const { next } = triesOf(fixture.ask(clip), fixture);
      const broken: DeliverAsk = { ...next(), openClip: async () => ({ ...sourceOf(clip), body: breaking() }) };
      const result = await fixture.chat.deliver(broken, live()).catch(() => null);
      // A chat that links to the stored clip never reads it, and has nothing that could break off.
      expect([undefined, 'retry', 'sent']).toContain(result?.kind);
      const seen = (await fixture.results()).map((bytes) => Buffer.from(bytes));
      expect(seen).toEqual(result?.kind === 'sent' ? [Buffer.from(clip)] : []);
      expect((await fixture.chat.deliver(next(), live())).kind).toBe('sent');
      expect((await fixture.results()).map((bytes) => Buffer.from(bytes))).toEqual([Buffer.from(clip)]);
    });

    test('taken back, a result is no longer seen, also one whose message was never heard of; twice, or what never was, is harmless', async () => {
      await using fixture = await makeFixture();
      const { chat, view } = fixture;
      const { destination } = view.request;
      const [told, unheard] = [triesOf(fixture.ask(clip), fixture), triesOf(fixture.ask(clip), fixture)];
      const message = messageOf(await chat.deliver(told.next(), live()));
      await chat.deliver(unheard.next(), live());
      const common = { destination, status: null };
      const posts = [
        { ...common, deliveryId: told.deliveryId, message, upload: told.noted() },
        { ...common, deliveryId: told.deliveryId, message, upload: told.noted() },
        { ...common, deliveryId: unheard.deliveryId, message: null, upload: unheard.noted() },
        { ...common, deliveryId: fixture.ask(clip).deliveryId, message: null, upload: null },
      ];
      const kinds = new Set<string>();
      for (const post of posts) kinds.add((await chat.retract(post, live())).kind);
      expect([...kinds]).toEqual(['retracted']);
      expect(await fixture.results()).toHaveLength(fixture.isTheirs ? 1 : 0);
    });

    test('that a clip was not posted is told without showing a result, also twice, and whether or not it reaches them', async () => {
      await using fixture = await makeFixture();
      const { deliveryId, view } = fixture.ask(clip);
      const told = { deliveryId, view, reason: 'not_allowed' } as const;
      await fixture.chat.tellUndelivered(told, live());
      await fixture.chat.tellUndelivered(told, live());
      expect(await fixture.results()).toEqual([]);
    });

    test('after its signal has aborted nothing is shown, so that no lease is outlived', async () => {
      await using fixture = await makeFixture();
      const { chat, view } = fixture;
      const result = await chat.deliver(fixture.ask(clip), AbortSignal.abort()).catch(() => null);
      expect([undefined, 'retry']).toContain(result?.kind);
      await expect(chat.showStatus(statusAsk(null, [view]), AbortSignal.abort())).rejects.toThrow('abort');
      await expect(chat.openInput(await fixture.attach(clip), AbortSignal.abort())).rejects.toThrow('abort');
      const toShow = approvalToShow(view, fixture.nowMs());
      const asked = chat.showApproval({ toShow, channel: fixture.approvalsChannel }, AbortSignal.abort());
      await expect(asked).rejects.toThrow('abort');
      expect(await fixture.approvals()).toBe(0);
      expect(await fixture.results()).toEqual([]);
    });

    test('an input is read as the person attached it', async () => {
      await using fixture = await makeFixture();
      const { body, bytes } = await fixture.chat.openInput(await fixture.attach(clip), live());
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      expect(Buffer.concat(chunks)).toEqual(Buffer.from(clip));
      expect([null, clip.byteLength]).toContain(bytes);
    });
  });
}

/** Tries of one delivery as the core makes them: each gets what an earlier one noted, and only the latest may note. */
function triesOf(ask: DeliverAsk, { nowMs }: Pick<ChatFixture, 'nowMs'>) {
  let upload: Upload | null = null;
  let tries = 0;
  return {
    deliveryId: ask.deliveryId,
    noted: (): string | null => upload?.name ?? null,
    next: (): DeliverAsk => {
      const own = (tries += 1);
      const note = async (name: string): Promise<void> => {
        if (own < tries) throw new Error('the lease is lost');
        upload = { name, atMs: nowMs() };
      };
      return { ...ask, mayBePosted: own > 1, upload, note };
    },
  };
}

async function* breaking(): AsyncGenerator<Uint8Array, void, void> {
  yield clip.subarray(0, 100);
  throw new Error('the disk broke');
}

function messageOf(result: DeliverResult): string {
  return result.kind === 'sent' ? result.message : `nothing, but ${result.kind}`;
}

function live(): AbortSignal {
  return new AbortController().signal;
}
