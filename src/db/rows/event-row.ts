import type { Actor } from '../../core/actor.ts';
import { parseId } from '../../core/ids.ts';
import type { JobEvent } from '../../core/story.ts';
import type { Tables } from '../tables.ts';
import { readRow } from './readable.ts';

type EventRow = Tables['jobEvents']['$inferSelect'];

export function eventOf({ jobId, seq, atMs, outcome, state, actor }: EventRow): JobEvent {
  const who = actor === null ? null : readRow('job_events', `${jobId} ${seq}`, () => actorOf(actor));
  return { atMs, outcome, state, actor: who };
}

/** The actor as stored: `user/usr_…`, `operator`. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'user':
      return `user/${actor.userId}`;
    case 'webhook':
      return `webhook/${actor.provider}`;
    case 'operator':
    case 'system':
      return actor.kind;
  }
}

const actorPattern = /^(?<kind>user|webhook)\/(?<rest>.+)$/;

/** The actor that has this name: the other way round of `actorName`. */
export function actorOf(name: string): Actor {
  if (name === 'operator' || name === 'system') return { kind: name };
  const { kind, rest = '' } = actorPattern.exec(name)?.groups ?? {};
  if (kind === 'user') return { kind, userId: parseId('user', rest) };
  if (kind === 'webhook') return { kind, provider: rest };
  throw new TypeError(`expected the name of an actor such as user/usr_…, got ${JSON.stringify(name.slice(0, 80))}`);
}
