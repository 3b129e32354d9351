import type { UserId } from '../core/ids.ts';
import type { PolicySubject } from '../core/policy.ts';
import type { By } from '../core/role.ts';
import { findPerson } from '../core/usecases/find-person.ts';
import { listAudit } from '../core/usecases/list-audit.ts';
import { listModerators } from '../core/usecases/list-moderators.ts';
import { removeVideo } from '../core/usecases/remove-video.ts';
import type { RequestDeps } from '../core/usecases/request.ts';
import { setModerator } from '../core/usecases/set-moderator.ts';
import { setQuota } from '../core/usecases/set-quota.ts';
import { showQuota } from '../core/usecases/show-quota.ts';
import { showUsage } from '../core/usecases/show-usage.ts';
import type { Asker } from './asker.ts';
import type { AdminCommand, Whose } from './grammar/command.ts';
import { nearlyAmountAtEnd } from './grammar/deal.ts';
import { type PersonRef, personNameOf } from './grammar/person.ts';
import { catalogueFor } from './messages/catalogue.ts';
import {
  presentAudit,
  type MeantSet,
  presentChanged,
  presentNotAllowed,
  presentNotFound,
  presentRemoved,
  presentUsage,
} from './present-admin.ts';
import { presentAdminHelp } from './present-help.ts';
import { presentModerators, presentModeratorSet, presentNoModeratorList } from './present-moderators.ts';
import { presentDefaultQuota, presentQuota } from './present-quota.ts';
import { presentSetup } from './present-setup.ts';
import { setUpTenant } from './set-up.ts';
import type { Showing, View } from './view.ts';

export type AdminDeps = Pick<RequestDeps, 'store' | 'clock' | 'ids' | 'rules'>;

type At = AdminDeps & { readonly asker: Asker; readonly by: By; readonly showing: Showing };

/** `/videos quota`: what the asker may use. */
export async function answerQuota(asker: Asker, deps: AdminDeps): Promise<View> {
  const at = await standing(asker, deps);
  return quotaOf(at.by.userId, at);
}

/** `/video-admin`: what moderators ask and decide. Each use case decides anew who may; members are not even looked up for. */
export async function answerAdmin(command: AdminCommand, asker: Asker, deps: AdminDeps): Promise<View> {
  const at = await standing(asker, deps);
  const { by, showing } = at;
  const { tenantId } = by;
  if (by.role === 'member') return presentNotAllowed(showing);
  switch (command.kind) {
    case 'help':
      return presentAdminHelp(command.topic, showing, asker);
    case 'setup':
      return setUp(command, at);
    case 'quota_show':
      return showFor(command.whose, at);
    case 'quota_set':
      return change(command, at);
    case 'remove': {
      const result = await removeVideo({ by, tenantId, number: command.number, reason: command.reason }, deps);
      return result.kind === 'not_allowed'
        ? presentNotAllowed(showing)
        : presentRemoved(result, command.number, showing);
    }
    case 'moderators_list':
    case 'moderators_add':
    case 'moderators_remove':
      return moderators(command, at);
    case 'usage': {
      const result = await showUsage({ by, tenantId }, deps);
      return result.kind === 'not_allowed' ? presentNotAllowed(showing) : presentUsage(result.usage, showing);
    }
    case 'audit':
      return audit(command.about, at);
  }
}

async function standing(asker: Asker, deps: AdminDeps): Promise<At> {
  const { store, clock, ids } = deps;
  const { person, role, destination, locale } = asker;
  const nowMs = clock.nowMs();
  const userId = await store.identify({ ...person, newId: ids.next('user'), nowMs });
  const showing = { words: catalogueFor(locale), nowMs };
  return { ...deps, asker, by: { userId, role, tenantId: destination.tenantId }, showing };
}

async function setUp(command: Extract<AdminCommand, { kind: 'setup' }>, at: At): Promise<View> {
  const { by, showing } = at;
  const result = await setUpTenant({ ...command, by }, at);
  return result.kind === 'not_allowed' ? presentNotAllowed(showing) : presentSetup(result.shown, result.done, showing);
}

async function showFor(whose: Whose, at: At): Promise<View> {
  return whose.kind === 'everybody'
    ? quotaOf(null, at)
    : withPerson(whose, at, (userId) => quotaOf(userId, at), nearlyAmountAtEnd(whose.raw));
}

async function quotaOf(userId: UserId | null, at: At): Promise<View> {
  const { by, rules, showing } = at;
  const result = await showQuota({ by, tenantId: by.tenantId, userId }, at);
  if (result.kind === 'not_allowed') return presentNotAllowed(showing);
  if (userId === null) return presentDefaultQuota(result.quota, showing);
  const reader = {
    isOwn: userId === by.userId,
    seesSources: by.role !== 'member',
    isOperator: by.role === 'operator',
  };
  return presentQuota(result.quota, rules.member, reader, showing);
}

async function change(command: Extract<AdminCommand, { kind: 'quota_set' }>, at: At): Promise<View> {
  const { whose } = command;
  return whose.kind === 'everybody'
    ? changeOf('default', command, at)
    : withPerson(whose, at, (userId) => changeOf(userId, command, at));
}

async function changeOf(
  subject: PolicySubject,
  { change: wanted, reason }: Extract<AdminCommand, { kind: 'quota_set' }>,
  at: At,
): Promise<View> {
  const { by, showing } = at;
  const { tenantId } = by;
  const done = await setQuota({ by, tenantId, subject, change: wanted, reason }, at);
  if (done.kind === 'not_allowed') return presentNotAllowed(showing);
  return presentChanged(done, subject === 'default' ? 'everybody' : { name: done.name }, showing);
}

async function moderators(
  command: Extract<AdminCommand, { kind: 'moderators_list' | 'moderators_add' | 'moderators_remove' }>,
  at: At,
): Promise<View> {
  const { asker, by, showing } = at;
  const { tenantId } = by;
  if (asker.keepsModerators !== true) return presentNoModeratorList(showing);
  if (command.kind === 'moderators_list') {
    const result = await listModerators({ by, tenantId }, at);
    return result.kind === 'not_allowed' ? presentNotAllowed(showing) : presentModerators(result.moderators, showing);
  }
  const isModerator = command.kind === 'moderators_add';
  return withPerson(command.who, at, async (userId) =>
    presentModeratorSet(await setModerator({ by, tenantId, userId, isModerator }, at), isModerator, showing),
  );
}

async function audit(about: PersonRef | null, at: At): Promise<View> {
  return about ? withPerson(about, at, (userId) => auditOf(userId, at)) : auditOf(null, at);
}

async function auditOf(targetUserId: UserId | null, at: At): Promise<View> {
  const { by, showing } = at;
  const result = await listAudit({ by, tenantId: by.tenantId, targetUserId }, at);
  return result.kind === 'not_allowed'
    ? presentNotAllowed(showing)
    : presentAudit(result.lines, targetUserId !== null, showing);
}

async function withPerson(
  ref: PersonRef,
  at: At,
  act: (userId: UserId) => Promise<View>,
  meant: MeantSet | null = null,
): Promise<View> {
  const { platform, tenantId } = at.asker.destination;
  const by = personNameOf(ref);
  if (by.kind === 'externalId' && ref.name !== undefined) {
    const who = { platform, externalId: by.text, name: ref.name, newId: at.ids.next('user'), nowMs: at.clock.nowMs() };
    await at.store.identify({ ...who, isMentioned: true });
  }
  const found = await findPerson({ platform, tenantId, by }, at);
  return found.kind === 'person' ? act(found.userId) : presentNotFound(found, { raw: ref.raw, meant }, at.showing);
}
