import type { Posting, Unit } from '../../../src/core/ledger.ts';
import type { Limit } from '../../../src/core/policy.ts';
import type { JobStory } from '../../../src/core/story.ts';
import { HOUR, MINUTE } from '../../../src/core/time.ts';
import { places } from '../people.ts';
import type { SeenAdmission } from '../witness.ts';
import type { End } from './end.ts';
import { openStarts, type SeenZones, startOfWindow } from './zoned-window.ts';

type Payer = Posting['account']['kind'];

/** Goes through the admissions in their order and holds each against what had been drawn by then. */
export function checkQuotas(end: End): void {
  end.witness.admissions.forEach((admission, index) => {
    const before = end.witness.admissions.slice(0, index + 1);
    if (admission.request.actor.kind !== 'operator') checkMember(admission, before, end);
    checkService(admission, before, end);
  });
}

function checkMember(admission: SeenAdmission, before: readonly SeenAdmission[], end: End): void {
  const { request, jobs, inFlightBefore } = admission;
  const { tenantId, userId } = request;
  const { member } = end.rules;
  const atMs = request.createdAtMs;
  const over = (text: string): void => end.violate('quota', jobs[0]?.id ?? null, `${request.inboundKey}: ${text}`);

  if (admission.way === 'ask') {
    return;
  }
  const made = jobs.filter(({ copyOf }) => copyOf === null);
  const isAlone = inFlightBefore === 0;
  const isUsual = admission.way === 'usual';
  if (
    isUsual &&
    member.inFlightMax !== null &&
    made.length > 0 &&
    !isAlone &&
    inFlightBefore + made.length > member.inFlightMax
  ) {
    over(`${made.length} jobs were admitted beside ${inFlightBefore} in flight; ${member.inFlightMax} are allowed`);
  }
  const mine = before.filter((other) => other.request.userId === userId && other.request.tenantId === tenantId);
  const rate = mine.filter(
    (other) =>
      other.way !== 'approved' && other.request.createdAtMs > atMs - MINUTE && other.request.createdAtMs <= atMs,
  );
  if (isUsual && member.requestsPerMinuteMax !== null && rate.length > member.requestsPerMinuteMax) {
    over(`${rate.length} requests within a minute; ${member.requestsPerMinuteMax} are allowed`);
  }
  const isOwn = jobs.some(({ id }) =>
    end.stories.some(({ view: { job } }) => job.id === id && job.funding.kind === 'allowance'),
  );
  // What grants pay is held to none of these.
  for (const limit of isOwn ? limitsOf(member.limits, admission) : []) {
    const used = usedBy(mine, ['member'], limit, admission, end) - takenOff(admission, limit, end);
    if (used > limit.amount)
      over(`its member drew ${used} ${limit.unit} in a ${limit.window}; ${limit.amount} are allowed`);
  }

  const [job] = made;
  if (!job) return;
  if (job.playMoney) return isUsual ? checkHourly(admission, before, end, over) : undefined;
  const budget = places.find(({ destination }) => destination.tenantId === tenantId)?.budget;
  if (!budget) return over(`${tenantId} was never allowed to use ${job.engine}`);
  const ours = before.filter((other) => other.request.tenantId === tenantId && !other.jobs[0]?.playMoney);
  for (const [window, amount] of [
    ['day', budget.perDayMicroUsd],
    ['month', budget.perMonthMicroUsd],
  ] as const) {
    const used = usedBy(ours, ['member', 'tenant', 'grant'], { unit: 'usd_micro', window, amount }, admission, end);
    if (used > amount) over(`${tenantId} drew ${used} micro-dollars in a ${window}; ${amount} are allowed`);
  }
}

function checkHourly(
  { jobs, request }: SeenAdmission,
  before: readonly SeenAdmission[],
  end: End,
  over: (text: string) => void,
): void {
  const engine = jobs[0]?.engine;
  const max =
    end.engines.flatMap(({ talents }) => talents.engines).find(({ id }) => id === engine)?.videosPerHourMax ?? null;
  if (max === null) return;
  const recent = before
    .flatMap((other) => other.jobs)
    .filter((job) => job.copyOf === null && job.engine === engine && job.admittedAtMs > request.createdAtMs - HOUR);
  const sinceMs = request.createdAtMs;
  const count = recent.filter(({ admittedAtMs }) => admittedAtMs <= sinceMs).length;
  if (count > max) over(`${count} videos of ${engine ?? ''} within an hour; ${max} are allowed`);
}

