import { describe, expect, test } from 'vitest';

import { allowedBy } from '../../src/core/allowed-engines.ts';
import { chooseEngines, findNamed, specFor } from '../../src/core/choose-engine.ts';
import type { EngineCapabilities, EngineId } from '../../src/core/engine.ts';
import type { StandingKind } from '../../src/core/ports/engine-standings.ts';
import type { Ask } from '../../src/core/spec.ts';
import { enginesOf } from '../doubles/engines.ts';
import { noonMs, seededRandom } from '../doubles/world.ts';
import { aProvider, openAsk, someCapabilities } from './samples.ts';

const image = { kind: 'image', source: 'https://cdn.example/1', mediaKey: null } as const;

function engine(id: EngineId, more: Partial<EngineCapabilities> = {}): EngineCapabilities {
  const [provider = '', model = ''] = id.split('/');
  return someCapabilities({ id, provider, model, label: `The ${model}`, inputs: ['text'], ...more });
}

const demo = engine('demo/reel', { playMoney: true });
const fast = engine('acme/fast', { also: ['quick'] });
const fine = engine('acme/fine', { inputs: ['text', 'image'], price: { perSecondMicroUsd: 200_000 }, also: ['quick'] });
const sora = engine('oldco/sora-2', { also: ['sora'], retiresOn: '2025-09-24', replacedBy: 'acme/fine' });

async function world(pool: readonly EngineCapabilities[], out: Readonly<Record<EngineId, StandingKind>> = {}) {
  const configured = pool.map((capabilities) => ({
    provider: aProvider({ name: capabilities.provider, capabilities: () => [capabilities] }),
    credential: 'main',
  }));
  const standings = Object.entries(out).map(([id, kind]) => {
    const [provider = '', model = ''] = id.split('/');
    return { engine: `${provider}/${model}`, kind, sinceMs: noonMs, actor: { kind: 'system' }, reason: null } as const;
  });
  const engines = enginesOf(configured, { standings });
  await engines.refresh();
  return engines;
}

type Facts = { readonly real?: boolean; readonly max?: number; readonly allowed?: readonly string[] };

async function chosen(
  asks: readonly Partial<Ask>[],
  pool: readonly EngineCapabilities[] = [demo, fast, fine],
  out: Readonly<Record<EngineId, StandingKind>> = {},
  { real = true, max, allowed }: Facts = {},
) {
  const engines = await world(pool, out);
  const mayUse = allowedBy({ engines: allowed ?? null });
  const facts = { mayUseRealEngines: real, mayUse, priceMaxMicroUsd: max ?? null };
  return chooseEngines(
    asks.map((ask) => ({ ...openAsk, ...ask })),
    engines,
    facts,
  );
}

/** The engines that were chosen, or what was refused. */
async function outcome(...ask: Parameters<typeof chosen>): Promise<readonly unknown[]> {
  const result = await chosen(...ask);
  if (result.kind === 'refused') return result.refusals;
  return result.choices.map(({ engine: { capabilities }, because }) => `${capabilities.id} ${because ?? 'named'}`);
}

describe('an engine that is named', () => {
  test.each([
    ['acme/fine', 'acme/fine'],
    ['ACME/Fine', 'acme/fine'],
    ['acme', 'acme/fast'],
    ['fine', 'acme/fine'],
    ['quick', 'acme/fast'],
    ['The fine', 'acme/fine'],
    ['demo', 'demo/reel'],
  ])('as %s is %s', async (name, id) => {
    expect(await outcome([{ engine: name }])).toEqual([`${id} named`]);
  });

  test('by its provider is the first of them that can do it', async () => {
    expect(await outcome([{ engine: 'acme', input: image }])).toEqual(['acme/fine named']);
  });

  test('is never another one in its place: a name that nobody has is refused with those there are', async () => {
    expect(await outcome([{ engine: 'acme/gone' }])).toMatchObject([
      { kind: 'unsupported', option: 'engine', got: 'acme/gone', expected: 'demo/reel, acme/fast, acme/fine' },
    ]);
    expect(await outcome([{ engine: '' }])).toMatchObject([{ option: 'engine' }]);
  });

  test('and cannot do it is refused, with those here that could', async () => {
    const [refusal] = await outcome([{ engine: 'fast', input: image }]);
    expect(refusal).toMatchObject({ option: 'input', couldDo: [{ id: 'acme/fine', label: 'The fine' }] });
    const [alone] = await outcome([{ engine: 'fast', input: image }], [fast]);
    expect(alone).toMatchObject({ couldDo: [] });
  });

  test.each(['disabled', 'out_of_credit', 'retired'] as const)('and is %s is refused, with why', async (why) => {
    expect(await outcome([{ engine: 'acme/fast' }], [fast, fine], { 'acme/fast': why })).toEqual([
      {
        kind: 'engine_out',
        engine: { id: 'acme/fast', label: 'The fast' },
        why,
        retiredOn: null,
        replacedBy: null,
        couldDo: [{ id: 'acme/fine', label: 'The fine' }],
      },
    ]);
  });

  test('and is gone at its vendor is refused with the day and what replaces it', async () => {
    expect(await outcome([{ engine: 'sora' }], [fine, sora])).toMatchObject([
      { kind: 'engine_out', why: 'retired', retiredOn: '2025-09-24', replacedBy: { id: 'acme/fine' } },
    ]);
  });

  test('is replaced by what replaced its replacement, and by nothing where that goes in a circle', async () => {
    const next = engine('midco/next', { replacedBy: 'acme/fine', retiresOn: '2025-12-01' });
    const old = { ...sora, replacedBy: next.id };
    expect(await outcome([{ engine: 'sora' }], [fine, next, old])).toMatchObject([{ replacedBy: { id: 'acme/fine' } }]);
    const loop = { ...next, replacedBy: sora.id };
    expect(await outcome([{ engine: 'sora' }], [fine, loop, old])).toMatchObject([{ replacedBy: null }]);
  });

  test('and that moderators do not let be used is refused, with those that they do; neither is it told of as a way out', async () => {
    const pool = [demo, fast, fine];
    const name = { id: 'acme/fast', label: 'The fast' };
    const couldDo = [{ id: 'acme/fine', label: 'The fine' }];
    const only = { allowed: ['acme/fine'] };
    expect(await outcome([{ engine: 'fast' }], pool, {}, only)).toEqual([
      { kind: 'engine_not_allowed', engine: name, couldDo },
    ]);
    expect(await outcome([{ engine: 'gone' }], pool, {}, only)).toMatchObject([{ expected: 'demo/reel, acme/fine' }]);
    // Of a provider it is the first that may be used; the demo always may.
    expect(await outcome([{ engine: 'acme' }], pool, {}, only)).toEqual(['acme/fine named']);
    expect(await outcome([{ engine: 'demo' }], pool, {}, only)).toEqual(['demo/reel named']);
    expect(await outcome([{}], pool, {}, only)).toEqual([expect.stringMatching(/^acme\/fine /u)]);
    expect(await outcome([{}], pool, {}, { allowed: ['acme'] })).toEqual(await outcome([{}], pool));
    expect(await outcome([{}], pool, {}, { allowed: ['other'] })).toEqual([
      { kind: 'engine_not_allowed', engine: name, couldDo: [] },
    ]);
  });

  test('that is left alone at present is taken at its word: it waits', async () => {
    const engines = await world([fast, fine]);
    for (let times = 0; times < 3; times += 1) {
      engines.note({ engine: 'acme/fast', credential: 'main' }, { kind: 'unanswered' });
    }
    const ask = { ...openAsk, engine: 'acme/fast' };
    const result = chooseEngines([ask], engines, {
      mayUseRealEngines: true,
      mayUse: () => true,
      priceMaxMicroUsd: null,
    });
    expect(result).toMatchObject({ kind: 'chosen', choices: [{ because: null }] });
  });
});

