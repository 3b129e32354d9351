import { and, eq, sql } from 'drizzle-orm';
import { type Grant, grantEntry, inOrder, isOpen, type OpenGrant } from '../../core/grant.ts';
import type { Grants } from '../../core/ports/grants.ts';
import type { TimeZone } from '../../core/window.ts';
import type { Books } from './books.ts';
import type { Db } from './connection.ts';
import { placeholders, textPlaceholder } from './placeholders.ts';
import { grants } from './schema.ts';

export type GrantRows = ReturnType<typeof grantRowsOn>;

/** What moderators gave single members. */
export function grantRowsOn(db: Db, books: Books) {
  const selectOpen = db
    .select()
    .from(grants)
    .where(
      and(
        sql`+${grants.left} > 0`,
        eq(grants.userId, textPlaceholder('userId')),
        eq(grants.tenantId, textPlaceholder('tenantId')),
      ),
    )
    .prepare();
  const insertOne = db
    .insert(grants)
    .values({
      ...placeholders(grants, ['id', 'tenantId', 'userId', 'unit', 'amount', 'expiresAtMs', 'grantedAtMs']),
      // Booking it adds what there is.
      left: 0,
    })
    .onConflictDoNothing()
    .prepare();

  return {
    /** Those that something can be drawn from now, in the order in which they are. */
    open({ tenantId, userId, nowMs }: Parameters<Grants['open']>[0]): OpenGrant[] {
      return inOrder(selectOpen.all({ tenantId, userId }).filter((grant) => isOpen(grant, nowMs)));
    },

    /** With its entry in the books, once for its id; false when it was given before. */
    insert(grant: Grant, timeZone: TimeZone): boolean {
      if (!Number.isSafeInteger(grant.amount) || grant.amount < 1) {
        throw new RangeError(`expected to give ${grant.unit} as a whole number from 1, got ${grant.amount}`);
      }
      const { changes } = insertOne.run(grant);
      if (changes === 1) books.book([grantEntry(grant, timeZone)]);
      return changes === 1;
    },
  };
}
