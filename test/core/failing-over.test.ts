import { describe, expect, test } from 'vitest';

import { createEngines } from '../../src/core/engines.ts';
import type { EngineCapabilities, EngineId } from '../../src/core/engine.ts';
import type { ProviderErrorCode, SubmitAsk, SubmitResult, TaskReport } from '../../src/core/ports/provider.ts';
import type { Ask } from '../../src/core/spec.ts';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import { aProvider, someCapabilities } from './samples.ts';
import { generous, openService } from './service.ts';
import { accepted, goodProvider, openWorker } from './working.ts';

const cheap = someCapabilities({
  id: 'first/cheap',
  provider: 'first',
  model: 'cheap',
  price: { perSecondMicroUsd: 90_000 },
});
const twin = someCapabilities({
  id: 'second/twin',
  provider: 'second',
  model: 'twin',
  price: { perSecondMicroUsd: 90_000 },
  fps: [30],
});

type Says = ProviderErrorCode | 'accepted' | 'nothing';

/** A worker with two real engines that cost the same: the first is chosen where nothing speaks against it. */
async function open() {
  const says: Record<EngineId, Says> = { [cheap.id]: 'accepted', [twin.id]: 'accepted' };
  const known: Record<EngineId, readonly EngineCapabilities[]> = { [cheap.id]: [cheap], [twin.id]: [twin] };
  const creates: EngineId[] = [];
  let isDone = true;
  const service = await openService();
  const providerOf = ({ id, provider: name }: EngineCapabilities) =>
    aProvider({
      ...goodProvider,
      name,
      capabilities: () => known[id] ?? [],
      submit: async ({ attemptId }: SubmitAsk): Promise<SubmitResult> => {
        creates.push(id);
        const answer = says[id] ?? 'nothing';
        if (answer === 'accepted') return accepted(attemptId);
        if (answer === 'nothing') return { kind: 'unknown', detail: '' };
        return { kind: 'rejected', code: answer, retryAfterMs: null, detail: '' };
      },
      poll: async (): Promise<TaskReport> =>
        isDone
          ? { kind: 'succeeded', costMicroUsd: null }
          : { kind: 'running', phase: 'rendering', progress: null, cancellable: false, pollAfterMs: null },
    });
  const { clock, store } = service;
  const configured = [cheap, twin].map((each) => ({ provider: providerOf(each), credential: 'main' }));
  const engines = createEngines(configured, { clock, standings: store.engines });
  const worker = await openWorker({ service, worker: { engines } });
  await service.allow();
  const deps = { ...service.deps, engines };
  const request = (ask: Partial<Ask> = {}) => service.request({ fresh: true, ...ask }, {}, deps);
  async function admitted(ask: Partial<Ask> = {}) {
    const result = await request(ask);
    const [job] = result.kind === 'admitted' ? result.jobs : [];
    if (!job) throw new Error(`expected to be admitted, got ${JSON.stringify(result)}`);
    worker.worker.wake();
    return job;
  }
  return {
    ...worker,
    engines,
    says,
    known,
    creates,
    request,
    admitted,
    setDone: (done: boolean): void => {
      isDone = done;
    },
    at: async (job: Parameters<typeof service.now>[0]): Promise<string> => {
      const { engine, state } = await service.now(job);
      return `${engine} ${state.kind}${state.kind === 'failed' ? ` (${state.code})` : ''}`;
    },
  };
}