describe('where none is named', () => {
  test.each([null, 'auto', 'Auto'])('as %j, the service chooses and says why', async (name) => {
    expect(await outcome([{ engine: name }])).toEqual(['acme/fast cheapest']);
  });

  test('the demo stands in for no real engine: neither beside one, nor while all of them are out', async () => {
    expect(await outcome([{}], [demo, fine])).toEqual(['acme/fine only_one']);
    expect(await outcome([{}], [demo, fine], { 'acme/fine': 'out_of_credit' })).toMatchObject([
      { kind: 'engine_out', engine: { id: 'acme/fine' }, why: 'out_of_credit' },
    ]);
  });

  test('it is the demo where real ones are not allowed, or there are none', async () => {
    expect(await outcome([{}], [demo, fast], {}, { real: false })).toEqual(['demo/reel only_one']);
    expect(await outcome([{}], [demo])).toEqual(['demo/reel only_one']);
  });

  test('it is a real one where there is no demo, so that the refusal says what is missing', async () => {
    expect(await outcome([{}], [fast], {}, { real: false })).toEqual(['acme/fast only_one']);
  });

  test('it is nobody where there is none', async () => {
    expect(await outcome([{}], [])).toMatchObject([{ option: 'engine', expected: 'an engine to be configured' }]);
  });

  test('what none can do is refused with what comes nearest to it', async () => {
    expect(await outcome([{ seconds: 99 }])).toMatchObject([{ kind: 'unsupported', option: 'seconds', got: '99' }]);
  });

  test('what is dearer than one clip may be is refused with the cheapest that could', async () => {
    expect(await outcome([{ input: image }], [fast, fine], {}, { max: 999_999 })).toEqual([
      {
        kind: 'too_dear',
        engine: { id: 'acme/fine', label: 'The fine' },
        quoteMicroUsd: 1_000_000,
        maxMicroUsd: 999_999,
      },
    ]);
  });
});

describe('several asks', () => {
  test('that name engines get each its own; those that name none look alike', async () => {
    const asks = [
      { engine: 'fine' },
      { engine: 'fast' },
      { prompt: 'a' },
      { prompt: 'b', input: image },
      { prompt: 'c' },
    ];
    expect(await outcome(asks)).toEqual([
      'acme/fine named',
      'acme/fast named',
      'acme/fast cheapest',
      'acme/fine image_input',
      'acme/fast cheapest',
    ]);
    const withImageFirst = [{ input: image }, { prompt: 'b' }];
    expect(await outcome(withImageFirst)).toEqual(['acme/fine image_input', 'acme/fine image_input']);
  });

  test('are refused together, each with its own reason', async () => {
    const asks = [{ engine: 'fine' }, { engine: 'gone' }, { engine: 'fast', input: image }];
    expect(await outcome(asks)).toMatchObject([{ option: 'engine' }, { option: 'input' }]);
  });
});

test('a spec says how the service came to its engine and what that asks for it; one that was named says nothing', async () => {
  const result = await chosen([{}, { engine: 'fine' }]);
  if (result.kind !== 'chosen') throw new Error('expected engines');
  const routes = result.choices.map(({ ask, ...choice }) => specFor(ask, choice, seededRandom()).route);
  expect(routes).toEqual([{ because: 'cheapest', tried: [], priceMicroUsd: 500_000 }, null]);
});

test('a name finds by what is nearest to an id first: a model before another name', async () => {
  const engines = await world([engine('a/one', { also: ['two'] }), engine('b/two')]);
  expect(findNamed(engines.all(), ' two ').map(({ capabilities }) => capabilities.id)).toEqual(['b/two']);
});
