import { describe, expect, test } from 'vitest';
import { quoteMicroUsd, type EngineCapabilities } from '../../../src/core/engine.ts';
import type { EngineFile } from '../../../src/providers/engine-file.ts';
import { openAiVideos } from '../../../src/providers/openai-videos/module.ts';
import type { ProviderParts } from '../../../src/providers/provider-module.ts';
import { manualClock, silentLog } from '../../doubles/world.ts';

const key = { OPENAI_API_KEY: 'sk-test' };

async function enginesWith(
  environment: object,
  operatorsFile: EngineFile | null = null,
): Promise<EngineCapabilities[]> {
  const read = openAiVideos.read({ ...key, ...environment });
  if ('problems' in read || read.open === null) throw new Error('expected settings that open the provider');
  const parts: ProviderParts = {
    dataDir: '/nowhere',
    clock: manualClock(),
    log: silentLog,
    inputPath: async () => null,
    operatorsFile: () => operatorsFile,
  };
  return Array.from((await read.open(parts)).provider.capabilities());
}

function problemsWith(environment: object): readonly string[] {
  const read = openAiVideos.read({ ...key, ...environment });
  return 'problems' in read ? read.problems.map(([name]) => name) : [];
}

describe('its settings', () => {
  test('without a key it is not configured, whatever else is set', () => {
    expect(openAiVideos.read({ OPENAI_BASE_URL: 'https://gateway.example.com/v1' })).toEqual({ open: null });
    expect(openAiVideos.read({ OPENAI_API_KEY: ' ' })).toEqual({ open: null });
  });

  test('its key and its secrets are named as secrets, so that neither is ever echoed', () => {
    expect(openAiVideos.secretNames).toEqual(['OPENAI_API_KEY', 'OPENAI_WEBHOOK_SECRET']);
  });

  test.each([
    ['whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw==', []],
    ['whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw== whsec_YW5vdGhlci1zZWNyZXQtb2YtdGVzdHM=', []],
    ['a-gateways-own-secret-of-32-chars', []],
    [' ', []],
    // Empty or short keys would let anybody sign.
    ['whsec_', ['OPENAI_WEBHOOK_SECRET']],
    ['whsec_c2hvcnQ=', ['OPENAI_WEBHOOK_SECRET']],
    ['whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw==,short', ['OPENAI_WEBHOOK_SECRET']],
    ['whsec_not*base64*not*base64*not*base64', ['OPENAI_WEBHOOK_SECRET']],
  ])('a webhook secret such as %j is taken or told of', (OPENAI_WEBHOOK_SECRET, problems) => {
    expect(problemsWith({ OPENAI_WEBHOOK_SECRET })).toEqual(problems);
  });

  test('a key is sent to https alone, but on this machine', () => {
    expect(problemsWith({ OPENAI_BASE_URL: 'http://gateway.example.com/v1' })).toEqual(['OPENAI_BASE_URL']);
    expect(problemsWith({ OPENAI_BASE_URL: 'http://127.0.0.1:4000/v1' })).toEqual([]);
    for (const odd of [
      'https://kim:word@gateway.example.com',
      'https://gateway.example.com/?key=1',
      'https://a.example/#v1',
    ])
      expect(problemsWith({ OPENAI_BASE_URL: odd })).toEqual(['OPENAI_BASE_URL']);
  });
});

describe('its engines', () => {
  test('are whole, without an operator’s file', async () => {
    expect(openAiVideos.problemsWith(null)).toEqual([]);
    const engines = await enginesWith({});
    expect(engines.map(({ id, also, audio, seed }) => ({ id, also, audio, seed }))).toEqual([
      { id: 'openai-videos/sora-2', also: ['sora'], audio: true, seed: false },
      { id: 'openai-videos/sora-2-pro', also: ['sora-pro'], audio: true, seed: false },
    ]);
  });

  test.each([
    ['sora-2', 1_280, 720, 400_000],
    ['sora-2-pro', 720, 1_280, 1_200_000],
    ['sora-2-pro', 1_792, 1_024, 2_000_000],
    ['sora-2-pro', 1_080, 1_920, 2_800_000],
  ])('%s at %ix%i costs %i micro-dollars for 4 seconds', async (model, width, height, microUsd) => {
    const engine = (await enginesWith({})).find((each) => each.model === model);
    if (!engine) throw new Error(`expected ${model}`);
    const priced = { seconds: 4, size: { width, height }, audio: true, input: null };
    expect(quoteMicroUsd(engine.price, priced)).toBe(microUsd);
  });
});

describe('the end of Sora at OpenAI', () => {
  const gateway = { OPENAI_BASE_URL: 'https://gateway.example.com/v1' };
  const retirements = async (environment: object, file?: EngineFile) =>
    Object.fromEntries((await enginesWith(environment, file)).map(({ model, retiresOn }) => [model, retiresOn]));

  test.each([
    {},
    { OPENAI_BASE_URL: 'https://api.openai.com/v1/' },
    { OPENAI_BASE_URL: 'https://eu.api.openai.com/v1' },
  ])('holds at OpenAI (%j), with an engine that takes over', async (environment) => {
    expect(await retirements(environment)).toEqual({ 'sora-2': '2026-09-24', 'sora-2-pro': '2026-09-24' });
    expect((await enginesWith(environment))[0]).toMatchObject({ replacedBy: 'runway/gen4.5' });
  });

  test('does not count at another server, which goes on with its own', async () => {
    expect(await retirements(gateway)).toEqual({ 'sora-2': null, 'sora-2-pro': null });
    const alike = { OPENAI_BASE_URL: 'https://api.openai.com.example.net/v1' };
    expect(await retirements(alike)).toEqual({ 'sora-2': null, 'sora-2-pro': null });
  });

  test('a day that the operator gives counts anywhere', async () => {
    const file: EngineFile = {
      engines: {
        'openai-videos/sora-2': { retiresOn: '2027-01-31' },
        'openai-videos/google/veo-3.1': { like: 'openai-videos/sora-2-pro', label: 'Veo 3.1', also: ['veo'] },
      },
    };
    expect(openAiVideos.problemsWith(file)).toEqual([]);
    expect(await retirements(gateway, file)).toEqual({
      'sora-2': '2027-01-31',
      'sora-2-pro': null,
      'google/veo-3.1': null,
    });
  });

  test('what the adapter does not know of a model in the operator’s file is told of', () => {
    const file: EngineFile = { engines: { 'openai-videos/sora-2': { wire: { callback: true } } } };
    expect(openAiVideos.problemsWith(file).join('\n')).toMatch(/sora-2: wire: .*callback/u);
  });
});
