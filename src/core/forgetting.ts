import { createHmac } from 'node:crypto';
import type { Job } from './job.ts';
import { windowEndMs } from './window.ts';

/**
 * Forgetting: what a person is called, wrote and was given goes; what was paid stays, under a number that leads back to
 * nobody. So that it is no way around a limit, a forgotten person who asks again is known by a mark until the month in
 * which they were forgotten is over. The mark leads from a platform's id to the number for whoever has the key, never back.
 */
export type PersonalData = {
  /** Whose words are kept. */
  readonly videos: number;
  /** Whose files are kept. */
  readonly clips: number;
};

export type Forgotten = PersonalData & {
  /** Nothing was sent to an engine: they are over, free. */
  readonly cancelled: number;
  /** Their engine has them: they are finished, since they are paid, and deleted unseen. */
  readonly finishing: number;
  readonly markedUntilMs: number;
};

/** Every zone's month ends between that of the first and that of the last. */
const zonesAtTheEnds = ['Pacific/Kiritimati', 'UTC', 'Etc/GMT+12'] as const;

/** When the windows of now are over everywhere, so that nothing used in them could count any more. */
export function markedUntilMs(nowMs: number): number {
  return Math.max(...zonesAtTheEnds.map((zone) => windowEndMs('month', nowMs, zone)));
}

/** By what a person is known again. */
export function personMark(key: Uint8Array, platform: string, externalId: string): string {
  return markOf(key, `person\n${platform}\n${externalId}`);
}

/** A job without what the person said. */
export function withoutWords(job: Job): Job {
  return {
    ...job,
    cacheKey: null,
    spec: { ...job.spec, prompt: '', style: null, input: null, wish: null, adapted: [] },
  };
}

const keyPrefix = 'forgotten:';

/** In place of the inbound key of a request, which may name a person: the same event that comes again is still known. */
export function forgottenKey(key: Uint8Array, inboundKey: string): string {
  return inboundKey.startsWith(keyPrefix) ? inboundKey : keyPrefix + markOf(key, `inbound\n${inboundKey}`);
}

function markOf(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
