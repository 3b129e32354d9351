import { describe, expect, it } from 'vitest';
import {
  adaptedSample,
  chosenSample,
  comparison,
  copySample,
  movedSample,
  sixAsks,
  takesOf,
} from '../../scripts/gallery/choosing-views.ts';
import { sampleEngines } from '../../scripts/gallery/sample-engines.ts';
import { nowMs, readySample, sampleView, states } from '../../scripts/gallery/sample-views.ts';
import { resultButtons } from '../../src/bots/buttons.ts';
import { en } from '../../src/bots/messages/en.ts';
import { plainStyle, renderText } from '../../src/bots/messages/text.ts';
import { presentConfirm } from '../../src/bots/present-asking-back.ts';
import { presentRefusals } from '../../src/bots/present-answers.ts';
import { presentResult, presentStatus } from '../../src/bots/presenter.ts';
import { typedAgain } from '../../src/bots/typed-again.ts';
import type { Showing, View } from '../../src/bots/view.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import type { Ask } from '../../src/core/spec.ts';

const showing: Showing = { words: en, nowMs, engines: sampleEngines };
const linesOf = (view: View) => [view.title, ...view.lines].map((line) => renderText(line, plainStyle));

describe('an engine is called by its name, so that people need not know ids', () => {
  it('with why auto took it, at which price and for how long', () => {
    expect(linesOf(presentStatus([chosenSample], showing))).toEqual([
      '#412 is in line for Runway gen4.5',
      'a red ball rolls across a wooden floor',
      'Runway gen4.5 (auto): image to video, 60 credits, about 2 min',
      '140 left',
      '1 video ahead of it.',
    ]);
    const ready = { ...readySample, job: { ...readySample.job, spec: chosenSample.job.spec } };
    expect(linesOf(presentResult(ready, showing)).at(-1)).toContain('seed 7 · Runway gen4.5 (auto)');
  });

  it('is not explained where there was nothing to choose', () => {
    const route = { because: 'only_one', tried: [], priceMicroUsd: 600_000 } as const;
    const only = sampleView({ spec: { ...readySample.job.spec, route } });
    expect(linesOf(presentStatus([only], showing)).join()).not.toContain('auto');
  });

  it('by its id where its data is gone', () => {
    const gone = sampleView({ engine: 'acme/gone' });
    expect(linesOf(presentStatus([gone], showing))[0]).toBe('#412 is in line for acme/gone');
  });

  it('and another one that took its place is told, with the result as well', () => {
    const told = 'Kling was not available: made by Runway gen4.5 instead, at the same price at most.';
    expect(linesOf(presentStatus([movedSample], showing))).toContain(told);
    const ready = { ...readySample, job: { ...readySample.job, spec: movedSample.job.spec } };
    expect(linesOf(presentResult(ready, showing))).toContain(told);
  });
});

it('what had to change of what was asked for is told while it is made and with the result', () => {
  const told = [
    'Runway gen4.5 renders 1280x720: nearest to 1024x576.',
    'Runway gen4.5 takes no seed, so each take is a new one.',
  ];
  expect(linesOf(presentStatus([adaptedSample], showing))).toEqual(expect.arrayContaining(told));
  const ready = { ...readySample, job: { ...readySample.job, spec: adaptedSample.job.spec } };
  expect(linesOf(presentResult(ready, showing)).slice(-2)).toEqual(told);
  expect(linesOf(presentStatus([ready], showing))).toHaveLength(1);
});

describe('a comparison', () => {
  it('lists each engine with its price, time and state, the time that was taken at the end', () => {
    expect(linesOf(presentStatus(comparison, showing))).toEqual([
      '3 engines compared: 1 ready, 1 rendering, and 1 in line',
      'a red ball rolls across a wooden floor',
      '#412 Runway gen4.5 · 60 credits · took 50 s · ready',
      '#413 Sora 2 · 50 credits · about 2 min · rendering: 45%',
      '#414 Kling · 35 credits · in line',
      '145 credits · 140 left',
      '#413: About 1 minute left.',
    ]);
  });

  it('adds no credits of the demo to those that somebody pays', () => {
    const [first, second] = comparison;
    if (!second) throw new Error('expected a second');
    const demo = { ...second, job: { ...second.job, playMoney: true } };
    const lines = linesOf(presentStatus([first, demo], showing));
    expect(lines).toContain('#413 Sora 2 · 50 credits (demo, no real money) · about 2 min · rendering: 45%');
    expect(lines.at(-2)).toBe('60 credits · 140 left');
  });

  it('is not what several takes at one engine are', () => {
    const takes = presentStatus([sampleView(), sampleView({ number: 413 })], showing);
    expect(linesOf(takes)[0]).toBe('2 videos: 2 in line');
  });

  it('each result says its engine, its price and its time', () => {
    expect(linesOf(presentResult(comparison[0], showing)).slice(2)).toEqual([
      '60 credits · took 50 s · 140 left',
      '1080x1920 · 5 s · 24 fps · no sound · seed 7 · Runway gen4.5',
    ]);
  });
});

