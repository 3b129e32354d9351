import { describe, expect, test } from 'vitest';

import type { EngineCapabilities, EngineId } from '../../../src/core/engine.ts';
import type { Job } from '../../../src/core/job.ts';
import type { JobOutcome } from '../../../src/core/outcome.ts';
import type { EngineStanding } from '../../../src/core/ports/engine-standings.ts';
import type { ProviderErrorCode, SubmitResult } from '../../../src/core/ports/provider.ts';
import type { ClipSpec, Route } from '../../../src/core/spec.ts';
import { submit } from '../../../src/core/steps/submit.ts';
import type { StepDeps } from '../../../src/core/steps/deps.ts';
import type { TenantSettings } from '../../../src/core/tenant-settings.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import { noonMs } from '../../doubles/world.ts';
import { aJob, anAttempt, aProvider, idOf, someCapabilities, spec, unexpected } from '../samples.ts';
import { aJobClaim, nobodyStops, workbench } from './workbench.ts';

const attemptId = idOf('attempt');
const accepted: SubmitResult = { kind: 'accepted', taskId: 'task-1', estimateMicroUsd: null };
const rejected = (code: ProviderErrorCode, retryAfterMs: number | null = null): SubmitResult => ({
  kind: 'rejected',
  code,
  retryAfterMs,
  detail: 'no',
});

const one = engine('one/a', { price: { perSecondMicroUsd: 100_000 } });
const two = engine('two/b', {
  price: { perSecondMicroUsd: 90_000 },
  fps: [30],
  seconds: { kind: 'listed', seconds: [5] },
});
const sister = engine('one/c', { price: { perSecondMicroUsd: 95_000 } });
const dear = engine('three/d', { price: { perSecondMicroUsd: 100_001 } });
const toy = engine('toy/e', { price: { perSecondMicroUsd: 1 }, playMoney: true });

function engine(id: EngineId, more: Partial<EngineCapabilities>): EngineCapabilities {
  const [provider = '', model = ''] = id.split('/');
  return someCapabilities({ id, provider, model, ...more });
}

const route: Route = { because: 'cheapest', tried: [], priceMicroUsd: 500_000 };
const routed: ClipSpec = { ...spec, route };

function standing(engineId: EngineId, kind: EngineStanding['kind']): EngineStanding {
  return { engine: engineId, kind, sinceMs: noonMs, actor: { kind: 'system' }, reason: null };
}

async function bench(
  answer: SubmitResult,
  {
    pool = [one, two],
    out = [],
    ...fakes
  }: {
    pool?: readonly EngineCapabilities[];
    out?: readonly EngineStanding[];
    settings?: Partial<TenantSettings>;
    store?: Partial<StepDeps['store']>;
  } = {},
) {
  const asked: EngineId[] = [];
  const submitTo = async ({ engine: id }: { engine: EngineId }): Promise<SubmitResult> => {
    asked.push(id);
    return answer;
  };
  const world = workbench({
    providers: pool.map((capabilities) => ({
      provider: aProvider({ name: capabilities.provider, capabilities: () => [capabilities], submit: submitTo }),
      credential: 'main',
    })),
    known: { standings: out },
    ...fakes,
  });
  await world.engines.refresh();
  const run = (more: Partial<Job> = {}): Promise<JobOutcome> => {
    const at = more.engine ?? one.id;
    const attempt = anAttempt({ kind: 'submitting' }, { engine: at });
    const job = aJob({ kind: 'submitting', attemptId }, { engine: at, spec: routed, ...more });
    return submit(aJobClaim('submit', job, attempt), attempt, world, nobodyStops);
  };
  return { ...world, asked, run };
}

const movedTo = (outcome: JobOutcome): EngineId | null =>
  (outcome.kind === 'rejected' ? outcome.moveTo?.engine : undefined) ?? null;

