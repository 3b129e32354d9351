import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { DAY, MINUTE, SECOND } from '../../core/time.ts';
import { isGood, readAnswer } from '../answer.ts';
import { keySet, signingKey } from './answers.ts';

const bytesMax = 64 * 1024;
const keysMax = 20;
/** fal asks not to keep its keys longer. */
const keptMsMax = DAY;
/** Forged deliveries must not become a storm of requests. */
const askEveryMs = MINUTE;
const askTimeoutMs = 10 * SECOND;

export type WebhookKeys = {
  /**
   * Whether one of fal's keys signed the message. Asks for the keys where those at hand do not prove it, at most once a
   * minute. Throws when that leaves it open: the keys cannot be had.
   */
  verify(message: Uint8Array, signature: Uint8Array, nowMs: number, signal: AbortSignal): Promise<boolean>;
};

type Held = { readonly keys: readonly KeyObject[]; readonly atMs: number };

/** The public keys at an address, kept for a day. */
export function createWebhookKeys(url: string): WebhookKeys {
  let held: Held | null = null;
  let lastAsk: { readonly atMs: number; readonly failure: Error | null } | null = null;
  let asking: Promise<void> | null = null;

  /** Never rejects: whoever waits for it may have gone. */
  async function ask(nowMs: number): Promise<void> {
    try {
      held = { keys: await fetchKeys(url), atMs: nowMs };
      lastAsk = { atMs: nowMs, failure: null };
    } catch (error) {
      const failure = new Error('the keys that sign webhooks could not be fetched', { cause: error });
      lastAsk = { atMs: nowMs, failure };
    } finally {
      asking = null;
    }
  }

  return {
    async verify(message, signature, nowMs, signal) {
      const signed = (): boolean => {
        const fresh = held !== null && apartMs(nowMs, held.atMs) < keptMsMax ? held.keys : [];
        return fresh.some((key) => verify(null, message, key, signature));
      };
      if (signed()) return true;
      if (asking === null && (lastAsk === null || apartMs(nowMs, lastAsk.atMs) >= askEveryMs)) asking = ask(nowMs);
      if (asking !== null) await whileLive(asking, signal);
      if (signed()) return true;
      if (lastAsk !== null && lastAsk.failure !== null) throw lastAsk.failure;
      return false;
    },
  };
}

/** A clock that was set back must not stop us from asking. */
function apartMs(oneMs: number, otherMs: number): number {
  return Math.abs(oneMs - otherMs);
}

async function fetchKeys(url: string): Promise<readonly KeyObject[]> {
  const signal = AbortSignal.timeout(askTimeoutMs);
  const answer = await readAnswer(await fetch(url, { redirect: 'error', signal }), { signal, bytesMax });
  if (!isGood(answer)) throw new Error(`expected a set of keys, got HTTP ${answer.status}`);
  const keys = keySet.parse(answer.json).keys.slice(0, keysMax).flatMap(readKey);
  if (keys.length === 0) throw new Error('expected a set with Ed25519 keys, got none');
  return keys;
}

/** A key of another kind is not for webhooks, and none of our business. */
function readKey(json: unknown): readonly KeyObject[] {
  const parsed = signingKey.safeParse(json);
  if (!parsed.success) return [];
  try {
    return [createPublicKey({ key: parsed.data, format: 'jwk' })];
  } catch {
    return [];
  }
}

async function whileLive(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const gone = Promise.withResolvers<never>();
  const onAbort = (): void => gone.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([promise, gone.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
