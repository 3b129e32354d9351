import { and, count, eq, gt, isNotNull, isNull, lte, type SQL } from 'drizzle-orm';
import type { Actor } from '../../core/actor.ts';
import { type Forgotten, markedUntilMs, type PersonalData } from '../../core/forgetting.ts';
import type { JobId, RequestId, UserId } from '../../core/ids.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Log } from '../../core/ports/world.ts';
import { emptiedSpec } from '../rows/job-row.ts';
import { UnreadableRow } from '../rows/readable.ts';
import { inputKeyOf } from '../tables/jobs.ts';
import type { Db } from './connection.ts';
import type { Deletions } from './deletions.ts';
import type { OwnMessages } from './own-messages.ts';
import type { Records } from './records.ts';
import type { Repositories } from './repositories.ts';
import { clips, jobs, moderators, requests } from './schema.ts';

type Parts = {
  readonly repos: Repositories;
  readonly records: Records;
  readonly deletions: Deletions;
  readonly messages: OwnMessages;
  readonly log: Log;
};

type Stopped = { readonly cancelled: number; readonly finishing: number };

type RequestRef = { readonly id: RequestId; readonly inboundKey: string };

const system = { kind: 'system' } as const;

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

  function bury(jobId: JobId, nowMs: number): void {
    const made = db
      .select({ id: clips.id, jobId: clips.jobId, deletedAtMs: clips.deletedAtMs })
      .from(clips)
      .where(eq(clips.jobId, jobId))
      .all();
    for (const clip of made) {
      repos.audit.forgetReasonsOf(clip.id);
      if (clip.deletedAtMs === null) ifReadable(() => void deletions.bury(clip, system, nowMs));
    }
  }

  /** Takes away what was written and made. Returns the files that were started from. */
  function empty(request: RequestRef, nowMs: number): string[] {
    const ofRequest = db
      .select({ id: jobs.id, spec: jobs.spec, inputKey: inputKeyOf(jobs) })
      .from(jobs)
      .where(eq(jobs.requestId, request.id))
      .all();
    repos.requests.forget(request);
    // What moderators were asked repeats their words.
    for (const id of repos.approvals.forgetReasonsOf(request.id, nowMs)) repos.audit.forgetReasonsOf(id);
    for (const { id, spec } of ofRequest) {
      db.update(jobs)
        .set({ spec: emptiedSpec(spec), cacheKey: null })
        .where(eq(jobs.id, id))
        .run();
      bury(id, nowMs);
    }
    repos.statuses.touch(request.id, nowMs);
    return ofRequest.flatMap(({ inputKey }) => inputKey ?? []);
  }

  const wordsOf = (userId: UserId): SQL | undefined => and(eq(requests.userId, userId), isNotNull(requests.prompt));

  function personalData(userId: UserId): PersonalData {
    const isKept = and(wordsOf(userId), gt(requests.createdAtMs, repos.users.forgottenAtMs(userId) ?? -1));
    const kept = db
      .select({ videos: count(), clips: count(clips.id) })
      .from(requests)
      .innerJoin(jobs, eq(jobs.requestId, requests.id))
      .leftJoin(clips, and(eq(clips.jobId, jobs.id), isNull(clips.deletedAtMs)))
      .where(isKept)
      .get();
    return { videos: kept?.videos ?? 0, clips: kept?.clips ?? 0 };
  }

  /** Takes away the words and files of these requests; what is still open is stopped first. */
  function emptyAll(all: readonly RequestRef[], nowMs: number): void {
    for (const { id } of all) stop(eq(jobs.requestId, id), system, nowMs);
    const files = new Set(all.flatMap((request) => empty(request, nowMs)));
    for (const key of files) repos.files.eraseUnlessUsed(key, nowMs);
  }

  const select = { id: requests.id, inboundKey: requests.inboundKey };

  return {
    stop,
    emptyAll,
    personalData,

    /**
     * What takes no longer the more they ever asked for: who they are, and what is still on its way. From then on all that
     * they asked for is shown nowhere, and `emptyForgotten` takes it away.
     */
    forgetPerson({ userId, actor, nowMs }: Parameters<Store['forgetPerson']>[0]): Forgotten {
      const gone = personalData(userId);
      const stopped = stop(eq(jobs.userId, userId), actor, nowMs);
      const untilMs = markedUntilMs(nowMs);
      repos.users.leaveMark(userId, untilMs);
      // Who was decided not to moderate stays so: forgetting is no way back.
      db.delete(moderators)
        .where(and(eq(moderators.userId, userId), eq(moderators.isModerator, true)))
        .run();
      repos.members.forget(userId);
      repos.users.setForgotten(userId, nowMs);
      const [what, target] = ['person_forgotten', userId];
      repos.audit.add({ actor, tenantId: null, what, target, before: null, after: null, reason: null }, nowMs);
      return { ...gone, ...stopped, markedUntilMs: untilMs };
    },

    isAnybodyToEmpty: (): boolean => repos.users.toEmpty() !== null,

    emptyForgotten({ limit, nowMs }: Parameters<Store['emptyForgotten']>[0]): boolean {
      const user = repos.users.toEmpty();
      if (!user) return false;
      const words = db
        .select(select)
        .from(requests)
        .where(and(wordsOf(user.id), lte(requests.createdAtMs, user.forgottenAtMs)))
        .limit(limit)
        .all();
      emptyAll(words, nowMs);
      if (words.length > 0) return true;
      const said = messages.forget(user.id, { untilMs: user.forgottenAtMs, limit, nowMs });
      if (said > 0) return true;
      repos.audit.forgetReasons(user.id, user.forgottenAtMs);
      repos.approvals.forgetReasons({ decidedBy: user.id });
      repos.users.setEmptied(user.id);
      return true;
    },
  };
}
