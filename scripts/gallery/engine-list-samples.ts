import { budgetNews } from './usage-samples.ts';
import type { Alert } from '../../src/core/alert.ts';
import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import { someCapabilities } from '../../test/core/samples.ts';
import { nowMs } from './sample-views.ts';

const gen = {
  id: 'runway/gen4.5',
  label: 'Runway gen4.5',
  asOf: '2026-11-23',
  playMoney: false,
  inputs: ['text', 'image'],
  operations: ['make'],
} as const;
const sora = {
  id: 'openai-videos/sora-2',
  label: 'Sora 2',
  asOf: '2026-11-23',
  playMoney: false,
  inputs: ['video'],
  operations: ['upscale'],
} as const;
const someEngine = someCapabilities({ ...gen, model: 'gen4.5', also: [] });
const price = { microUsd: 60 * CREDIT_MICRO_USD, seconds: 5 };

/** What the operator reads of engines, as a list and after a check. */
export function engineListSamples({ engineList }: Catalogue) {
  return {
    listed: [engineList.listed(3, 4), engineList.listed(1, 1)],
    noneSetUp: engineList.noneSetUp,
    row: [
      engineList.row(gen, price, null),
      engineList.row(gen, price, { kind: 'disabled', reason: 'too dear' }),
      engineList.row({ ...gen, playMoney: true }, price, { kind: 'disabled', reason: null }),
      engineList.row(gen, price, { kind: 'out_of_credit', reason: null }),
      engineList.row(sora, price, { kind: 'retired', on: '2026-09-24', replacedBy: gen.id }),
      engineList.row(sora, price, { kind: 'retired', on: null, replacedBy: null }),
    ],
    notSetUp: [engineList.notSetUp('fal', 'FAL_KEY', 6), engineList.notSetUp('one', 'ONE_KEY', 1)],
    switched: [
      engineList.switched([gen.id], true, true),
      engineList.switched([gen.id], true, false),
      engineList.switched([gen.id], false, true),
      engineList.switched([gen.id], false, false),
      engineList.switched([gen.id, sora.id], false, true),
    ],
    goneByDate: [engineList.goneByDate(sora.id, '2026-09-24')],
    unknown: [engineList.unknown('runwy', 'runway'), engineList.unknown('x', null)],
    checked: [engineList.checked(true), engineList.checked(false)],
    checkRow: [
      engineList.checkRow('runway', 'alive', '1,200 credits left.'),
      engineList.checkRow('runway', 'key_refused', null),
      engineList.checkRow('runway', 'out_of_credit', null),
      engineList.checkRow('runway', 'no_answer', null),
      engineList.checkRow('fal', 'not_asked', null),
    ],
  } as const;
}

const retires = {
  kind: 'engine_retires',
  engine: gen.id,
  label: gen.label,
  on: '2026-12-31',
  daysLeft: 30,
  replacedBy: 'fal/veo3.1',
} as const satisfies Alert;
const retired = {
  kind: 'engine_retired',
  engine: gen.id,
  label: gen.label,
  sinceMs: nowMs,
  replacedBy: null,
} as const satisfies Alert;
const account = {
  kind: 'out_of_credit',
  provider: 'runway',
  engines: [gen.id, 'runway/veo3.1'],
  sinceMs: nowMs,
} as const satisfies Alert;

/** What the operator is told by ALERT_TO. */
export function alertSamples({ alerts }: Catalogue) {
  return {
    news: [
      alerts.news(retires),
      alerts.news({ ...retires, daysLeft: 1 }),
      alerts.news({ ...retires, daysLeft: 0 }),
      alerts.news(retired),
      alerts.news(account),
      alerts.news({ ...account, engines: [gen.id] }),
      ...budgetNews({ alerts }),
    ],
  } as const;
}

/** What people read of engines when they ask which there are. */
export function engineRowSamples({ engineRows }: Catalogue) {
  return {
    title: [engineRows.title(12), engineRows.title(1), engineRows.title(0)],
    row: [engineRows.row(someEngine, price), engineRows.row({ ...someEngine, playMoney: true }, price)],
    more: [engineRows.more(22)],
    how: [engineRows.how()],
  } as const;
}
