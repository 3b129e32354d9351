import { typedAgain } from '../../src/bots/typed-again.ts';
import { presentConfirm, presentSameInFlight } from '../../src/bots/present-asking-back.ts';
import { presentRefusals } from '../../src/bots/present-answers.ts';
import { presentResult, presentStatus } from '../../src/bots/presenter.ts';
import type { Showing, View } from '../../src/bots/view.ts';
import type { EngineId } from '../../src/core/engine.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import type { JobView } from '../../src/core/request.ts';
import type { Ask } from '../../src/core/spec.ts';
import type { Take } from '../../src/core/takes.ts';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import { openAsk } from '../../test/core/samples.ts';
import { choosingRefusals } from './choosing-samples.ts';
import { sampleEngines } from './sample-engines.ts';
import { idOf, nowMs, readySample, sampleJob, sampleView, states } from './sample-views.ts';

const credits = (amount: number) => amount * CREDIT_MICRO_USD;
const { spec } = sampleJob;

const route = { because: 'image_input', tried: [], priceMicroUsd: credits(60) } as const;
const moved = { because: 'instead', tried: ['fal/kling'], priceMicroUsd: credits(40) } as const;
const adapted = [
  { option: 'size', asked: '1024x576', got: '1280x720' },
  { option: 'seed', asked: '7', got: null },
] as const;
const usual = { usualMs: 2 * MINUTE, ahead: 1 };

export const chosenSample = sampleView({ spec: { ...spec, route } }, usual);
export const movedSample = sampleView({ spec: { ...spec, route: moved }, quoteMicroUsd: credits(60) }, usual);
export const adaptedSample = sampleView({ spec: { ...spec, adapted } }, usual);
export const copySample: JobView = {
  ...readySample,
  job: { ...readySample.job, copyOf: idOf('clip'), quoteMicroUsd: 0, submittedAtMs: null },
  costMicroUsd: 0,
  chargedMicroUsd: 0,
  copiedFrom: { number: 398, madeAtMs: nowMs - 2 * HOUR },
};

function compared(number: number, engine: EngineId, view: JobView, quoted: number, usualMs: number | null): JobView {
  return { ...view, usualMs, job: { ...view.job, number, engine, quoteMicroUsd: credits(quoted) } };
}

const rendering = sampleView({ state: states.rendering.at(-1) ?? states.rendering[0], submittedAtMs: nowMs - MINUTE });
const sora = compared(413, 'openai-videos/sora-2', rendering, 50, 90 * SECOND);
const kling = compared(414, 'fal/kling', sampleView(), 35, null);

export const comparison: readonly [JobView, ...JobView[]] = [
  compared(412, 'runway/gen4.5', readySample, 60, null),
  sora,
  kling,
];

const ask: Ask = { ...openAsk, seconds: 8 };
export const sixAsks: readonly [Ask, ...Ask[]] = [
  ask,
  { ...ask, prompt: 'a blue ball' },
  { ...ask, prompt: 'a red cube' },
  { ...ask, prompt: 'a blue cube' },
  { ...ask, prompt: 'a red cone' },
  { ...ask, prompt: 'a blue cone' },
];

/** At the engines that they name, else at the first one. */
export function takesOf(asks: readonly Ask[]): readonly Take[] {
  const all = sampleEngines.all();
  return asks.flatMap((each) => {
    const engine = all.find(({ capabilities }) => capabilities.id === each.engine) ?? all[0];
    return engine ? [{ ask: each, engine, spec: { ...spec, prompt: each.prompt, seconds: each.seconds ?? 5 } }] : [];
  });
}

/** What is shown of engines that were chosen, of several videos at once, and of what is there already. */
export function choosingViews(showing: Showing): (readonly [string, View])[] {
  const six = {
    kind: 'confirm',
    jobs: 6,
    copies: 0,
    quoteMicroUsd: credits(360),
    asks: sixAsks,
    takes: takesOf(sixAsks),
  } as const;
  const both = [
    { ...ask, engine: 'runway/gen4.5' },
    { ...ask, engine: 'openai-videos/sora-2' },
  ] as const;
  const same = { kind: 'same_in_flight', request: sampleView().request, job: sampleJob } as const;
  const typed = 'a red ball --engine sora';
  return [
    ['Status: auto has chosen', presentStatus([chosenSample], showing)],
    ['Status: another engine makes it', presentStatus([movedSample], showing)],
    ['Status: what had to change', presentStatus([adaptedSample], showing)],
    ['Status: a comparison', presentStatus(comparison, showing)],
    ['Status: from the cache', presentStatus([copySample], showing)],
    ['Result: from the cache', presentResult(copySample, showing)],
    ['Asked back: several videos', presentConfirm(six, typedAgain(sixAsks), null, showing)],
    ['Asked back: dearer than agreed', presentConfirm(six, typedAgain(sixAsks), credits(340), showing)],
    [
      'Asked back: a comparison',
      presentConfirm(
        { ...six, jobs: 2, copies: 1, quoteMicroUsd: credits(150), asks: both, takes: takesOf(both) },
        typedAgain(both),
        null,
        showing,
      ),
    ],
    [
      'The same is on its way',
      presentSameInFlight({ ...same, quoteMicroUsd: credits(60) }, same.request.destination, showing),
    ],
    ...choosingRefusals.engine_out
      .slice(0, 1)
      .map(
        (out) =>
          [
            'An engine that is gone',
            presentRefusals([out], showing, { command: 'video', typed, shown: typed }),
          ] as const,
      ),
  ];
}
