import { parseText } from '../../src/bots/grammar/parse-text.ts';
import {
  presentAudit,
  presentChanged,
  presentNotAllowed,
  presentNotFound,
  presentRemoved,
  presentUsage,
} from '../../src/bots/present-admin.ts';
import { presentForgettable, presentForgotten } from '../../src/bots/present-forgetting.ts';
import { presentMistake } from '../../src/bots/present-answers.ts';
import { presentAdminHelp } from '../../src/bots/present-help.ts';
import { presentModerators, presentModeratorSet, presentNoModeratorList } from '../../src/bots/present-moderators.ts';
import { presentDefaultQuota, presentQuota } from '../../src/bots/present-quota.ts';
import { presentSetup } from '../../src/bots/present-setup.ts';
import type { Showing, View } from '../../src/bots/view.ts';
import { defaultRules } from '../../src/core/policy.ts';
import { forgettable } from './forgetting-samples.ts';
import { bo, sampleModerators } from './moderators-samples.ts';
import { notSetUp, setUp } from './setup-samples.ts';
import {
  auditLines,
  defaultQuota,
  lifted,
  raised,
  raisedDefault,
  sampleQuota,
  sampleUsage,
  unlimitedQuota,
  usedUpQuota,
} from './admin-samples.ts';

const own = { isOwn: true, seesSources: false, isOperator: false };
const others = { isOwn: false, seesSources: true, isOperator: false };
const { member } = defaultRules;

const decided = { kind: 'decided', person: bo, before: null, changed: true } as const;

const mistyped = ['quota set @Bo 10/wek', 'quota set @Bo', 'quota sett', 'remove'];

/** What members see of their quota, and what moderators are answered. */
export function adminViews(showing: Showing): readonly (readonly [string, View])[] {
  return [
    ['/videos quota', presentQuota(sampleQuota, member, own, showing)],
    ['/videos quota, used up', presentQuota(usedUpQuota, member, own, showing)],
    ['/videos quota, the operator', presentQuota(sampleQuota, member, { ...own, isOperator: true }, showing)],
    ['/videos forget-me', presentForgettable(forgettable, showing)],
    ['/videos forget-me --yes', presentForgotten({ ...forgettable, cancelled: 1, finishing: 1 }, showing)],
    ['/video-admin setup', presentSetup(notSetUp, 'shown', showing)],
    ['/video-admin setup --cap $2.50', presentSetup(setUp, 'changed', showing)],
    ['/video-admin quota show @Bo', presentQuota(sampleQuota, member, others, showing)],
    ['/video-admin quota show @Bo, without limits', presentQuota(unlimitedQuota, member, others, showing)],
    ['/video-admin quota show', presentDefaultQuota(defaultQuota, showing)],
    ['/video-admin quota set @Bo 10/day', presentChanged(raised, { name: 'Bo' }, showing)],
    [
      '/video-admin quota set @Bo 10/day, once more',
      presentChanged({ ...raised, changed: false }, { name: 'Bo' }, showing),
    ],
    ['/video-admin quota set @Bo unlimited', presentChanged(lifted, { name: 'Bo' }, showing)],
    ['/video-admin quota set default 10/day', presentChanged(raisedDefault, 'everybody', showing)],
    ['/video-admin quota set, by a member', presentNotAllowed(showing)],
    ['/video-admin quota show @Boo', presentNotFound({ kind: 'nobody' }, { raw: '@Boo', meant: null }, showing)],
    [
      '/video-admin quota @Bo 10',
      presentNotFound({ kind: 'nobody' }, { raw: '@Bo 10', meant: { who: '@Bo', amount: '10/day' } }, showing),
    ],
    ['/video-admin usage', presentUsage(sampleUsage, showing)],
    ['/video-admin moderators', presentModerators(sampleModerators, showing)],
    ['/video-admin moderators, none', presentModerators([], showing)],
    ['/video-admin moderators add @Bo', presentModeratorSet(decided, true, showing)],
    ['/video-admin moderators add @Bo, once more', presentModeratorSet({ ...decided, changed: false }, true, showing)],
    ['/video-admin moderators remove @Bo', presentModeratorSet({ ...decided, before: true }, false, showing)],
    ['/video-admin moderators remove @Bo, who was none', presentModeratorSet(decided, false, showing)],
    ['/video-admin moderators remove @Ada, by Ada', presentModeratorSet({ kind: 'yourself' }, false, showing)],
    [
      '/video-admin moderators remove @Bo, the last',
      presentModeratorSet({ ...decided, kind: 'last_one' }, false, showing),
    ],
    ['/video-admin moderators, where the platform says who moderates', presentNoModeratorList(showing)],
    ['/video-admin audit', presentAudit(auditLines, false, showing)],
    ['/video-admin audit @Bo, empty', presentAudit([], true, showing)],
    ['/video-admin remove #412', presentRemoved({ kind: 'not_found' }, 412, showing)],
    ...mistyped.flatMap((typed) => {
      const command = parseText('video-admin', typed, { engines: null });
      return command.kind === 'mistake' ? [[`/video-admin ${typed}`, presentMistake(command, showing)] as const] : [];
    }),
    ['/video-admin help', presentAdminHelp(null, showing, {})],
    ['/video-admin help quota set', presentAdminHelp('quota set', showing, {})],
    ['/video-admin help, where we keep who moderates', presentAdminHelp(null, showing, { keepsModerators: true })],
    ['/video-admin help moderators add', presentAdminHelp('moderators add', showing, { keepsModerators: true })],
  ];
}
