import { and, eq, gte, lt, desc, sql, sum } from 'drizzle-orm';
import type { EngineId } from '../../core/engine.ts';
import type { JobId, UserId } from '../../core/ids.ts';
import type { Account } from '../../core/ledger.ts';
import type { UsageReports, UsageRow } from '../../core/ports/usage-report.ts';
import { dayIn, latestDayAt, spanOfDays } from '../../core/usage-days.ts';
import { MINUTE } from '../../core/time.ts';
import type { TimeZone } from '../../core/window.ts';
import { accountOf } from '../rows/entry-row.ts';
import type { Db } from './connection.ts';
import type { Repositories } from './repositories.ts';
import { entrySets, jobs, postings } from './schema.ts';
import { spentOn } from './spent.ts';
import type { Transactions } from './transact.ts';

/** Jobs that are read in one go: other work gets its turn between them. */
const jobsAtOnce = 1_000;
/** Days of all zones begin and end at such a time. */
const bucketMs = 15 * MINUTE;

type Ask = Parameters<UsageReports['rows']>[0];
type Amounts = { -readonly [Name in 'held' | 'drawn' | 'loss']: number } & { readonly earned: Map<EngineId, number> };
type Span = { readonly fromMs: number; readonly toMs: number };
type Row = { -readonly [Name in keyof UsageRow]: UsageRow[Name] };

/** Who used what, added up from jobs and the postings behind them. */
export function usageReportsOn(db: Db, repos: Repositories, { read }: Transactions): UsageReports {
  const spent = spentOn(repos);

  const isMeant = ({ tenantId, userId }: Ask, { fromMs, toMs }: Span) =>
    and(
      tenantId === null ? undefined : eq(jobs.tenantId, tenantId),
      userId === null ? undefined : eq(jobs.userId, userId),
      gte(jobs.admittedAtMs, fromMs),
      lt(jobs.admittedAtMs, toMs),
    );

  /** Where the newest of them begin: as many as are read in one go, and all of the same moment. */
  function newestOf(ask: Ask, span: Span): Span {
    const row = db
      .select({ atMs: jobs.admittedAtMs })
      .from(jobs)
      .where(isMeant(ask, span))
      .orderBy(desc(jobs.admittedAtMs))
      .limit(1)
      .offset(jobsAtOnce - 1)
      .get();
    return row ? { fromMs: row.atMs, toMs: span.toMs } : span;
  }

  function jobsIn(ask: Ask, span: Span) {
    const { id, tenantId, userId, engine, playMoney, admittedAtMs, timeZone, state } = jobs;
    return db
      .select({ id, tenantId, userId, engine, playMoney, admittedAtMs, timeZone, state })
      .from(jobs)
      .where(isMeant(ask, span))
      .orderBy(desc(jobs.admittedAtMs))
      .all();
  }

  function amountsIn(ask: Ask, span: Span): Map<JobId, Amounts> {
    const lines = db
      .select({ jobId: jobs.id, account: postings.account, amount: sum(postings.amount).mapWith(Number) })
      .from(jobs)
      .innerJoin(entrySets, eq(entrySets.jobId, jobs.id))
      .innerJoin(postings, and(eq(postings.ref, entrySets.ref), eq(postings.kind, entrySets.kind)))
      .where(and(isMeant(ask, span), sql`${postings.unit} = 'usd_micro'`))
      .groupBy(jobs.id, postings.account)
      .all();
    const found = new Map<JobId, Amounts>();
    for (const { jobId, account, amount } of lines) {
      const amounts = found.get(jobId) ?? { held: 0, drawn: 0, loss: 0, earned: new Map() };
      add(amounts, accountOf(account), amount);
      found.set(jobId, amounts);
    }
    return found;
  }

  function readInto(rows: Map<string, Row>, ask: Ask, rest: Span, dayOf: ReturnType<typeof dayFinder>): Span {
    const span = newestOf(ask, rest);
    const amounts = amountsIn(ask, span);
    const names = new Map<UserId, string | null>();
    const nameOf = (id: UserId): string | null => {
      if (!names.has(id)) names.set(id, repos.users.nameOf(id));
      return names.get(id) ?? null;
    };
    for (const job of jobsIn(ask, span)) {
      const day = dayOf(job.timeZone, job.admittedAtMs);
      if (day < ask.fromDay || day > ask.toDay) continue;
      const at = (engine: EngineId): Row => {
        const { tenantId, userId, playMoney } = job;
        return rowAt(rows, { day, tenantId, userId, userName: nameOf(userId), engine, playMoney });
      };
      const row = at(job.engine);
      row.requested += 1;
      if (job.state === 'ready') row.ready += 1;
      if (job.state === 'failed' || job.state === 'refused') row.failed += 1;
      const money = amounts.get(job.id);
      if (!money) continue;
      row.heldMicroUsd += money.held;
      // A hold is drawn wholly from members and grants, or not at all.
      row.paidMicroUsd += money.drawn >= money.held ? money.drawn - money.held : money.drawn;
      row.lossMicroUsd += money.loss;
      for (const [engine, earned] of money.earned) at(engine).costMicroUsd += earned;
    }
    return { fromMs: rest.fromMs, toMs: span.fromMs };
  }

  return {
    async rows(ask) {
      const rows = new Map<string, Row>();
      const dayOf = dayFinder();
      let rest: Span = spanOfDays(ask.fromDay, ask.toDay);
      while (rest.fromMs < rest.toMs && rows.size <= ask.limit) {
        const now = rest;
        rest = await read(() => readInto(rows, ask, now, dayOf));
      }
      const isRead = rest.fromMs >= rest.toMs;
      // Of the day that was reached last, in any zone, there is more to read.
      const reached = isRead ? '' : latestDayAt(rest.toMs);
      const all = [...rows.values()].toSorted(inOrder);
      const whole = wholeDays(
        all.filter(({ day }) => day > reached),
        ask.limit,
      );
      const shown = whole.length > 0 || isRead ? whole : all.slice(0, ask.limit);
      return { rows: shown, isWhole: isRead && shown.length === all.length };
    },
    spent: (of) => read(() => spent(of)),
  };
}