describe('a dying engine is left for a living one, without a restart', () => {
  test('whoever was on the way there is made by the other, for the price that was agreed; the next go there at once', async () => {
    const { says, start, clock, admitted, at, creates, store, engines } = await open();
    says[cheap.id] = 'transient';
    start();
    const jobs = [];
    for (let asked = 0; asked < 5; asked += 1) {
      const job = await admitted();
      await clock.advance(10 * SECOND);
      jobs.push(await at(job));
    }
    expect(new Set(jobs)).toEqual(new Set(['second/twin ready']));
    expect(creates[0]).toBe(cheap.id);
    expect(creates.filter((id) => id === cheap.id).length).toBeLessThanOrEqual(3);
    expect(creates.filter((id) => id === twin.id)).toHaveLength(5);
    expect(await store.checkLedger()).toMatchObject({ unbalanced: [], wrongHolds: [], wrongCounters: [] });

    says[cheap.id] = 'accepted';
    await clock.advance(HOUR);
    const job = await admitted({ engine: 'first' });
    await clock.advance(MINUTE);
    expect(await at(job)).toBe('first/cheap ready');
    expect(engines.all().map((engine) => engines.health(engine).circuit)).toEqual(['closed', 'closed']);
  });

  test('the story of the job says that it went to another engine, and why', async () => {
    const { says, start, clock, admitted, store, now } = await open();
    says[cheap.id] = 'transient';
    start();
    const job = await admitted({ fps: 24 });
    await clock.advance(MINUTE);
    const story = await store.story(job.id, generous, clock.nowMs());
    expect(story?.events.map(({ outcome }) => outcome).slice(0, 4)).toEqual([
      'admitted',
      'prepared',
      'attempt_started',
      'moved',
    ]);
    expect(story?.attempts.map(({ engine, state }) => `${engine} ${state.kind}`)).toEqual([
      'first/cheap rejected',
      'second/twin succeeded',
    ]);
    expect((await now(job)).spec).toMatchObject({
      route: { because: 'instead', tried: ['first/cheap'] },
      adapted: [{ option: 'fps', asked: '24', got: '30' }],
    });
  });

  test('a create of which nobody knows whether it was taken is never sent elsewhere', async () => {
    const { says, start, clock, admitted, at, creates } = await open();
    says[cheap.id] = 'nothing';
    start();
    const job = await admitted();
    await clock.advance(HOUR);
    expect([await at(job), creates]).toEqual(['first/cheap unknown', ['first/cheap']]);
  });
});

describe('an engine that had turned a create away, and says later that it has it', () => {
  /** A job that went to the other engine, and the attempt that it left. */
  async function left() {
    const world = await open();
    const { says, start, clock, admitted, store, now, setDone } = world;
    says[cheap.id] = 'transient';
    setDone(false);
    start();
    const job = await admitted({ fresh: false });
    await clock.advance(10 * SECOND);
    const attempts = (await store.story(job.id, generous, clock.nowMs()))?.attempts ?? [];
    const first = attempts.find(({ engine }) => engine === cheap.id);
    if (!first) throw new Error('expected a first attempt');
    const say = () => store.record({ kind: 'accepted', attemptId: first.id, taskId: 'late' }, clock.nowMs());
    return { ...world, job: await now(job), first, say };
  }

  test('while the other renders it: both are paid, once each, the second by the tenant, and one clip is posted', async () => {
    const { job, first, say, setDone, clock, store, creates } = await left();
    expect(job).toMatchObject({ engine: twin.id, state: { kind: 'rendering' } });
    await say();
    setDone(true);
    await clock.advance(10 * MINUTE);
    const story = await store.story(job.id, generous, clock.nowMs());
    expect(story?.view).toMatchObject({ job: { state: { kind: 'ready' }, engine: twin.id }, chargedMicroUsd: 450_000 });
    expect(story?.attempts.map(({ state }) => state.kind)).toEqual(['succeeded', 'succeeded']);
    const late = story?.entries.filter(({ kind }) => kind === 'late_capture');
    expect(late).toMatchObject([{ ref: first.id }]);
    expect([creates, story?.view.deliveries.length]).toEqual([[cheap.id, twin.id], 1]);
    expect(await store.checkLedger()).toMatchObject({ unbalanced: [], wrongHolds: [], wrongCounters: [] });
  });
});

