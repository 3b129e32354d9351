import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/bots/answered.ts';
import { parseText } from '../../src/bots/grammar/parse-text.ts';
import type { PressAction } from '../../src/bots/view.ts';
import { inputFromOwn } from '../../src/core/own-clip.ts';
import { destination, idOf, someCapabilities } from '../core/samples.ts';
import { bob, generous, without } from '../core/service.ts';
import { linesOf, openChat } from './asking.ts';

function wordsOf(answer: Answer): string {
  if (answer.kind !== 'said') throw new Error(`expected words, got ${answer.kind}`);
  return linesOf(answer.view).join('\n');
}

const sizes = {
  kind: 'listed',
  sizes: [
    { width: 1_280, height: 720 },
    { width: 1_920, height: 1_080 },
  ],
} as const;
const capable = { provider: { name: 'acme', capabilities: () => [someCapabilities({ sizes, playMoney: true })] } };
const actions: readonly PressAction[] = ['cancel', 'again', 'edit', 'hd', 'continue', 'delete', 'delete_now'];
const elsewhere = { ...destination, channel: 'c2' };

describe('Cancel', () => {
  it('stops what it is about, and says how each stands', async () => {
    const { press, admitted, bring, now } = await openChat();
    const [one, two] = [await admitted(), await admitted()];
    await bring(two, 'rendering');
    const answer = await press({ action: 'cancel', jobs: [one.id, two.id] });
    expect(wordsOf(answer)).toBe(
      '#1 is cancelled. You pay nothing.\n#2 is with the engine already. It is stopped if that loses nothing; otherwise it is finished, paid and kept, but not posted.',
    );
    expect([(await now(one)).state.kind, (await now(two)).state.kind]).toEqual(['cancelled', 'rendering']);
  });

  it('pressed by a stranger stops nothing, by a moderator it does', async () => {
    const { press, admitted, now } = await openChat();
    const job = await admitted();
    const ask = { action: 'cancel', jobs: [job.id] } as const;
    expect(wordsOf(await press(ask, { person: bob }))).toBe(
      'That video belongs to somebody else, so it is not yours to stop. `/videos list` shows yours.',
    );
    expect((await now(job)).state.kind).toBe('preparing');
    await press(ask, { person: bob, role: 'moderator' });
    expect((await now(job)).state.kind).toBe('cancelled');
  });
});

describe('Again', () => {
  it('is a new take for whoever presses, once for each press', async () => {
    const { press, admitted, userOf } = await openChat();
    const job = await admitted({ seed: 7 });
    const ask = { action: 'again', jobs: [job.id] } as const;
    const answer = await press(ask, { person: bob, inboundKey: 'press:1' });
    expect(answer).toMatchObject({ kind: 'taken', jobs: [{ number: 2, userId: await userOf(bob) }] });
    if (answer.kind !== 'taken') throw new Error('expected it to be taken');
    expect(answer.jobs[0]?.spec.seed).not.toBe(7);
    expect(wordsOf(await press(ask, { person: bob, inboundKey: 'press:1' }))).toContain('taken already as #2');
  });
});

describe('HD', () => {
  it('is the same take, larger, at the price of today', async () => {
    const { press, admitted, bring } = await openChat(capable);
    const { job } = await bring(await admitted({ seed: 7 }), 'ready');
    expect(await press({ action: 'hd', jobs: [job.id] })).toMatchObject({
      kind: 'taken',
      jobs: [{ engine: job.engine, quoteMicroUsd: 500_000, spec: { seed: 7, size: { width: 1_920, height: 1_080 } } }],
    });
  });

  it('that a limit refuses can be edited, with its size and seed', async () => {
    const { press, admitted, deps } = await openChat(capable);
    const job = await admitted({ seed: 7 });
    const rules = { ...generous, member: { ...generous.member, inFlightMax: 0 } };
    const answer = await press({ action: 'hd', jobs: [job.id] }, {}, { ...deps, rules });
    expect(answer).toMatchObject({
      view: { buttons: [{ action: 'retry', typed: 'a red ball --engine acme/reel-1 --size hd --seed 7' }] },
    });
  });

  it('of what is as large as can be says so', async () => {
    const { press, admitted } = await openChat(capable);
    const job = await admitted({ size: { width: 1_920, height: 1_080 } });
    expect(wordsOf(await press({ action: 'hd', jobs: [job.id] }))).toContain(
      'Acme reel-1 makes nothing larger than this video is already, so there is no HD of it.',
    );
  });
});

