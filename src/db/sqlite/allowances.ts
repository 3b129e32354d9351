import { and, eq, isNull } from 'drizzle-orm';
import type { PaidIn } from '../../core/grant.ts';
import type { TenantId, UserId } from '../../core/ids.ts';
import type { Posting, Unit } from '../../core/ledger.ts';
import { type AdmissionRules, countedLimits, type MemberLimit } from '../../core/policy.ts';
import type { Store } from '../../core/ports/store.ts';
import type { MemberQuota, QuotaLine } from '../../core/quota.ts';
import type { Allowance } from '../../core/request.ts';
import type { UsageScope } from '../../core/usage.ts';
import {
  openWindows,
  openWindowStartsMs,
  windowEndMs,
  type WindowKind,
  windowKinds,
  windowStartMs,
} from '../../core/window.ts';
import type { Books } from './books.ts';
import type { Db } from './connection.ts';
import type { GrantRows } from './grant-rows.ts';
import type { MemberRows } from './members.ts';
import { textPlaceholder } from './placeholders.ts';
import type { Policies } from './policies.ts';
import { jobs } from './schema.ts';
import type { Tenants } from './tenants.ts';
import type { Users } from './users.ts';

type Parts = {
  readonly books: Books;
  readonly grants: GrantRows;
  readonly members: MemberRows;
  readonly policies: Policies;
  readonly tenants: Tenants;
  readonly users: Users;
};

type Member = { readonly tenantId: TenantId; readonly userId: UserId };

type Amounts = Readonly<Record<Unit, number>>;

/** What a job that has not ended draws from its member, and how much of that is still held. */
type OpenDraw = {
  readonly admittedAtMs: number;
  readonly timeZone: string;
  readonly drawn: Amounts;
  readonly held: Amounts;
};

export type Allowances = ReturnType<typeof allowancesOn>;

const exceptionsNamedMax = 20;

const scopeOf = ({ tenantId, userId }: Member): UsageScope => ({ kind: 'member', tenantId, userId });

/** What members may use, and what is left of it. */
export function allowancesOn(db: Db, { books, grants, members, policies, tenants, users }: Parts) {
  const selectOpenJobs = db
    .select({ id: jobs.id, admittedAtMs: jobs.admittedAtMs, timeZone: jobs.timeZone })
    .from(jobs)
    .where(
      and(
        isNull(jobs.endedAtMs),
        eq(jobs.userId, textPlaceholder('userId')),
        eq(jobs.tenantId, textPlaceholder('tenantId')),
      ),
    )
    .prepare();

  /** What grants pay is none of it. */
  function openDrawsOf(member: Member): OpenDraw[] {
    return selectOpenJobs.all(member).flatMap(({ id, admittedAtMs, timeZone }) => {
      const postings = books.entriesOf(id).flatMap((set) => set.postings);
      const drawn = negated(sumsOf(postings, 'member'));
      const held = sumsOf(postings, 'hold');
      const ofMember = {
        videos: Math.min(held.videos, drawn.videos),
        usd_micro: Math.min(held.usd_micro, drawn.usd_micro),
      };
      return { admittedAtMs, timeZone, drawn, held: ofMember };
    });
  }

  const isIn =
    (kind: WindowKind, starts: readonly number[]) =>
    (draw: OpenDraw): boolean =>
      starts.includes(windowStartMs(kind, draw.admittedAtMs, draw.timeZone));

  return {
    /** What is left in the tightest window of each unit. */
    allowanceOf({ tenantId, userId }: Member, rules: AdmissionRules, nowMs: number): Allowance {
      const tenant = tenants.get(tenantId);
      const member = { tenantId, userId };
      const { roles } = members.of({ ...member, nowMs });
      const left = countedLimits(policies.policyOf(tenantId, userId, roles, rules)).map(({ unit, window, amount }) => {
        const drawn = books.usedNow({ scope: scopeOf(member), unit, window }, nowMs, tenant);
        return { unit, amount: Math.max(0, amount - drawn), endsAtMs: windowEndMs(window, nowMs, tenant.timeZone) };
      });
      const tightest = (unit: Unit) =>
        left
          .filter((limit) => limit.unit === unit)
          .toSorted((a, b) => a.amount - b.amount || b.endsAtMs - a.endsAtMs)[0];
      const videos = tightest('videos');
      const money = tightest('usd_micro');
      const resets = [videos, money].flatMap((limit) => (limit ? [limit.endsAtMs] : []));
      return {
        videosLeft: videos?.amount ?? null,
        leftMicroUsd: money?.amount ?? null,
        resetsAtMs: resets.length > 0 ? Math.min(...resets) : null,
      };
    },

    quota({ tenantId, userId, rules, nowMs }: Parameters<Store['quota']>[0]): MemberQuota {
      const zones = tenants.zonesOf(tenantId);
      const member = userId === null ? null : { tenantId, userId };
      const known = member && members.of({ ...member, nowMs });
      const draws = member ? openDrawsOf(member) : [];
      const policy = policies.policyOf(tenantId, userId, known?.roles ?? [], rules);
      const lineOf = ({ unit, window, amount, source, role }: MemberLimit): QuotaLine[] => {
        if (unit === 'jobs' || unit === 'requests') return [];
        const drawn = member ? books.usedNow({ scope: scopeOf(member), unit, window }, nowMs, zones) : 0;
        const held = draws
          .filter(isIn(window, openWindowStartsMs(window, nowMs, zones)))
          .reduce((sum, draw) => sum + draw.held[unit], 0);
        const left = amount === null ? null : Math.max(0, amount - drawn);
        const resetsAtMs = windowEndMs(window, nowMs, zones.timeZone);
        return [{ unit, window, amount, source, role, used: drawn - held, held, left, resetsAtMs }];
      };
      return {
        user: userId === null ? null : { userId, name: users.nameOf(userId) },
        lines: policy.flatMap(lineOf),
        caps: policy.filter(({ unit }) => unit === 'jobs' || unit === 'requests'),
        grants: member ? grants.open({ ...member, nowMs }) : [],
        member: known,
        exceptions: userId === null ? policies.exceptionsIn(tenantId, exceptionsNamedMax) : [],
      };
    },

    /** What a member has paid in each window that is open: all that they drew, but for what is on its way. */
    paidNow(member: Member, nowMs: number): PaidIn[] {
      const draws = openDrawsOf(member);
      return windowKinds.flatMap((kind) =>
        openWindows(kind, nowMs, tenants.zonesOf(member.tenantId)).map((window): PaidIn => {
          const { startsAtMs } = window;
          const open = draws.filter(isIn(kind, [startsAtMs]));
          const paid = (unit: Unit): number => {
            const used = books.used({ scope: scopeOf(member), unit, window: kind, startsAtMs });
            return Math.max(
              0,
              open.reduce((left, { drawn }) => left - drawn[unit], used),
            );
          };
          return { kind, window, amounts: { videos: paid('videos'), usd_micro: paid('usd_micro') } };
        }),
      );
    },
  };
}

function sumsOf(postings: readonly Posting[], account: 'member' | 'hold'): Amounts {
  const sum = (unit: Unit): number =>
    postings.reduce(
      (total, posting) => (posting.unit === unit && posting.account.kind === account ? total + posting.amount : total),
      0,
    );
  return { videos: sum('videos'), usd_micro: sum('usd_micro') };
}

/** Never minus nothing. */
function negated({ videos, usd_micro: microUsd }: Amounts): Amounts {
  return { videos: 0 - videos, usd_micro: 0 - microUsd };
}
