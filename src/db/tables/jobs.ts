import { type SQL, sql, type SQLWrapper } from 'drizzle-orm';
import type { CredentialRef, EngineId } from '../../core/engine.ts';
import type { AttemptId, ClipId, JobId, OwnerId, RequestId, TenantId, UserId } from '../../core/ids.ts';
import type { JobStateKind } from '../../core/job.ts';
import type { StepKind } from '../../core/ports/claims.ts';
import type { Visibility } from '../../core/request.ts';
import { jsonField } from '../json-field.ts';
import type { Kit } from '../kit.ts';
import type { peopleTables } from './people.ts';

/** The file of ours that a job starts from, which others may start from as well. */
export function inputKeyOf({ spec }: { readonly spec: SQLWrapper }): SQL<string | null> {
  return jsonField(spec, '$.input.mediaKey');
}

/** What was asked and what is being made of it. */
export function jobTables(kit: Kit, { tenants, users }: Pick<ReturnType<typeof peopleTables>, 'tenants' | 'users'>) {
  const requests = kit.table(
    'requests',
    {
      id: kit.id<RequestId>('id').primaryKey(),
      inboundKey: kit.text('inbound_key').notNull(),
      tenantId: kit
        .id<TenantId>('tenant_id')
        .notNull()
        .references(() => tenants.id),
      userId: kit
        .id<UserId>('user_id')
        .notNull()
        .references(() => users.id),
      actor: kit.json('actor').notNull(),
      destinationPlatform: kit.text('destination_platform').notNull(),
      destinationTenantId: kit.id<TenantId>('destination_tenant_id').notNull(),
      destinationChannel: kit.text('destination_channel').notNull(),
      destinationThread: kit.text('destination_thread'),
      visibility: kit.id<Visibility>('visibility').notNull(),
      locale: kit.text('locale').notNull(),
      prompt: kit.text('prompt'),
      statusMessage: kit.text('status_message'),
      /** Null in rows of an earlier version: no. */
      isAdultPlace: kit.bool('is_adult_place'),
      createdAtMs: kit.ms('created_at_ms').notNull(),
    },
    (t) => [
      kit.unique('requests_inbound_key').on(t.inboundKey),
      kit.index('requests_of_user').on(t.userId, t.createdAtMs),
      kit.index('requests_of_member').on(t.userId, t.tenantId, t.createdAtMs),
      kit
        .index('requests_to_forget')
        .on(t.tenantId)
        .where(sql`${t.prompt} is not null`),
      kit
        .index('requests_with_words')
        .on(t.userId, t.createdAtMs)
        .where(sql`${t.prompt} is not null`),
    ],
  );

  /** What keeps the one status message of a request up to date. */
  const statuses = kit.table(
    'statuses',
    {
      requestId: kit
        .id<RequestId>('request_id')
        .primaryKey()
        .references(() => requests.id),
      /** Raised with each change that people may see. */
      version: kit.int('version').notNull(),
      /** When it should be shown; null while what is shown is up to date. */
      dueAtMs: kit.ms('due_at_ms'),
      /** Its chat wants no refresh before. */
      freeAtMs: kit.ms('free_at_ms').notNull(),
      retries: kit.int('retries').notNull(),
      /** Whether a try to show it was begun before it was known where; null in rows of an earlier version: perhaps. */
      mayBeShown: kit.bool('may_be_shown'),
      /** When what is shown has to be shown once more; null when it need not. */
      confirmAtMs: kit.ms('confirm_at_ms'),
      /** Derived at every write, as for jobs. */
      claimableAtMs: kit.ms('claimable_at_ms'),
      leaseOwner: kit.id<OwnerId>('lease_owner'),
      leaseUntilMs: kit.ms('lease_until_ms'),
    },
    (t) => [
      kit
        .index('statuses_due')
        .on(t.claimableAtMs)
        .where(sql`${t.claimableAtMs} is not null`),
      kit
        .index('statuses_leased')
        .on(t.leaseOwner)
        .where(sql`${t.leaseOwner} is not null`),
    ],
  );

  const jobs = kit.table(
    'jobs',
    {
      id: kit.id<JobId>('id').primaryKey(),
      requestId: kit
        .id<RequestId>('request_id')
        .notNull()
        .references(() => requests.id),
      tenantId: kit
        .id<TenantId>('tenant_id')
        .notNull()
        .references(() => tenants.id),
      userId: kit
        .id<UserId>('user_id')
        .notNull()
        .references(() => users.id),
      number: kit.int('number').notNull(),
      spec: kit.json('spec').notNull(),
      engine: kit.id<EngineId>('engine').notNull(),
      credential: kit.id<CredentialRef>('credential').notNull(),
      quoteMicroUsd: kit.amount('quote_micro_usd').notNull(),
      playMoney: kit.bool('play_money').notNull(),
      /** Null for the member's allowance. */
      funding: kit.json('funding'),
      cacheKey: kit.text('cache_key'),
      copyOf: kit.id<ClipId>('copy_of'),
      state: kit.text('state').notNull(),
      /** The rest of the state: its union without `kind`. */
      stateData: kit.json('state_data').notNull(),
      admittedAtMs: kit.ms('admitted_at_ms').notNull(),
      timeZone: kit.text('time_zone').notNull(),
      stateSinceMs: kit.ms('state_since_ms').notNull(),
      submittedAtMs: kit.ms('submitted_at_ms'),
      overdueAtMs: kit.ms('overdue_at_ms'),
      cancelRequestedAtMs: kit.ms('cancel_requested_at_ms'),
      endedAtMs: kit.ms('ended_at_ms'),
      retries: kit.int('retries').notNull(),
      dueAtMs: kit.ms('due_at_ms'),
      /** Derived at every write: whether it counts against its member's jobs in flight. */
      inFlight: kit.bool('in_flight').notNull(),
      /** Derived at every write: the kind of step that its state asks for. */
      step: kit.id<StepKind>('step'),
      /** Derived at every write: when that step may be claimed, the later of its due time and the end of its lease. */
      claimableAtMs: kit.ms('claimable_at_ms'),
      /** Its turn at its engine; given when it is queued first, kept when it comes back. */
      fairTag: kit.int('fair_tag'),
      leaseOwner: kit.id<OwnerId>('lease_owner'),
      leaseUntilMs: kit.ms('lease_until_ms'),
      hintedAtMs: kit.ms('hinted_at_ms'),
    },
    (t) => [
      kit.unique('jobs_number').on(t.tenantId, t.number),
      kit.index('jobs_of_input').on(inputKeyOf(t)),
      kit.index('jobs_of_request').on(t.requestId),
      kit
        .index('jobs_due')
        .on(t.step, t.claimableAtMs)
        .where(sql`${t.claimableAtMs} is not null`),
      kit
        .index('jobs_queue')
        .on(t.engine, t.credential, t.fairTag, t.admittedAtMs, t.id, t.claimableAtMs)
        .where(sql`${t.state} = 'queued'`),
      kit
        .index('jobs_lane')
        .on(t.engine, t.credential, t.userId, t.fairTag)
        .where(sql`${t.state} = 'queued'`),
      kit
        .index('jobs_in_flight')
        .on(t.userId, t.tenantId)
        .where(sql`${t.inFlight}`),
      kit
        .index('jobs_open')
        .on(t.userId, t.tenantId)
        .where(sql`${t.endedAtMs} is null`),
      kit
        .index('jobs_paid_at_engine')
        .on(t.engine)
        .where(sql`${t.endedAtMs} is null and not ${t.playMoney}`),
      kit
        .index('jobs_leased')
        .on(t.leaseOwner)
        .where(sql`${t.leaseOwner} is not null`),
      kit
        .index('jobs_alike')
        .on(t.cacheKey, t.endedAtMs)
        .where(sql`${t.cacheKey} is not null`),
      kit
        .index('jobs_copies')
        .on(t.copyOf)
        .where(sql`${t.copyOf} is not null`),
      kit.index('jobs_newest').on(t.admittedAtMs, t.number),
      kit.index('jobs_newest_of_tenant').on(t.tenantId, t.admittedAtMs, t.number),
      kit.index('jobs_newest_of_user').on(t.userId, t.admittedAtMs, t.number),
      kit.index('jobs_newest_of_engine').on(t.engine, t.admittedAtMs),
      kit
        .index('jobs_made_by_engine')
        .on(t.engine, t.endedAtMs)
        .where(sql`${t.state} = 'ready'`),
    ],
  );

  const attempts = kit.table(
    'attempts',
    {
      id: kit.id<AttemptId>('id').primaryKey(),
      jobId: kit
        .id<JobId>('job_id')
        .notNull()
        .references(() => jobs.id),
      engine: kit.id<EngineId>('engine').notNull(),
      credential: kit.id<CredentialRef>('credential').notNull(),
      callbackTokenHash: kit.text('callback_token_hash').notNull(),
      state: kit.text('state').notNull(),
      stateData: kit.json('state_data').notNull(),
      /** The engine's name for the task, apart from the state so that no two attempts can share it. */
      taskId: kit.text('task_id'),
      createdAtMs: kit.ms('created_at_ms').notNull(),
      settledAtMs: kit.ms('settled_at_ms'),
    },
    (t) => [
      kit.index('attempts_of_job').on(t.jobId, t.createdAtMs),
      kit
        .index('attempts_by_task')
        .on(t.taskId)
        .where(sql`${t.taskId} is not null`),
      kit
        .index('attempts_settled')
        .on(t.settledAtMs)
        .where(sql`${t.settledAtMs} is not null`),
      kit
        .unique('attempts_task')
        .on(t.engine, t.credential, t.taskId)
        .where(sql`${t.taskId} is not null`),
    ],
  );

  const jobEvents = kit.table(
    'job_events',
    {
      jobId: kit
        .id<JobId>('job_id')
        .notNull()
        .references(() => jobs.id),
      seq: kit.int('seq').notNull(),
      atMs: kit.ms('at_ms').notNull(),
      outcome: kit.text('outcome').notNull(),
      state: kit.id<JobStateKind>('state').notNull(),
      /** Null for what the service found out by itself. */
      actor: kit.text('actor'),
    },
    (t) => [kit.primaryKey({ columns: [t.jobId, t.seq] })],
  );

  const providerEvents = kit.table(
    'provider_events',
    {
      provider: kit.text('provider').notNull(),
      key: kit.text('key').notNull(),
      attemptId: kit.id<AttemptId>('attempt_id').notNull(),
      atMs: kit.ms('at_ms').notNull(),
    },
    (t) => [kit.primaryKey({ columns: [t.provider, t.key] })],
  );

  /** Places taken at an engine with one credential, and how far its turns have come. */
  const slots = kit.table(
    'slots',
    {
      engine: kit.id<EngineId>('engine').notNull(),
      credential: kit.id<CredentialRef>('credential').notNull(),
      active: kit.int('active').notNull(),
      virtualTag: kit.int('virtual_tag').notNull(),
    },
    (t) => [kit.primaryKey({ columns: [t.engine, t.credential] })],
  );

  /** The last turn that a user had there. */
  const lanes = kit.table(
    'lanes',
    {
      engine: kit.id<EngineId>('engine').notNull(),
      credential: kit.id<CredentialRef>('credential').notNull(),
      userId: kit.id<UserId>('user_id').notNull(),
      servedTag: kit.int('served_tag').notNull(),
    },
    (t) => [kit.primaryKey({ columns: [t.engine, t.credential, t.userId] })],
  );

  return { requests, statuses, jobs, attempts, jobEvents, providerEvents, slots, lanes };
}
