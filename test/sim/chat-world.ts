import { createHash } from 'node:crypto';
import type { Destination, MessageRef } from '../../src/core/destination.ts';
import type { UndeliverableReason } from '../../src/core/failure.ts';
import type { Chat, DeliverAsk, DeliverResult } from '../../src/core/ports/chat.ts';
import type { MediaSource } from '../../src/core/ports/media.ts';
import type { JobView } from '../../src/core/request.ts';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
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

/** The one message that tells people how a request stands. */
export type Status = { readonly ref: MessageRef; readonly requestId: string; readonly text: string };

/** So long a platform waits for the answer to what somebody typed. */
const answerMsMax = 3 * SECOND;

type Deps = {
  readonly platform: string;
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly weather: Weather;
  readonly journal: Journal;
};

/** One chat platform's servers and what people see there. */
export function createChatWorld({ platform, clock, chance, weather, journal }: Deps) {
  const posts: Post[] = [];
  const statuses = new Map<MessageRef, Status>();
  const uploads = new Map<string, Uint8Array>();
  const gone = new Map<string, UndeliverableReason>();
  const deaf = new Set<string>();
  let refs = 0;

  const nextRef = (): MessageRef => `${platform}-message-${(refs += 1)}`;
  const strikes = (share: number, happening: Happening): boolean => {
    const hit = weather.strikes('chat', share, chance);
    if (hit) journal.count(happening);
    return hit;
  };

  async function travel(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await clock.sleep('world', chance.scale(5, SECOND), signal);
    signal.throwIfAborted();
  }

  function show(ask: DeliverAsk, bytes: Uint8Array): DeliverResult {
    const known = posts.find(({ deliveryId }) => deliveryId === ask.deliveryId);
    if (known) return { kind: 'sent', message: known.ref };
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { deliveryId, destination, view } = ask;
    const jobId = view.job.id;
    const ref = nextRef();
    posts.push({ ref, deliveryId, jobId, destination, sha256, bytes, atMs: clock.nowMs() });
    journal.say(`chat ${platform}`, jobId, `shows the clip in ${destination.channel} as ${ref}`);
    return { kind: 'sent', message: ref };
  }

  async function deliver(ask: DeliverAsk, signal: AbortSignal): Promise<DeliverResult> {
    await travel(signal);
    const known = posts.find(({ deliveryId }) => deliveryId === ask.deliveryId);
    if (known) return { kind: 'sent', message: known.ref };
    if (deaf.has(ask.destination.channel)) return { kind: 'retry', afterMs: null, detail: 'simulated 500, each time' };
    if (strikes(0.06, 'chat: asked to come back later')) {
      return {
        kind: 'retry',
        afterMs: chance.hits(0.5) ? chance.scale(SECOND, 30 * HOUR) : null,
        detail: 'simulated 429',
      };
    }
    if (strikes(0.03, 'chat: refused for good')) gone.set(ask.destination.channel, 'not_allowed');
    const reason = gone.get(ask.destination.channel);
    if (reason !== undefined) return { kind: 'undeliverable', reason };
    const bytes = await bytesOf(await ask.openClip());
    if (strikes(0.05, 'chat: posted after its time limit')) {
      // The platform has the whole upload and is not told that we gave up.
      await clock.sleep('world', chance.int(10 * MINUTE + 1, 14 * MINUTE));
      return show(ask, bytes);
    }
    if (strikes(0.1, 'chat: slow')) await clock.sleep('world', chance.scale(5 * SECOND, 9 * MINUTE));
    signal.throwIfAborted();
    const shown = show(ask, bytes);
    if (strikes(0.08, 'chat: answer lost after the post')) {
      if (chance.hits(0.3)) return { kind: 'retry', afterMs: null, detail: 'simulated 500 after the post' };
      throw new Error('simulated: connection reset after the post');
    }
    await clock.sleep('world', chance.scale(5, SECOND));
    return shown;
  }

  async function openInput(source: string, signal: AbortSignal): Promise<MediaSource> {
    await travel(signal);
    const bytes = uploads.get(source);
    const inputStrikes = (share: number, happening: Happening): boolean => {
      const hit = weather.strikes('inputs', share, chance);
      if (hit) journal.count(happening);
      return hit;
    };
    if (!bytes || inputStrikes(0.15, 'input: unreachable')) throw new Error('simulated: 404 for the input');
    if (inputStrikes(0.1, 'input: not an image')) return sourceOf(new TextEncoder().encode('<html>expired</html>'));
    if (inputStrikes(0.1, 'input: cut off')) return { ...sourceOf(bytes.subarray(0, 20)), bytes: bytes.byteLength };
    if (inputStrikes(0.05, 'input: hung')) {
      await hang(clock, signal);
    }
    return sourceOf(bytes);
  }

  const chat: Chat = {
    platform,
    limits: () => ({
      uploadBytesMax: 8 * 1024 ** 2,
      textCharsMax: 2_000,
      editWindowMs: 24 * HOUR,
      statusEveryMs: 30 * SECOND,
    }),
    async showStatus(message, jobs, signal) {
      await travel(signal);
      const requestId = jobs[0]?.request.id;
      if (requestId === undefined) throw new Error('expected a status to be about a job');
      if (strikes(0.06, 'status: not taken')) throw new Error('simulated 500 before the status');
      // The platform has it and is not told that we gave up.
      if (strikes(0.03, 'status: slow')) await clock.sleep('world', chance.scale(SECOND, 2 * MINUTE));
      // A message that is named is edited, also where it is somebody else's; without a name the request has one or gets it.
      const known = [...statuses.values()].find((status) => status.requestId === requestId)?.ref;
      const ref = message ?? known ?? nextRef();
      statuses.set(ref, { ref, requestId, text: textOf(jobs) });
      if (strikes(0.06, 'status: answer lost')) throw new Error('simulated: connection reset after the status');
      return ref;
    },
    deliver,
    async tellUndelivered(_, signal) {
      await travel(signal);
      if (strikes(0.2, 'chat: nobody could be told')) throw new Error('simulated 500 to a direct message');
    },
    async retract({ deliveryId }, signal) {
      await travel(signal);
      if (strikes(0.1, 'chat: did not take a result back')) return { kind: 'retry', detail: 'simulated 500' };
      const index = posts.findIndex((post) => post.deliveryId === deliveryId);
      if (index >= 0) posts.splice(index, 1);
      return { kind: 'retracted' };
    },
    openInput,
  };

  return {
    chat,
    posts: posts as readonly Post[],
    statuses: statuses as ReadonlyMap<MessageRef, Status>,
    /** The status as the answer to what somebody typed. It is taken for a few seconds, as the platforms have it, or never. */
    async answer(requestId: string, jobs: readonly JobView[], askedAtMs: number): Promise<MessageRef> {
      if (clock.nowMs() - askedAtMs > answerMsMax) {
        journal.count('status: answered too late');
        throw new Error('simulated: what was typed is forgotten');
      }
      if (strikes(0.05, 'status: not taken')) throw new Error('simulated: the answer came too late');
      const ref = nextRef();
      statuses.set(ref, { ref, requestId, text: textOf(jobs) });
      if (strikes(0.05, 'status: answer lost')) throw new Error('simulated: connection reset after the answer');
      return ref;
    },
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
  };
}

export type ChatWorld = ReturnType<typeof createChatWorld>;

/** What the words of a status come from. */
export function textOf(views: readonly Pick<JobView, 'job' | 'deliveries'>[]): string {
  const wordsOf = ({ job, deliveries }: (typeof views)[number]): string =>
    [`#${job.number}`, job.state.kind, ...deliveries.map(({ state }) => state.kind)].join(' ');
  return views.map(wordsOf).join(', ');
}

function sourceOf(bytes: Uint8Array): MediaSource {
  return { bytes: bytes.byteLength, body: chunksOf(bytes) };
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  const half = Math.ceil(bytes.byteLength / 2);
  for (const chunk of [bytes.subarray(0, half), bytes.subarray(half)]) if (chunk.byteLength > 0) yield chunk;
}

async function bytesOf({ body }: MediaSource): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}
