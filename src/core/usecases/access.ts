import type { Actor } from '../actor.ts';
import type { Destination } from '../destination.ts';
import type { JobId, TenantId, UserId } from '../ids.ts';
import type { Job } from '../job.ts';
import { ownSourceOf } from '../own-clip.ts';
import type { Store } from '../ports/store.ts';
import type { Request } from '../request.ts';

/** Which clip is meant: a number in a tenant, or the person's newest. */
export type JobChoice = { readonly tenantId: TenantId; readonly number: number | null };

/** The same, or the job that a button names. */
export type JobRef = JobChoice | { readonly jobId: JobId };

export type NoAccess = { readonly kind: 'not_found' } | { readonly kind: 'not_yours' };

/** Who wants something, by the word of the surface that knows them. What is left out gives no right. */
export type Standing = {
  readonly actor: Actor;
  /** The person behind an operator: whose newest video is meant when no number is said. */
  readonly self?: UserId | null;
  /** The tenant whose moderator they are. */
  readonly moderates?: TenantId | null;
  /** Where they ask from. */
  readonly at?: Destination | null;
};

/**
 * What can be done with somebody's video. `repeat` takes its prompt into a request of one's own, at one's own cost; `build`
 * makes such a request start from its clip.
 */
export type Deed = 'see' | 'stop' | 'delete' | 'repeat' | 'build';

export type Target = {
  readonly job: Pick<Job, 'tenantId' | 'userId' | 'spec' | 'cancelRequestedAtMs'>;
  readonly request: Pick<Request, 'visibility' | 'destination'>;
  readonly isDeleted: boolean;
};

/**
 * Who may do what with a video, decided from what is stored, never from what a button says. Whose it is and the
 * operator may do everything. What is private is nobody else's. The tenant's moderators may see, stop and delete.
 * Whoever is in the channel may take up a prompt that was shown there; not one whose video was deleted, nor one that
 * starts from a file, since the file stays with who attached it. A clip of ours is no such file: whether they may start
 * from that is asked of it when they do. They may build on a clip that was shown there, whatever it was made from.
 */
export function may(deed: Deed, who: Standing, { job, request, isDeleted }: Target): boolean {
  const { actor } = who;
  switch (actor.kind) {
    case 'operator':
    case 'system':
      return true;
    case 'webhook':
      return false;
    case 'user':
      if (actor.userId === job.userId) return true;
  }
  if (request.visibility === 'private') return false;
  switch (deed) {
    case 'see':
    case 'stop':
    case 'delete':
      return who.moderates === job.tenantId;
    case 'repeat':
      return isShownAt(who, request) && !isDeleted && (job.spec.input === null || ownSourceOf(job.spec.input) !== null);
    case 'build':
      return isShownAt(who, request) && !isDeleted && job.cancelRequestedAtMs === null;
  }
}

function isShownAt({ at = null }: Standing, { destination: shown }: Pick<Request, 'destination'>): boolean {
  return at?.platform === shown.platform && at.tenantId === shown.tenantId && at.channel === shown.channel;
}

export type FoundJob = { readonly kind: 'found'; readonly job: Job; readonly request: Request };

/** The job that is meant, if this may be done with it. */
export async function findJobTo(
  deed: Deed,
  ref: JobRef,
  who: Standing,
  store: Pick<Store, 'job' | 'findJob' | 'request' | 'clip'>,
): Promise<FoundJob | NoAccess> {
  const job = await ('jobId' in ref ? store.job(ref.jobId) : store.findJob({ ...ref, userId: newestOf(ref, who) }));
  const found = job && (await store.request(job.requestId));
  if (!job || !found) return { kind: 'not_found' };
  const { request } = found;
  const clip = job.state.kind === 'ready' ? await store.clip(job.state.clipId) : null;
  const isDeleted = clip !== null && clip.deletedAtMs !== null;
  return may(deed, who, { job, request, isDeleted }) ? { kind: 'found', job, request } : { kind: 'not_yours' };
}

function newestOf({ number }: JobChoice, { actor, self }: Standing): UserId | null {
  if (number !== null) return null;
  return actor.kind === 'user' ? actor.userId : (self ?? null);
}
