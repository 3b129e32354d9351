import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Output, TaskRef } from '../../../src/core/ports/provider.ts';
import { bytesOf, live } from '../../contracts/provider-calls.ts';
import type { CommonFault } from '../../doubles/faults.ts';
import { openOpenAiVideos, type OpenAiVideos } from '../../doubles/openai-videos/openai-videos.ts';
import { sampleClip, type VideoTask } from '../../doubles/openai-videos/videos.ts';
import { type OnDouble, openOnDouble } from './fixture.ts';

let onDouble: OnDouble;
/** Another server, where a gateway's files may be. */
let elsewhere: OpenAiVideos;
beforeAll(async () => {
  [onDouble, elsewhere] = await Promise.all([openOnDouble(), openOpenAiVideos()]);
});
afterAll(() => Promise.all([onDouble[Symbol.asyncDispose](), elsewhere[Symbol.asyncDispose]()]));

async function finished(): Promise<{ readonly ref: TaskRef; readonly video: VideoTask }> {
  const ref = await onDouble.task();
  const video = onDouble.double.newest();
  await video.succeed();
  return { ref, video };
}

async function openUnder(content: CommonFault): Promise<Output> {
  const { ref } = await finished();
  onDouble.double.faults.next({ path: /\/content/ }, content);
  return onDouble.provider.openOutput(ref, live());
}

test('the clip comes as it is, with its length', async () => {
  const { ref } = await finished();
  const output = await onDouble.provider.openOutput(ref, live());
  if (output.kind !== 'stream') throw new Error(`expected a stream, got ${output.kind}`);
  const clip = await sampleClip(4);
  expect(output.bytes).toBe(clip.length);
  expect(new Uint8Array(await bytesOf(output))).toEqual(clip);
});

describe('completed, but not there yet', () => {
  test.each<[string, CommonFault]>([
    ['404 while the video is known', { status: 404, body: { error: { message: 'not ready' } } }],
    ['409', { status: 409, body: {} }],
    ['425', { status: 425, body: {} }],
    ['429', { status: 429, body: {} }],
    ['a refused key', { status: 401, body: {} }],
    ['a fault of the server', { status: 502, body: '<html>' }],
    ['accepted, no content', { status: 202, body: {} }],
    ['an error under a good status', { status: 200, body: { error: { message: 'no' } } }],
    ['a page under a good status', { status: 200, body: '<html>' }],
    ['a redirect to nowhere', { status: 302 }],
  ])('%s is asked for again, so that what was paid for is not given up', async (_, fault) => {
    expect((await openUnder(fault)).kind).toBe('not_ready');
  });

  test('how long it asks to wait is passed on, and nothing else is asked before', async () => {
    expect(await openUnder({ status: 425, body: {}, headers: { 'retry-after': '3' } })).toEqual({
      kind: 'not_ready',
      retryAfterMs: 3_000,
    });
    expect(onDouble.double.calls.at(-1)?.path).toMatch(/\/content$/u);
  });

  test('it opens when it is there', async () => {
    const { ref, video } = await finished();
    video.hold();
    expect((await onDouble.provider.openOutput(ref, live())).kind).toBe('not_ready');
    video.release();
    const output = await onDouble.provider.openOutput(ref, live());
    if (output.kind !== 'stream') throw new Error(`expected a stream, got ${output.kind}`);
    expect((await bytesOf(output)).length).toBe(output.bytes);
  });
});

describe('gone', () => {
  test('is what is past its expiry', async () => {
    const { ref, video } = await finished();
    video.expire();
    expect((await onDouble.provider.openOutput(ref, live())).kind).toBe('gone');
  });

  test('is what the API says is gone, or a video that it no longer knows', async () => {
    expect((await openUnder({ status: 410, body: {} })).kind).toBe('gone');
    const { ref } = await finished();
    onDouble.double.faults.next({ method: 'GET' }, { status: 404, body: {} }, 2);
    expect((await onDouble.provider.openOutput(ref, live())).kind).toBe('gone');
  });
});

describe('a file that is elsewhere', () => {
  test('is fetched there', async () => {
    const headers = { 'content-type': 'video/mp4' };
    elsewhere.faults.next({ path: /^\/files\// }, { status: 200, body: 'the clip', headers });
    const output = await openUnder({ status: 302, headers: { location: `${elsewhere.url}/files/a.mp4?sig=1` } });
    if (output.kind !== 'stream') throw new Error(`expected a stream, got ${output.kind}`);
    expect((await bytesOf(output)).toString()).toBe('the clip');
  });

  test('does not get our key, which is for the API alone', async () => {
    // What is there opens with the same key, and with no other.
    const location = `${elsewhere.baseUrl}/models`;
    expect((await openUnder({ status: 302, headers: { location } })).kind).toBe('not_ready');
    expect(elsewhere.calls.at(-1)?.path).toBe('/v1/models');
  });

  test('whose address has expired is asked for by a new one the next time', async () => {
    elsewhere.faults.next({ path: /^\/files\// }, { status: 403, body: 'Expired' });
    const location = `${elsewhere.url}/files/old.mp4`;
    expect((await openUnder({ status: 302, headers: { location } })).kind).toBe('not_ready');
  });

  test.each(['https://10.0.0.1/a.mp4', 'https://169.254.169.254/latest', 'file:///etc/passwd', 'http://example.com/a'])(
    'is not asked for at %s, so that an engine cannot make us look inside our network',
    async (location) => {
      await expect(openUnder({ status: 302, headers: { location } })).rejects.toThrow(/not allowed|expected an/u);
    },
  );
});

describe('a download that is stopped', () => {
  test('before it begins, or while it waits', async () => {
    const { ref } = await finished();
    await expect(onDouble.provider.openOutput(ref, AbortSignal.abort())).rejects.toThrow(/abort/iu);
    const stop = new AbortController();
    const planned = onDouble.double.faults.next({ path: /\/content/ }, { answerAfter: new Promise(() => undefined) });
    const opening = onDouble.provider.openOutput(ref, stop.signal);
    await planned.hit;
    stop.abort(new Error('enough'));
    await expect(opening).rejects.toThrow(/abort/iu);
  });

  test('while it comes', async () => {
    const { ref, video } = await finished();
    // More than what the connection takes in at once.
    await video.succeed(new Uint8Array(32 * 1024 ** 2));
    const stop = new AbortController();
    const output = await onDouble.provider.openOutput(ref, stop.signal);
    if (output.kind !== 'stream') throw new Error(`expected a stream, got ${output.kind}`);
    stop.abort(new Error('enough'));
    await expect(bytesOf(output)).rejects.toThrow('enough');
  });
});
