import { describe, expect, it } from 'vitest';
import type { EngineCapabilities } from '../../src/core/engine.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import type { Ask } from '../../src/core/spec.ts';
import { whatFits } from '../../src/core/what-fits.ts';
import { openAsk, someCapabilities } from './samples.ts';

const [hd, small, tall] = [
  { width: 1280, height: 720 },
  { width: 848, height: 480 },
  { width: 720, height: 1280 },
];
const dear: EngineCapabilities = {
  ...someCapabilities(),
  id: 'acme/dear',
  sizes: { kind: 'listed', sizes: [hd, small, tall] },
  seconds: { kind: 'listed', seconds: [4, 8, 12] },
  price: {
    perSecondMicroUsd: 5 * CREDIT_MICRO_USD,
    rates: [{ linesMin: 720, perSecondMicroUsd: 10 * CREDIT_MICRO_USD }],
  },
};
const cheap: EngineCapabilities = {
  ...dear,
  id: 'acme/cheap',
  seconds: { kind: 'whole', min: 2, max: 10 },
  price: { perSecondMicroUsd: 5 * CREDIT_MICRO_USD },
};

const wanted: Ask = { ...openAsk, prompt: 'a red ball', seconds: 8, size: hd };

describe('what fits is the longest that can be paid, as large as can be, at who was asked for first', () => {
  it.each<[string, Ask, number, readonly EngineCapabilities[], string | null]>([
    ['all of it', wanted, 80, [dear], '8 s 1280x720 acme/dear 80'],
    ['smaller, as long', wanted, 79, [dear], '8 s 848x480 acme/dear 40'],
    [
      'shorter, as large',
      wanted,
      40,
      [{ ...dear, sizes: { kind: 'listed', sizes: [hd] } }],
      '4 s 1280x720 acme/dear 40',
    ],
    ['shorter and smaller', wanted, 20, [dear], '4 s 848x480 acme/dear 20'],
    ['elsewhere, longer', wanted, 35, [dear, cheap], '7 s 1280x720 acme/cheap 35'],
    ['nothing', wanted, 9, [dear, cheap], null],
    ['never longer than asked', { ...wanted, seconds: 4 }, 1_000, [dear], '4 s 1280x720 acme/dear 40'],
    ['of several takes all', { ...wanted, count: 2 }, 79, [dear], '4 s 848x480 acme/dear 40'],
    ['standing where it stands', { ...wanted, size: tall }, 40, [dear], '4 s 720x1280 acme/dear 40'],
    ['without engines', wanted, 1_000, [], null],
  ])('%s', (_, ask, credits, engines, expected) => {
    const fit = whatFits(ask, credits * CREDIT_MICRO_USD, engines);
    const told = fit && [
      `${fit.seconds} s ${fit.size.width}x${fit.size.height}`,
      fit.engine.id,
      fit.quoteMicroUsd / CREDIT_MICRO_USD,
    ];
    expect(told?.join(' ') ?? null).toBe(expected);
    if (fit) expect(fit.ask).toMatchObject({ prompt: ask.prompt, count: ask.count, engine: fit.engine.id });
  });
});