describe('Continue', () => {
  it('is what happens next, with the same words, at the price that stands on the button', async () => {
    const { press, admitted, bring } = await openChat(capable);
    const { job } = await bring(await admitted({ prompt: 'a ball rolls' }), 'ready');
    if (job.state.kind !== 'ready') throw new Error('expected it to be ready');
    const input = inputFromOwn({ kind: 'last_frame', clipId: job.state.clipId });
    expect(await press({ action: 'continue', jobs: [job.id] }, { person: bob })).toMatchObject({
      kind: 'taken',
      jobs: [{ quoteMicroUsd: 500_000, spec: { prompt: 'a ball rolls', input } }],
    });
  });

  it('that a limit refuses can be sent again with other words, as the command that asks for it', async () => {
    const { press, admitted, bring, deps } = await openChat(capable);
    const { job } = await bring(await admitted(), 'ready');
    const rules = { ...generous, member: { ...generous.member, inFlightMax: 0 } };
    const answer = await press({ action: 'continue', jobs: [job.id] }, {}, { ...deps, rules });
    expect(answer).toMatchObject({
      view: { buttons: [{ action: 'retry', command: 'videos again', typed: '#1 --continue' }] },
    });
  });

  it('of what is not made yet says so, and offers nothing else in its place', async () => {
    const { press, admitted } = await openChat(capable);
    const job = await admitted();
    const answer = await press({ action: 'continue', jobs: [job.id] });
    expect(wordsOf(answer)).toContain('not made yet');
    expect(answer).toMatchObject({ view: { buttons: [] } });
  });

  it('of somebody else’s private video is not theirs to build on', async () => {
    const { press, admitted, bring } = await openChat(capable);
    const { job } = await bring(await admitted({ private: true }), 'ready');
    expect(wordsOf(await press({ action: 'continue', jobs: [job.id] }, { person: bob }))).toContain(
      'so it is not yours to build on',
    );
  });
});

describe('what was made out of a clip', () => {
  const upscaler = someCapabilities({
    id: 'acme/larger',
    playMoney: true,
    operations: ['upscale'],
    inputs: ['video'],
    sizes: { kind: 'any_even', sideMin: 64, sideMax: 4_096, native: { width: 1_920, height: 1_080 } },
  });
  const longer = someCapabilities({
    playMoney: true,
    seed: false,
    operations: ['make', 'extend'],
    inputs: ['text', 'image', 'video'],
    extendSeconds: { kind: 'listed', seconds: [4, 8] },
  });
  const provider = { name: 'acme', capabilities: () => [longer, upscaler] };

  it('is edited as what it was asked with: the clip that it goes on from, and its words', async () => {
    const { press, admitted, bring } = await openChat({ provider });
    const { job } = await bring(await admitted({ prompt: 'a ball rolls' }), 'ready');
    const next = await press({ action: 'continue', jobs: [job.id] });
    if (next.kind !== 'taken' || !next.jobs[0]) throw new Error('expected it to be taken');
    expect(next.jobs[0].spec.operation).toBe('extend');
    const edit = await press({ action: 'edit', jobs: [next.jobs[0].id] });
    expect(edit).toMatchObject({ kind: 'form', command: 'videos again', typed: '--continue #1 "a ball rolls"' });
    if (edit.kind !== 'form') throw new Error('expected a form');
    expect(parseText('videos', `again ${edit.typed}`, { engines: null })).toEqual({
      kind: 'again',
      number: 1,
      variant: 'continue',
      prompt: 'a ball rolls',
    });
  });

  it('and only became larger is edited by its words alone: no engine makes a new video of the old clip', async () => {
    const { press, admitted, bring } = await openChat({ provider });
    const { job } = await bring(await admitted({ prompt: 'a ball rolls', style: 'noir' }), 'ready');
    const larger = await press({ action: 'hd', jobs: [job.id] });
    if (larger.kind !== 'taken' || !larger.jobs[0]) throw new Error('expected it to be taken');
    expect(larger.jobs[0].spec.operation).toBe('upscale');
    expect(await press({ action: 'edit', jobs: [larger.jobs[0].id] })).toMatchObject({
      command: 'video',
      typed: 'a ball rolls --style noir',
    });
  });
});

