import type { OptionKind } from '../../src/bots/grammar/option.ts';
import type { Problem } from '../../src/bots/grammar/problem.ts';
import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import type { EngineOut } from '../../src/core/choose-engine.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import type { Adaptation, RouteReason } from '../../src/core/spec.ts';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import type { Refusal } from '../../src/core/usecases/request.ts';
import { nowMs, states } from './sample-views.ts';

/** What has to do with choosing engines, with several videos at once and with what is there already. */

const credits = (amount: number) => amount * CREDIT_MICRO_USD;
const runway = { id: 'runway/gen4.5', label: 'Runway gen4.5' } as const;
const kling = { id: 'fal/kling', label: 'Kling' } as const;
const sora = { id: 'openai-videos/sora-2', label: 'Sora' } as const;

export const choosingProblems = {
  engines: [
    {
      option: 'engines',
      expected: { kind: 'engines', engines: [runway.id, sora.id], min: 2, max: 4 },
      got: 'runway',
      nearest: null,
    },
    { option: 'engines', expected: { kind: 'engines', engines: [], min: 2, max: 4 }, got: '', nearest: null },
  ],
  prompts: [{ option: 'prompts', expected: { kind: 'prompts' }, got: '', nearest: null }],
} as const satisfies Readonly<Record<string, readonly Problem[]>>;

export const choosingOptionKinds = {
  prompts: { kind: 'prompts', max: 12, charsMax: 6_000 },
  engines: { kind: 'engines', min: 2, max: 4 },
} as const satisfies Readonly<Record<string, OptionKind>>;

const out = { kind: 'engine_out', engine: sora, retiredOn: null, replacedBy: null, couldDo: [runway, kling] } as const;
const outs: Readonly<Record<EngineOut['why'], readonly EngineOut[]>> = {
  retired: [
    { ...out, why: 'retired', retiredOn: '2026-09-24', replacedBy: runway },
    { ...out, why: 'retired', couldDo: [] },
  ],
  out_of_credit: [{ ...out, why: 'out_of_credit' }],
  disabled: [{ ...out, why: 'disabled' }],
};

export const choosingRefusals = {
  engine_out: Object.values(outs).flat(),
  too_dear: [{ kind: 'too_dear', engine: kling, quoteMicroUsd: credits(180), maxMicroUsd: credits(100) }],
} as const satisfies Readonly<Record<string, readonly Refusal[]>>;

const reasons: Readonly<Record<RouteReason, true>> = {
  only_one: true,
  image_input: true,
  video_input: true,
  long: true,
  sound: true,
  size: true,
  style: true,
  physics: true,
  story: true,
  draft: true,
  cheapest: true,
  fastest: true,
  instead: true,
};

const adaptations: Readonly<Record<Adaptation['option'], readonly Adaptation[]>> = {
  size: [
    { option: 'size', asked: '1024x576', got: '1280x720' },
    { option: 'size', asked: '1024x576', got: null },
  ],
  seconds: [
    { option: 'seconds', asked: '7', got: '8' },
    { option: 'seconds', asked: '7', got: null },
  ],
  fps: [
    { option: 'fps', asked: '60', got: '24' },
    { option: 'fps', asked: '60', got: null },
  ],
  seed: [{ option: 'seed', asked: '7', got: null }],
  audio: [
    { option: 'audio', asked: 'on', got: null },
    { option: 'audio', asked: 'off', got: null },
  ],
  style: [{ option: 'style', asked: 'noir', got: null }],
};

type Words = Catalogue['choosing'];

export function choosingSamples({ choosing }: Pick<Catalogue, 'choosing'>) {
  const chosen = (because: string) =>
    isReason(because) ? choosing.chosen(runway.label, because, credits(60), 2 * MINUTE) : '';
  const [first = '', ...others] = Object.keys(reasons).map(chosen);
  const [adapted = '', ...more] = Object.values(adaptations)
    .flat()
    .map((each) => choosing.adapted(runway.label, each));
  return {
    chosen: [first, ...others, choosing.chosen(runway.label, 'cheapest', credits(60), null)],
    auto: [choosing.auto(runway.label)],
    moved: [choosing.moved(kling.label, runway.label)],
    adapted: [adapted, ...more],
    out: outsTold(choosing),
    instead: [choosing.instead([runway]), choosing.instead([runway, kling]), choosing.instead([])],
  } as const;
}

function outsTold({ out: told }: Words) {
  const [first, ...others] = Object.values(outs)
    .flat()
    .map((each) => told(each));
  return [first ?? '', ...others] as const;
}

function isReason(name: string): name is RouteReason {
  return Object.hasOwn(reasons, name);
}

export function answersBackSamples({ answers }: Pick<Catalogue, 'answers'>) {
  return {
    confirmAsked: [
      answers.confirmAsked(6, '360 credits'),
      answers.confirmAsked(1, '150 credits (demo, no real money)'),
    ],
    seconds: [answers.seconds(30)],
    dearerNow: [answers.dearerNow(credits(130), credits(120))],
    takes: [answers.takes(3)],
    someCopies: [answers.someCopies(1), answers.someCopies(2)],
    confirmMeans: [answers.confirmMeans()],
    confirmByTyping: [answers.confirmByTyping()],
    confirmedBefore: [answers.confirmedBefore()],
    sameInFlight: [answers.sameInFlight(412)],
    sameElsewhere: [answers.sameElsewhere(412)],
  } as const;
}

export function comparisonSamples({ status }: Pick<Catalogue, 'status'>) {
  const [rendering = states.rendering[0]] = states.rendering.slice(-1);
  const row = (state: Parameters<typeof status.comparisonRow>[2], timeMs: number | null) =>
    status.comparisonRow(412, runway.label, state, { paid: '60 credits', timeMs });
  return {
    comparisonHeadline: [status.comparisonHeadline([...states.ready, ...states.rendering])],
    comparisonRow: [
      row(states.queued[0], 2 * MINUTE),
      row(states.queued[0], null),
      row(rendering, 2 * MINUTE),
      row(states.ready[0], 112 * SECOND),
      row(states.failed[0], null),
    ],
    took: [status.took(112 * SECOND), status.took(52 * SECOND), status.took(63 * MINUTE)],
    copied: [status.copied(398, nowMs - 2 * HOUR, nowMs)],
    fromCache: status.fromCache,
  } as const;
}
