import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import type { Ask } from '../../src/core/spec.ts';
import type { Refusal } from '../../src/core/usecases/request.ts';
import type { Fit } from '../../src/core/what-fits.ts';
import type { Showing } from '../../src/bots/view.ts';
import { openAsk } from '../../test/core/samples.ts';
import { choosingRefusals } from './choosing-samples.ts';
import { judgingRefusals } from './judging-samples.ts';
import { nowMs } from './sample-views.ts';

const limit = {
  kind: 'limit',
  scope: 'member',
  window: 'day',
  freesAtMs: nowMs + 10 * HOUR,
  granted: 0,
  provider: null,
} as const;
const videoLimit = { ...limit, unit: 'videos', limit: 3 } as const;
const creditLimit = { ...limit, unit: 'usd_micro', limit: 200 * CREDIT_MICRO_USD } as const;
const unsupported = { kind: 'unsupported', engine: 'Runway gen4.5', nearest: null, couldDo: [] } as const;

/** A refusal of every kind. */
export const refusals: Readonly<Record<Refusal['kind'], readonly Refusal[]>> = {
  limit: [
    { ...videoLimit, used: 3, asked: 1 },
    { ...videoLimit, used: 2, asked: 2 },
    { ...videoLimit, used: 0, asked: 4 },
    { ...videoLimit, limit: 0, used: 0, asked: 1 },
    { ...creditLimit, used: 160 * CREDIT_MICRO_USD, asked: 60 * CREDIT_MICRO_USD },
    { ...creditLimit, used: 200 * CREDIT_MICRO_USD, asked: 60 * CREDIT_MICRO_USD },
    {
      ...creditLimit,
      scope: 'tenant',
      limit: 500 * CREDIT_MICRO_USD,
      used: 480 * CREDIT_MICRO_USD,
      asked: 60 * CREDIT_MICRO_USD,
    },
    {
      ...creditLimit,
      scope: 'service',
      window: 'month',
      limit: 10_000 * CREDIT_MICRO_USD,
      used: 10_000 * CREDIT_MICRO_USD,
      asked: 60 * CREDIT_MICRO_USD,
      freesAtMs: nowMs + 7 * 24 * HOUR,
    },
    {
      ...creditLimit,
      scope: 'provider',
      provider: 'runway',
      window: 'month',
      limit: 50,
      used: 50,
      asked: 60 * CREDIT_MICRO_USD,
      freesAtMs: nowMs + 7 * 24 * HOUR,
    },
    { ...videoLimit, window: 'hour', used: 3, asked: 1, freesAtMs: nowMs + 20 * MINUTE },
    {
      ...creditLimit,
      window: 'week',
      used: 200 * CREDIT_MICRO_USD,
      asked: 60 * CREDIT_MICRO_USD,
      granted: 30 * CREDIT_MICRO_USD,
    },
  ],
  paused: [
    { kind: 'paused', isEverywhere: true },
    { kind: 'paused', isEverywhere: false },
  ],
  blocked: [
    { kind: 'blocked', untilMs: null },
    { kind: 'blocked', untilMs: nowMs + 48 * HOUR },
  ],
  cooling: [{ kind: 'cooling', untilMs: nowMs + 40 * MINUTE }],
  too_new: [
    { kind: 'too_new', what: 'account', untilMs: nowMs + 72 * HOUR },
    { kind: 'too_new', what: 'member', untilMs: nowMs + 20 * HOUR },
  ],
  over_price: [
    {
      kind: 'over_price',
      limitMicroUsd: 150 * CREDIT_MICRO_USD,
      askedMicroUsd: 240 * CREDIT_MICRO_USD,
      affordableMicroUsd: 0,
    },
  ],
  ask_open: [{ kind: 'ask_open', number: 412 }],
  in_flight: [
    { kind: 'in_flight', limit: 2, running: 2 },
    { kind: 'in_flight', limit: 2, running: 1 },
    { kind: 'in_flight', limit: 2, running: 0 },
  ],
  rate: [{ kind: 'rate', limit: 5, perMs: MINUTE, freesAtMs: nowMs + 20 * SECOND }],
  engine_hourly: [{ kind: 'engine_hourly', engine: 'demo/pictures', limit: 20, freesAtMs: nowMs + 12 * MINUTE }],
  tenant_not_allowed: [{ kind: 'tenant_not_allowed', engine: 'runway/gen4.5' }],
  disk_low: [{ kind: 'disk_low' }],
  unsupported: [
    { ...unsupported, option: 'seconds', expected: 'a whole number from 2 to 10', got: '20', nearest: '10' },
    { ...unsupported, option: 'size', expected: '1280x720, 720x1280', got: '1080x1080', nearest: '1280x720' },
    { ...unsupported, option: 'operation', expected: 'make', got: 'extend' },
    { ...unsupported, option: 'operation', expected: 'make', got: 'upscale' },
    { ...unsupported, option: 'input', expected: 'text or image', got: 'video' },
    { ...unsupported, option: 'prompt', expected: 'at most 1000 characters', got: '1200 characters' },
    { ...unsupported, option: 'engine', expected: 'demo/pictures', got: 'sora' },
    { ...unsupported, option: 'engine', engine: 'auto', expected: 'an engine to be configured', got: 'none' },
  ],
  ...choosingRefusals,
  ...judgingRefusals,
  channel_not_allowed: [{ kind: 'channel_not_allowed', channels: ['videos', 'bots'] }],
  no_larger: [{ kind: 'no_larger', engine: 'Runway gen4.5' }],
  no_continuation: [
    { kind: 'no_continuation', why: 'no_clip' },
    { kind: 'no_continuation', why: 'no_frames' },
    { kind: 'no_continuation', why: 'no_engine' },
  ],
  source_gone: [{ kind: 'source_gone' }],
  store_unavailable: [{ kind: 'store_unavailable' }],
};

/** What would fit in place of something that was refused. */
export function sampleFit({ engines }: Pick<Showing, 'engines'>): Fit | null {
  const engine = engines?.all()[0]?.capabilities;
  if (!engine) return null;
  const size = { width: 848, height: 480 };
  const ask: Ask = { ...openAsk, engine: engine.id, seconds: 4, size };
  return { ask, engine, seconds: 4, size, quoteMicroUsd: 20 * CREDIT_MICRO_USD };
}
