import { describe, expect, it } from 'vitest';
import type { Judged } from '../../../src/core/ports/prompt-judge.ts';
import type { SettingsChange } from '../../../src/core/tenant-settings.ts';
import { again } from '../../../src/core/usecases/again.ts';
import { listEngines } from '../../../src/core/usecases/list-engines.ts';
import { HOUR } from '../../../src/core/time.ts';
import { createEngines } from '../../../src/core/engines.ts';
import { aProvider, destination, openAsk, someCapabilities, tenantId } from '../samples.ts';
import { ada, bob, generous, openService, real } from '../service.ts';

type Service = Awaited<ReturnType<typeof openService>>;

const system = { kind: 'operator' } as const;

async function settle(service: Service, change: SettingsChange): Promise<void> {
  const { store, clock } = service;
  await store.setSettings({ tenantId, change, actor: system, reason: null, nowMs: clock.nowMs() });
}

const refusalsOf = (result: Awaited<ReturnType<Service['request']>>): readonly unknown[] =>
  result.kind === 'refused' ? result.refusals : [result.kind];

describe('a blocklist', () => {
  it('keeps what is on it out wherever it is said, for moderators as well, and not for the operator', async () => {
    const service = await openService();
    const first = await service.admitted({ prompt: 'a grumble in the park' });
    await settle(service, { blocklist: ['grumble', 'film noir'] });
    const { request } = service;
    const [one, other] = [
      { ...openAsk, fresh: true },
      { ...openAsk, fresh: true, prompt: 'g.r.u.m.b.l.e' },
    ] as const;
    const tried = [
      request({ prompt: 'a GRÜMBLE' }),
      request({ style: 'loud grumble' }),
      request({ style: 'noir' }),
      request({}, { asks: [one, other] }),
      request({ prompt: 'grumble' }, { isModerator: true }),
    ];
    const refusals = await Promise.all(tried);
    for (const result of refusals) expect(refusalsOf(result)).toMatchObject([{ kind: 'not_allowed_here' }]);
    // Nothing of the list is told.
    expect(JSON.stringify(refusals)).not.toMatch(/grumble|noir/u);
    expect(refusalsOf(await request({ prompt: 'grumble' }, { as: 'operator' }))).toEqual(['admitted']);

    // What is asked for once more is held to the list of today, and is nobody's fault.
    const standing = { actor: { kind: 'user', userId: await service.userOf(bob) }, at: destination } as const;
    const input = { person: bob, as: 'user', destination, locale: 'en' } as const;
    for (const inboundKey of ['once', 'twice', 'thrice']) {
      const ask = {
        ...standing,
        choice: { jobId: first.id },
        variant: 'take',
        request: { ...input, inboundKey },
      } as const;
      expect(await again(ask, service.deps)).toMatchObject({
        refusals: [{ kind: 'not_allowed_here', coolsUntilMs: null }],
      });
    }
    expect(refusalsOf(await request({}, { person: bob }))).toEqual(['admitted']);
  });

  it('makes whoever tries it three times in an hour wait for an hour, says so, and notes it for moderators', async () => {
    const service = await openService();
    await settle(service, { blocklist: ['grumble'] });
    const { request, clock, store } = service;
    const cools = async (more = {}) => refusalsOf(await request({ prompt: 'grumble' }, more))[0];
    const never = { kind: 'not_allowed_here', coolsUntilMs: null };
    expect(await cools({ inboundKey: 'one' })).toEqual(never);
    // The platform sent it again.
    expect(await cools({ inboundKey: 'one' })).toEqual(never);
    expect(await cools()).toEqual(never);
    // Moderators who try their own list get none.
    for (let at = 0; at < 4; at += 1) expect(await cools({ isModerator: true, person: bob })).toEqual(never);
    const untilMs = clock.nowMs() + HOUR;
    expect(await cools()).toEqual({ kind: 'not_allowed_here', coolsUntilMs: untilMs });
    expect(refusalsOf(await request())).toEqual([{ kind: 'cooling', untilMs }]);
    expect(refusalsOf(await request({}, { person: bob }))).toEqual(['admitted']);
    const lines = await store.audit({ tenantId, targetUserId: await service.userOf(ada), limit: 5 });
    expect(lines).toEqual([
      expect.objectContaining({ actor: { kind: 'system' }, about: expect.objectContaining({ name: 'Ada' }) }),
    ]);
    await clock.advance(HOUR);
    expect(refusalsOf(await request())).toEqual(['admitted']);
  });
});

