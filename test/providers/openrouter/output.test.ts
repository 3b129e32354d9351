import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Output } from '../../../src/core/ports/provider.ts';
import { bytesOf, live } from '../../contracts/provider-calls.ts';
import type { VideoJob } from '../../doubles/openrouter/job.ts';
import { accepted, type Bench, openBench } from './fixture.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench[Symbol.asyncDispose]());

async function finished() {
  const { task, job } = await accepted(bench);
  await bench.double.succeed(job);
  return { job, open: (): Promise<Output> => bench.provider.openOutput(task, live()) };
}

async function clipIn(output: Output): Promise<Buffer> {
  if (output.kind !== 'stream') throw new Error(`expected a clip, got ${JSON.stringify(output)}`);
  return bytesOf(output);
}

function clipOf({ clip }: VideoJob): Buffer {
  return Buffer.from(clip ?? []);
}

describe('the finished clip', () => {
  test('comes through the API itself, with the key and its length', async () => {
    const { job, open } = await finished();
    const output = await open();
    expect(output).toMatchObject({ kind: 'stream', bytes: job.clip?.length });
    expect(await clipIn(output)).toEqual(clipOf(job));
    expect(bench.double.server.calls.at(-1)?.path).toBe(`/api/v1/videos/${job.id}/content?index=0`);
  });

  test.each([404, 410, 403, 502])(
    'is fetched from its signed address where the API answers %i, without the key',
    async (status) => {
      const { job, open } = await finished();
      job.contentStatus = status;
      bench.double.sign(job);
      expect(await clipIn(await open())).toEqual(clipOf(job));
    },
  );

  test.each([409, 425, 429])(
    'that is completed but not ready (%i) is asked for again when told to, not lost',
    async (status) => {
      const { open } = await finished();
      const before = bench.double.server.calls.length;
      bench.double.server.faults.next({ path: /content/ }, { status, body: {}, headers: { 'retry-after': '20' } });
      expect(await open()).toEqual({ kind: 'not_ready', retryAfterMs: 20_000 });
      expect(bench.double.server.calls.length).toBe(before + 1);
    },
  );

  test('that the vendor cannot hand out just now is asked for again', async () => {
    const { job, open } = await finished();
    job.contentStatus = 502;
    expect(await open()).toEqual({ kind: 'not_ready', retryAfterMs: null });
  });

  test.each([404, 410])('of a job that is done but has no file (%i) is gone, and is not made anew', async (status) => {
    const { job, open } = await finished();
    job.contentStatus = status;
    expect(await open()).toMatchObject({ kind: 'gone' });
  });

  test('that our key may not have is trouble to be tried again, with a hint for the log', async () => {
    const { job, open } = await finished();
    job.contentStatus = 403;
    await expect(open()).rejects.toThrow('HTTP 403: check the key');
  });

  test('whose signed address has expired is asked for at the job again, which gives a fresh one', async () => {
    const { job, open } = await finished();
    job.contentStatus = 410;
    bench.double.sign(job);
    job.signedPath = `/${job.id}.mp4?signature=old`;
    expect(await open()).toMatchObject({ kind: 'gone' });
    bench.double.sign(job);
    expect(await clipIn(await open())).toEqual(clipOf(job));
  });

  test("takes the key along to another address on the API's own origin, where it is asked for", async () => {
    const { job, open } = await finished();
    const { faults } = bench.double.server;
    faults.next({ path: /content\?index=0$/ }, { status: 404, body: {} });
    const unsigned_urls = [`${bench.double.baseUrl}/videos/${job.id}/content?index=0&take=2`];
    faults.next({ path: /\/videos\/gen-vid[^/]*$/ }, { status: 200, body: { status: 'completed', unsigned_urls } });
    expect(await clipIn(await open())).toEqual(clipOf(job));
  });

  test('is never looked for at an address in a private network, whatever the job says', async () => {
    const { job, open } = await finished();
    job.contentStatus = 410;
    const urls = ['http://169.254.169.254/latest', 'https://10.0.0.1/a.mp4', 'file:///etc/passwd', 'nonsense'];
    bench.double.server.faults.next(
      { path: /\/videos\/gen-vid[^/]*$/ },
      { status: 200, body: { id: job.id, status: 'completed', urls } },
    );
    expect(await open()).toMatchObject({ kind: 'gone' });
  });

  test('of an id that could lead elsewhere is not asked for', async () => {
    const before = bench.double.server.calls.length;
    const { task } = await accepted(bench);
    expect(await bench.provider.openOutput({ ...task, taskId: 'a/../../key' }, live())).toMatchObject({ kind: 'gone' });
    expect(bench.double.server.calls.length).toBe(before + 1);
  });
});
