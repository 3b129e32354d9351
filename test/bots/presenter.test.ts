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
import { formatId } from '../../src/core/ids.ts';
import type { Job } from '../../src/core/job.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import { captureSuccess, hold } from '../../src/core/settlement.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { anAttempt } from '../core/samples.ts';

const showing = { words: en, nowMs };
const linesOf = (view: View, untrusted = (text: string) => text) =>
  [view.title, ...view.lines].map((line) => renderText(line, { ...plainStyle, untrusted }));

describe('the status of one video', () => {
  it.each(statusViews)(
    '%s: prompt and names are marked as foreign, so that no platform lets them ping anyone',
    (_, view) => {
      const shown = linesOf(presentStatus([view], showing), () => '').join('\n');
      expect(shown).not.toContain('red ball');
    },
  );

  it('shrinks to one line when the video is posted', () => {
    expect(linesOf(presentStatus([readySample], showing))).toEqual(['#412 is ready · 60 credits']);
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

  it('says the price in credits of the demo so that nobody takes it for money, and what is left', () => {
    const { job, allowance } = sampleView({ playMoney: true, quoteMicroUsd: 36 * CREDIT_MICRO_USD });
    const demo = {
      ...readySample,
      job: { ...readySample.job, playMoney: job.playMoney, quoteMicroUsd: job.quoteMicroUsd },
      chargedMicroUsd: job.quoteMicroUsd,
      allowance: { ...allowance, leftMicroUsd: 164 * CREDIT_MICRO_USD, videosLeft: 2 },
    };
    expect(linesOf(presentStatus([demo], showing))).toEqual(['#412 is ready · 36 credits (demo, no real money)']);
  });

  it('of a deleted video repeats nothing of its prompt, since that may be why it was deleted', () => {
    const clip = readySample.clip && { ...readySample.clip, deletedAtMs: nowMs };
    const deleted = { ...readySample, clip };
    expect(linesOf(presentStatus([deleted], showing))).toEqual(['#412 was deleted · 60 credits']);
    expect(linesOf(presentStatus([deleted, sampleView()], showing))[1]).toBe('#412 was deleted');
    expect(linesOf(presentList([deleted], showing))[1]).toContain('· deleted ·');
    expect(linesOf(presentStory({ ...story, view: deleted }, showing, { seesCosts: false })).join('\n')).not.toMatch(
      /File:|^Posted$/m,
    );
  });

  it('labels what the demo made, so that nobody takes it for a real engine', () => {
    const demo = sampleView({ playMoney: true });
    expect(linesOf(presentStatus([demo], showing)).join('\n')).toContain('demo, no real money');
  });

  it('shortens a long prompt', () => {
    const long = sampleView();
    const view = { ...long, job: { ...long.job, spec: { ...long.job.spec, prompt: '🚀'.repeat(6_000) } } };
    expect(Array.from(linesOf(presentStatus([view], showing))[1] ?? '').length).toBe(300);
  });

  it.each([
    [{ ahead: 2, usualMs: 12 * SECOND }, '2 videos ahead of it. One like this takes about 12 seconds.'],
    [{ ahead: 1, usualMs: null }, '1 video ahead of it.'],
    [{ ahead: 0, usualMs: 2 * SECOND }, 'It is next. One like this takes a few seconds.'],
  ])('in line with %j: says where, and how long one takes where that is known', (more, line) => {
    expect(linesOf(presentStatus([sampleView({}, more)], showing)).at(-1)).toBe(line);
  });

  describe('the time that is left', () => {
    const left = (elapsedMs: number, progress: number | null, usualMs: number | null): number | null => {
      const { job } = sampleView({ submittedAtMs: nowMs - elapsedMs });
      const state = { ...states.rendering[0], kind: 'rendering', phase: 'rendering', progress } as Job['state'];
      return estimateRemainingMs({ job: { ...job, state }, usualMs }, nowMs);
    };

    it('goes by the pace where the engine tells its progress', () => {
      expect(left(MINUTE, 0.25, null)).toBe(3 * MINUTE);
      expect(left(MINUTE, 0.25, 10 * MINUTE)).toBe(3 * MINUTE);
    });

    it('goes by what is usual where there is no pace yet or never', () => {
      expect(left(4 * SECOND, null, 12 * SECOND)).toBe(8 * SECOND);
      expect(left(4 * SECOND, 0.01, 12 * SECOND)).toBe(8 * SECOND);
    });

    it('is never below nothing, and is not guessed any more when it took much longer than usual', () => {
      expect(left(15 * SECOND, null, 12 * SECOND)).toBe(0);
      expect(left(19 * SECOND, null, 12 * SECOND)).toBeNull();
    });

    it('is not guessed where there is nothing to go by', () => {
      expect([left(MINUTE, null, null), left(MINUTE, 0.01, null), left(MINUTE, 1, null)]).toEqual([null, null, null]);
    });

    it('is said without false precision near the end', () => {
      const view = (submittedAtMs: number) =>
        sampleView({ state: states.rendering[1] ?? states.rendering[0], submittedAtMs }, { usualMs: 12 * SECOND });
      expect(linesOf(presentStatus([view(nowMs - 4 * SECOND)], showing)).at(-1)).toBe('About 8 seconds left.');
      expect(linesOf(presentStatus([view(nowMs - 9 * SECOND)], showing)).at(-1)).toBe('A few seconds left.');
      expect(linesOf(presentStatus([view(nowMs - 14 * SECOND)], showing)).at(-1)).toBe('A few seconds left.');
      expect(linesOf(presentStatus([view(nowMs - MINUTE)], showing)).at(-1)).toBe('60 credits · 140 left');
    });
  });
});

describe('a batch', () => {
  it('has a line for each video and one Cancel for all that can be stopped', () => {
    const view = presentStatus(batch, showing);
    expect(linesOf(view)[0]).toBe('3 videos: 1 ready, 1 rendering, and 1 failed');
    expect(view.buttons[0]).toEqual({
      action: 'cancel',
      label: 'Cancel all',
      style: 'danger',
      jobs: [batch[0].job.id],
    });
    expect(view.progress).toBeCloseTo((1 + 0.45 + 1) / 3);
  });

  it('says the price once, all together, and what is so for all of them once', () => {
    const cancelled = (number: number) => {
      const view = sampleView({ state: { kind: 'cancelled', attemptId: null } });
      return { ...view, job: { ...view.job, number } };
    };
    const lines = linesOf(presentStatus([cancelled(1), cancelled(2)], showing));
    expect(lines.filter((line) => line.includes('You pay nothing.'))).toEqual(['You pay nothing.']);
    const under = linesOf(presentStatus([sampleView(), sampleView()], showing)).join('\n');
    expect(under.match(/\d+ credits/gu)?.[0]).toBe('120 credits');
    expect(linesOf(presentStatus([readySample, readySample], showing)).join('\n')).not.toContain('left');
  });

  it('is over when its last video is', () => {
    const view = presentStatus([readySample, sampleView({ state: states.failed[0] })], showing);
    expect(view).toMatchObject({ progress: null, tone: 'bad' });
  });
});

it('the result names price, what is left, and what it is', () => {
  expect(linesOf(presentResult(readySample, showing))).toEqual([
    '#412 is ready',
    'a red ball rolls across a wooden floor',
    '60 credits · took 50 s · 140 left',
    '1080x1920 · 5 s · 24 fps · no sound · seed 7 · runway/gen4.5',
  ]);
});

it('the story tells each step once', () => {
  const lines = linesOf(presentStory(story, showing, { seesCosts: false }));
  expect(lines.filter((line) => line.endsWith(': rendering'))).toEqual(['50 seconds ago: rendering']);
  expect(lines).toContain(
    'Agreed price 60 credits · the engine charged 60 credits · paid 60 credits from the allowance',
  );
});

it('the story tells what others bore to moderators alone, and who gave what paid it', () => {
  const { job } = readySample;
  const overrun = captureSuccess(
    { job, booked: [{ kind: 'hold', ref: job.id }], nowMs },
    anAttempt(),
    job.quoteMicroUsd + 1,
  );
  const grants = [
    { grantId: formatId('grant', '0'.repeat(26)), unit: 'videos', amount: 1, by: { kind: 'operator' }, byName: null },
  ] as const;
  const told = { ...story, grants, entries: [hold(job, 0), ...overrun] };
  const [member, moderator] = [false, true].map((seesCosts) =>
    linesOf(presentStory(told, showing, { seesCosts })).join('\n'),
  );
  expect(member).toContain('1 video of it from what was given by the operator');
  expect(member).not.toMatch(/more than agreed|shared budget/);
  expect(moderator).toContain('The shared budget pays 1 credit (1 credit more than agreed)');
});

it('the story says why a video is not in its channel, and does not send people to where they are', () => {
  const deliveries = [sampleDelivery({ kind: 'undeliverable', reason: 'not_allowed' })];
  const lines = linesOf(
    presentStory({ ...story, view: { ...readySample, deliveries } }, showing, { seesCosts: false }),
  );
  expect(lines).toContain('It could not be posted: Reelay may not post files there.');
  expect(lines.join('\n')).not.toContain('/videos show');
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
  expect(view.buttons).toMatchObject([{ action: 'retry', command: 'video', typed: 'a ball --secnds 8 --size 1x1' }]);
});

it('a refusal says that nothing was started or paid', () => {
  const view = presentRefusals([{ kind: 'store_unavailable' }], showing);
  expect(linesOf(view)[0]).toBe('Nothing was started and you pay nothing.');
  expect(view.buttons).toEqual([]);
});

it('a refusal carries what was asked for, so that nobody types it again', () => {
  const asked = { command: 'video', typed: 'a ball --seconds 8' };
  const view = presentRefusals([{ kind: 'disk_low' }], showing, { ...asked, shown: asked.typed });
  expect(linesOf(view).at(-1)).toBe('Asked for: /video a ball --seconds 8');
  expect(view.buttons).toEqual([{ action: 'retry', label: 'Edit and retry', style: 'primary', ...asked }]);
});

it.each([
  [{ kind: 'cancelled', job: sampleView().job } as const, '#412 is cancelled. You pay nothing.'],
  [{ kind: 'too_late', job: readySample.job } as const, '#412 has ended already: ready. There is nothing to stop.'],
  [
    { kind: 'not_yours' } as const,
    '#7 belongs to somebody else, so it is not yours to stop. `/videos list` shows yours.',
  ],
  [{ kind: 'not_found' } as const, 'There is no video #7 here. `/videos list` shows yours.'],
])('a cancel that ends as $kind is answered in words', (result, words) => {
  expect(linesOf(presentCancel(result, 7, showing))).toEqual([words]);
});

it('help lists every command, and every option of one', () => {
  expect(linesOf(presentHelp(null, showing, {})).join('\n')).toContain('`/videos again [#N]`');
  expect(linesOf(presentHelp('video', showing, {})).join('\n')).toContain('`--seconds N`: Length in seconds (1 to 60)');
  expect(linesOf(presentHelp('nonsense', showing, {}))).toEqual(
    linesOf(presentHelp(null, showing, {})).toSpliced(
      1,
      0,
      'There is no command “nonsense” to read about. This is what there is:',
    ),
  );
});

it('where text names no file, help lists no option for one, and says where an image goes', () => {
  const inForm = linesOf(presentHelp('video', showing, { filesInFormAlone: true })).join('\n');
  expect(inForm).not.toMatch(/--(?:image|video)/);
  expect(inForm).toContain('An image or a video to start from goes in the form: `/video` alone opens it.');
  expect(linesOf(presentHelp('video', showing, {})).join('\n')).toMatch(/--image.*--video/s);
});