function add(amounts: Amounts, account: Account, amount: number): void {
  switch (account.kind) {
    case 'hold':
      amounts.held += amount;
      return;
    case 'member':
    case 'grant':
      amounts.drawn -= amount;
      return;
    case 'loss':
    case 'write_off':
      amounts.loss += amount;
      return;
    case 'engine':
      amounts.earned.set(account.engine, (amounts.earned.get(account.engine) ?? 0) + amount);
      return;
    case 'tenant':
    case 'operator':
    case 'granted':
    case 'reset':
    case 'waived':
  }
}

type Key = Pick<UsageRow, 'day' | 'tenantId' | 'userId' | 'userName' | 'engine' | 'playMoney'>;

function rowAt(rows: Map<string, Row>, key: Key): Row {
  const name = [key.day, key.tenantId, key.userId, key.engine, key.playMoney].join(' ');
  const known = rows.get(name);
  if (known) return known;
  const counts = { requested: 0, ready: 0, failed: 0 };
  const row = { ...key, ...counts, heldMicroUsd: 0, paidMicroUsd: 0, costMicroUsd: 0, lossMicroUsd: 0 };
  rows.set(name, row);
  return row;
}

/** Remembers what it was asked: to work a day out takes longer than all the rest. */
function dayFinder(): (timeZone: TimeZone, atMs: number) => string {
  const days = new Map<string, string>();
  return (timeZone, atMs) => {
    const name = `${timeZone} ${Math.floor(atMs / bucketMs)}`;
    const day = days.get(name) ?? dayIn(timeZone, atMs);
    days.set(name, day);
    return day;
  };
}

function inOrder(a: UsageRow, b: UsageRow): number {
  if (a.day !== b.day) return a.day > b.day ? -1 : 1;
  const [one, other] = [a, b].map(({ tenantId, userId, engine, playMoney }) =>
    [tenantId, userId, engine, playMoney ? 1 : 0].join(' '),
  );
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

/** The first of them, without a day that is cut in two; what is more than `limit` of the first day is cut all the same. */
function wholeDays(rows: readonly UsageRow[], limit: number): readonly UsageRow[] {
  const next = rows[limit];
  if (!next) return rows;
  const whole = rows.slice(0, limit).filter(({ day }) => day !== next.day);
  return whole.length > 0 ? whole : rows.slice(0, limit);
}
