import { describe, expect, it } from 'vitest';
import {
  batch,
  nowMs,
  readySample,
  sampleDelivery,
  sampleView,
  states,
  statusViews,
  story,
} from '../../scripts/gallery/sample-views.ts';
import { parseText } from '../../src/bots/grammar/parse-text.ts';
import { en } from '../../src/bots/messages/en.ts';
import { plainStyle, renderText } from '../../src/bots/messages/text.ts';
import { presentCancel, presentList, presentMistake, presentRefusals } from '../../src/bots/present-answers.ts';
import { presentHelp } from '../../src/bots/present-help.ts';
import { presentStory } from '../../src/bots/present-story.ts';
import { presentResult, presentStatus } from '../../src/bots/presenter.ts';
import { estimateRemainingMs } from '../../src/bots/state-notes.ts';
import type { View } from '../../src/bots/view.ts';
import { hasEnded } from '../../src/core/job.ts';
import { MINUTE } from '../../src/core/time.ts';

const showing = { words: en, nowMs };
const linesOf = (view: View, untrusted = (text: string) => text) =>
  [view.title, ...view.lines].map((line) => renderText(line, { ...plainStyle, untrusted }));
const actionsOf = (view: View) => view.buttons.map((button) => button.action);

describe('the status of one video', () => {
  it.each(statusViews)('%s: only buttons that apply', (_, view) => {
    const { job } = view;
    const mayCancel = !hasEnded(job.state) && job.state.kind !== 'fetching' && job.cancelRequestedAtMs === null;
    const mayRepeat = hasEnded(job.state) && view.request.prompt !== null;
    const expected = [...(mayCancel ? ['cancel'] : []), ...(mayRepeat ? ['again'] : [])];
    expect(actionsOf(presentStatus([view], showing))).toEqual(expected);
  });

  it.each(statusViews)(
    '%s: prompt and names are marked as foreign, so that no platform lets them ping anyone',
    (_, view) => {
      const shown = linesOf(presentStatus([view], showing), () => '').join('\n');
      expect(shown).not.toContain('red ball');
    },
  );

  it('shrinks to one line when the video is posted', () => {
    expect(linesOf(presentStatus([readySample], showing))).toEqual(['#412 is ready · 60 credits · 140 left']);
  });

  it('says why a video is not in its channel, and how to get it', () => {
    const view = {
      ...readySample,
      deliveries: [sampleDelivery({ kind: 'undeliverable', reason: 'destination_gone' })],
    };
    expect(linesOf(presentStatus([view], showing)).at(-1)).toBe(
      'It could not be posted: the channel is gone. It is kept: `/videos show #412` brings it.',
    );
  });

  it('labels what the demo made, so that nobody takes it for a real engine', () => {
    const demo = sampleView({ playMoney: true });
    expect(linesOf(presentStatus([demo], showing)).join('\n')).toContain('demo, costs nothing real');
  });

  it('shortens a long prompt', () => {
    const long = sampleView();
    const view = { ...long, job: { ...long.job, spec: { ...long.job.spec, prompt: '🚀'.repeat(6_000) } } };
    expect(Array.from(linesOf(presentStatus([view], showing))[1] ?? '').length).toBe(300);
  });

  it('gives an estimate only when there is a pace to go by', () => {
    const { job } = sampleView({ state: states.rendering[0], submittedAtMs: nowMs - MINUTE });
    const at = (progress: number | null) =>
      estimateRemainingMs(
        { ...job, state: { kind: 'rendering', attemptId: null as never, taskId: 't', phase: 'rendering', progress } },
        nowMs,
      );
    expect([at(null), at(0.01), at(0.25), at(1)]).toEqual([null, null, 3 * MINUTE, null]);
  });
});

describe('a batch', () => {
  it('has a line for each video and one Cancel for all that can be stopped', () => {
    const view = presentStatus(batch, showing);
    expect(linesOf(view)[0]).toBe('3 videos: 1 ready, 1 rendering, and 1 failed');
    expect(view.buttons).toEqual([{ action: 'cancel', label: 'Cancel all', style: 'danger', jobs: [batch[0].job.id] }]);
    expect(view.progress).toBeCloseTo((1 + 0.45 + 1) / 3);
  });

  it('is over when its last video is', () => {
    const view = presentStatus([readySample, sampleView({ state: states.failed[0] })], showing);
    expect(view).toMatchObject({ progress: null, tone: 'bad', buttons: [] });
  });
});

it('the result names price, what is left, and what it is', () => {
  expect(linesOf(presentResult(readySample, showing))).toEqual([
    '#412 is ready',
    'a red ball rolls across a wooden floor',
    '60 credits · 140 left',
    '1080x1920 · 5 s · 24 fps · no sound · seed 7 · runway/gen4.5',
  ]);
});

it('the story tells each step once', () => {
  const lines = linesOf(presentStory(story, showing));
  expect(lines.filter((line) => line.endsWith(': rendering'))).toEqual(['50 seconds ago: rendering']);
  expect(lines).toContain('Agreed price 60 credits · the engine charged 60 credits · you paid 60 credits');
});

it('an empty list says how to begin', () => {
  expect(linesOf(presentList([], showing)).join()).toContain('/video a red ball');
  expect(presentList([readySample], showing).lines).toHaveLength(1);
});

it('a mistake carries what was typed, so that nobody types it again', () => {
  const command = parseText('video', 'a ball --secnds 8 --size 1x1', { engines: null });
  if (command.kind !== 'mistake') throw new TypeError(`expected a mistake, got ${command.kind}`);
  const view = presentMistake(command, showing);
  expect(view.lines).toHaveLength(3);
  expect(view.buttons).toMatchObject([{ action: 'edit', command: 'video', typed: 'a ball --secnds 8 --size 1x1' }]);
});

it('a refusal says that nothing was started or paid', () => {
  const view = presentRefusals([{ kind: 'store_unavailable' }], showing);
  expect(linesOf(view)[0]).toBe('Nothing was started and you pay nothing.');
});

it.each([
  [{ kind: 'cancelled', job: sampleView().job } as const, '#412 is cancelled. You pay nothing.'],
  [{ kind: 'too_late', job: readySample.job } as const, '#412 has ended already: ready. There is nothing to stop.'],
  [
    { kind: 'not_yours' } as const,
    '#7 belongs to somebody else, so only they can do that. `/videos list` shows yours.',
  ],
  [{ kind: 'not_found' } as const, 'There is no video #7 here. `/videos list` shows yours.'],
])('a cancel that ends as $kind is answered in words', (result, words) => {
  expect(linesOf(presentCancel(result, 7, showing))).toEqual([words]);
});

it('help lists every command, and every option of one', () => {
  expect(linesOf(presentHelp(null, showing)).join('\n')).toContain('`/videos again [#N]`');
  expect(linesOf(presentHelp('video', showing)).join('\n')).toContain('`--seconds N`: Length in seconds (1 to 60)');
  expect(linesOf(presentHelp('nonsense', showing))).toEqual(linesOf(presentHelp(null, showing)));
});