function checkService(admission: SeenAdmission, before: readonly SeenAdmission[], end: End): void {
  if (admission.way === 'ask' || admission.jobs[0]?.playMoney) return;
  const paid = before.filter((other) => !other.jobs[0]?.playMoney);
  for (const limit of end.rules.service) {
    const used = usedBy(
      paid,
      ['member', 'tenant', 'grant', 'operator'],
      limit,
      { ...admission, zones: utc },
      end,
      true,
    );
    if (used <= limit.amount) continue;
    const text = `the service drew ${used} ${limit.unit} in a ${limit.window}; ${limit.amount} are allowed`;
    end.violate('quota', admission.jobs[0]?.id ?? null, `${admission.request.inboundKey}: ${text}`);
  }
}

const utc: SeenZones = { timeZone: 'UTC', former: [] };

/** The member's own limits go before the service's, window by window. */
function limitsOf(ofService: readonly Limit[], { limits }: SeenAdmission): Limit[] {
  const own = limits.flatMap((limit): Limit[] => {
    const { unit, window, amount } = limit;
    return unit === 'jobs' || unit === 'requests' || amount === null ? [] : [{ unit, window, amount }];
  });
  const isSaid = (limit: Limit): boolean =>
    own.some(({ unit, window }) => unit === limit.unit && window === limit.window);
  return [...own, ...ofService.filter((limit) => !isSaid(limit))];
}

/** What moderators took off the member's count by then. */
function takenOff(
  { request, decidedAtMs, zones, atMs }: SeenAdmission,
  { unit, window }: Limit,
  { otherSets }: End,
): number {
  const open = openStarts(window, decidedAtMs, zones);
  const { tenantId, userId } = request;
  return otherSets
    .filter(
      ({ bookedAtMs, admittedAtMs, timeZone }) =>
        bookedAtMs <= atMs && open.has(startOfWindow(window, admittedAtMs, timeZone)),
    )
    .flatMap(({ postings }) => postings)
    .filter(
      ({ account, unit: of }) =>
        of === unit &&
        account.kind === 'reset' &&
        account.window === window &&
        account.tenantId === tenantId &&
        account.userId === userId,
    )
    .reduce((sum, { amount }) => sum + amount, 0);
}

/** An entry carries the time when its writing began, which may take this long. */
const lagMsMax = 20 * MINUTE;

/**
 * What these admissions had drawn when the last of them was decided, of the window that it falls in. Where the order
 * is not known, what makes the sum smaller is taken to be first.
 */
function usedBy(
  admissions: readonly SeenAdmission[],
  payers: readonly Payer[],
  { unit, window }: Limit,
  { atMs, decidedAtMs, zones }: SeenAdmission,
  { stories }: End,
  isUtc = false,
): number {
  const open = openStarts(window, decidedAtMs, zones);
  const drawing = admissions.filter(({ way }) => way !== 'ask');
  const ids = new Set<string>(drawing.flatMap(({ jobs }) => jobs.map(({ id }) => id)));
  const counted = stories.filter(
    ({ view: { job } }) =>
      ids.has(job.id) && open.has(startOfWindow(window, job.admittedAtMs, isUtc ? 'UTC' : job.timeZone)),
  );
  return counted.reduce((sum, story) => sum + drawnBy(story, payers, unit, atMs), 0);
}

function drawnBy({ entries }: JobStory, payers: readonly Payer[], unit: Unit, atMs: number): number {
  let drawn = 0;
  for (const { kind, bookedAtMs, postings } of entries) {
    const amount = -postings
      .filter((posting) => posting.unit === unit && payers.includes(posting.account.kind))
      .reduce((sum, posting) => sum + posting.amount, 0);
    const isCertain = kind === 'hold' || (amount < 0 ? bookedAtMs <= atMs : bookedAtMs < atMs - lagMsMax);
    if (isCertain) drawn += amount;
  }
  return drawn;
}
