import { describe, expect, test } from 'vitest';

import type { EngineCapabilities } from '../../src/core/engine.ts';
import { quoteMicroUsd } from '../../src/core/engine.ts';
import { type ConfiguredProvider, createEngines } from '../../src/core/engines.ts';
import type { EngineStanding, StandingKind } from '../../src/core/ports/engine-standings.ts';
import { HOUR, SECOND } from '../../src/core/time.ts';
import { enginesOf } from '../doubles/engines.ts';
import { manualClock, noonMs } from '../doubles/world.ts';
import { aProvider, someCapabilities } from './samples.ts';

const demo = someCapabilities({ id: 'demo/pictures', provider: 'demo', playMoney: true, concurrencyMax: 1 });
const fast = someCapabilities({ id: 'acme/fast', concurrencyMax: 5 });
const fine = someCapabilities({ id: 'acme/fine', concurrencyMax: 2 });

function configured(credential: string, ...capabilities: readonly EngineCapabilities[]): ConfiguredProvider {
  return { provider: aProvider({ capabilities: () => capabilities }), credential };
}

function standing(engine: EngineStanding['engine'], kind: StandingKind): EngineStanding {
  return { engine, kind, sinceMs: noonMs, actor: { kind: 'system' }, reason: null };
}

const both = enginesOf([configured('none', demo), configured('main', fast, fine)]);
const idsOf = (engines: ReturnType<typeof both.all>): string[] => engines.map(({ capabilities }) => capabilities.id);

describe('the engines of a service', () => {
  test('are all models of all providers, each with its credential', () => {
    expect(both.all().map(({ capabilities, credential }) => [capabilities.id, credential])).toEqual([
      ['demo/pictures', 'none'],
      ['acme/fast', 'main'],
      ['acme/fine', 'main'],
    ]);
    expect(both.find('acme/fine')?.credential).toBe('main');
    expect(both.find('acme/gone')).toBeNull();
  });

  test('have as many places as their providers say', () => {
    expect(both.slots()).toEqual([
      { engine: 'demo/pictures', credential: 'none', max: 1 },
      { engine: 'acme/fast', credential: 'main', max: 5 },
      { engine: 'acme/fine', credential: 'main', max: 2 },
    ]);
  });

  test('are asked of their providers each time, so a model that goes away is gone at once', () => {
    let now = [fast, fine];
    const engines = enginesOf([{ provider: aProvider({ capabilities: () => now }), credential: 'main' }]);
    expect(engines.find('acme/fast')).not.toBeNull();
    now = [fine];
    expect(engines.find('acme/fast')).toBeNull();
    expect(engines.slots()).toHaveLength(1);
  });

  test('that are in no data any more are still asked about their tasks, by their provider', () => {
    const { provider } = configured('main');
    const engines = enginesOf([{ provider, credential: 'main' }]);
    expect(engines.find('acme/fast')).toBeNull();
    expect(engines.providerOf('acme/fast')?.provider).toBe(provider);
    expect(engines.providerOf('other/fast')).toBeNull();
  });
});

