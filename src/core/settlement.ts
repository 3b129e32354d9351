import type { Attempt } from './attempt.ts';
import type { AttemptId, JobId } from './ids.ts';
import type { Job } from './job.ts';
import {
  type Account,
  type Booking,
  type EntrySet,
  type EntrySetKind,
  move,
  type Posting,
  type Unit,
} from './ledger.ts';

/**
 * Settlement: what each turn of a job's life does to the books. A hold lasts until the engine's
 * verdict or until we give up; members pay for clips, and for prompts that engines refused and billed
 * beyond so many a day. After a release nothing ever comes back to the person: a late cost goes to the
 * tenant or to the operator.
 */
type Books = { readonly job: Job; readonly booked: readonly Booking[]; readonly nowMs: number };

const isBooked = (books: Books, kind: EntrySetKind): boolean => books.booked.some((booking) => booking.kind === kind);

const isHeld = (books: Books): boolean =>
  isBooked(books, 'hold') && !isBooked(books, 'release') && !isBooked(books, 'capture');

const tenantOf = (job: Job): Account => ({ kind: 'tenant', tenantId: job.tenantId });
const holdOf = (job: Job): Account => ({ kind: 'hold', jobId: job.id });
const engineOf = (attempt: Attempt): Account => ({ kind: 'engine', engine: attempt.engine });

type Source = { readonly account: Account; readonly amount: number };

/**
 * Where a job's hold came from, and what goes back goes to. What a grant of videos pays costs its tenant the price, and what one
 * of credits pays is a video of the tenant's: neither counts for the member.
 */
function sourcesOf({ tenantId, userId, quoteMicroUsd, funding }: Job, unit: Unit): Source[] {
  const amount = unit === 'videos' ? 1 : quoteMicroUsd;
  if (funding.kind === 'allowance') return [{ account: { kind: 'member', tenantId, userId }, amount }];
  if (funding.unit !== unit) return [{ account: { kind: 'tenant', tenantId }, amount }];
  return funding.draws.map(({ grantId, amount: part }) => ({
    account: { kind: 'grant', tenantId, grantId },
    amount: part,
  }));
}

/** Takes what was drawn last back first, as much as there is to give back. `before`: what went back earlier. */
function giveBack(job: Job, unit: Unit, amount: number, from: Account, before = 0): Posting[] {
  let [gone, left] = [before, amount];
  return sourcesOf(job, unit)
    .toReversed()
    .flatMap((source) => {
      const isBack = Math.min(gone, source.amount);
      const part = Math.min(left, source.amount - isBack);
      gone -= isBack;
      left -= part;
      return move(unit, part, from, source.account);
    });
}

function draw(job: Job, unit: Unit, to: Account): Posting[] {
  return sourcesOf(job, unit).flatMap(({ account, amount }) => move(unit, amount, account, to));
}

function entrySet(books: Books, kind: EntrySetKind, ref: JobId | AttemptId, postings: Posting[]): EntrySet {
  const { job, nowMs } = books;
  const { id: jobId, tenantId, admittedAtMs, timeZone, playMoney } = job;
  return { kind, ref, jobId, tenantId, admittedAtMs, timeZone, bookedAtMs: nowMs, playMoney, postings };
}

/** At admission: the quote and one video are reserved. */
export function hold(job: Job, nowMs: number): EntrySet {
  const books = { job, booked: [], nowMs };
  return entrySet(books, 'hold', job.id, [...draw(job, 'usd_micro', holdOf(job)), ...draw(job, 'videos', holdOf(job))]);
}

/** The hold goes back whole. Nothing to do when it has ended already. */
export function release(books: Books): EntrySet[] {
  if (!isHeld(books)) return [];
  const { job } = books;
  return [
    entrySet(books, 'release', job.id, [
      ...giveBack(job, 'usd_micro', job.quoteMicroUsd, holdOf(job)),
      ...giveBack(job, 'videos', 1, holdOf(job)),
    ]),
  ];
}

/** The engine made the clip: the member pays its cost up to the quote, the tenant what goes beyond. */
export function captureSuccess(books: Books, attempt: Attempt, costMicroUsd: number): EntrySet[] {
  if (!isHeld(books)) return lateCapture(books, attempt, costMicroUsd);
  const { job } = books;
  const fromHold = Math.min(costMicroUsd, job.quoteMicroUsd);
  return [
    entrySet(books, 'capture', attempt.id, [
      ...move('usd_micro', fromHold, holdOf(job), engineOf(attempt)),
      ...giveBack(job, 'usd_micro', job.quoteMicroUsd - fromHold, holdOf(job)),
      ...move('usd_micro', costMicroUsd - fromHold, tenantOf(job), engineOf(attempt)),
      ...move('videos', 1, holdOf(job), engineOf(attempt)),
    ]),
  ];
}