describe('an engine that says it is gone', () => {
  test('is asked by nobody again: jobs go on elsewhere, and whoever names it is told what there is', async () => {
    const { says, start, clock, admitted, at, creates, request, store } = await open();
    says[cheap.id] = 'model_retired';
    start();
    const [first, named] = [await admitted(), await admitted({ engine: 'first' })];
    await clock.advance(MINUTE);
    expect([await at(first), await at(named)]).toEqual(['second/twin ready', 'first/cheap failed (model_retired)']);
    expect(await store.engines.all()).toMatchObject([{ engine: 'first/cheap', kind: 'retired' }]);
    expect((await admitted()).engine).toBe('second/twin');
    expect(await request({ engine: 'first' })).toMatchObject({
      kind: 'refused',
      refusals: [{ kind: 'engine_out', why: 'retired', couldDo: [{ id: 'second/twin' }] }],
    });
    expect(creates.filter((id) => id === cheap.id).length).toBeLessThanOrEqual(2);
    expect(await store.checkLedger()).toMatchObject({ unbalanced: [], wrongHolds: [] });
  });

  test('keeps what it has: its tasks are polled and fetched to their end', async () => {
    const { start, clock, admitted, at, setDone, store, known } = await open();
    setDone(false);
    start();
    const [job, other] = [await admitted({ engine: 'first' }), await admitted({ engine: 'second' })];
    await clock.advance(10 * SECOND);
    const actor = { kind: 'operator' } as const;
    await store.engines.mark({ engine: 'first/cheap', kind: 'disabled', actor, reason: null, nowMs: clock.nowMs() });
    known[twin.id] = [];
    setDone(true);
    await clock.advance(MINUTE);
    expect([await at(job), await at(other)]).toEqual(['first/cheap ready', 'second/twin ready']);
  });
});

test('an account without credit is looked at again by one job, in an hour and then ever later, and is back when that is taken', async () => {
  const { says, start, clock, admitted, at, creates, store } = await open();
  const looks = () => creates.filter((id) => id === cheap.id).length - 3;
  async function several(): Promise<string[]> {
    const jobs = [await admitted(), await admitted(), await admitted()];
    await clock.advance(MINUTE);
    return Promise.all(jobs.map(at));
  }
  const elsewhere = ['second/twin ready', 'second/twin ready', 'second/twin ready'];
  const here = ['first/cheap ready', 'first/cheap ready', 'first/cheap ready'];
  start();
  expect(await several()).toEqual(here);
  says[cheap.id] = 'out_of_credit';
  await admitted();
  await clock.advance(MINUTE);
  const out = await store.engines.all();
  expect(out).toMatchObject([{ engine: cheap.id, kind: 'out_of_credit' }]);
  expect([await several(), looks()]).toEqual([elsewhere, 1]);
  await clock.advance(HOUR);
  expect([await several(), looks()]).toEqual([elsewhere, 2]);
  await clock.advance(HOUR);
  expect([await several(), looks()]).toEqual([elsewhere, 2]);
  // What its operator was told is told once: it is the same news as before.
  expect(await store.engines.all()).toEqual(out);
  says[cheap.id] = 'accepted';
  await clock.advance(HOUR);
  const job = await admitted();
  await clock.advance(MINUTE);
  expect([await at(job), await store.engines.all()]).toEqual(['first/cheap ready', []]);
  expect(await several()).toEqual(here);
  expect(await store.checkLedger()).toMatchObject({ unbalanced: [], wrongHolds: [], wrongCounters: [] });
});

describe('who waits at an engine that takes nothing new', () => {
  test('is moved or told at once, however many wait and however few places it has', async () => {
    const { start, clock, admitted, at, setDone, store } = await open();
    setDone(false);
    start();
    const jobs = [];
    for (let asked = 0; asked < 4; asked += 1) jobs.push(await admitted({ engine: 'first' }));
    const waiting = await admitted();
    await clock.advance(10 * SECOND);
    expect(await Promise.all([...jobs, waiting].map(at))).toEqual([
      'first/cheap rendering',
      'first/cheap rendering',
      'first/cheap queued',
      'first/cheap queued',
      'first/cheap queued',
    ]);
    const actor = { kind: 'system' } as const;
    await store.engines.mark({
      engine: 'first/cheap',
      kind: 'out_of_credit',
      actor,
      reason: null,
      nowMs: clock.nowMs(),
    });
    await clock.advance(MINUTE);
    expect(await Promise.all([...jobs, waiting].map(at))).toEqual([
      'first/cheap rendering',
      'first/cheap rendering',
      'first/cheap failed (engine_unavailable)',
      'first/cheap failed (engine_unavailable)',
      'second/twin rendering',
    ]);
  });

  test('is moved within two minutes from one that is in no data any more', async () => {
    const { start, clock, admitted, at, known } = await open();
    const job = await admitted();
    known[cheap.id] = [];
    start();
    await clock.advance(2 * MINUTE + SECOND);
    expect(await at(job)).toBe('second/twin ready');
  });
});
