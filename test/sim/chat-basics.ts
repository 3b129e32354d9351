import { createHash } from 'node:crypto';
import type { Destination, MessageRef } from '../../src/core/destination.ts';
import type { UndeliverableReason } from '../../src/core/failure.ts';
import type { ApprovalAsk, Chat, DeliverAsk, DeliverResult } from '../../src/core/ports/chat.ts';
import type { MediaSource } from '../../src/core/ports/media.ts';
import type { JobView } from '../../src/core/request.ts';
import { HOUR, SECOND } from '../../src/core/time.ts';
import { hang } from './engine/hang.ts';
import type { Chance } from './chance.ts';
import type { Happening } from './happenings.ts';
import type { Journal } from './journal.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Weather } from './weather.ts';

/** A result that people see. */
export type Post = {
  readonly ref: MessageRef;
  readonly deliveryId: string;
  readonly jobId: string;
  readonly destination: Destination;
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly atMs: number;
};

/** The one message that asks moderators for a yes, as it is seen now. */
export type ShownApproval = { readonly ref: MessageRef; readonly approvalId: string; readonly state: string };

/** The one message that tells people how a request stands. */
export type Status = { readonly ref: MessageRef; readonly requestId: string; readonly text: string };

export type ChatDeps = {
  readonly platform: string;
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly weather: Weather;
  readonly journal: Journal;
};

export type ChatBasics = ReturnType<typeof createChatBasics>;

/** What every chat platform of the simulation has, whatever can be done with its messages. */
export function createChatBasics({ platform, clock, chance, weather, journal }: ChatDeps) {
  const posts: Post[] = [];
  const statuses = new Map<MessageRef, Status>();
  const approvals = new Map<MessageRef, ShownApproval>();
  const uploads = new Map<string, Uint8Array>();
  const gone = new Map<string, UndeliverableReason>();
  const deaf = new Set<string>();
  let refs = 0;

  const strikesAt =
    (part: 'chat' | 'inputs') =>
    (share: number, happening: Happening): boolean => {
      const hit = weather.strikes(part, share, chance);
      if (hit) journal.count(happening);
      return hit;
    };
  const strikes = strikesAt('chat');
  const inputStrikes = strikesAt('inputs');

  async function travel(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await clock.sleep('world', chance.scale(5, SECOND), signal);
    signal.throwIfAborted();
  }

  async function openInput(source: string, signal: AbortSignal): Promise<MediaSource> {
    await travel(signal);
    const bytes = uploads.get(source);
    if (!bytes || inputStrikes(0.15, 'input: unreachable')) throw new Error('simulated: 404 for the input');
    if (inputStrikes(0.1, 'input: not an image')) return sourceOf(new TextEncoder().encode('<html>expired</html>'));
    if (inputStrikes(0.1, 'input: cut off')) return { ...sourceOf(bytes.subarray(0, 20)), bytes: bytes.byteLength };
    if (inputStrikes(0.05, 'input: hung')) await hang(clock, signal);
    return sourceOf(bytes);
  }

  const nextRef = (): MessageRef => `${platform}-message-${(refs += 1)}`;

  /** Shown or edited; `known` is where it is, by what we say or by what can be looked for. */
  async function showApproval({ toShow: { approval } }: ApprovalAsk, known: MessageRef | null): Promise<MessageRef> {
    if (strikes(0.06, 'approval: not taken')) throw new Error('simulated 500 before the approval');
    const ref = known ?? nextRef();
    approvals.set(ref, { ref, approvalId: approval.id, state: approval.state.kind });
    if (strikes(0.06, 'approval: answer lost')) throw new Error('simulated: connection reset after the approval');
    return ref;
  }

  return {
    posts,
    statuses,
    approvals,
    showApproval,
    strikes,
    travel,
    nextRef,

    /** Why nothing is taken for a place now, or for good; null where it is. */
    turnedAway: ({ channel }: Destination): DeliverResult | null => {
      if (deaf.has(channel)) return { kind: 'retry', afterMs: null, detail: 'simulated 500, each time' };
      if (strikes(0.06, 'chat: asked to come back later')) {
        const afterMs = chance.hits(0.5) ? chance.scale(SECOND, 30 * HOUR) : null;
        return { kind: 'retry', afterMs, detail: 'simulated 429' };
      }
      if (strikes(0.03, 'chat: refused for good')) gone.set(channel, 'not_allowed');
      const reason = gone.get(channel);
      return reason === undefined ? null : { kind: 'undeliverable', reason };
    },

    /** From now on people see it. */
    show: (ask: Pick<DeliverAsk, 'deliveryId' | 'destination' | 'view'>, bytes: Uint8Array, ref: MessageRef): void => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const { deliveryId, destination, view } = ask;
      const jobId = view.job.id;
      posts.push({ ref, deliveryId, jobId, destination, sha256, bytes, atMs: clock.nowMs() });
      journal.say(`chat ${platform}`, jobId, `shows the clip in ${destination.channel} as ${ref}`);
    },

    /** What a chat does in the same way on every platform. */
    common: {
      platform,
      limits: () => ({
        uploadBytesMax: 8 * 1024 ** 2,
        textCharsMax: 2_000,
        editWindowMs: 24 * HOUR,
        statusEveryMs: 30 * SECOND,
      }),
      async tellUndelivered(_, signal) {
        await travel(signal);
        if (strikes(0.2, 'chat: nobody could be told')) throw new Error('simulated 500 to a direct message');
      },
      openInput,
    } satisfies Partial<Chat>,

    /** What the rest of the world sees of it and does to it. */
    outside: {
      posts: posts as readonly Post[],
      statuses: statuses as ReadonlyMap<MessageRef, Status>,
      approvals: approvals as ReadonlyMap<MessageRef, ShownApproval>,
      /** A person attaches a file; the source is where the platform keeps it. */
      upload(bytes: Uint8Array): string {
        const source = `sim://${platform}/uploads/${uploads.size + 1}`;
        uploads.set(source, bytes);
        return source;
      },
      /** A channel is deleted, or we are no longer welcome there. */
      close(channel: string, reason: UndeliverableReason): void {
        gone.set(channel, reason);
      },
      /** From now on nothing can be posted there, and the platform never says that it is for good. */
      deafen(channel: string): void {
        deaf.add(channel);
      },
    },
  };
}

/** What the words of a status come from. */
export function textOf(views: readonly Pick<JobView, 'job' | 'deliveries'>[]): string {
  const wordsOf = ({ job, deliveries }: (typeof views)[number]): string =>
    [`#${job.number}`, job.state.kind, ...deliveries.map(({ state }) => state.kind)].join(' ');
  return views.map(wordsOf).join(', ');
}

/** The request that a status is about. */
export function requestIdOf(jobs: readonly JobView[]): JobView['request']['id'] {
  const requestId = jobs[0]?.request.id;
  if (requestId === undefined) throw new Error('expected a status to be about a job');
  return requestId;
}

function sourceOf(bytes: Uint8Array): MediaSource {
  return { bytes: bytes.byteLength, body: chunksOf(bytes) };
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  const half = Math.ceil(bytes.byteLength / 2);
  for (const chunk of [bytes.subarray(0, half), bytes.subarray(half)]) if (chunk.byteLength > 0) yield chunk;
}

export async function bytesOf({ body }: MediaSource): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}
