import { and, asc, eq, exists, isNotNull } from 'drizzle-orm';
import type { FoundUser, Store } from '../../core/ports/store.ts';
import type { Db } from './connection.ts';
import { requests, users } from './schema.ts';

/** People by what others call them. */
export function peopleOn(db: Db) {
  return {
    findUser({ platform, tenantId, by }: Parameters<Store['findUser']>[0]): FoundUser[] {
      const askedThere =
        tenantId === null
          ? undefined
          : exists(
              db
                .select({ id: requests.id })
                .from(requests)
                .where(and(eq(requests.userId, users.id), eq(requests.tenantId, tenantId))),
            );
      const called = by.kind === 'name' ? isNotNull(users.name) : eq(users.externalId, by.text);
      const found = db
        .select({ userId: users.id, name: users.name, externalId: users.externalId })
        .from(users)
        .where(and(eq(users.platform, platform), called, askedThere))
        .orderBy(asc(users.createdAtMs), asc(users.id))
        .all();
      if (by.kind === 'externalId') return found;
      // SQLite knows the capitals of ASCII alone.
      const wanted = folded(by.text);
      return found.filter(({ name }) => name !== null && folded(name) === wanted);
    },
  };
}

function folded(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}
