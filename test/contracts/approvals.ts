import { describe, expect, it } from 'vitest';
import { approvalDefaults, type Verdict } from '../../src/core/approval.ts';
import type { UserId } from '../../src/core/ids.ts';
import type { Decided } from '../../src/core/ports/approvals.ts';
import type { AdmissionRules } from '../../src/core/policy.ts';
import { DAY, MINUTE } from '../../src/core/time.ts';
import { type AskFor, type Driver, driverOf, memberRules, noRules, only, quote, tenantA } from './store/driver.ts';
import { expectBooksInOrder, type StoreWorld } from './store/world.ts';

const operator = { kind: 'operator' } as const;
const approve: Verdict = { kind: 'approve', limit: null };
const deny: Verdict = { kind: 'deny' };
const oneADay = memberRules({ unit: 'videos', window: 'day', amount: 1 });
const leaseMs = 2 * MINUTE;

/** A tenant whose moderators are asked in a channel. */
async function desk(world: StoreWorld) {
  const driver = driverOf(await world.join(), world);
  const change = { approvalChannel: 'C-mods' };
  await driver.store.setSettings({ tenantId: tenantA, change, actor: operator, reason: null, nowMs: driver.nowMs() });
  return { driver, userId: await driver.user() };
}

async function asked(driver: Driver, userId: UserId, more: Partial<AskFor> = {}) {
  const { request, jobs, job } = await driver.admitted({ userId, ask: 'over_quota', ...more });
  const approval = await driver.store.approvals.find({ requestId: request.id });
  if (!approval) throw new Error('expected an approval of what was asked for');
  return { request, jobs, job, approval };
}

type Approval = Awaited<ReturnType<typeof asked>>['approval'];

function decide(
  { driver, world }: { readonly driver: Driver; readonly world: StoreWorld },
  { id }: Pick<Approval, 'id'>,
  verdict: Verdict,
  more: { readonly rules?: AdmissionRules; readonly reason?: string | null } = {},
): Promise<Decided> {
  return driver.store.approvals.decide({
    id,
    verdict,
    grantId: world.ids.next('grant'),
    engines: new Map(),
    rules: noRules,
    freeBytes: 1,
    actor: operator,
    reason: null,
    nowMs: driver.nowMs(),
    ...more,
  });
}

const toShow = ({ store, nowMs }: Driver) =>
  store.approvals.toShow({ nowMs: nowMs(), leaseMs, limit: 9, rules: noRules });

