import { sql } from 'drizzle-orm';
import type { ClipId, DeliveryId, JobId, OwnerId, RequestId, TenantId, UserId } from '../../core/ids.ts';
import type { Kit } from '../kit.ts';
import type { jobTables } from './jobs.ts';

/** What was made, and where it is brought. */
export function clipTables(kit: Kit, { requests, jobs }: Pick<ReturnType<typeof jobTables>, 'requests' | 'jobs'>) {
  const clips = kit.table(
    'clips',
    {
      id: kit.id<ClipId>('id').primaryKey(),
      jobId: kit
        .id<JobId>('job_id')
        .notNull()
        .references(() => jobs.id),
      tenantId: kit.id<TenantId>('tenant_id').notNull(),
      ownerId: kit.id<UserId>('owner_id').notNull(),
      fileKey: kit.text('file_key').notNull(),
      fileBytes: kit.int('file_bytes').notNull(),
      fileSha256: kit.text('file_sha256').notNull(),
      facts: kit.json('facts').notNull(),
      storedAtMs: kit.ms('stored_at_ms').notNull(),
      /** The row stays as a tombstone after the file is gone. */
      deletedAtMs: kit.ms('deleted_at_ms'),
      /** Set once the file and the posts of a deleted clip are gone too. */
      erasedAtMs: kit.ms('erased_at_ms'),
    },
    (t) => [
      kit.index('clips_of_job').on(t.jobId),
      kit
        .index('clips_to_erase')
        .on(t.deletedAtMs)
        .where(sql`${t.deletedAtMs} is not null and ${t.erasedAtMs} is null`),
    ],
  );

  const deliveries = kit.table(
    'deliveries',
    {
      id: kit.id<DeliveryId>('id').primaryKey(),
      jobId: kit
        .id<JobId>('job_id')
        .notNull()
        .references(() => jobs.id),
      requestId: kit
        .id<RequestId>('request_id')
        .notNull()
        .references(() => requests.id),
      clipId: kit
        .id<ClipId>('clip_id')
        .notNull()
        .references(() => clips.id),
      platform: kit.text('platform').notNull(),
      tenantId: kit.id<TenantId>('tenant_id').notNull(),
      channel: kit.text('channel').notNull(),
      thread: kit.text('thread'),
      state: kit.text('state').notNull(),
      stateData: kit.json('state_data').notNull(),
      createdAtMs: kit.ms('created_at_ms').notNull(),
      retries: kit.int('retries').notNull(),
      /** What was about to be shown, by its chat's own name for it, and when that was noted. */
      uploadName: kit.text('upload_name'),
      uploadAtMs: kit.ms('upload_at_ms'),
      dueAtMs: kit.ms('due_at_ms'),
      /** Derived at every write, as for jobs. */
      claimableAtMs: kit.ms('claimable_at_ms'),
      leaseOwner: kit.id<OwnerId>('lease_owner'),
      leaseUntilMs: kit.ms('lease_until_ms'),
    },
    (t) => [
      kit.index('deliveries_of_job').on(t.jobId, t.createdAtMs),
      kit.index('deliveries_of_request').on(t.requestId),
      kit
        .index('deliveries_due')
        .on(t.claimableAtMs)
        .where(sql`${t.claimableAtMs} is not null`),
      kit
        .index('deliveries_leased')
        .on(t.leaseOwner)
        .where(sql`${t.leaseOwner} is not null`),
    ],
  );

  /** Files that belong to no clip and that nobody starts from any more. */
  const filesToErase = kit.table('files_to_erase', {
    key: kit.text('key').primaryKey(),
    sinceMs: kit.ms('since_ms').notNull(),
  });

  return { clips, deliveries, filesToErase };
}
