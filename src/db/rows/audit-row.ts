import { z } from 'zod';
import type { AuditedChange } from '../../core/audit.ts';
import type { Actor } from '../../core/actor.ts';
import { parseId } from '../../core/ids.ts';
import { units } from '../../core/ledger.ts';
import type { Block } from '../../core/member.ts';
import { limitKeyOf, policySubjectOf, type SetLimit } from '../../core/policy.ts';
import type { Tables } from '../tables.ts';
import { readRow } from './readable.ts';
import { actorSchema } from './request-row.ts';
import { settingsSchema } from './tenant-row.ts';

export type AuditRow = Tables['audit']['$inferSelect'];

const limitSchema = z
  .object({ unit: z.string(), window: z.string(), amount: z.int().nonnegative().nullable() })
  .transform(({ unit, window, amount }, context): SetLimit => {
    const key = limitKeyOf(unit, window);
    if (key) return { ...key, amount };
    context.addIssue(`expected a unit and a window that there are, got ${unit} and ${window}`);
    return z.NEVER;
  });
const limitsSchema = z.array(limitSchema);
const grantSchema = z.object({ unit: z.enum(units), amount: z.int().nonnegative(), expiresAtMs: z.int().nullable() });
const blockSchema: z.ZodType<Block | null> = z.object({ sinceMs: z.int(), untilMs: z.int().nullable() }).nullable();
const approvalSchema = z.object({
  verdict: z.enum(['approved', 'denied']),
  grantedMicroUsd: z.int().nullable().default(null),
});
const coolDownSchema = z.object({ untilMs: z.int() });
const zoneSchema = z.object({ timeZone: z.string().nullable().default(null) });
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
        const subject = policySubjectOf(target);
        if (subject === null) {
          throw new TypeError(`expected a user id, role:…, default or budget as target, got ${target}`);
        }
        const [before, after] = [limitsSchema.parse(row.before), limitsSchema.parse(row.after)];
        return { kind: 'quota', subject, before, after };
      }
      case 'tenant_budget':
        return { kind: what, before: budgetSchema.parse(row.before), after: budgetSchema.parse(row.after) };
      case 'settings':
        return {
          kind: what,
          before: settingsSchema.parse(row.before),
          after: settingsSchema.parse(row.after),
          zoneBefore: zoneSchema.parse(row.before).timeZone,
          zoneAfter: zoneSchema.parse(row.after).timeZone,
        };
      case 'grant':
        return { kind: what, userId: parseId('user', target), ...grantSchema.parse(row.after) };
      case 'reset':
        return { kind: what, userId: parseId('user', target) };
      case 'block': {
        const [before, after] = [blockSchema.parse(row.before), blockSchema.parse(row.after)];
        return { kind: what, userId: parseId('user', target), before, after };
      }
      case 'cool_down':
        return { kind: what, userId: parseId('user', target), ...coolDownSchema.parse(row.after) };
      case 'approval':
        return { kind: what, number, ...approvalSchema.parse(row.after) };
      case 'moderator':
        return { kind: what, isModerator: z.boolean().parse(row.after) };
      case 'clip_deleted':
        return { kind: what, number };
      default:
        return { kind: 'other', what };
    }
  });
}
