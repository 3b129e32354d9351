import { parseText } from '../../src/bots/grammar/parse-text.ts';
import {
  presentAudit,
  presentChanged,
  presentNotAllowed,
  presentNotFound,
  presentPreview,
  presentRemoved,
  presentUsage,
} from '../../src/bots/present-admin.ts';
import { presentForgettable, presentForgotten } from '../../src/bots/present-forgetting.ts';
import { presentMistake } from '../../src/bots/present-answers.ts';
import { presentAdminHelp } from '../../src/bots/present-help.ts';
import { presentModerators, presentModeratorSet, presentNoModeratorList } from '../../src/bots/present-moderators.ts';
import { presentSettings } from '../../src/bots/present-settings.ts';
import {
  presentBlocked,
  presentDecided,
  presentGranted,
  presentPaused,
  presentRemovedAll,
  presentReset,
} from '../../src/bots/present-deeds.ts';
import { presentDefaultQuota, presentQuota, presentSetLimits } from '../../src/bots/present-quota.ts';
import { presentSetup } from '../../src/bots/present-setup.ts';
import type { Showing, View } from '../../src/bots/view.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { endedApprovals } from './deeds-samples.ts';
import { allSet } from './settings-samples.ts';
import { forgettable } from './forgetting-samples.ts';
import { bo, sampleModerators } from './moderators-samples.ts';
import { notSetUp, setUp } from './setup-samples.ts';
import {
  auditLines,
  blockedQuota,
  coolingQuota,
  defaultQuota,
  grantedQuota,
  lifted,
  newQuota,
  raised,
  raisedBudget,
  raisedDefault,
  raisedRole,
  sampleGrant,
  sampleQuota,
  sampleUsage,
  unlimitedQuota,
  usedUpQuota,
} from './admin-samples.ts';

const own = { isOwn: true, seesSources: false, isOperator: false };
const others = { isOwn: false, seesSources: true, isOperator: false };
const everybody = { kind: 'everybody' } as const;
const artists = { kind: 'role', id: 'artists' } as const;
const sure = { command: 'video-admin quota set', typed: 'default 10/day --sure' };
const removed = { numbers: [414, 413, 412], isMore: false, name: 'Bo' };
const shown = { done: 'shown', notes: [], hasJudge: true } as const;

const decided = { kind: 'decided', person: bo, before: null, changed: true } as const;

const mistyped = [
  'quota set @Bo 10/wek',
  'quota set @Bo',
  'quota sett',
  'remove',
  'remove @Bo',
  'block @Bo --for 2 dyas',
  'settings --time-zone Berlin',
];

/** What members see of their quota, and what moderators are answered. */
export function adminViews(showing: Showing): readonly (readonly [string, View])[] {
  return [
    ['/videos quota', presentQuota(sampleQuota, own, showing)],
    ['/videos quota, used up', presentQuota(usedUpQuota, own, showing)],
    ['/videos quota, the operator', presentQuota(sampleQuota, { ...own, isOperator: true }, showing)],
    ['/videos quota, with something on top', presentQuota(grantedQuota, own, showing)],
    ['/videos quota, somebody new', presentQuota(newQuota, own, showing, notSetUp.tenant)],
    ['/videos forget-me', presentForgettable(forgettable, showing)],
    ['/videos forget-me --yes', presentForgotten({ ...forgettable, cancelled: 1, finishing: 1 }, showing)],
    ['/video-admin setup', presentSetup(notSetUp, 'shown', showing)],
    ['/video-admin setup --cap $2.50', presentSetup(setUp, 'changed', showing)],
    ['/video-admin quota show @Bo', presentQuota(sampleQuota, others, showing)],
    ['/video-admin quota show @Bo, with something on top', presentQuota(grantedQuota, others, showing)],
    ['/video-admin quota show @Bo, blocked', presentQuota(blockedQuota, others, showing)],
    ['/video-admin quota show @Bo, after strikes', presentQuota(coolingQuota, others, showing)],
    ['/video-admin quota show @Bo, without limits', presentQuota(unlimitedQuota, others, showing)],
    ['/video-admin quota show', presentDefaultQuota(defaultQuota, showing)],
    ['/video-admin quota set @Bo 10/day', presentChanged(raised, { kind: 'person', name: 'Bo' }, showing)],
    [
      '/video-admin quota set @Bo 10/day, once more',
      presentChanged({ ...raised, changed: false }, { kind: 'person', name: 'Bo' }, showing),
    ],
    [
      '/video-admin quota set @Bo unlimited',
      presentChanged(lifted, { kind: 'person', name: 'Bo' }, showing, sampleUsage.budget),
    ],
    ['/video-admin quota set default 10/day', presentPreview(raisedDefault, everybody, sure, showing)],
    ['/video-admin quota set default 10/day --sure', presentChanged(raisedDefault, everybody, showing)],
    ['/video-admin quota set @Artists 10/day', presentPreview(raisedRole, artists, sure, showing)],
    ['/video-admin quota set @Artists 10/day --sure', presentChanged(raisedRole, artists, showing)],
    ['/video-admin budget 2000 credits/week', presentPreview(raisedBudget, { kind: 'budget' }, sure, showing)],
    ['/video-admin budget', presentSetLimits('budget', raisedBudget.after, sampleUsage.budget, showing)],
    ['/video-admin quota show @Artists', presentSetLimits('role:artists', raisedRole.after, null, showing)],
    [
      '/video-admin quota grant @Bo 50 credits --expires 7d',
      presentGranted(
        { kind: 'granted', name: 'Bo', open: [sampleGrant] },
        { unit: 'usd_micro', amount: sampleGrant.amount, expiresAtMs: showing.nowMs + 7 * DAY },
        showing,
      ),
    ],
    ['/video-admin quota reset @Bo', presentReset({ changed: true, after: sampleQuota }, showing)],
    [
      '/video-admin block @Bo --for 2d',
      presentBlocked(
        {
          changed: true,
          name: 'Bo',
          before: null,
          after: { sinceMs: showing.nowMs, untilMs: showing.nowMs + 2 * DAY },
        },
        true,
        showing,
      ),
    ],
    [
      '/video-admin unblock @Bo',
      presentBlocked({ changed: true, name: 'Bo', before: null, after: null }, false, showing),
    ],
    [
      '/video-admin pause',
      presentPaused(
        { changed: true, pause: { everywhere: true, channels: [] } },
        { channel: null, isPaused: true },
        showing,
      ),
    ],
    [
      '/video-admin resume #videos',
      presentPaused(
        { changed: true, pause: { everywhere: false, channels: ['bots'] } },
        { channel: 'videos', isPaused: false },
        showing,
      ),
    ],
    [
      '/video-admin remove @Bo --last 1h',
      presentRemovedAll(removed, { lastMs: HOUR, block: null, again: sure }, showing),
    ],
    [
      '/video-admin remove @Bo --last 1h --block 2d --sure',
      presentRemovedAll(removed, { lastMs: HOUR, block: { forMs: 2 * DAY }, again: null }, showing),
    ],
    ['/video-admin deny #412', presentDecided({ kind: 'denied', approval: endedApprovals[0] }, 412, showing)],
    [
      '/video-admin approve #412, after somebody else',
      presentDecided({ kind: 'already', approval: endedApprovals[0] }, 412, showing),
    ],
    ['/video-admin settings', presentSettings(notSetUp.tenant, shown, showing)],
    [
      '/video-admin settings, all of it set',
      presentSettings({ ...setUp.tenant, settings: allSet }, { ...shown, done: 'changed' }, showing),
    ],
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
