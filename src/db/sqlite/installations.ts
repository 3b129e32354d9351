import { and, eq, lt, lte, sql } from 'drizzle-orm';
import type { Installations } from '../../core/ports/installations.ts';
import type { Db } from './connection.ts';
import { installations } from './schema.ts';
import type { Tenants } from './tenants.ts';
import type { Transactions } from './transact.ts';

export function installationsOn(db: Db, tenants: Tenants, { read, write }: Transactions): Installations {
  const selectOne = db
    .select()
    .from(installations)
    .where(eq(installations.tenantId, sql.placeholder('tenantId')))
    .prepare();

  return {
    put: (installation) =>
      write(() => {
        const { tenantId, sealed, installedAtMs } = installation;
        tenants.comeBack(tenantId, installedAtMs);
        db.insert(installations)
          .values({ tenantId, sealed, installedAtMs })
          .onConflictDoUpdate({
            target: installations.tenantId,
            set: { sealed, installedAtMs },
            setWhere: lte(installations.installedAtMs, installedAtMs),
          })
          .run();
      }),
    of: (tenantId) => read(() => selectOne.get({ tenantId }) ?? null),
    remove: (tenantId, { installedBeforeMs }) =>
      write(() => {
        const isMeant = and(eq(installations.tenantId, tenantId), lt(installations.installedAtMs, installedBeforeMs));
        return db.delete(installations).where(isMeant).run().changes > 0;
      }),
  };
}
