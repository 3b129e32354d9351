import { and, eq, gt, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { TenantId, UserId } from '../../core/ids.ts';
import {
  type Block,
  coolsUntilMs,
  isBlocked,
  type Member,
  type MemberNote,
  strikeDefaults,
} from '../../core/member.ts';
import type { Blocked, Members } from '../../core/ports/members.ts';
import { DAY } from '../../core/time.ts';
import { readRow } from '../rows/readable.ts';
import type { Audit } from './audit.ts';
import type { Db } from './connection.ts';
import { textPlaceholder } from './placeholders.ts';
import { members, strikes } from './schema.ts';
import type { Tenants } from './tenants.ts';
import type { Transactions } from './transact.ts';
import type { Users } from './users.ts';

type Of = { readonly tenantId: TenantId; readonly userId: UserId };
type Row = typeof members.$inferSelect;

const rolesSchema = z.array(z.string());

/** So long the same prompt is known to have been counted. */
const strikesKeptMs = 30 * DAY;

export type MemberRows = ReturnType<typeof memberRowsOn>;

/** What is known of members, for use inside a transaction. */
export function memberRowsOn(db: Db) {
  const selectOne = db
    .select()
    .from(members)
    .where(and(eq(members.tenantId, textPlaceholder('tenantId')), eq(members.userId, textPlaceholder('userId'))))
    .prepare();

  const selectStrikes = db
    .select({ atMs: strikes.atMs })
    .from(strikes)
    .where(
      and(
        eq(strikes.userId, textPlaceholder('userId')),
        eq(strikes.tenantId, textPlaceholder('tenantId')),
        gt(strikes.atMs, sql.placeholder('sinceMs')),
      ),
    )
    .prepare();

  const find = ({ tenantId, userId }: Of): Row =>
    selectOne.get({ tenantId, userId }) ?? {
      tenantId,
      userId,
      roles: [],
      joinedAtMs: null,
      accountMadeAtMs: null,
      blockedAtMs: null,
      blockedUntilMs: null,
    };

  function save(row: Row): void {
    const { tenantId: _, userId: __, ...said } = row;
    db.insert(members)
      .values(row)
      .onConflictDoUpdate({ target: [members.tenantId, members.userId], set: said })
      .run();
  }

  function coolsUntil({ tenantId, userId }: Of, nowMs: number): number | null {
    const { withinMs, coolMs } = strikeDefaults;
    const found = selectStrikes.all({ userId, tenantId, sinceMs: nowMs - withinMs - coolMs });
    const times = found.map(({ atMs }) => atMs);
    return coolsUntilMs(times, nowMs);
  }

  return {
    coolsUntil,

    of(of: Of & { readonly nowMs: number }): Member {
      const row = find(of);
      const { tenantId, userId, joinedAtMs, accountMadeAtMs } = row;
      const coolsUntilAtMs = coolsUntil(of, of.nowMs);
      return {
        tenantId,
        userId,
        roles: rolesOf(row),
        joinedAtMs,
        accountMadeAtMs,
        block: blockOf(row),
        coolsUntilMs: coolsUntilAtMs,
      };
    },

    isNews: ({ note, ...of }: Of & { readonly note: MemberNote }): boolean => noted(find(of), note) !== null,

    note({ note, ...of }: Of & { readonly note: MemberNote }): void {
      const row = noted(find(of), note);
      if (row) save(row);
    },

    block(of: Of, block: Block | null): void {
      save({ ...find(of), blockedAtMs: block?.sinceMs ?? null, blockedUntilMs: block?.untilMs ?? null });
    },

    strike({ tenantId, userId, key, kind, nowMs: atMs }: Parameters<Members['strike']>[0]): number | null {
      db.delete(strikes)
        .where(and(eq(strikes.userId, userId), eq(strikes.tenantId, tenantId), lte(strikes.atMs, atMs - strikesKeptMs)))
        .run();
      db.insert(strikes).values({ tenantId, userId, key, kind, atMs }).onConflictDoNothing().run();
      return coolsUntil({ tenantId, userId }, atMs);
    },

    /** Takes away what platforms said of somebody, and their strikes. What moderators decided about them stays. */
    forget(userId: UserId): void {
      const nothing = { roles: [], joinedAtMs: null, accountMadeAtMs: null };
      db.update(members).set(nothing).where(eq(members.userId, userId)).run();
      db.delete(strikes).where(eq(strikes.userId, userId)).run();
    },

    /** Takes away all that is known of anybody in a tenant. */
    empty(tenantId: TenantId): void {
      for (const table of [members, strikes]) db.delete(table).where(eq(table.tenantId, tenantId)).run();
    },
  };
}

type Parts = { readonly members: MemberRows; readonly audit: Audit; readonly tenants: Tenants; readonly users: Users };

/** Counts a prompt that was not allowed; that its person waits from then on is written down. For use inside a transaction. */
export function strikeOn(
  { members: rows, audit }: Pick<Parts, 'members' | 'audit'>,
  ask: Parameters<Members['strike']>[0],
): number | null {
  const { tenantId, userId: target, nowMs } = ask;
  const before = rows.coolsUntil(ask, nowMs);
  const untilMs = rows.strike(ask);
  if (before === null && untilMs !== null) {
    const line = { what: 'cool_down', target, before: null, after: { untilMs }, reason: null };
    audit.add({ actor: { kind: 'system' }, tenantId, ...line }, nowMs);
  }
  return untilMs;
}

/** The same as a part of the store. */
export function membersOn({ members: rows, audit, tenants, users }: Parts, { read, write }: Transactions): Members {
  function block({ tenantId, userId, block: wanted, actor, reason, nowMs }: Parameters<Members['block']>[0]): Blocked {
    tenants.ensure(tenantId, nowMs);
    const known = rows.of({ tenantId, userId, nowMs });
    const before = isBlocked(known, nowMs) ? known.block : null;
    const after = wanted && { sinceMs: before?.sinceMs ?? nowMs, untilMs: wanted.untilMs };
    const name = users.nameOf(userId);
    const isSame = before === null || after === null ? before === after : before.untilMs === after.untilMs;
    if (isSame) return { changed: false, before, after: before, name };
    rows.block({ tenantId, userId }, after);
    audit.add({ actor, tenantId, what: 'block', target: userId, before, after, reason }, nowMs);
    return { changed: true, before, after, name };
  }

  return {
    // Nearly always nothing is new, and a read waits for no other writer.
    async note(of) {
      if (await read(() => tenants.find(of.tenantId) !== null && rows.isNews(of))) await write(() => rows.note(of));
    },
    of: (of) => read(() => rows.of(of)),
    block: (ask) => write(() => block(ask)),
    strike: (ask) => write(() => strikeOn({ members: rows, audit }, ask)),
  };
}

function rolesOf({ roles, tenantId, userId }: Row): readonly string[] {
  return readRow('members', `${tenantId} ${userId}`, () => rolesSchema.parse(roles));
}

function blockOf({ blockedAtMs: sinceMs, blockedUntilMs: untilMs }: Row): Block | null {
  return sinceMs === null ? null : { sinceMs, untilMs };
}

/** The row with what is said now; null where nothing of it is new. */
function noted(row: Row, note: MemberNote): Row | null {
  const before = rolesOf(row);
  const roles = note.roles === null ? before : [...new Set(note.roles)].toSorted();
  const joinedAtMs = note.joinedAtMs ?? row.joinedAtMs;
  const accountMadeAtMs = note.accountMadeAtMs ?? row.accountMadeAtMs;
  const isSame =
    JSON.stringify(roles) === JSON.stringify(before) &&
    joinedAtMs === row.joinedAtMs &&
    accountMadeAtMs === row.accountMadeAtMs;
  return isSame ? null : { ...row, roles, joinedAtMs, accountMadeAtMs };
}