describe('a copy', () => {
  it('says so, that it is free, and what a new take costs', () => {
    expect(linesOf(presentResult(copySample, showing))[2]).toBe(
      'From the cache: made 2 hours ago for #398. Free. 140 left',
    );
    expect(linesOf(presentStatus([copySample], showing))).toEqual(['#412 is ready · from the cache, free']);
    expect(resultButtons(copySample, showing).map(({ action, label }) => [action, label])).toEqual([
      ['again', 'New take · 60 credits'],
      ['edit', 'Edit'],
      ['delete', 'Delete'],
    ]);
  });

  it('that is being copied is not told as a file to start from', () => {
    const copying = { ...copySample, job: { ...copySample.job, state: states.preparing[0], endedAtMs: null } };
    expect(linesOf(presentStatus([copying], showing)).join()).not.toContain('The file to start from');
  });
});

it('another take of what costs a lot says what it costs before it is pressed', () => {
  const dear = { ...readySample, job: { ...readySample.job, spec: { ...readySample.job.spec, seconds: 30 } } };
  expect(resultButtons(dear, showing)[0]).toMatchObject({
    action: 'again',
    label: 'Again · 360 credits',
    agreedMicroUsd: 360 * CREDIT_MICRO_USD,
  });
  expect(resultButtons(readySample, showing)[0]).toMatchObject({ action: 'again', label: 'Again' });
});

describe('what is asked about before it starts', () => {
  const confirm = (asks: readonly [Ask, ...Ask[]], more = {}): View =>
    presentConfirm(
      {
        kind: 'confirm',
        jobs: asks.length,
        copies: 0,
        quoteMicroUsd: 360 * CREDIT_MICRO_USD,
        asks,
        takes: takesOf(asks),
        ...more,
      },
      typedAgain(asks),
      null,
      showing,
    );

  it('is how many and at what price, with each prompt, and a button that names both', () => {
    const view = confirm(sixAsks, { copies: 2 });
    expect(linesOf(view)).toEqual([
      '6 videos · 360 credits. Start?',
      'a red ball',
      'a blue ball',
      'a red cube',
      'a blue cube',
      'a red cone',
      'a blue cone',
      'Runway gen4.5 · 8 s · 1080x1920',
      '2 of these videos are there already and come free.',
      'Nothing is started yet. `--yes` does it without this question.',
    ]);
    expect(view.buttons).toMatchObject([
      { action: 'confirm', label: 'Make 6 videos · 360 credits', command: 'video' },
      { action: 'retry', label: 'Edit', command: 'video' },
    ]);
  });

  it('is started by typing where no text could mean the same', () => {
    const [first] = sixAsks;
    const view = confirm([
      { ...first, prompt: 'a {b' },
      { ...first, prompt: 'c\n"d" |' },
    ]);
    expect(view.buttons.map(({ action }) => action)).toEqual(['retry']);
    expect(linesOf(view).at(-1)).toBe('Nothing is started yet. Type the same once more with `--yes` to start it.');
  });
});

describe('a refusal names those that could do it', () => {
  const runway = { id: 'runway/gen4.5', label: 'Runway gen4.5' } as const;
  const kling = { id: 'fal/kling', label: 'Kling' } as const;
  const problem = { kind: 'unsupported', engine: 'Sora 2', got: '', nearest: null } as const;

  it('once, however much the engine could not do', () => {
    const refusals = [
      { ...problem, option: 'input', expected: 'text', got: 'video', couldDo: [runway, kling] },
      { ...problem, option: 'seconds', expected: '4, 8', got: '20', couldDo: [kling] },
    ] as const;
    const [, ...lines] = linesOf(presentRefusals(refusals, showing));
    expect(lines).toEqual([
      'Sora 2 starts from text only, so it cannot use the video.',
      'Sora 2 takes 4 or 8 for `--seconds`, not “20”.',
      'Kling can do this. Try `--engine fal/kling`.',
    ]);
  });

  it('not where nobody could', () => {
    const refusals = [{ ...problem, option: 'seconds', expected: '4, 8', got: '20', couldDo: [] }] as const;
    expect(linesOf(presentRefusals(refusals, showing))).toHaveLength(2);
  });
});
