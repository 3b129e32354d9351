import { type Command, Option } from 'commander';
import { judgeDuration } from '../bots/grammar/duration.ts';
import { judgeGift } from '../bots/grammar/gift.ts';
import { roleOf } from '../bots/grammar/person.ts';
import { judgeQuotaAmount } from '../bots/grammar/quota-amount.ts';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { type ChangedFor, presentChanged } from '../bots/present-admin.ts';
import { presentDefaultQuota, presentQuota, presentSetLimits } from '../bots/present-quota.ts';
import type { Showing, View } from '../bots/view.ts';
import type { Books } from '../books.ts';
import type { TenantId } from '../core/ids.ts';
import { type PolicySubject, policySubjectOf, roleSubject } from '../core/policy.ts';
import type { Tenant } from '../core/tenant.ts';
import { DAY, MINUTE } from '../core/time.ts';
import { grant } from '../core/usecases/grant.ts';
import { setQuota } from '../core/usecases/set-quota.ts';
import { showLimits } from '../core/usecases/show-limits.ts';
import { showQuota } from '../core/usecases/show-quota.ts';
import { exitCodes } from '../entry.ts';
import { createIds } from '../system.ts';
import { findMember } from './member-option.ts';
import { terminalOperator as by } from './operator.ts';
import { type Answer, answering, type Finish, type Options, said } from './run.ts';
import { readTenant, tenantIn } from './tenant-option.ts';

const words = catalogueFor('en');
const { operator } = words;
const whoIs = 'a name, an id, everybody, budget or role:ID';
const durations = { minMs: 10 * MINUTE, maxMs: 365 * DAY, none: 'never' } as const;

export function addQuotaCommands(program: Command, finish: Finish): void {
  const quota = program
    .command('quota')
    .description('Shows and sets how much people may use, as moderators can in a chat.');

  const shows = quota
    .command('show')
    .description('What holds, and what is used.')
    .argument('[who]', whoIs, 'everybody');
  answering(withTenant(shows), finish, (books, options) => inTenant(books, options, shows.processedArgs, showOne));

  const sets = quota
    .command('set')
    .description('Sets a limit: 10/day, "200 credits/week", unlimited, or default to take back what was set.')
    .argument('<who>', whoIs)
    .argument('<amount...>', 'such as 10/day');
  answering(withReason(withTenant(sets)), finish, (books, options) =>
    inTenant(books, options, sets.processedArgs, setOne),
  );

  const grants = quota
    .command('grant')
    .description('Gives one person something on top of their limits.')
    .argument('<who>', 'a name or an id')
    .argument('<amount...>', 'such as 50 credits, or 3 videos')
    .addOption(new Option('--expires <time>', 'how long it lasts, such as 7d; or never').default('30d'));
  answering(withReason(withTenant(grants)), finish, (books, options) =>
    inTenant(books, options, grants.processedArgs, grantOne),
  );
}

function withTenant(command: Command): Command {
  return command.option('--tenant <id>', 'whose members, where there are several tenants', readTenant);
}

function withReason(command: Command): Command {
  return command.option('--reason <text>', 'why; moderators read it in the audit log');
}

type Ask = {
  readonly books: Books;
  readonly tenant: Tenant;
  readonly who: string;
  readonly amount: string;
  readonly options: Options;
  readonly showing: Showing;
};

/** Does something in the tenant that is named, else in the only one that there is. */
async function inTenant(
  books: Books,
  options: Options,
  [who, amount]: readonly unknown[],
  act: (ask: Ask) => Promise<Answer>,
): Promise<Answer> {
  const all = await books.store.tenants({ platform: null });
  const named = tenantIn(options);
  const tenant = named === null ? all[0] : all.find(({ id }) => id === named);
  if (named === null && all.length !== 1) {
    return said(operator.whichTenant(all.map(({ id }) => id)), 'bad', { kind: 'no_tenant' }, exitCodes.usage);
  }
  if (!tenant) return said(operator.noTenant(named ?? ''), 'bad', { kind: 'no_tenant' });
  const typed = Array.isArray(amount) ? amount.join(' ') : '';
  const showing = { words, nowMs: books.clock.nowMs() };
  return act({ books, tenant, who: String(who), amount: typed.trim().toLowerCase(), options, showing });
}

