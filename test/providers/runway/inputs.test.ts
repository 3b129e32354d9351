import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InputRef } from '../../../src/core/spec.ts';
import type { CommonFault } from '../../doubles/faults.ts';
import { encodeMp4 } from '../../media/sample-clips.ts';
import { textBytes, tinyPng } from '../../media/sample-images.ts';
import { openWorld, type RunwayWorld } from './fixture.ts';

let world: RunwayWorld;
let png: InputRef;
beforeAll(async () => {
  world = await openWorld();
  png = await world.store('image', tinyPng(320, 180));
});
afterAll(() => world[Symbol.asyncDispose]());

const place = { method: 'POST', path: /^\/v1\/uploads$/ };
const storage = { method: 'POST', path: /^\/storage$/ };

/** Creates that went out since the number of calls was this. */
function creates(since: number): number {
  return world.runway.calls.slice(since).filter(({ path }) => /_to_video|video_upscale/.test(path)).length;
}

describe('an input', () => {
  test('is brought as bytes, never as the address of a chat, which expires or needs a key', async () => {
    const { task } = await world.accepted({ input: png }, 'runway/gen4_turbo');
    const [uri, file] = Array.from(world.runway.uploads).at(-1) ?? [];
    expect(task.body['promptImage']).toEqual([{ uri, position: 'first' }]);
    expect(file?.type).toBe('image/png');
    expect(new Uint8Array((await file?.arrayBuffer()) ?? [])).toEqual(tinyPng(320, 180));
    expect(JSON.stringify(task.body)).not.toContain('cdn.example.org');
  });

  test('that is a video goes the same way, to the endpoint for videos', async () => {
    const bytes = await encodeMp4(2);
    const input = await world.store('video', bytes);
    const { task } = await world.accepted({ input, seconds: 5 }, 'runway/seedance2');
    const [uri, file] = Array.from(world.runway.uploads).at(-1) ?? [];
    expect(task).toMatchObject({ endpoint: 'video_to_video', body: { promptVideo: uri } });
    expect(file).toMatchObject({ type: 'video/mp4', size: bytes.length });
  });

  test.each<readonly [string, { readonly path: RegExp }, CommonFault, string]>([
    ['no place is given', place, { status: 500, body: { error: 'Internal error' } }, 'transient'],
    ['the place is no answer', place, { status: 200, body: {} }, 'transient'],
    ['the connection breaks before it', place, 'drop_request', 'transient'],
    ['the key is refused', place, { status: 401, body: { error: 'No valid key' } }, 'out_of_credit'],
    ['too much was uploaded', place, { status: 429, body: { error: 'Slow down' } }, 'rate_limited'],
    ['the storage is down', storage, { status: 503, body: '<Error/>' }, 'transient'],
    ['the storage refuses', storage, { status: 403, body: '<Error/>' }, 'transient'],
    ['the storage points elsewhere', storage, { status: 307, headers: { location: '/v1/uploads' } }, 'transient'],
    ['the bytes do not arrive', storage, 'drop_request', 'transient'],
    ['the answer of the storage is lost', storage, 'drop_answer', 'transient'],
  ])('that cannot be brought because %s buys nothing, so that it may be tried again', async (_, match, fault, code) => {
    const since = world.runway.calls.length;
    world.runway.faults.next(match, fault);
    const result = await world.submit({ input: png }, 'runway/gen4_turbo');
    expect(result).toMatchObject({ kind: 'rejected', code });
    expect(creates(since)).toBe(0);
  });

  test.each([
    'http://storage.example.org/upload',
    'ftp://storage.example.org/upload',
    'https://10.0.0.8/upload',
    'https://localhost.example.org@10.0.0.8/upload',
    'https://2130706433/upload',
    'https://[fd00::8]/upload',
  ])('is not sent to %s, whatever the answer says', async (uploadUrl) => {
    const body = { uploadUrl, fields: {}, runwayUri: 'runway://elsewhere/input.png' };
    world.runway.faults.next(place, { status: 200, body });
    const since = world.runway.calls.length;
    const result = await world.submit({ input: png }, 'runway/gen4_turbo');
    expect(result).toMatchObject({ kind: 'rejected', code: 'transient' });
    expect(creates(since)).toBe(0);
  });

  test('whose upload takes longer than there is time buys nothing', async () => {
    const aborter = new AbortController();
    const since = world.runway.calls.length;
    const held = world.runway.faults.next(storage, { answerAfter: new Promise(() => undefined) });
    const ask = world.ask({ input: png }, 'runway/gen4_turbo');
    const submitting = world.provider.submit(ask, aborter.signal);
    await held.hit;
    aborter.abort();
    expect(await submitting).toMatchObject({ kind: 'rejected', code: 'transient' });
    expect(creates(since)).toBe(0);
  });

  test('that is no picture, or no longer there, is told as such before anything is sent', async () => {
    const since = world.runway.calls.length;
    const text = await world.store('image', textBytes('hello'));
    const lost: InputRef = { kind: 'image', source: 'x', mediaKey: 'input-9000' };
    const unprepared: InputRef = { kind: 'image', source: 'x', mediaKey: null };
    for (const input of [text, lost, unprepared]) {
      expect(await world.submit({ input }, 'runway/gen4_turbo')).toMatchObject({ kind: 'rejected', code: 'invalid' });
    }
    expect(world.runway.calls.length).toBe(since);
  });

  test('in a format that Runway does not take is invalid, and does not count against its health', async () => {
    const gif = await world.store('image', textBytes('GIF89a, and so on'));
    expect(await world.submit({ input: gif }, 'runway/gen4_turbo')).toMatchObject({
      kind: 'rejected',
      code: 'invalid',
    });
  });
});