/** Nothing is held before a yes, the first word holds, and moderators are shown each ask and how it ended, once. */
export function approvalContract(name: string, open: () => Promise<StoreWorld>): void {
  describe(`approvals: ${name}`, () => {
    it('wait without a hold or a place, and only one of a member in a tenant', async () => {
      await using world = await open();
      const { driver, userId } = await desk(world);
      const { jobs, approval, job } = await asked(driver, userId, { jobs: 2, rules: oneADay });
      expect(jobs.map(({ state }) => state.kind)).toEqual(['awaiting_approval', 'awaiting_approval']);
      expect(approval).toMatchObject({
        reason: 'over_quota',
        quoteMicroUsd: 2 * quote,
        jobs: 2,
        state: { kind: 'open' },
      });
      const usage = await driver.store.quota({ tenantId: tenantA, userId, rules: oneADay, nowMs: driver.nowMs() });
      expect(usage.lines.map(({ used, held }) => [used, held])).toEqual([[0, 0]]);
      expect(await driver.claim(), 'nobody works on it').toBeNull();
      const again = await driver.admit({ userId, ask: 'over_price' });
      expect(again).toEqual({ kind: 'refused', refusal: { kind: 'ask_open', number: job.number } });
      expect(await driver.admit({ userId }), 'what fits starts all the same').toMatchObject({ kind: 'admitted' });
      expect(await driver.store.approvals.open(tenantA)).toEqual([approval]);
      await expectBooksInOrder(world, driver);
    });

    it('start with a yes: from what the member has where it fits, else from a grant of just what is missing', async () => {
      await using world = await open();
      const { driver, userId } = await desk(world);
      const { approval, request } = await asked(driver, userId, { jobs: 2, rules: oneADay });
      const done = await decide({ driver, world }, approval, approve, { rules: oneADay, reason: 'for the film' });
      if (done.kind !== 'approved') throw new Error(`expected a yes, got ${done.kind}`);
      expect(done.jobs.map(({ state, funding }) => [state.kind, funding.kind])).toEqual([
        ['preparing', 'allowance'],
        ['preparing', 'grants'],
      ]);
      expect(done.approval.state).toMatchObject({ kind: 'approved', grantedMicroUsd: null, reason: 'for the film' });
      const at = { tenantId: tenantA, userId, nowMs: driver.nowMs() };
      expect(await driver.store.grants.open(at), 'nothing of it is left').toEqual([]);
      expect((await driver.store.request(request.id))?.jobs).toEqual(done.jobs);
      expect(await driver.admit({ userId, rules: oneADay })).toMatchObject({
        kind: 'refused',
        refusal: { kind: 'limit' },
      });
      const audit = await driver.store.audit({ tenantId: tenantA, targetUserId: userId, limit: 1 });
      expect(audit).toMatchObject([
        { change: { kind: 'approval', verdict: 'approved', number: 1 }, reason: 'for the film' },
      ]);
      await expectBooksInOrder(world, driver);
    });

    it('are decided once: of two words at once one holds, and whoever comes later is told whose', async () => {
      await using world = await open();
      const { driver, userId } = await desk(world);
      const second = driverOf(await world.join(), world);
      const { approval, job } = await asked(driver, userId);
      const both = await Promise.all([
        decide({ driver, world }, approval, approve),
        decide({ driver: second, world }, approval, deny, { reason: 'no' }),
      ]);
      const kinds = both.map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'already')).toHaveLength(1);
      const state = (await driver.store.job(job.id))?.state;
      expect(state).toEqual(
        kinds.includes('denied') ? { kind: 'refused', reason: 'approval_denied' } : { kind: 'preparing' },
      );
      expect(await decide({ driver, world }, { id: world.ids.next('approval') }, deny)).toEqual({ kind: 'not_found' });
      await expectBooksInOrder(world, driver);
    });

    it('end without a hold where they are denied, withdrawn, or not decided in a day', async () => {
      await using world = await open();
      const { driver, userId } = await desk(world);
      const { store } = driver;
      const one = await asked(driver, userId);
      expect(await decide({ driver, world }, one.approval, deny, { reason: 'too long' })).toMatchObject({
        kind: 'denied',
        approval: { state: { kind: 'denied', reason: 'too long' } },
      });
      const two = await asked(driver, userId, { jobs: 2 });
      for (const { id: jobId } of two.jobs) {
        expect((await store.approvals.find({ jobId }))?.state.kind, 'as long as one waits').toBe('open');
        await driver.recorded({ kind: 'cancel_requested', jobId });
      }
      expect((await store.approvals.find({ id: two.approval.id }))?.state.kind).toBe('withdrawn');
      const three = await asked(driver, userId);
      await world.clock.advance(approvalDefaults.expiresAfterMs);
      const { job } = await driver.claimed('prepare');
      await driver.recorded({ kind: 'approval_expired', jobId: job.id });
      expect((await store.approvals.find({ id: three.approval.id }))?.state.kind).toBe('expired');
      const four = await asked(driver, userId);
      await world.clock.advance(approvalDefaults.expiresAfterMs);
      const late = await decide({ driver, world }, four.approval, approve);
      expect(late, 'also where nobody has looked since').toMatchObject({
        kind: 'already',
        approval: { state: { kind: 'expired' } },
      });
      expect((await store.job(four.job.id))?.state).toEqual({ kind: 'refused', reason: 'approval_expired' });
      await expectBooksInOrder(world, driver);
    });

    it('given a limit start from it where it is enough; where it is not, it is theirs and the ask is over', async () => {
      await using world = await open();
      const { driver, userId } = await desk(world);
      const nothing = memberRules({ unit: 'usd_micro', window: 'day', amount: 0 });
      const limit = (microUsd: number): Verdict => ({
        kind: 'approve',
        limit: { microUsd, expiresAtMs: driver.nowMs() + DAY },
      });
      const small = await asked(driver, userId, { rules: nothing });
      const less = await decide({ driver, world }, small.approval, limit(quote - 1), { rules: nothing });
      expect(less).toMatchObject({
        kind: 'gave_less',
        approval: { state: { kind: 'approved', grantedMicroUsd: quote - 1 } },
      });
      expect((await driver.store.job(small.job.id))?.state).toEqual({ kind: 'refused', reason: 'approval_denied' });
      const at = () => ({ tenantId: tenantA, userId, nowMs: driver.nowMs() });
      expect(only(await driver.store.grants.open(at())).left).toBe(quote - 1);
      const large = await asked(driver, userId, { rules: nothing });
      const enough = await decide({ driver, world }, large.approval, limit(quote), { rules: nothing });
      expect(enough).toMatchObject({ kind: 'approved', jobs: [{ funding: { kind: 'grants', unit: 'usd_micro' } }] });
      const left = (await driver.store.grants.open(at())).reduce((sum, grant) => sum + grant.left, 0);
      expect(left).toBe(quote - 1);
      await expectBooksInOrder(world, driver);
    });

    it('never go over what tenant or service may spend: a yes is refused then, and it goes on waiting', async () => {
      await using world = await open();
      const { driver, userId } = await desk(world);
      const { store, nowMs } = driver;
      await store.allowTenant(tenantA, { perDayMicroUsd: quote, perMonthMicroUsd: quote }, operator, nowMs());
      const { approval, job } = await asked(driver, userId, { playMoney: false });
      await driver.admitted({ userId, playMoney: false });
      const done = await decide({ driver, world }, approval, approve);
      expect(done).toMatchObject({ kind: 'refused', refusal: { kind: 'limit', scope: 'tenant' } });
      expect((await store.job(job.id))?.state.kind).toBe('awaiting_approval');
      expect(await store.approvals.open(tenantA)).toHaveLength(1);
      await expectBooksInOrder(world, driver);
    });

    it('are to be shown once: a try that was begun is known to the next one, and what changed meanwhile is shown after it', async () => {
      await using world = await open();
      const { driver, userId } = await desk(world);
      const other = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      await driver.admitted({ userId });
      await world.clock.advance(1);
      const { approval } = await asked(driver, userId);
      const first = only(await toShow(driver));
      expect(first).toMatchObject({
        mayBeShown: false,
        approval,
        jobs: [{ job: { number: 2 } }],
        lately: [{ number: 1 }],
      });
      expect(await toShow(other), 'it is leased').toEqual([]);
      await world.clock.advance(leaseMs);
      const next = only(await toShow(other));
      expect(next.mayBeShown, 'the first may have died after it was shown').toBe(true);
      await decide({ driver, world }, approval, deny);
      expect(await toShow(driver), 'not beside a try that is under way').toEqual([]);
      const { id, version } = { id: approval.id, version: next.version };
      await store.approvals.shown({ id, version, message: 'm1', nowMs: nowMs() });
      const ended = only(await toShow(driver));
      expect(ended).toMatchObject({ mayBeShown: false, approval: { message: 'm1', state: { kind: 'denied' } } });
      await store.approvals.notShown({ id, version: ended.version, mayBeShown: true, dueAtMs: nowMs() + MINUTE });
      expect(await toShow(driver)).toEqual([]);
      await world.clock.advance(MINUTE);
      expect(only(await toShow(driver))).toMatchObject({ retries: 1, approval: { message: 'm1' } });
      await store.approvals.shown({ id, version: ended.version, message: 'm1', nowMs: nowMs() });
      await world.clock.advance(DAY);
      expect(await toShow(driver)).toEqual([]);
      await store.approvals.shown({ id, version, message: 'm1', nowMs: nowMs() });
      expect(await toShow(driver), 'an older one that landed late is put right').toHaveLength(1);
    });

    it('of somebody who is forgotten end, and say nothing of theirs any more; nor why they were decided', async () => {
      await using world = await open();
      const { driver, userId } = await desk(world);
      const { store, nowMs } = driver;
      const done = await asked(driver, userId);
      await decide({ driver, world }, done.approval, deny, { reason: 'the-secret-reason' });
      const unanswered = await asked(driver, userId);
      for (const { approval, version } of await toShow(driver)) {
        await store.approvals.shown({ id: approval.id, version, message: `m of ${approval.id}`, nowMs: nowMs() });
      }
      await store.forgetPerson({ userId, actor: operator, nowMs: nowMs() });
      expect((await store.approvals.find({ id: done.approval.id }))?.state, 'at once').toMatchObject({ reason: null });
      expect((await store.approvals.find({ id: unanswered.approval.id }))?.state.kind).toBe('withdrawn');
      while (await store.emptyForgotten({ limit: 9, nowMs: nowMs() }));
      expect(world.stored()).not.toContain('the-secret-reason');
      const shown = await toShow(driver);
      expect(shown.map(({ request, jobs }) => [request.prompt, jobs[0]?.requester.name])).toEqual([
        [null, null],
        [null, null],
      ]);
    });

    it('of a tenant that was left end, and are shown nowhere any more', async () => {
      await using world = await open();
      const { driver, userId } = await desk(world);
      const { approval } = await asked(driver, userId);
      await driver.store.leaveTenant(tenantA, driver.nowMs());
      expect((await driver.store.approvals.find({ id: approval.id }))?.state.kind).toBe('withdrawn');
      expect(await toShow(driver)).toEqual([]);
    });

    it('cannot be asked for where moderators are asked nowhere: it is as if nobody had asked', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const { job, request } = await driver.admitted({ userId, ask: 'over_quota' });
      expect(job.state.kind).toBe('preparing');
      expect(await driver.store.approvals.find({ requestId: request.id })).toBeNull();
    });
  });
}
