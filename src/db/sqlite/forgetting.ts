import { and, count, eq, inArray, isNotNull, isNull, lte, or, type SQL } from 'drizzle-orm';
import type { Actor } from '../../core/actor.ts';
import { type Forgotten, markedUntilMs, type PersonalData } from '../../core/forgetting.ts';
import type { JobId, RequestId, UserId } from '../../core/ids.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Log } from '../../core/ports/world.ts';
import { emptiedSpec } from '../rows/job-row.ts';
import { UnreadableRow } from '../rows/readable.ts';
import type { Db } from './connection.ts';
import type { Deletions } from './deletions.ts';
import type { OwnMessages } from './own-messages.ts';
import type { Records } from './records.ts';
import type { Repositories } from './repositories.ts';
import { audit, clips, jobs, policies, requests, users } from './schema.ts';

type Parts = {
  readonly repos: Repositories;
  readonly records: Records;
  readonly deletions: Deletions;
  readonly messages: OwnMessages;
  readonly log: Log;
};

type Stopped = { readonly cancelled: number; readonly finishing: number };

type RequestRef = { readonly id: RequestId; readonly inboundKey: string };

export type Forgetting = ReturnType<typeof forgettingOn>;

/** Forgetting: what people are called and wrote is taken out of every row; the rows stay, since the books hang on them. */
export function forgettingOn(db: Db, { repos, records, deletions, messages, log }: Parts) {
  /** A row that cannot be read is none that a worker would act on, and must not keep anybody from being forgotten. */
  function ifReadable(what: () => void): void {
    try {
      what();
    } catch (error) {
      if (!(error instanceof UnreadableRow)) throw error;
      log.error('a row of the database cannot be read; what it says is taken away all the same', error);
    }
  }

  /** Cancels, of these, what has not ended. Before words go: nothing is ever sent to an engine without them. */
  function stop(where: SQL | undefined, actor: Actor, nowMs: number): Stopped {
    let [cancelled, finishing] = [0, 0];
    const open = db
      .select({ id: jobs.id })
      .from(jobs)
      .where(and(isNull(jobs.endedAtMs), where))
      .all();
    for (const { id: jobId } of open) {
      ifReadable(() => {
        const recorded = records.record({ kind: 'cancel_requested', jobId }, nowMs, actor);
        if (recorded.kind === 'changed' && recorded.now.state.kind === 'cancelled') cancelled += 1;
        else finishing += 1;
      });
    }
    return { cancelled, finishing };
  }

  function bury(jobId: JobId, actor: Actor, nowMs: number): void {
    const kept = db
      .select({ id: clips.id, jobId: clips.jobId })
      .from(clips)
      .where(and(eq(clips.jobId, jobId), isNull(clips.deletedAtMs)))
      .all();
    for (const clip of kept) ifReadable(() => void deletions.bury(clip, actor, nowMs));
  }

  /** Takes away what was written and made. Returns the files that were started from. */
  function empty(request: RequestRef, actor: Actor, nowMs: number): string[] {
    const ofRequest = db
      .select({ id: jobs.id, spec: jobs.spec, inputKey: jobs.inputKey })
      .from(jobs)
      .where(eq(jobs.requestId, request.id))
      .all();
    repos.requests.forget(request);
    for (const { id, spec } of ofRequest) {
      db.update(jobs)
        .set({ spec: emptiedSpec(spec), inputKey: null })
        .where(eq(jobs.id, id))
        .run();
      bury(id, actor, nowMs);
    }
    repos.statuses.touch(request.id, nowMs);
    return ofRequest.flatMap(({ inputKey }) => inputKey ?? []);
  }

  const wordsOf = (userId: UserId): SQL | undefined => and(eq(requests.userId, userId), isNotNull(requests.prompt));

  function personalData(userId: UserId): PersonalData {
    const ofPerson = db
      .select({ videos: count() })
      .from(requests)
      .innerJoin(jobs, eq(jobs.requestId, requests.id))
      .where(wordsOf(userId))
      .get();
    const kept = db
      .select({ clips: count() })
      .from(requests)
      .innerJoin(jobs, eq(jobs.requestId, requests.id))
      .innerJoin(clips, eq(clips.jobId, jobs.id))
      .where(and(wordsOf(userId), isNull(clips.deletedAtMs)))
      .get();
    return { videos: ofPerson?.videos ?? 0, clips: kept?.clips ?? 0 };
  }

  /** Why something was decided about somebody is free text, and may name them. */
  function emptyReasons(userId: UserId): void {
    const theirClips = db.select({ id: clips.id }).from(clips).innerJoin(jobs, eq(jobs.id, clips.jobId));
    const clipIds = theirClips.where(eq(jobs.userId, userId));
    db.update(audit)
      .set({ reason: null })
      .where(and(isNotNull(audit.reason), or(eq(audit.target, userId), inArray(audit.target, clipIds))))
      .run();
  }

  /** Takes away the words and files of these requests; what is still open is stopped first. */
  function emptyAll(all: readonly RequestRef[], actor: Actor, nowMs: number): Stopped {
    const stopped = all.map(({ id }) => stop(eq(jobs.requestId, id), actor, nowMs));
    const files = new Set(all.flatMap((request) => empty(request, actor, nowMs)));
    for (const key of files) repos.files.eraseUnlessUsed(key, nowMs);
    return {
      cancelled: stopped.reduce((sum, { cancelled }) => sum + cancelled, 0),
      finishing: stopped.reduce((sum, { finishing }) => sum + finishing, 0),
    };
  }

  const select = { id: requests.id, inboundKey: requests.inboundKey };

  return {
    stop,
    emptyAll,
    personalData,

    forgetPerson({ userId, actor, nowMs }: Parameters<Store['forgetPerson']>[0]): Forgotten {
      const gone = personalData(userId);
      const stopped = emptyAll(db.select(select).from(requests).where(wordsOf(userId)).all(), actor, nowMs);
      messages.forget(userId, nowMs);
      emptyReasons(userId);
      const untilMs = markedUntilMs(nowMs);
      repos.tenants.forgetPerson(userId, untilMs);
      const [what, target] = ['person_forgotten', userId];
      repos.audit.add({ actor, tenantId: null, what, target, before: null, after: null, reason: null }, nowMs);
      return { ...gone, ...stopped, markedUntilMs: untilMs };
    },

    dropMarks(nowMs: number): number {
      const ended = db
        .select({ id: users.id })
        .from(users)
        // Written as in its partial index.
        .where(and(isNotNull(users.mark), lte(users.markedUntilMs, nowMs)))
        .all();
      for (const { id } of ended) {
        db.update(users).set({ mark: null, markedUntilMs: null }).where(eq(users.id, id)).run();
        db.delete(policies).where(eq(policies.subject, id)).run();
      }
      return ended.length;
    },
  };
}
