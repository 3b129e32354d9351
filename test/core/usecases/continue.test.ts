import { describe, expect, test } from 'vitest';

import type { Job } from '../../../src/core/job.ts';
import { inputFromOwn } from '../../../src/core/own-clip.ts';
import { parseTenantId } from '../../../src/core/ids.ts';
import { again, type AgainAsk } from '../../../src/core/usecases/again.ts';
import type { RequestResult } from '../../../src/core/usecases/request.ts';
import { destination, someCapabilities } from '../samples.ts';
import { ada, bob, openService } from '../service.ts';

const elsewhere = { ...destination, channel: 'c2' };
const upscaler = someCapabilities({
  id: 'acme/larger',
  label: 'Acme larger',
  playMoney: true,
  operations: ['upscale'],
  inputs: ['video'],
  sizes: { kind: 'any_even', sideMin: 64, sideMax: 4_096, native: { width: 1_920, height: 1_080 } },
  price: { perSecondMicroUsd: 30_000 },
});

/** A video of Ada's that is ready, and people who go on from it. */
async function openClip(ask: Parameters<Awaited<ReturnType<typeof openService>>['admitted']>[0] = {}) {
  const maker = someCapabilities({ playMoney: true, seed: false });
  const service = await openService({ provider: { name: 'acme', capabilities: () => [maker, upscaler] } });
  const { admitted, bring, userOf, deps } = service;
  const { job } = await bring(await admitted(ask), 'ready');
  if (job.state.kind !== 'ready') throw new Error('expected it to be ready');
  const { clipId } = job.state;
  let presses = 0;

  async function goOn(
    {
      variant = 'continue',
      at = destination,
      person = ada,
      jobId = job.id,
      prompt = null,
    }: {
      variant?: AgainAsk['variant'];
      at?: typeof destination;
      person?: typeof ada | typeof bob;
      jobId?: Job['id'];
      prompt?: string | null;
    } = {},
    using = deps,
  ) {
    presses += 1;
    const actor = { kind: 'user', userId: await userOf(person) } as const;
    const request = { inboundKey: `press:${presses}`, person, as: 'user', destination: at, locale: 'en' } as const;
    return again({ actor, at, choice: { jobId }, variant, prompt, request }, using);
  }

  return { ...service, job, clipId, goOn };
}

function jobOf(result: RequestResult | { kind: 'not_found' | 'not_yours' }): Job {
  if (result.kind !== 'admitted' || !result.jobs[0])
    throw new Error(`expected a new video, got ${JSON.stringify(result)}`);
  return result.jobs[0];
}

const remove = async ({ store, clipId, clock }: Awaited<ReturnType<typeof openClip>>): Promise<void> => {
  await store.deleteClip({ clipId, actor: { kind: 'operator' }, reason: null, nowMs: clock.nowMs() });
};