describe('a create that was certainly not taken goes to the next engine', () => {
  test('in its own terms, at its own price, with the seed of the first, and what was tried', async () => {
    const { run } = await bench(rejected('transient'));
    const wish = {
      ...routed.wish,
      engine: null,
      fps: 24,
      seconds: null,
      size: null,
      style: null,
      seed: null,
      audio: null,
    };
    expect(await run({ spec: { ...routed, wish } })).toEqual({
      kind: 'rejected',
      attemptId,
      code: 'transient',
      retryAtMs: noonMs + 2 * SECOND,
      moveTo: {
        engine: 'two/b',
        credential: 'main',
        atMs: noonMs,
        spec: {
          ...routed,
          wish,
          fps: 30,
          seed: spec.seed,
          adapted: [{ option: 'fps', asked: '24', got: '30' }],
          route: { because: 'instead', tried: ['one/a'], priceMicroUsd: 450_000 },
        },
      },
    });
  });

  test('but never to one that may make only so many an hour: they are counted when people ask', async () => {
    const { run } = await bench(rejected('transient'), { pool: [one, { ...two, videosPerHourMax: 20 }] });
    expect(movedTo(await run())).toBeNull();
  });

  test('but never to one that moderators do not let be used, nor to any while that cannot be read', async () => {
    const { run } = await bench(rejected('transient'), { settings: { engines: ['one'] } });
    expect(movedTo(await run())).toBeNull();
    const unreadable = await bench(rejected('transient'), { store: { tenant: unexpected('tenant') } });
    expect(movedTo(await unreadable.run())).toBeNull();
    expect(unreadable.log.errors).toHaveLength(1);
  });

  test.each(['transient', 'rate_limited', 'invalid', 'out_of_credit', 'model_retired'] as const)(
    'when it was rejected as %s',
    async (code) => {
      const { run } = await bench(rejected(code, MINUTE));
      expect(movedTo(await run())).toBe('two/b');
    },
  );

  test.each(['moderation', 'expired'] as const)('but not when it was rejected as %s', async (code) => {
    const { run } = await bench(rejected(code));
    expect(movedTo(await run())).toBeNull();
  });

  test('not when nobody knows whether it was taken', async () => {
    const { run } = await bench({ kind: 'unknown', detail: '' });
    expect(await run()).toMatchObject({ kind: 'create_unknown' });
  });

  test('not when a person named the engine, nor for a job of which it was not kept what was asked', async () => {
    const { run } = await bench(rejected('transient'));
    expect(movedTo(await run({ spec: { ...routed, route: null } }))).toBeNull();
    expect(movedTo(await run({ spec: { ...routed, wish: null } }))).toBeNull();
  });

  test('not above the price that was agreed, nor between play money and real', async () => {
    const { run } = await bench(rejected('transient'), { pool: [one, dear, toy] });
    expect(movedTo(await run())).toBeNull();
    expect(movedTo(await run({ quoteMicroUsd: 500_005 }))).toBe('three/d');
    expect(movedTo(await run({ playMoney: true }))).toBe('toy/e');
  });

  test('not to one that cannot do it, is out, or is left alone at present', async () => {
    const image = { kind: 'image', source: 'x', mediaKey: 'aa/x' } as const;
    const words = await bench(rejected('transient'), { pool: [one, { ...two, inputs: ['text'] }] });
    expect(movedTo(await words.run({ spec: { ...routed, input: image } }))).toBeNull();
    const out = await bench(rejected('transient'), { out: [standing('two/b', 'disabled')] });
    expect(movedTo(await out.run())).toBeNull();
    const sick = await bench(rejected('transient'));
    for (let n = 0; n < 3; n += 1) sick.engines.note({ engine: 'two/b', credential: 'main' }, { kind: 'unanswered' });
    expect(movedTo(await sick.run())).toBeNull();
  });

  test('a limit that ends in a moment is waited for once', async () => {
    const { run } = await bench(rejected('rate_limited', 10 * SECOND));
    expect(await run()).toEqual({ kind: 'rejected', attemptId, code: 'rate_limited', retryAtMs: noonMs + 10 * SECOND });
  });

  test('once all were tried it goes around, each time later, until patience ends; never for what none can use', async () => {
    const tried = { ...routed, route: { ...route, tried: ['two/b'] as const } };
    const { run } = await bench(rejected('transient'));
    const outcome = await run({ spec: tried, retries: 3 });
    expect(outcome).toMatchObject({ moveTo: { engine: 'two/b', atMs: noonMs + 16 * SECOND } });
    expect(outcome).toMatchObject({ moveTo: { spec: { route: { tried: ['two/b', 'one/a'] } } } });
    const late = await run({ spec: tried, admittedAtMs: noonMs - 6 * HOUR });
    expect([movedTo(late), late]).toMatchObject([null, { retryAtMs: null }]);
    expect(movedTo(await (await bench(rejected('invalid'))).run({ spec: tried }))).toBeNull();
  });
});