async function showOne({ books, tenant, who, showing }: Ask): Promise<Answer> {
  const { id: tenantId, budget } = tenant;
  const found = await subjectOf(books, tenantId, who);
  if (found.kind === 'wrong') return nobody(found.why);
  const { subject, many } = found;
  if (many?.kind === 'role' || many?.kind === 'budget') {
    const result = await showLimits({ by, tenantId, subject }, books);
    if (result.kind === 'not_allowed') throw notAllowed();
    return told(
      presentSetLimits(many.kind === 'role' ? roleSubject(many.id) : 'budget', result.limits, budget, showing),
      result,
    );
  }
  const userId = found.userId;
  const result = await showQuota({ by, tenantId, userId }, books);
  if (result.kind === 'not_allowed') throw notAllowed();
  const reader = { isOwn: false, seesSources: true, isOperator: true };
  const view =
    userId === null ? presentDefaultQuota(result.quota, showing) : presentQuota(result.quota, reader, showing, tenant);
  return told(view, result.quota);
}

async function setOne({ books, tenant, who, amount, options, showing }: Ask): Promise<Answer> {
  const { id: tenantId, budget } = tenant;
  const judged = judgeQuotaAmount(amount);
  if (judged.kind === 'wrong') {
    return said(operator.badAmount(amount, judged.nearest), 'bad', { kind: 'bad_amount' }, exitCodes.usage);
  }
  const found = await subjectOf(books, tenantId, who);
  if (found.kind === 'wrong') return nobody(found.why);
  const { subject, many } = found;
  const done = await setQuota({ by, tenantId, subject, change: judged.change, reason: reasonIn(options) }, books);
  if (done.kind === 'not_allowed') throw notAllowed();
  return told(presentChanged(done, many ?? { kind: 'person', name: done.name }, showing, budget), done);
}

async function grantOne({ books, tenant, who, amount, options, showing }: Ask): Promise<Answer> {
  const judged = judgeGift(amount);
  if (judged.kind === 'wrong') {
    return said(operator.badGift(amount, judged.nearest), 'bad', { kind: 'bad_amount' }, exitCodes.usage);
  }
  const expires = String(options['expires']);
  const lasting = judgeDuration(expires.trim().toLowerCase(), durations);
  if (lasting.kind === 'wrong') {
    return said(operator.badDuration(expires, lasting.nearest), 'bad', { kind: 'bad_time' }, exitCodes.usage);
  }
  const found = await findMember(books.store, tenant.id, who);
  if (found.kind === 'wrong') return nobody(found.why);
  const { userId } = found;
  const expiresAtMs = lasting.ms === null ? null : showing.nowMs + lasting.ms;
  const ask = { by, tenantId: tenant.id, userId, ...judged.gift, expiresAtMs, reason: reasonIn(options) };
  const done = await grant(ask, { ...books, ids: createIds(books.clock, books.random) });
  if (done.kind !== 'granted') throw notAllowed();
  const { unit, amount: given } = judged.gift;
  return said(operator.given(done.name, unit, given, lasting.ms), 'good', done);
}

type Found =
  | {
      readonly kind: 'found';
      readonly subject: PolicySubject;
      /** Null for everybody, and for all that is about more than one. */
      readonly userId: Parameters<typeof showQuota>[0]['userId'];
      /** Whom it concerns, where that is more than one. */
      readonly many: Exclude<ChangedFor, { kind: 'person' }> | null;
    }
  | { readonly kind: 'wrong'; readonly why: string };

async function subjectOf({ store }: Books, tenantId: TenantId, who: string): Promise<Found> {
  const many = (subject: PolicySubject, whom: Exclude<ChangedFor, { kind: 'person' }>): Found => {
    return { kind: 'found', subject, userId: null, many: whom };
  };
  const word = who.trim().toLowerCase();
  if (['everybody', 'everyone', 'default'].includes(word)) return many('default', { kind: 'everybody' });
  if (word === 'budget') return many('budget', { kind: 'budget' });
  const mentioned = roleOf({ kind: 'person', raw: who.trim() });
  const subject = mentioned === null ? policySubjectOf(who.trim()) : roleSubject(mentioned);
  if (subject?.startsWith('role:') === true) return many(subject, { kind: 'role', id: subject.slice('role:'.length) });
  const found = await findMember(store, tenantId, who.trim());
  if (found.kind === 'wrong') return found;
  return { kind: 'found', subject: found.userId, userId: found.userId, many: null };
}

function reasonIn({ reason }: Options): string | null {
  return typeof reason === 'string' ? reason : null;
}

function told(view: View, data: unknown): Answer {
  return { view, data, code: exitCodes.ok };
}

function nobody(why: string): Answer {
  return said(why, 'bad', { kind: 'no_member' });
}

function notAllowed(): Error {
  return new Error('expected the operator to be allowed to do that');
}