describe('what happens next', () => {
  test('is a request of its own that starts from the last picture, with the same words or others', async () => {
    const { goOn, clipId, job } = await openClip({ prompt: 'a ball rolls', seconds: 3 });
    const input = inputFromOwn({ kind: 'last_frame', clipId });
    const same = jobOf(await goOn());
    expect(same.spec).toMatchObject({ operation: 'make', prompt: 'a ball rolls', seconds: 3, input });
    expect(same).toMatchObject({ engine: job.engine, quoteMicroUsd: 300_000, state: { kind: 'preparing' } });
    const other = await goOn({ prompt: 'it falls' });
    expect(jobOf(other).spec.prompt).toBe('it falls');
    expect(other).toMatchObject({ request: { prompt: 'it falls' } });
  });

  test('can be had by others where the clip was shown, at their own cost, and nowhere else', async () => {
    const { goOn, userOf } = await openClip();
    expect(await goOn({ person: bob, at: elsewhere })).toEqual({ kind: 'not_yours' });
    expect(jobOf(await goOn({ person: bob })).userId).toBe(await userOf(bob));
  });

  test('of a private clip is its owner’s alone, and private again', async () => {
    const { goOn } = await openClip({ private: true });
    expect(await goOn({ person: bob })).toEqual({ kind: 'not_yours' });
    expect(await goOn()).toMatchObject({ kind: 'admitted', request: { visibility: 'private' } });
  });

  test('of a clip that is not there yet, or not any more, is refused and says so', async () => {
    const world = await openClip();
    const running = await world.admitted();
    const refusal = { kind: 'refused', refusals: [{ kind: 'no_continuation', why: 'no_clip' }], mayAsk: null };
    expect(await world.goOn({ jobId: running.id })).toEqual(refusal);
    await remove(world);
    expect(await world.goOn()).toEqual(refusal);
    expect(await world.goOn({ person: bob })).toEqual({ kind: 'not_yours' });
  });

  test('is refused where nothing takes pictures out of clips, before anything is paid', async () => {
    const { goOn, deps } = await openClip();
    const media = { ...deps.media, lastFrame: null };
    expect(await goOn({}, { ...deps, media })).toEqual({
      kind: 'refused',
      mayAsk: null,
      refusals: [{ kind: 'no_continuation', why: 'no_frames' }],
    });
  });
});

describe('a clip that is made larger', () => {
  test('is asked of the engine that does that, with the whole clip, and not as a new video', async () => {
    const { goOn, clipId } = await openClip();
    const job = jobOf(await goOn({ variant: 'hd', person: bob }));
    expect(job).toMatchObject({ engine: 'acme/larger', quoteMicroUsd: 150_000 });
    expect(job.spec).toMatchObject({
      operation: 'upscale',
      size: { width: 1_920, height: 1_080 },
      seconds: 5,
      input: inputFromOwn({ kind: 'clip', clipId }),
    });
  });
});

describe('a clip of ours that is named', () => {
  const typed = (clipId: Parameters<typeof inputFromOwn>[0]['clipId'], kind: 'clip' | 'last_frame' = 'last_frame') => ({
    input: inputFromOwn({ kind, clipId }),
  });
  const gone = { kind: 'refused', refusals: [{ kind: 'source_gone' }], mayAsk: null };

  test('by its owner, or where it was shown, can be started from, as Edit does', async () => {
    const { request, clipId } = await openClip();
    expect(await request(typed(clipId))).toMatchObject({ kind: 'admitted' });
    expect(await request(typed(clipId), { person: bob })).toMatchObject({ kind: 'admitted' });
  });

  test('by somebody who was never shown it is refused, whoever told them its name', async () => {
    const shown = await openClip();
    expect(await shown.request(typed(shown.clipId), { person: bob, destination: elsewhere })).toEqual(gone);
    const hidden = await openClip({ private: true });
    expect(await hidden.request(typed(hidden.clipId), { person: bob })).toEqual(gone);
    expect(await hidden.request(typed(hidden.clipId, 'clip'), { person: bob })).toEqual(gone);
  });

  test('from another tenant is refused, to its owner as well', async () => {
    const { request, clipId } = await openClip();
    const tenantId = parseTenantId('discord:2');
    expect(await request(typed(clipId), { destination: { ...destination, tenantId } })).toEqual(gone);
    expect(await request(typed(clipId), { destination: { ...destination, tenantId }, as: 'operator' })).toEqual(gone);
  });

  test('is refused once it is deleted, also as the source of one that is asked for again', async () => {
    const world = await openClip();
    const next = jobOf(await world.goOn());
    expect(await world.goOn({ jobId: next.id, variant: 'take', person: bob })).toMatchObject({ kind: 'admitted' });
    await remove(world);
    expect(await world.request(typed(world.clipId))).toEqual(gone);
    expect(await world.goOn({ jobId: next.id, variant: 'take' })).toEqual(gone);
    expect(await world.goOn({ jobId: next.id, variant: 'take', person: bob })).toEqual(gone);
  });
});
