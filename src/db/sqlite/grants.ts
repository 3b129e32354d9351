import { resetEntries } from '../../core/grant.ts';
import type { Grants, ResetDone } from '../../core/ports/grants.ts';
import type { Repositories } from './repositories.ts';
import type { Transactions } from './transact.ts';

/** Grants as a part of the store. */
export function grantsOn(
  { allowances, audit, books, grants: rows, tenants, users }: Repositories,
  { read, write }: Transactions,
): Grants {
  function give({ grant, actor, reason }: Parameters<Grants['give']>[0]): Awaited<ReturnType<Grants['give']>> {
    const { tenantId, userId, unit, amount, expiresAtMs, grantedAtMs: nowMs } = grant;
    if (rows.insert(grant, tenants.ensure(tenantId, nowMs).timeZone)) {
      const line = { what: 'grant', target: userId, before: null, after: { unit, amount, expiresAtMs } };
      audit.add({ actor, tenantId, ...line, reason }, nowMs);
    }
    return { name: users.nameOf(userId), open: rows.open({ tenantId, userId, nowMs }) };
  }

  function reset({ ref, rules, actor, reason, nowMs, ...member }: Parameters<Grants['reset']>[0]): ResetDone {
    const { tenantId, userId } = member;
    tenants.ensure(tenantId, nowMs);
    const before = allowances.quota({ ...member, rules, nowMs });
    const sets = books.isBookedUnder(ref)
      ? []
      : resetEntries(member, allowances.paidNow(member, nowMs), { ref, nowMs });
    if (sets.length === 0) return { changed: false, before, after: before };
    books.book(sets);
    audit.add({ actor, tenantId, what: 'reset', target: userId, before: null, after: null, reason }, nowMs);
    return { changed: true, before, after: allowances.quota({ ...member, rules, nowMs }) };
  }

  return {
    give: (ask) => write(() => give(ask)),
    open: (of) => read(() => rows.open(of)),
    reset: (ask) => write(() => reset(ask)),
  };
}
