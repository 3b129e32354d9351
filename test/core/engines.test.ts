import { describe, expect, test } from 'vitest';

import type { EngineCapabilities } from '../../src/core/engine.ts';
import { quoteMicroUsd } from '../../src/core/engine.ts';
import { chooseEngine, type ConfiguredProvider, createEngines } from '../../src/core/engines.ts';
import { aProvider, someCapabilities } from './samples.ts';

const demo = someCapabilities({ id: 'demo/pictures', provider: 'demo', playMoney: true, concurrencyMax: 1 });
const fast = someCapabilities({ id: 'acme/fast', concurrencyMax: 5 });
const fine = someCapabilities({ id: 'acme/fine', concurrencyMax: 2 });

function configured(credential: string, ...capabilities: readonly EngineCapabilities[]): ConfiguredProvider {
  return { provider: aProvider({ capabilities: () => capabilities }), credential };
}

const both = createEngines([configured('none', demo), configured('main', fast, fine)]);
const onlyDemo = createEngines([configured('none', demo)]);
const onlyReal = createEngines([configured('main', fast, fine)]);
const noEngines = createEngines([]);

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
    const engines = createEngines([{ provider: aProvider({ capabilities: () => now }), credential: 'main' }]);
    expect(engines.find('acme/fast')).not.toBeNull();
    now = [fine];
    expect(engines.find('acme/fast')).toBeNull();
    expect(engines.slots()).toHaveLength(1);
  });
});

describe('the engine for a request', () => {
  const chosen = (...ask: Parameters<typeof chooseEngine>) => chooseEngine(...ask)?.capabilities.id ?? null;

  test('is the one that is named, by its id or by its provider', () => {
    expect(chosen(both, 'acme/fine', true)).toBe('acme/fine');
    expect(chosen(both, 'acme', true)).toBe('acme/fast');
    expect(chosen(both, 'demo', true)).toBe('demo/pictures');
  });

  test('is none for a name that nobody has: never another engine in its place', () => {
    expect(chosen(both, 'acme/gone', true)).toBeNull();
    expect(chosen(both, '', true)).toBeNull();
    expect(chosen(noEngines, null, true)).toBeNull();
  });

  test('that names none is the first real one, so that the demo never stands in for it', () => {
    expect(chosen(both, null, true)).toBe('acme/fast');
  });

  test('that names none is the demo, where real ones are not allowed or there are none', () => {
    expect(chosen(both, null, false)).toBe('demo/pictures');
    expect(chosen(onlyDemo, null, true)).toBe('demo/pictures');
  });

  test('that names none is a real one where there is no demo, so that the refusal says what is missing', () => {
    expect(chosen(onlyReal, null, false)).toBe('acme/fast');
  });
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
