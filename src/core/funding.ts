import type { OpenGrant } from './grant.ts';
import { inOrder } from './grant.ts';
import { formatId, type GrantId, type JobId, parseTenantId } from './ids.ts';
import type { Unit } from './ledger.ts';

/** From what a job is paid: its member's allowance, or grants that they were given. A job is paid wholly by one or the other. */
export type Funding =
  | { readonly kind: 'allowance' }
  | {
      readonly kind: 'grants';
      /** Together the price in credits, or one video. */
      readonly unit: Unit;
      readonly draws: readonly { readonly grantId: GrantId; readonly amount: number }[];
    };

export const fromAllowance: Funding = { kind: 'allowance' };

export type Fundable = { readonly id: JobId; readonly quoteMicroUsd: number };

/** How much of a unit fits into every window of a member; Infinity without a limit. */
export type Room = Readonly<Record<Unit, number>>;

/**
 * From what each job is paid, in their order: from the allowance as long as it fits there, else from grants, those that end first
 * before the others. Null where one of them is paid by neither; then none is.
 */
export function fundingsOf(
  jobs: readonly Fundable[],
  room: Room,
  grants: readonly OpenGrant[],
): ReadonlyMap<JobId, Funding> | null {
  const left = { ...room };
  const purse = new Map(grants.map((grant) => [grant.id, grant.left]));
  const fundings = new Map<JobId, Funding>();
  for (const job of jobs) {
    const funding = fundingOf(job, left, grants, purse);
    if (!funding) return null;
    fundings.set(job.id, funding);
  }
  return fundings;
}

/** Takes what one job costs out of what is there; null where that is too little. */
function fundingOf(
  { quoteMicroUsd }: Fundable,
  left: { -readonly [U in Unit]: Room[U] },
  grants: readonly OpenGrant[],
  purse: Map<GrantId, number>,
): Funding | null {
  if (left.videos >= 1 && left.usd_micro >= quoteMicroUsd) {
    left.videos -= 1;
    left.usd_micro -= quoteMicroUsd;
    return fromAllowance;
  }
  const funding = drawn('videos', 1, grants, purse) ?? drawn('usd_micro', quoteMicroUsd, grants, purse);
  for (const { grantId, amount } of funding?.draws ?? []) purse.set(grantId, (purse.get(grantId) ?? 0) - amount);
  return funding;
}

function drawn(
  unit: Unit,
  amount: number,
  grants: readonly OpenGrant[],
  purse: ReadonlyMap<GrantId, number>,
): Extract<Funding, { kind: 'grants' }> | null {
  // What costs nothing has no price that credits could pay.
  if (amount === 0) return null;
  let missing = amount;
  const draws: { grantId: GrantId; amount: number }[] = [];
  for (const grant of inOrder(grants)) {
    const part = grant.unit === unit ? Math.min(missing, purse.get(grant.id) ?? 0) : 0;
    if (part <= 0) continue;
    draws.push({ grantId: grant.id, amount: part });
    missing -= part;
    if (missing === 0) return { kind: 'grants', unit, draws };
  }
  return null;
}

/**
 * How many videos must be given to a member for these jobs to be paid, beside what is left to them. As many as there are jobs is
 * always enough.
 */
export function videosMissing(jobs: readonly Fundable[], room: Room, grants: readonly OpenGrant[]): number {
  const given = (left: number): OpenGrant => ({ ...nobodysGrant, amount: left, left });
  const isEnough = (videos: number): boolean => fundingsOf(jobs, room, [...grants, given(videos)]) !== null;
  return jobs.map((_, index) => index).find(isEnough) ?? jobs.length;
}

const nobodysGrant = {
  id: formatId('grant', '0'.repeat(26)),
  tenantId: parseTenantId('nobody'),
  userId: formatId('user', '0'.repeat(26)),
  unit: 'videos',
  expiresAtMs: null,
  grantedAtMs: 0,
} as const;