/** A clip that the hold cannot pay any more: what was set aside for it turns into cost, or the tenant pays. */
export function lateCapture(books: Books, attempt: Attempt, costMicroUsd: number): EntrySet[] {
  const { job } = books;
  const open = provisionOf(books, attempt);
  const back = open ? move('usd_micro', job.quoteMicroUsd, open.reserve, open.payer) : [];
  const payer = open?.payer ?? tenantOf(job);
  return [
    entrySet(books, 'late_capture', attempt.id, [
      ...back,
      ...move('usd_micro', costMicroUsd, payer, engineOf(attempt)),
    ]),
  ];
}

/** The engine's verdict is a failure: what was set aside for it goes back, a bill for it goes to the tenant. */
export function settleFailure(books: Books, attempt: Attempt, costMicroUsd: number): EntrySet[] {
  const { job } = books;
  const open = provisionOf(books, attempt);
  const sets: EntrySet[] = [];
  if (open) {
    const back = move('usd_micro', job.quoteMicroUsd, open.reserve, open.payer);
    sets.push(entrySet(books, 'late_release', attempt.id, back));
  }
  if (costMicroUsd > 0) {
    const bill = move('usd_micro', costMicroUsd, tenantOf(job), engineOf(attempt));
    sets.push(entrySet(books, 'billed_failure', attempt.id, bill));
  }
  return sets;
}

/**
 * A prompt that the engine refused and billed, and that its person pays, for they had their free ones: up to the quote, from
 * what the clip would have been paid from. The video goes back. The tenant pays what goes beyond.
 */
export function billRefusal(books: Books, attempt: Attempt, costMicroUsd: number): EntrySet[] {
  const { job } = books;
  if (!isHeld(books)) return settleFailure(books, attempt, costMicroUsd);
  let left = Math.min(costMicroUsd, job.quoteMicroUsd);
  const beyond = costMicroUsd - left;
  const paid = sourcesOf(job, 'usd_micro').flatMap(({ account, amount }) => {
    const part = Math.min(left, amount);
    left -= part;
    return move('usd_micro', part, account, engineOf(attempt));
  });
  const bill = [...paid, ...move('usd_micro', beyond, tenantOf(job), engineOf(attempt))];
  return [...release(books), entrySet(books, 'billed_failure', attempt.id, bill)];
}

/**
 * We stop waiting for a verdict: the member is released and the estimate is set aside, as the tenant's
 * possible `loss` for a create that was never answered, as the operator's `write_off` for a task that
 * outlived its horizon.
 */
export function giveUp(books: Books, attempt: Attempt, as: 'loss' | 'write_off'): EntrySet[] {
  const { job } = books;
  if (!isHeld(books)) return [];
  const { payer, reserve } = provision(job, as);
  return [...release(books), entrySet(books, as, attempt.id, move('usd_micro', job.quoteMicroUsd, payer, reserve))];
}

/** The clip was paid for but cannot be had: the member gets back what they paid, at the tenant's cost. */
export function refund(books: Books, attempt: Attempt): EntrySet[] {
  const { job } = books;
  if (attempt.state.kind !== 'succeeded' || !isBooked(books, 'capture') || isBooked(books, 'refund')) return [];
  const paid = Math.min(attempt.state.costMicroUsd, job.quoteMicroUsd);
  return [
    entrySet(books, 'refund', job.id, [
      ...giveBack(job, 'usd_micro', paid, tenantOf(job), job.quoteMicroUsd - paid),
      ...giveBack(job, 'videos', 1, engineOf(attempt)),
    ]),
  ];
}

type Provision = { readonly payer: Account; readonly reserve: Account };

function provision(job: Job, as: 'loss' | 'write_off'): Provision {
  switch (as) {
    case 'loss':
      return { payer: tenantOf(job), reserve: { kind: 'loss', tenantId: job.tenantId } };
    case 'write_off':
      return { payer: { kind: 'operator' }, reserve: { kind: 'write_off' } };
  }
}

/** What is set aside for this attempt and has not gone back or turned into cost yet. */
function provisionOf(books: Books, attempt: Attempt): Provision | null {
  const booked = (kind: EntrySetKind) =>
    books.booked.some((booking) => booking.kind === kind && booking.ref === attempt.id);
  if (booked('late_release') || booked('late_capture')) return null;
  if (booked('loss')) return provision(books.job, 'loss');
  if (booked('write_off')) return provision(books.job, 'write_off');
  return null;
}