describe('an engine that takes nothing new', () => {
  test.each(['disabled', 'retired', 'out_of_credit'] as const)(
    'since it is %s is chosen by nobody, but known, and has room for all who wait so that each is moved or told',
    async (kind) => {
      const engines = enginesOf([configured('main', fast, fine)], { standings: [standing('acme/fast', kind)] });
      await engines.refresh();
      expect(idsOf(engines.all())).toEqual(['acme/fine']);
      expect(idsOf(engines.known())).toEqual(['acme/fast', 'acme/fine']);
      expect(engines.find('acme/fast')).not.toBeNull();
      expect(engines.standing('acme/fast')).toEqual({ kind, sinceMs: noonMs });
      expect(engines.standing('acme/fine')).toBeNull();
      expect(engines.slots().map(({ max }) => max)).toEqual([1_000_000, 2]);
    },
  );

  test('is retired on the day that its data names, in UTC, and not a moment before', () => {
    let nowMs = Date.parse('2026-09-24T00:00:00Z') - 1;
    const engines = enginesOf([configured('main', { ...fast, retiresOn: '2026-09-24' })], { nowMs: () => nowMs });
    expect(engines.standing('acme/fast')).toBeNull();
    nowMs += 1;
    expect(engines.standing('acme/fast')).toEqual({ kind: 'retired', sinceMs: null });
    expect(engines.all()).toEqual([]);
  });

  test('is out at once for whoever heard it, and what the database says holds a second later', async () => {
    const clock = manualClock();
    let standings: EngineStanding[] = [];
    const read = { all: async () => standings, figures: async () => [] };
    const engines = createEngines([configured('main', fast, fine)], { clock, standings: read });
    await engines.refresh();
    engines.noteOut(['acme/fast'], 'retired');
    expect(engines.standing('acme/fast')).toEqual({ kind: 'retired', sinceMs: noonMs });
    await engines.refresh();
    expect(engines.standing('acme/fast')).not.toBeNull();
    await clock.advance(SECOND);
    await engines.refresh();
    expect(engines.standing('acme/fast')).toBeNull();
    standings = [standing('acme/fine', 'disabled')];
    await engines.refresh();
    expect(engines.standing('acme/fine')).toBeNull();
    await clock.advance(SECOND);
    await engines.refresh();
    expect(engines.standing('acme/fine')).toEqual({ kind: 'disabled', sinceMs: noonMs });
  });

  test('for want of credit may be asked again after an hour, and is still told as out; put back, the clock hides no news', async () => {
    let nowMs = noonMs;
    let standings = [standing('acme/fast', 'out_of_credit'), standing('acme/fine', 'out_of_credit')];
    const read = { all: async () => standings, figures: async () => [] };
    const engines = createEngines([configured('main', fast, fine)], { clock: { nowMs: () => nowMs }, standings: read });
    await engines.refresh();
    nowMs += HOUR - 1;
    expect(engines.all()).toEqual([]);
    nowMs += 1;
    expect(idsOf(engines.all())).toEqual(['acme/fast', 'acme/fine']);
    expect(engines.standing('acme/fast')).toEqual({ kind: 'out_of_credit', sinceMs: noonMs });
    const [first] = engines.all();
    if (!first) throw new Error('expected an engine');
    expect(engines.lookAgain(first)).toEqual(['acme/fast', 'acme/fine']);
    expect(engines.all()).toEqual([]);
    standings = [];
    nowMs = noonMs - 24 * HOUR;
    await engines.refresh();
    expect(engines.all()).toHaveLength(2);
    expect(engines.lookAgain(first)).toBeNull();
  });

  test('cannot be told from others while the database is away: whoever asks hears of it', async () => {
    const away = { all: () => Promise.reject(new Error('away')), figures: async () => [] };
    const engines = createEngines([configured('main', fast)], { clock: manualClock(), standings: away });
    await expect(engines.refresh()).rejects.toThrow('away');
  });
});

test('what was measured of an engine is read again every five seconds, and nothing is made up before', async () => {
  const clock = manualClock();
  let good = 1;
  const figures = async ({ engines }: { engines: readonly EngineCapabilities['id'][] }) =>
    engines.map((engine) => ({ engine, msPerSecond: 2_000, good: (good += 1), bad: 0, open: 3 }));
  const engines = createEngines([configured('main', fast)], { clock, standings: { all: async () => [], figures } });
  const [engine] = engines.all();
  if (!engine) throw new Error('expected an engine');
  expect(engines.health(engine)).toEqual({ msPerSecond: null, good: 0, bad: 0, open: 0, circuit: 'closed' });
  await engines.refresh();
  await engines.refresh();
  expect(engines.health(engine)).toMatchObject({ msPerSecond: 2_000, good: 2, open: 3 });
  await clock.advance(5 * SECOND);
  await engines.refresh();
  expect(engines.health(engine).good).toBe(3);
});

describe('a clip costs', () => {
  const clip = { seconds: 5, size: { width: 1_280, height: 720 }, audio: false, input: null } as const;

  test('a price for each started second', () => {
    expect(quoteMicroUsd({ perSecondMicroUsd: 50_000 }, clip)).toBe(250_000);
    expect(quoteMicroUsd({ perSecondMicroUsd: 50_000 }, { ...clip, seconds: 4.1 })).toBe(250_000);
    expect(quoteMicroUsd({ perSecondMicroUsd: 0 }, clip)).toBe(0);
  });

  test('by the first rate that fits all that it names, so that sound and size are paid at their own price', () => {
    const rates = [
      { audio: true, linesMin: 1_080, perSecondMicroUsd: 400_000 },
      { linesMin: 1_080, perSecondMicroUsd: 200_000 },
      { input: 'image', perSecondMicroUsd: 70_000 },
    ] as const;
    const price = { perSecondMicroUsd: 50_000, rates };
    const hd = { ...clip, size: { width: 1_080, height: 1_920 } };
    expect(quoteMicroUsd(price, { ...hd, audio: true })).toBe(2_000_000);
    expect(quoteMicroUsd(price, hd)).toBe(1_000_000);
    expect(quoteMicroUsd(price, { ...clip, audio: true })).toBe(250_000);
    expect(quoteMicroUsd(price, { ...clip, input: { kind: 'image' } })).toBe(350_000);
  });
});
