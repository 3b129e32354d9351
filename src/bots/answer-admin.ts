import { listModerators } from '../core/usecases/list-moderators.ts';
import { setModerator } from '../core/usecases/set-moderator.ts';
import { type AdminDeps, type At, standing, withPerson } from './admin-at.ts';
import { type Answer, said } from './answered.ts';
import { answerBlock, answerPause, answerRemove, answerRemoveAll, answerVerdict } from './answer-members.ts';
import { answerChange, answerGrant, answerReset, answerShowFor } from './answer-quota.ts';
import { answerSettings } from './answer-settings.ts';
import { answerAudit, answerUsage } from './answer-usage.ts';
import type { Asker } from './asker.ts';
import type { AdminCommand } from './grammar/command.ts';
import { presentNotAllowed } from './present-admin.ts';
import { presentAdminHelp } from './present-help.ts';
import { presentModerators, presentModeratorSet, presentNoModeratorList } from './present-moderators.ts';
import { presentSetup } from './present-setup.ts';
import { setUpTenant } from './set-up.ts';

/** `/video-admin`: what moderators ask and decide. Each use case decides anew who may; members are not even looked up for. */
export async function answerAdmin(command: AdminCommand, asker: Asker, deps: AdminDeps): Promise<Answer> {
  const at = await standing(asker, deps);
  const { showing } = at;
  if (at.by.role === 'member') return said(presentNotAllowed(showing));
  switch (command.kind) {
    case 'help':
      return said(presentAdminHelp(command.topic, showing, asker));
    case 'setup':
      return setUp(command, at);
    case 'settings':
      return answerSettings(command, at);
    case 'quota_show':
      return answerShowFor(command.whose, at);
    case 'quota_set':
      return answerChange(command, at);
    case 'quota_grant':
      return answerGrant(command, at);
    case 'quota_reset':
      return answerReset(command, at);
    case 'block':
    case 'unblock':
      return answerBlock(command, at);
    case 'approve':
    case 'deny':
      return answerVerdict(command, at);
    case 'pause':
    case 'resume':
      return answerPause(command, at);
    case 'remove':
      return answerRemove(command, at);
    case 'remove_all':
      return answerRemoveAll(command, at);
    case 'moderators_list':
    case 'moderators_add':
    case 'moderators_remove':
      return moderators(command, at);
    case 'usage':
      return answerUsage(command, at);
    case 'audit':
      return answerAudit(command.about, at);
  }
}

async function setUp(command: Extract<AdminCommand, { kind: 'setup' }>, at: At): Promise<Answer> {
  const { by, showing } = at;
  const result = await setUpTenant({ ...command, by }, at);
  switch (result.kind) {
    case 'not_allowed':
      return said(presentNotAllowed(showing));
    case 'set_up':
      return said(presentSetup(result.shown, result.done, showing));
  }
}

async function moderators(
  command: Extract<AdminCommand, { kind: 'moderators_list' | 'moderators_add' | 'moderators_remove' }>,
  at: At,
): Promise<Answer> {
  const { asker, by, showing } = at;
  const { tenantId } = by;
  if (asker.keepsModerators !== true) return said(presentNoModeratorList(showing));
  if (command.kind === 'moderators_list') {
    const result = await listModerators({ by, tenantId }, at);
    return said(
      result.kind === 'not_allowed' ? presentNotAllowed(showing) : presentModerators(result.moderators, showing),
    );
  }
  const isModerator = command.kind === 'moderators_add';
  return withPerson(command.who, at, async (userId) =>
    said(presentModeratorSet(await setModerator({ by, tenantId, userId, isModerator }, at), isModerator, showing)),
  );
}