describe('Edit', () => {
  it('opens the form with what was asked for, and no more than that', async () => {
    const { press, admitted } = await openChat();
    const plain = await admitted({ prompt: 'a red ball' });
    const rich = await admitted({ prompt: 'a red ball', seconds: 3, fps: 30, style: 'noir', private: true });
    expect(await press({ action: 'edit', jobs: [plain.id] })).toEqual({
      kind: 'form',
      command: 'video',
      typed: 'a red ball',
    });
    expect(await press({ action: 'edit', jobs: [rich.id] })).toMatchObject({
      typed: 'a red ball --seconds 3 --fps 30 --style noir --private',
    });
  });

  it('is sent as it is by whoever may take the prompt up, as a request of their own', async () => {
    const { press, type, admitted } = await openChat();
    const job = await admitted({ prompt: 'list' });
    const form = await press({ action: 'edit', jobs: [job.id] }, { person: bob });
    if (form.kind !== 'form') throw new Error(`expected a form, got ${form.kind}`);
    expect(parseText('video', form.typed, { engines: null })).toMatchObject({ asks: [{ prompt: 'list' }] });
    expect(await type(`video ${form.typed}`, { person: bob })).toMatchObject({ kind: 'taken' });
  });
});

describe('Delete', () => {
  it('asks once, and only the answer to that deletes', async () => {
    const { press, admitted, bring, store } = await openChat();
    const { job } = await bring(await admitted(), 'ready');
    if (job.state.kind !== 'ready') throw new Error('expected it to be ready');
    const asked = await press({ action: 'delete', jobs: [job.id] });
    expect(wordsOf(asked)).toMatch(/^Delete #1\?\n/);
    expect(asked).toMatchObject({
      view: { buttons: [{ action: 'delete_now', label: 'Delete #1', style: 'danger', jobs: [job.id] }] },
    });
    expect(await store.clip(job.state.clipId)).toMatchObject({ deletedAtMs: null });
    const sure = { action: 'delete_now', jobs: [job.id] } as const;
    expect(wordsOf(await press(sure))).toMatch(/^#1 is deleted\./);
    expect(wordsOf(await press(sure))).toMatch(/^#1 was deleted before\./);
    expect(wordsOf(await press({ action: 'delete', jobs: [job.id] }))).toMatch(/^#1 was deleted before\./);
  });

  it('of what has no clip says why', async () => {
    const { press, admitted, bring } = await openChat();
    const job = await admitted();
    expect(wordsOf(await press({ action: 'delete', jobs: [job.id] }))).toBe(
      '#1 is not made yet (being prepared), so there is no file to delete. `/videos cancel #1` stops it.',
    );
    await bring(job, 'failed');
    expect(wordsOf(await press({ action: 'delete_now', jobs: [job.id] }))).toBe(
      '#1 ended without a file (failed), so there is nothing to delete.',
    );
  });
});

it.each(['again', 'hd', 'continue', 'edit'] as const)(
  '%s of a prompt that was removed on request is not to be had',
  async (action) => {
    const { press, admitted, deps, store } = await openChat(capable);
    const job = await admitted();
    const request: typeof store.request = async (id) => {
      const found = await store.request(id);
      return found && { ...found, request: { ...found.request, prompt: null } };
    };
    const answer = await press({ action, jobs: [job.id] }, {}, { ...deps, store: { ...store, request } });
    expect(wordsOf(answer)).toContain('no longer known here');
  },
);

describe('a press is never believed', () => {
  it.each(actions)('%s on a private video by somebody else does nothing', async (action) => {
    const { press, admitted, bring, now, store, clock } = await openChat(capable);
    const { job } = await bring(await admitted({ private: true }), 'ready');
    for (const role of ['member', 'moderator'] as const) {
      expect(wordsOf(await press({ action, jobs: [job.id] }, { person: bob, role }))).toContain(
        'belongs to somebody else',
      );
    }
    expect(await now(job)).toEqual(job);
    const all = await store.list({ tenantId: null, userId: null, states: null, limit: 9 }, generous, clock.nowMs());
    expect(all).toMatchObject([{ clip: { deletedAtMs: null } }]);
  });

  it.each(actions)('%s from another channel by somebody else does nothing', async (action) => {
    const { press, admitted, bring, now } = await openChat(capable);
    const { job } = await bring(await admitted(), 'ready');
    const answer = await press({ action, jobs: [job.id] }, { person: bob, destination: elsewhere });
    expect(wordsOf(answer)).toContain('belongs to somebody else');
    expect(await now(job)).toEqual(job);
  });

  it.each(actions)('%s on a video that is not there is answered in words', async (action) => {
    const { press } = await openChat();
    expect(wordsOf(await press({ action, jobs: [idOf('job', 99)] }))).toBe(
      'That video is no longer known here. `/videos list` shows yours.',
    );
  });

  it.each(actions)('%s without the database is refused in words, and logged once', async (action) => {
    const { press, deps, store, log } = await openChat();
    const away = { ...deps, store: without(store, 'identify') };
    expect(wordsOf(await press({ action, jobs: [idOf('job')] }, {}, away))).toContain('cannot reach its database');
    expect(log.errors).toHaveLength(1);
  });
});
