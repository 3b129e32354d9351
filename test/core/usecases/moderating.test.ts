import { describe, expect, test } from 'vitest';
import { parseTenantId } from '../../../src/core/ids.ts';
import type { AdmissionRules } from '../../../src/core/policy.ts';
import type { By } from '../../../src/core/role.ts';
import { HOUR, MINUTE } from '../../../src/core/time.ts';
import { blockMember } from '../../../src/core/usecases/block-member.ts';
import { decideApproval } from '../../../src/core/usecases/decide-approval.ts';
import { listApprovals } from '../../../src/core/usecases/list-approvals.ts';
import { pause } from '../../../src/core/usecases/pause.ts';
import { removeAll } from '../../../src/core/usecases/remove-all.ts';
import { memberRules } from '../../contracts/store/driver.ts';
import { tenantId } from '../samples.ts';
import { ada, bob, generous, openService } from '../service.ts';

const elsewhere = parseTenantId('discord:999');
const oneADay = memberRules({ unit: 'videos', window: 'day', amount: 1 });

async function open() {
  const service = await openService();
  const { store, clock } = service;
  const [adaId, mo] = [await service.userOf(ada), await service.userOf({ ...bob, externalId: '300', name: 'Mo' })];
  const by = (role: By['role'], at = tenantId): By => ({ userId: mo, role, tenantId: at });
  const set = (change: Parameters<typeof store.setSettings>[0]['change']) =>
    store.setSettings({ tenantId, change, actor: { kind: 'operator' }, reason: null, nowMs: clock.nowMs() });
  await set({ memberAgeMsMin: 0, accountAgeMsMin: 0 });
  return {
    ...service,
    adaId,
    by,
    set,
    moderator: by('moderator'),
    using: (rules: AdmissionRules) => ({ ...service.deps, rules }),
  };
}

describe('what only moderators may', () => {
  test('is refused to members and to moderators of another tenant, and changes nothing', async () => {
    const { deps, store, by, set, adaId, admitted } = await open();
    await set({ approvalChannel: 'mods' });
    const job = await admitted({}, { asksModerator: 'over_quota' });
    const reason = null;
    for (const who of [by('member'), by('moderator', elsewhere)]) {
      const of = { by: who, tenantId, userId: adaId, reason };
      const results = await Promise.all([
        blockMember({ ...of, block: { untilMs: null } }, deps),
        decideApproval({ ...of, approval: { number: job.number }, verdict: { kind: 'deny' } }, deps),
        listApprovals(of, deps),
        pause({ ...of, channel: null, isPaused: true }, deps),
        removeAll({ ...of, sinceMs: 0, isPreview: false }, deps),
      ]);
      expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['not_allowed']));
    }
    // By its own id, from their own tenant, where it is not.
    const theirs = { by: by('moderator', elsewhere), tenantId: elsewhere, reason };
    const [approval] = await store.approvals.open(tenantId);
    if (!approval) throw new Error('expected one that waits');
    const decide = { ...theirs, approval: { id: approval.id }, verdict: { kind: 'deny' } } as const;
    expect(await decideApproval(decide, deps)).toEqual({ kind: 'not_found' });
    expect(await listApprovals({ by: by('moderator'), tenantId }, deps)).toMatchObject({
      open: [{ approval: { id: approval.id }, jobs: [{ job: { number: job.number } }] }],
    });
  });

  test('decided by the number of a video; one that waits for nothing is not found', async () => {
    const { deps, moderator, set, admitted } = await open();
    await set({ approvalChannel: 'mods' });
    const fits = await admitted();
    const job = await admitted({}, { asksModerator: 'over_quota' });
    const decide = (number: number) =>
      decideApproval(
        { by: moderator, tenantId, approval: { number }, verdict: { kind: 'approve', limit: null }, reason: null },
        deps,
      );
    expect(await decide(fits.number)).toEqual({ kind: 'not_found' });
    expect(await decide(99)).toEqual({ kind: 'not_found' });
    expect(await decide(job.number)).toMatchObject({ kind: 'approved', jobs: [{ id: job.id }] });
  });
});

