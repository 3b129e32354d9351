import type { EngineCapabilities, EngineId } from '../../core/engine.ts';
import { CREDIT_MICRO_USD } from '../../core/money.ts';
import { HOUR, SECOND } from '../../core/time.ts';

export const DEMO_ENGINE: EngineId = 'demo/reel';

const perSecondMicroUsd = 12 * CREDIT_MICRO_USD;

/** Priced like a real engine so that quotas and receipts have something to count; nobody pays it. */
export const demoCapabilities = {
  id: DEMO_ENGINE,
  provider: 'demo',
  model: 'reel',
  label: 'Demo',
  also: [],
  asOf: '2026-11-23',
  playMoney: true,
  operations: ['make'],
  inputs: ['text', 'image'],
  sizes: { kind: 'any_even', sideMin: 64, sideMax: 2560, native: { width: 1280, height: 720 } },
  sizesFrom: {},
  seconds: { kind: 'whole', min: 1, max: 20 },
  extendSeconds: null,
  fps: [30, 24, 60],
  audio: false,
  seed: true,
  promptCharsMax: 6_000,
  suits: [],
  price: { perSecondMicroUsd },
  /** Tasks wait in its own queue; one is rendered at a time. */
  concurrencyMax: 8,
  videosPerHourMax: 20,
  typicalMsP95: 90 * SECOND,
  pollEveryMsMin: 250,
  horizonMs: 48 * HOUR,
  retiresOn: null,
  replacedBy: null,
} as const satisfies EngineCapabilities;
