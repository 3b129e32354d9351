import { OpenRouter } from '@openrouter/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openOpenRouter, type OpenRouter as Double } from '../../doubles/openrouter/openrouter.ts';

let double: Double;
let client: OpenRouter;
beforeAll(async () => {
  double = await openOpenRouter();
  client = new OpenRouter({ apiKey: double.key, serverURL: double.baseUrl, retryConfig: { strategy: 'none' } });
});
afterAll(() => double[Symbol.asyncDispose]());

test('the official client reads every answer of the double, so that the double is one of the API', async () => {
  const { data } = await client.videoGeneration.listVideosModels();
  expect(data.map(({ id }) => id)).toContain('google/veo-3.1');

  const created = await client.videoGeneration.generate({
    videoGenerationRequest: {
      model: 'google/veo-3.1-lite',
      prompt: 'a red ball',
      duration: 4,
      resolution: '720p',
      aspectRatio: '16:9',
      generateAudio: false,
      seed: 7,
    },
  });
  expect(created).toMatchObject({ status: 'pending', pollingUrl: `/api/v1/videos/${created.id}` });
  const [job] = double.jobs;
  if (!job) throw new Error('expected a job, got none');
  await double.succeed(job, 0.12);
  const jobId = created.id;
  expect(await client.videoGeneration.getGeneration({ jobId })).toMatchObject({
    status: 'completed',
    usage: { cost: 0.12, isByok: false },
    unsignedUrls: [`${double.baseUrl}/videos/${jobId}/content?index=0`],
  });
  const content = await client.videoGeneration.getVideoContent({ jobId, index: 0 });
  expect(Buffer.from(await new Response(content).arrayBuffer())).toEqual(Buffer.from(job.clip ?? []));
});

test("the official client reads the errors of the double as the API's own", async () => {
  const ask = (model: string) => ({ videoGenerationRequest: { model, prompt: 'a red ball' } });
  const refused = (statusCode: number) => ({
    statusCode,
    contentType: 'application/json',
    body: expect.stringContaining(`{"error":{"code":${statusCode},"message":"`),
  });
  await expect(client.videoGeneration.generate(ask('google/veo-9'))).rejects.toMatchObject(refused(400));
  double.account.creditUsd = 0;
  await expect(client.videoGeneration.generate(ask('google/veo-3.1-lite'))).rejects.toMatchObject(refused(402));
  await expect(client.videoGeneration.getGeneration({ jobId: 'nobody' })).rejects.toMatchObject(refused(404));
});
