import type { UserId } from '../core/ids.ts';
import { type PolicySubject, roleSubject } from '../core/policy.ts';
import { grant } from '../core/usecases/grant.ts';
import { resetUsage } from '../core/usecases/reset-usage.ts';
import { setQuota } from '../core/usecases/set-quota.ts';
import { showLimits } from '../core/usecases/show-limits.ts';
import { showQuota } from '../core/usecases/show-quota.ts';
import { type AdminDeps, type At, refreshMember, standing, withPerson } from './admin-at.ts';
import { type Answer, said } from './answered.ts';
import type { Asker } from './asker.ts';
import type { AdminCommand, Whose } from './grammar/command.ts';
import { nearlyAmountAtEnd } from './grammar/deal.ts';
import { formatChange, formatOptions, formatWhose } from './grammar/format-admin.ts';
import { type ChangedFor, presentChanged, presentNotAllowed, presentPreview } from './present-admin.ts';
import { presentGranted, presentReset } from './present-deeds.ts';
import { presentDefaultQuota, presentQuota, presentSetLimits } from './present-quota.ts';

type CommandOf<K extends AdminCommand['kind']> = Extract<AdminCommand, { kind: K }>;

/** `/videos quota`: what the asker may use. */
export async function answerQuota(asker: Asker, deps: AdminDeps): Promise<Answer> {
  const at = await standing(asker, deps);
  return quotaOf(at.by.userId, at);
}

export async function answerShowFor(whose: Whose, at: At): Promise<Answer> {
  switch (whose.kind) {
    case 'everybody':
      return quotaOf(null, at);
    case 'budget':
      return limitsOf('budget', at);
    case 'role':
      return limitsOf(roleSubject(whose.id), at);
    case 'person': {
      const show = async (userId: UserId): Promise<Answer> => {
        await refreshMember(whose, userId, at);
        return quotaOf(userId, at);
      };
      return withPerson(whose, at, show, nearlyAmountAtEnd(whose.raw));
    }
  }
}

async function quotaOf(userId: UserId | null, at: At): Promise<Answer> {
  const { by, showing, store } = at;
  const result = await showQuota({ by, tenantId: by.tenantId, userId }, at);
  if (result.kind === 'not_allowed') return said(presentNotAllowed(showing));
  if (userId === null) return said(presentDefaultQuota(result.quota, showing));
  const reader = {
    isOwn: userId === by.userId,
    seesSources: by.role !== 'member',
    isOperator: by.role === 'operator',
  };
  const tenant = reader.isOwn && by.role !== 'member' ? null : await store.tenant(by.tenantId, showing.nowMs);
  return said(presentQuota(result.quota, reader, showing, tenant));
}

async function limitsOf(subject: Exclude<PolicySubject, 'default'>, at: At): Promise<Answer> {
  const { by, showing, store } = at;
  const result = await showLimits({ by, tenantId: by.tenantId, subject }, at);
  if (result.kind === 'not_allowed') return said(presentNotAllowed(showing));
  const { budget } = await store.tenant(by.tenantId, showing.nowMs);
  return said(presentSetLimits(subject, result.limits, budget, showing));
}

export async function answerChange(command: CommandOf<'quota_set'>, at: At): Promise<Answer> {
  const { whose } = command;
  switch (whose.kind) {
    case 'everybody':
      return changeOf('default', whose, command, at);
    case 'budget':
      return changeOf('budget', whose, command, at);
    case 'role':
      return changeOf(roleSubject(whose.id), whose, command, at);
    case 'person':
      return withPerson(whose, at, (userId) => changeOf(userId, null, command, at));
  }
}

/** `many`: whom it concerns, where that is more than one; then it is asked about first. */
async function changeOf(
  subject: PolicySubject,
  many: Exclude<ChangedFor, { kind: 'person' }> | null,
  command: CommandOf<'quota_set'>,
  at: At,
): Promise<Answer> {
  const { change, reason, isSure } = command;
  const { by, showing, store } = at;
  const { tenantId } = by;
  const isPreview = many !== null && !isSure;
  const done = await setQuota({ by, tenantId, subject, change, reason, isPreview }, at);
  if (done.kind === 'not_allowed') return said(presentNotAllowed(showing));
  if (isPreview) return said(presentPreview(done, many, typedSure(command, at), showing));
  const { budget } = await store.tenant(tenantId, showing.nowMs);
  return said(presentChanged(done, many ?? { kind: 'person', name: done.name }, showing, budget));
}

/** The same once more, to be done without a question. */
function typedSure({ whose, change, reason }: CommandOf<'quota_set'>, { asker }: At) {
  const options = formatOptions({ sure: true, reason });
  const typed = `${formatWhose(whose, asker.hasRoles)} ${formatChange(change)} ${options}`;
  return { command: 'video-admin quota set', typed };
}

export async function answerGrant(command: CommandOf<'quota_grant'>, at: At): Promise<Answer> {
  const { who, gift, expiresMs, reason } = command;
  const { by, showing } = at;
  const expiresAtMs = expiresMs === null ? null : showing.nowMs + expiresMs;
  return withPerson(who, at, async (userId) => {
    const done = await grant({ by, tenantId: by.tenantId, userId, ...gift, expiresAtMs, reason }, at);
    return said(
      done.kind === 'not_allowed'
        ? presentNotAllowed(showing)
        : presentGranted(done, { ...gift, expiresAtMs }, showing),
    );
  });
}

export async function answerReset({ who, reason }: CommandOf<'quota_reset'>, at: At): Promise<Answer> {
  const { by, showing } = at;
  return withPerson(who, at, async (userId) => {
    const done = await resetUsage({ by, tenantId: by.tenantId, userId, reason }, at);
    return said(done.kind === 'not_allowed' ? presentNotAllowed(showing) : presentReset(done, showing));
  });
}
