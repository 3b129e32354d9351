import type { UserId } from '../core/ids.ts';
import { listAudit } from '../core/usecases/list-audit.ts';
import { reportUsage } from '../core/usecases/report-usage.ts';
import { showUsage } from '../core/usecases/show-usage.ts';
import { type At, withPerson } from './admin-at.ts';
import { type Answer, said } from './answered.ts';
import type { AdminCommand } from './grammar/command.ts';
import type { PersonRef } from './grammar/person.ts';
import { presentAudit, presentNotAllowed, presentUsage } from './present-admin.ts';
import { presentUsageReport } from './present-usage-report.ts';
import { usageFile } from './usage-file.ts';

type Usage = Extract<AdminCommand, { kind: 'usage' }>;

/** `/video-admin usage`: today and this month, or all of some days, with a file where one is wanted. */
export async function answerUsage({ who, days, asFile }: Usage, at: At): Promise<Answer> {
  const { by, showing } = at;
  if (days === null) {
    const result = await showUsage({ by, tenantId: by.tenantId }, at);
    return said(result.kind === 'not_allowed' ? presentNotAllowed(showing) : presentUsage(result.usage, showing));
  }
  const ofDays = { days, asFile };
  return who ? withPerson(who, at, (userId) => report(userId, ofDays, at)) : report(null, ofDays, at);
}

async function report(
  userId: UserId | null,
  { days, asFile }: { readonly days: number; readonly asFile: boolean },
  at: At,
): Promise<Answer> {
  const { by, showing } = at;
  const result = await reportUsage({ by, tenantId: by.tenantId, userId, span: { kind: 'days', days } }, at);
  if (result.kind !== 'usage') return said(presentNotAllowed(showing));
  const view = presentUsageReport(result.report, userId === null ? 'user' : 'day', showing);
  return asFile ? { kind: 'file', view, file: usageFile(result.report) } : said(view);
}

export async function answerAudit(about: PersonRef | null, at: At): Promise<Answer> {
  return about ? withPerson(about, at, (userId) => auditOf(userId, at)) : auditOf(null, at);
}

async function auditOf(targetUserId: UserId | null, at: At): Promise<Answer> {
  const { by, showing } = at;
  const result = await listAudit({ by, tenantId: by.tenantId, targetUserId }, at);
  return said(
    result.kind === 'not_allowed'
      ? presentNotAllowed(showing)
      : presentAudit(result.lines, targetUserId !== null, showing),
  );
}