describe('an engine that says it takes nothing new is taken out', () => {
  test('as retired: that model alone', async () => {
    const { run, engines } = await bench(rejected('model_retired'), { pool: [one, sister, two] });
    expect(await run()).toMatchObject({ takesOut: { kind: 'retired', engines: ['one/a'] } });
    expect(engines.all().map(({ capabilities }) => capabilities.id)).toEqual(['one/c', 'two/b']);
  });

  test('as out of credit: every model that is paid from the same account, so that nobody is sent there next', async () => {
    const { run, engines } = await bench(rejected('out_of_credit'), { pool: [one, sister, two] });
    const outcome = await run();
    expect(outcome).toMatchObject({ takesOut: { kind: 'out_of_credit', engines: ['one/a', 'one/c'] } });
    expect(movedTo(outcome)).toBe('two/b');
    expect(engines.all().map(({ capabilities }) => capabilities.id)).toEqual(['two/b']);
  });

  test('by an answer that comes late, too', async () => {
    const world = await bench(rejected('transient'));
    const slow = async (): Promise<SubmitResult> => {
      await world.clock.sleep(10 * MINUTE);
      return rejected('model_retired');
    };
    const provider = aProvider({ name: 'one', capabilities: () => [one], submit: slow });
    const engines = { ...world.engines, find: () => ({ provider, credential: 'main', capabilities: one }) };
    const attempt = anAttempt({ kind: 'submitting' }, { engine: one.id });
    const job = aJob({ kind: 'submitting', attemptId }, { engine: one.id, spec: routed });
    const step = submit(aJobClaim('submit', job, attempt), attempt, { ...world, engines }, nobodyStops);
    expect(await world.clock.runUntil(step)).toMatchObject({ kind: 'create_unknown' });
    await world.clock.advance(HOUR);
    expect(world.late).toMatchObject([
      { kind: 'rejected', moveTo: { engine: 'two/b' }, takesOut: { kind: 'retired' } },
    ]);
  });

  test.each([
    ['retired', 'model_retired'],
    ['out_of_credit', 'out_of_credit'],
    ['disabled', 'out_of_credit'],
  ] as const)(
    'one that is %s is not asked: who waits there goes elsewhere, or hears of it at once',
    async (kind, code) => {
      const { run, asked } = await bench(accepted, { out: [standing('one/a', kind)] });
      const outcome = await run();
      expect(outcome).toMatchObject({ code, retryAtMs: null, moveTo: { engine: 'two/b', atMs: noonMs } });
      expect(outcome).not.toHaveProperty('takesOut');
      expect(await run({ spec: { ...routed, route: null } })).toEqual({
        kind: 'rejected',
        attemptId,
        code,
        retryAtMs: null,
      });
      expect(asked).toEqual([]);
    },
  );

  test('one that is in no data any more as well', async () => {
    const { run } = await bench(accepted);
    expect(await run({ engine: 'one/gone' })).toMatchObject({ code: 'model_retired', moveTo: { engine: 'two/b' } });
  });
});

describe('an engine that is left alone', () => {
  test('is not asked: its jobs go elsewhere at once, and one that names it waits until it is asked again', async () => {
    const { run, asked } = await bench(rejected('transient'));
    const named = { spec: { ...routed, route: null } };
    for (let n = 0; n < 3; n += 1) await run(named);
    expect(asked).toHaveLength(3);
    expect(await run(named)).toEqual({
      kind: 'rejected',
      attemptId,
      code: 'transient',
      retryAtMs: noonMs + 30 * SECOND,
    });
    expect(movedTo(await run())).toBe('two/b');
    expect(asked).toHaveLength(3);
  });

  test('asks for patience, and gets it from all of its jobs, not only from the one that heard it', async () => {
    const { run, asked, clock } = await bench(rejected('rate_limited', 5 * MINUTE), { pool: [one] });
    await run();
    await clock.advance(MINUTE);
    expect(await run()).toMatchObject({ retryAtMs: noonMs + 5 * MINUTE });
    expect(asked).toHaveLength(1);
    await clock.advance(4 * MINUTE);
    await run();
    expect(asked).toHaveLength(2);
  });
});