describe('where prompts have to be judged', () => {
  it('nothing is taken while nothing judges, and moderators are told by whom that can be mended', async () => {
    const service = await openService();
    await settle(service, { judging: 'required' });
    const { request, deps } = service;
    expect(refusalsOf(await request())).toEqual([{ kind: 'judge_missing', isModerator: false }]);
    expect(refusalsOf(await request({}, { isModerator: true }))).toEqual([
      { kind: 'judge_missing', isModerator: true },
    ]);
    expect(refusalsOf(await request({}, { as: 'operator' }))).toEqual(['admitted']);
    const judge = { judge: async (): Promise<Judged> => ({ kind: 'fine' }) };
    expect(refusalsOf(await request({}, {}, { ...deps, judge }))).toEqual(['admitted']);
  });
});

describe('engines that moderators choose', () => {
  const cheap = someCapabilities({ id: 'budget/small', provider: 'budget', model: 'small', label: 'Small' });
  const dear = someCapabilities({
    id: 'deluxe/large',
    provider: 'deluxe',
    model: 'large',
    label: 'Large',
    price: { perSecondMicroUsd: 1_000_000 },
  });

  async function withEngines() {
    const service = await openService();
    await service.allow();
    const capabilities = [real, cheap, dear];
    const engines = createEngines(
      capabilities.map((each) => ({
        provider: aProvider({ name: each.provider, capabilities: () => [each] }),
        credential: 'main',
      })),
      { clock: service.clock, standings: service.store.engines },
    );
    const deps = { ...service.deps, engines };
    const engineOf = async (ask = {}, more = {}, rules = generous) => {
      const result = await service.request(ask, more, { ...deps, rules });
      return result.kind === 'admitted' ? result.jobs[0]?.engine : refusalsOf(result)[0];
    };
    return { ...service, deps, engineOf };
  }

  it('are the only ones that are chosen, named and listed', async () => {
    const { engineOf, deps, ...service } = await withEngines();
    await settle({ ...service, deps }, { engines: ['budget', real.id] });
    expect([real.id, cheap.id]).toContain(await engineOf());
    expect(await engineOf({ engine: 'budget' })).toBe(cheap.id);
    expect(await engineOf({ engine: dear.id })).toEqual({
      kind: 'engine_not_allowed',
      engine: { id: dear.id, label: 'Large' },
      couldDo: [
        { id: real.id, label: real.label },
        { id: cheap.id, label: 'Small' },
      ],
    });
    expect(await engineOf({ engine: dear.id }, { as: 'operator' })).toBe(dear.id);
    const listed = await listEngines({ destination, isOperator: false }, deps);
    expect(listed.map((each) => each.capabilities.id).toSorted()).toEqual([real.id, cheap.id].toSorted());
  });

  it('keep under the price that needs a yes where one can, and are refused for it only where none can', async () => {
    const { engineOf, deps, ...service } = await withEngines();
    const world = { ...service, deps };
    await settle(world, { priceMaxMicroUsd: 3_000_000, engines: ['deluxe', 'budget'] });
    expect(await engineOf()).toBe(cheap.id);
    await settle(world, { engines: ['deluxe'] });
    expect(await engineOf()).toMatchObject({ kind: 'over_price', limitMicroUsd: 3_000_000 });
  });

  it('make way for one of another provider once nothing more may be spent with the key of theirs', async () => {
    const { engineOf, deps, ...service } = await withEngines();
    const world = { ...service, deps };
    await settle(world, { engines: ['budget', 'acme'] });
    const spent = (...names: string[]) => ({ ...generous, providers: new Map(names.map((name) => [name, 0])) });
    const first = await engineOf();
    const other = first === real.id ? cheap.id : real.id;
    const providerOf = (id: unknown) => String(id).split('/')[0] ?? '';
    expect(await engineOf({}, {}, spent(providerOf(first)))).toBe(other);
    // Who names one is told; and so is everybody when there is no other.
    const spentUp = expect.objectContaining({ kind: 'limit', scope: 'provider' });
    expect(await engineOf({ engine: String(first) }, {}, spent(providerOf(first)))).toEqual(spentUp);
    expect(await engineOf({}, {}, spent('acme', 'budget'))).toEqual(spentUp);
  });
});
