import { and, eq } from 'drizzle-orm';
import type { Job } from '../../core/job.ts';
import type { DrawnGrant } from '../../core/story.ts';
import { auditActorOf } from '../rows/audit-row.ts';
import type { Db } from './connection.ts';
import { audit, grants } from './schema.ts';
import type { Users } from './users.ts';

/** From which grants a job is paid, and who gave them by the audit log. */
export function giversOn(db: Db, users: Users): (job: Pick<Job, 'funding'>) => DrawnGrant[] {
  return ({ funding }) => {
    if (funding.kind === 'allowance') return [];
    return funding.draws.map(({ grantId, amount }) => {
      const row = db
        .select({ line: audit })
        .from(grants)
        .innerJoin(audit, and(eq(audit.target, grants.userId), eq(audit.atMs, grants.grantedAtMs)))
        .where(and(eq(grants.id, grantId), eq(audit.what, 'grant'), eq(audit.tenantId, grants.tenantId)))
        .get();
      const by = row ? auditActorOf(row.line) : null;
      return { grantId, unit: funding.unit, amount, by, byName: by?.kind === 'user' ? users.nameOf(by.userId) : null };
    });
  };
}
