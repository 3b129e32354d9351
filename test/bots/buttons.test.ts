import { describe, expect, it } from 'vitest';
import {
  batch,
  nowMs,
  readySample,
  sampleDelivery,
  sampleOffers,
  sampleView,
  smallSample,
  states,
  story,
} from '../../scripts/gallery/sample-views.ts';
import { en } from '../../src/bots/messages/en.ts';
import { presentStory } from '../../src/bots/present-story.ts';
import { presentResult, presentStatus } from '../../src/bots/presenter.ts';
import type { Showing, View } from '../../src/bots/view.ts';
import type { FailureCode, RefusedReason } from '../../src/core/failure.ts';
import type { JobStateKind } from '../../src/core/job.ts';
import type { JobView } from '../../src/core/request.ts';
import { idOf } from '../core/samples.ts';

const showing: Showing = { words: en, nowMs, offers: sampleOffers };
const labelsOf = (view: View) => view.buttons.map(({ label }) => label).join(', ');
const statusOf = (view: JobView, more: readonly JobView[] = []) => labelsOf(presentStatus([view, ...more], showing));
const without = { request: { ...sampleView().request, prompt: null } };

describe('the buttons of a status', () => {
  const table: Readonly<Record<JobStateKind, string>> = {
    awaiting_approval: 'Cancel',
    preparing: 'Cancel',
    queued: 'Cancel',
    submitting: 'Cancel',
    unknown: 'Cancel',
    rendering: 'Cancel',
    fetching: '',
    // Before the worker has even begun to post it.
    ready: 'Again, Edit',
    failed: 'Again, Edit',
    refused: 'Edit',
    cancelled: 'Again, Edit',
  };
  it.each(Object.entries(table) as [JobStateKind, string][])('%s: %s', (kind, buttons) => {
    for (const state of states[kind]) expect(statusOf(sampleView({ state }))).toBe(buttons);
  });

  it('a cancel that was asked for is not asked for again', () => {
    expect(statusOf(sampleView({ state: states.rendering[0], cancelRequestedAtMs: nowMs }))).toBe('');
  });

  it.each([
    [{ kind: 'pending' }, ''],
    [{ kind: 'sending' }, ''],
    [{ kind: 'sent', message: '4' }, ''],
    [{ kind: 'undeliverable', reason: 'not_allowed' }, 'Again, Edit, HD · 90 credits, Continue · 60 credits, Delete'],
  ] as const)('ready and its delivery %j: the buttons are where the video is', (state, buttons) => {
    expect(statusOf({ ...smallSample, deliveries: [sampleDelivery(state)] })).toBe(buttons);
  });

  it('a video that was not wanted any more, and is kept, can still be had in every way', () => {
    expect(statusOf({ ...smallSample, deliveries: [] })).toBe(
      'Again, Edit, HD · 90 credits, Continue · 60 credits, Delete',
    );
  });

  const fails: Readonly<Record<FailureCode, string>> = {
    moderation: 'Edit',
    invalid: 'Edit',
    model_retired: 'Edit',
    engine_failed: 'Again, Edit',
    engine_unavailable: 'Again, Edit',
    engine_busy: 'Again, Edit',
    output_gone: 'Again, Edit',
    output_broken: 'Again, Edit',
    horizon: 'Again, Edit',
    create_unknown: 'Again, Edit',
  };
  it.each(Object.entries(fails) as [FailureCode, string][])('failed by %s: %s', (code, buttons) => {
    expect(statusOf(sampleView({ state: { kind: 'failed', code, attemptId: null } }))).toBe(buttons);
  });

  const refused: Readonly<Record<RefusedReason, string>> = {
    moderation: 'Edit',
    input_unusable: 'Edit',
    input_too_long: 'Edit',
    not_judged: 'Again, Edit',
    approval_denied: 'Again, Edit',
    approval_expired: 'Again, Edit',
  };
  it.each(Object.entries(refused) as [RefusedReason, string][])('refused for %s: %s', (reason, buttons) => {
    expect(statusOf(sampleView({ state: { kind: 'refused', reason } }))).toBe(buttons);
  });

  it('nothing is offered that needs a prompt which was removed on request', () => {
    expect(statusOf(sampleView({ state: states.failed[0] }, without))).toBe('');
  });
});

describe('the buttons of a result', () => {
  const deleted = smallSample.clip && { ...smallSample.clip, deletedAtMs: nowMs };
  it.each([
    ['where the engine can make it larger', smallSample, 'Again, Edit, HD · 90 credits, Continue · 60 credits, Delete'],
    ['that is as large as can be', readySample, 'Again, Edit, Continue · 60 credits, Delete'],
    ['whose clip was deleted', { ...smallSample, clip: deleted }, ''],
    ['whose prompt was removed on request', { ...smallSample, ...without }, 'Delete'],
  ] as const)('%s', (_, view, buttons) => {
    expect(labelsOf(presentResult(view, showing))).toBe(buttons);
  });

  it('neither HD nor what happens next is offered by a surface that does not say what is there', () => {
    expect(labelsOf(presentResult(smallSample, { words: en, nowMs }))).toBe('Again, Edit, Delete');
  });

  it('name the job and nothing else, since who may press is decided from what is stored', () => {
    const { buttons } = presentResult(smallSample, showing);
    const { id } = smallSample.job;
    expect(buttons.map(({ action, ...rest }) => [action, 'jobs' in rest ? rest.jobs : null])).toEqual(
      ['again', 'edit', 'hd', 'continue', 'delete'].map((action) => [action, [id]]),
    );
  });
});

describe('the buttons of a batch', () => {
  const [one, two, three] = [idOf('job', 1), idOf('job', 2), idOf('job', 3)];
  const running = sampleView({ id: one, number: 413, state: states.rendering[0] });
  const queued = sampleView({ id: two, number: 414 });
  const failed = sampleView({ id: three, number: 415, state: states.failed[0] });

  it('one Cancel stops all that can be stopped', () => {
    const { buttons } = presentStatus([running, queued, readySample], showing);
    expect(buttons).toEqual([{ action: 'cancel', label: 'Cancel all', style: 'danger', jobs: [one, two] }]);
  });

  it('one that failed can be had again, by its number, and one that was posted has its buttons at its result', () => {
    expect(statusOf(running, [failed, readySample])).toBe('Cancel all, Again #415');
    expect(statusOf(readySample, [failed])).toBe('Again #415');
    expect(labelsOf(presentResult(smallSample, showing))).toContain('HD');
  });

  it('all of it posted leaves none', () => {
    expect(statusOf(readySample, [readySample])).toBe('');
  });

  it('no more than five, which is what a row of buttons holds', () => {
    const many = [failed, failed, failed, failed].map((view, index) => sampleView({ ...view.job, number: index }));
    expect(presentStatus([many[0] ?? failed, ...many.slice(1)], showing).buttons.length).toBeLessThanOrEqual(5);
    expect(presentStatus(batch, showing).buttons.length).toBeLessThanOrEqual(5);
  });
});

it('the story that somebody looks at alone has all buttons that apply', () => {
  expect(labelsOf(presentStory({ ...story, view: smallSample }, showing, { seesCosts: false }))).toBe(
    'Again, Edit, HD · 90 credits, Continue · 60 credits, Delete',
  );
  const rendering = sampleView({ state: states.rendering[0] });
  expect(labelsOf(presentStory({ ...story, view: rendering }, showing, { seesCosts: false }))).toBe('Cancel');
});
