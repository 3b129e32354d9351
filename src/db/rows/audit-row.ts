import { z } from 'zod';
import type { AuditedChange } from '../../core/audit.ts';
import type { Actor } from '../../core/actor.ts';
import { isId } from '../../core/ids.ts';
import { units } from '../../core/ledger.ts';
import { windowKinds } from '../../core/window.ts';
import type { Tables } from '../tables.ts';
import { readRow } from './readable.ts';
import { actorSchema } from './request-row.ts';
import { settingsSchema } from './tenant-row.ts';

export type AuditRow = Tables['audit']['$inferSelect'];

const limitsSchema = z.array(
  z.object({ unit: z.enum(units), window: z.enum(windowKinds), amount: z.int().nonnegative().nullable() }),
);
const budgetSchema = z.object({ perDayMicroUsd: z.int(), perMonthMicroUsd: z.int() }).nullable();

export function auditActorOf({ id, actor }: AuditRow): Actor {
  return readRow('audit', id, () => actorSchema.parse(actor));
}

/** `number` is the short number of the video that the row is about, where it is about one. */
export function auditedChangeOf(row: AuditRow, number: number | null): AuditedChange {
  const { id, what, target } = row;
  return readRow('audit', id, () => {
    switch (what) {
      case 'quota': {
        const subject = target === 'default' || isId('user', target) ? target : null;
        if (subject === null) throw new TypeError(`expected a user id or default as target, got ${target}`);
        const [before, after] = [limitsSchema.parse(row.before), limitsSchema.parse(row.after)];
        return { kind: 'quota', subject, before, after };
      }
      case 'tenant_budget':
        return { kind: what, before: budgetSchema.parse(row.before), after: budgetSchema.parse(row.after) };
      case 'settings':
        return { kind: what, before: settingsSchema.parse(row.before), after: settingsSchema.parse(row.after) };
      case 'moderator':
        return { kind: what, isModerator: z.boolean().parse(row.after) };
      case 'clip_deleted':
        return { kind: what, number };
      default:
        return { kind: 'other', what };
    }
  });
}