test('a pause of a channel, or of all, holds from the next request on; resuming everywhere lets go of all', async () => {
  const { deps, moderator: by, request } = await open();
  const set = (channel: string | null, isPaused: boolean) =>
    pause({ by, tenantId, channel, isPaused, reason: 'raid' }, deps);
  expect(await set('c2', true)).toMatchObject({ changed: true, pause: { everywhere: false, channels: ['c2'] } });
  expect(await set('c2', true)).toMatchObject({ changed: false });
  expect(await request(), 'in another channel').toMatchObject({ kind: 'admitted' });
  expect(await set('c1', true)).toMatchObject({ changed: true });
  expect(await request()).toMatchObject({ refusals: [{ kind: 'paused', isEverywhere: false }], mayAsk: null });
  expect(await set('c1', false)).toMatchObject({ changed: true });
  expect(await set(null, true)).toMatchObject({ changed: true, pause: { everywhere: true, channels: ['c2'] } });
  expect(await request()).toMatchObject({
    kind: 'refused',
    refusals: [{ kind: 'paused', isEverywhere: true }],
    mayAsk: null,
  });
  expect(await set(null, false)).toMatchObject({ changed: true, pause: { everywhere: false, channels: [] } });
  expect(await request()).toMatchObject({ kind: 'admitted' });
});

describe('removing all of somebody’s lately', () => {
  test('says first what would go, then takes clips away and stops what is on its way; not what is older, private or another’s', async () => {
    const { deps, store, moderator: by, adaId, admitted, bring, clock, now } = await open();
    const old = await bring(await admitted(), 'ready');
    await clock.advance(2 * HOUR);
    const ready = await bring(await admitted(), 'ready');
    const waits = await admitted();
    const hidden = await bring(await admitted({ private: true }), 'ready');
    const others = await bring(await admitted({}, { person: bob }), 'ready');
    const ask = { by, tenantId, userId: adaId, sinceMs: clock.nowMs() - HOUR, reason: 'spam' };
    const numbers = [waits.number, ready.job.number];
    expect(await removeAll({ ...ask, isPreview: true }, deps)).toEqual({
      kind: 'preview',
      numbers,
      isMore: false,
      name: 'Ada',
    });
    expect((await now(waits)).state.kind, 'a look changes nothing').toBe('preparing');
    expect(await removeAll({ ...ask, isPreview: false }, deps)).toMatchObject({ kind: 'removed', numbers });
    expect((await now(waits)).state.kind).toBe('cancelled');
    const isThere = async ({ job }: typeof ready): Promise<boolean> =>
      job.state.kind === 'ready' && (await store.clip(job.state.clipId))?.deletedAtMs === null;
    expect(await Promise.all([ready, old, hidden, others].map(isThere))).toEqual([false, true, true, true]);
    expect(await removeAll({ ...ask, isPreview: false }, deps)).toMatchObject({ kind: 'removed', numbers: [] });
  });
});

describe('a refusal that moderators can lift', () => {
  const dear = { ...generous, member: { ...generous.member, inFlightMax: 1 } };

  test('says that they can be asked, where there is a channel for it: for limits of the member and the price alone', async () => {
    const { set, request, using, clock } = await open();
    await request({}, {}, using(oneADay));
    const mayAsk = async (rules: AdmissionRules) => {
      const result = await request({}, {}, using(rules));
      return result.kind === 'refused' ? [result.refusals[0].kind, result.mayAsk] : result.kind;
    };
    expect(await mayAsk(oneADay), 'nobody is asked anywhere').toEqual(['limit', null]);
    await set({ approvalChannel: 'mods' });
    expect(await mayAsk(oneADay)).toEqual(['limit', 'over_quota']);
    expect(await mayAsk(dear)).toEqual(['in_flight', null]);
    await set({ priceMaxMicroUsd: 0 });
    expect(await mayAsk(generous)).toEqual(['over_price', 'over_price']);
    await clock.advance(MINUTE);
    const asked = await request({}, { asksModerator: 'over_price' }, using(oneADay));
    expect(asked).toMatchObject({ kind: 'admitted', jobs: [{ state: { kind: 'awaiting_approval' } }] });
  });
});
