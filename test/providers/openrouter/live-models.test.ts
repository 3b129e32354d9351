import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EngineCapabilities, EngineId, SizeRange } from '../../../src/core/engine.ts';
import { DAY } from '../../../src/core/time.ts';
import type { EngineFile } from '../../../src/providers/engine-file.ts';
import engines from '../../../src/providers/openrouter/engines.json' with { type: 'json' };
import { openrouter } from '../../../src/providers/openrouter/module.ts';
import type { RunningProvider } from '../../../src/providers/provider-module.ts';
import { live } from '../../contracts/provider-calls.ts';
import { failure } from '../../doubles/openrouter/openrouter.ts';
import { type ListedModel, listed, usualListing } from '../../doubles/openrouter/listing.ts';
import { accepted, askFor, type Bench, openBench } from './fixture.ts';

let bench: Bench;
let running: RunningProvider;
beforeAll(async () => {
  bench = await openBench();
});
beforeEach(async () => {
  await rm(join(bench.dataDir, 'openrouter'), { recursive: true, force: true });
  bench.double.models = usualListing;
  bench.setOperatorsFile(null);
  running = await bench.reopen();
});
afterAll(() => bench[Symbol.asyncDispose]());

const models = { method: 'GET', path: /\/videos\/models$/ };

function engineOf(id: EngineId, of = running): EngineCapabilities | undefined {
  return of.provider.capabilities().find((engine) => engine.id === id);
}

async function refresh(more: readonly ListedModel[] = [], without = ''): Promise<void> {
  bench.double.models = [...usualListing.filter(({ id }) => id !== without), ...more];
  await running.refresh?.(live());
}

function sorted(range: SizeRange | undefined): readonly string[] {
  return range?.kind === 'listed' ? range.sizes.map(({ width, height }) => `${width}x${height}`).toSorted() : [];
}

describe('the models that the API lists', () => {
  test('before it was asked, the engines of our own data are there', () => {
    expect(running.provider.capabilities().map(({ id }) => id)).toEqual(Object.keys(engines.engines));
  });

  test('our own data says what was listed when it was written: nothing but its date and the order of sizes changes', async () => {
    const own = running.provider.capabilities();
    await refresh();
    for (const { id, asOf: _, sizes, ...known } of own) {
      const now = engineOf(id);
      expect(now).toMatchObject(known);
      expect(now?.price).toEqual(known.price);
      expect(sorted(now?.sizes)).toEqual(sorted(sizes));
    }
  });

  test('one that is new becomes an engine, with a label, a price and careful limits', async () => {
    expect(engineOf('openrouter/alibaba/wan-2.6')).toBeUndefined();
    await refresh();
    expect(engineOf('openrouter/alibaba/wan-2.6')).toMatchObject({
      label: 'Wan 2.6 (OpenRouter)',
      also: ['wan-2.6'],
      asOf: '2026-01-15',
      playMoney: false,
      operations: ['make'],
      inputs: ['text', 'image'],
      seconds: { kind: 'listed', seconds: [5, 10] },
      audio: false,
      seed: true,
      promptCharsMax: 1_000,
      concurrencyMax: 2,
      pollEveryMsMin: 10_000,
      price: { perSecondMicroUsd: 150_000, rates: [{ linesMin: 1_080, input: 'image' }, {}, {}, {}] },
      sizes: { kind: 'listed', sizes: [{ width: 1_280, height: 720 }, {}, {}, {}, {}, {}] },
    });
  });

  test('one that is known follows them in what it can and costs, and keeps what only we know', async () => {
    const own = engineOf('openrouter/google/veo-3.1');
    await refresh([]);
    bench.double.models = usualListing.map((model) =>
      model.id === 'google/veo-3.1'
        ? { ...model, supported_durations: [5], generate_audio: null, pricing_skus: { duration_seconds: '0.25' } }
        : model,
    );
    await running.refresh?.(live());
    expect(engineOf('openrouter/google/veo-3.1')).toEqual({
      ...own,
      asOf: '2026-01-15',
      seconds: { kind: 'listed', seconds: [5] },
      audio: false,
      price: { perSecondMicroUsd: 250_000, rates: [] },
    });
  });

  test('a range of whole seconds is one, and pixels are taken where they are listed', async () => {
    await refresh();
    const seedance = engineOf('openrouter/bytedance/seedance-2.0-fast');
    expect(seedance?.seconds).toEqual({ kind: 'whole', min: 4, max: 15 });
    expect(seedance?.sizes).toMatchObject({ sizes: [{ width: 1_280, height: 720 }, {}, {}, {}] });
  });

  test('one without a price that is understood is left out, and told of once', async () => {
    const before = bench.lines.length;
    await refresh();
    await refresh();
    const told = bench.lines.slice(before).filter((line) => line.includes('"model":"example/flat"'));
    expect(engineOf('openrouter/example/flat')).toBeUndefined();
    expect(engineOf('openrouter/black-forest-labs/flux-video-upscale')).toBeUndefined();
    expect(told).toHaveLength(1);
  });

  const odd: readonly (readonly [what: string, model: unknown])[] = [
    ['no model', null],
    ['no id', { name: 'Nameless' }],
    ['an id that leads elsewhere', listed({ id: '../../key', name: 'X' })],
    ['a variant', listed({ id: 'acme/free:free', name: 'X' })],
    ['no durations', listed({ id: 'acme/edit', name: 'X', supported_durations: null })],
    ['a factor to upscale by', listed({ id: 'acme/up', name: 'X', upscale_factor: { min: 1, max: 4 } })],
    ['no sizes', listed({ id: 'acme/odd', name: 'X', supported_resolutions: ['1K'] })],
    ['no prices', listed({ id: 'acme/gift', name: 'X', pricing_skus: null })],
    ['prices of another kind', { ...listed({ id: 'acme/kind', name: 'X' }), pricing_skus: { duration_seconds: {} } }],
  ];

  test.each(odd)('one with %s is left out, and the others hold', async (_what, model) => {
    await refresh([model as ListedModel]);
    expect(running.provider.capabilities().some(({ label }) => label === 'X (OpenRouter)')).toBe(false);
    expect(engineOf('openrouter/alibaba/wan-2.6')).toBeDefined();
  });

  test('fields of another kind than documented cost a model what they say, not its place', async () => {
    const model = {
      ...listed({ id: 'acme/reel', name: 'X' }),
      name: 7,
      generate_audio: 'yes',
      supported_frame_images: 'all',
    };
    await refresh([model as unknown as ListedModel]);
    expect(engineOf('openrouter/acme/reel')).toMatchObject({
      label: 'acme/reel (OpenRouter)',
      audio: false,
      inputs: ['text'],
    });
  });

  test('a label is plain text of a bounded length, whatever the API calls its models', async () => {
    const name = `Evil: <script>@everyone</script>\u202E${'x'.repeat(100)}`;
    await refresh([listed({ id: 'acme/reel', name })]);
    expect(engineOf('openrouter/acme/reel')?.label).toMatch(/^scripteveryonescriptx{1,40} \(OpenRouter\)$/);
  });

  test('no more than a hundred are read', async () => {
    await refresh(Array.from({ length: 300 }, (_, at) => listed({ id: `acme/reel-${at}`, name: `Reel ${at}` })));
    const found = running.provider.capabilities().filter(({ id }) => id.startsWith('openrouter/acme/'));
    expect(found.length).toBe(100 - usualListing.length);
  });

  test('a prompt is sent to one that was found there', async () => {
    await refresh();
    const { job } = await accepted(
      { ...bench, running, provider: running.provider },
      askFor({ seconds: 5 }, { engine: 'openrouter/alibaba/wan-2.6' }),
    );
    expect(job.request.model).toBe('alibaba/wan-2.6');
  });
});

describe('what is known and no longer listed', () => {
  const id: EngineId = 'openrouter/acme/reel';

  test('is retired from that day on, and still known for the jobs that it works on', async () => {
    await refresh([listed({ id: 'acme/reel', name: 'X' })]);
    await refresh([], 'minimax/hailuo-2.3');
    expect(engineOf(id)?.retiresOn).toBe('2026-01-15');
    expect(engineOf('openrouter/minimax/hailuo-2.3')?.retiresOn).toBe('2026-01-15');
    expect(engineOf('openrouter/alibaba/wan-3.0')?.retiresOn).toBeNull();
    await bench.clock.advance(DAY);
    await refresh();
    expect(engineOf(id)?.retiresOn).toBe('2026-01-15');
  });

  test('is retired today, though our own data gave it longer', async () => {
    await refresh();
    const today = new Date(bench.clock.nowMs()).toISOString().slice(0, 10);
    await refresh([], 'openai/sora-2-pro');
    expect(engineOf('openrouter/openai/sora-2-pro')?.retiresOn).toBe(today);
  });

  test('is not retired by a list that is longer than what is read of it', async () => {
    await refresh([listed({ id: 'acme/reel', name: 'X' })]);
    await refresh(
      Array.from({ length: 300 }, (_, at) => listed({ id: `acme/reel-${at}`, name: `Reel ${at}` })),
      'minimax/hailuo-2.3',
    );
    expect(engineOf(id)?.retiresOn).toBeNull();
    expect(engineOf('openrouter/minimax/hailuo-2.3')?.retiresOn).toBeNull();
  });

  test('is not retired by a list that has lost most of its models at once: that is trouble over there', async () => {
    await refresh();
    bench.double.models = usualListing.slice(0, 3);
    await running.refresh?.(live());
    const retired = running.provider.capabilities().filter(({ retiresOn }) => retiresOn !== null);
    expect(retired.map(({ id: each }) => each)).toEqual(['openrouter/openai/sora-2-pro']);
  });

  test('that comes back is there again', async () => {
    await refresh([listed({ id: 'acme/reel', name: 'X' })]);
    await refresh();
    await refresh([listed({ id: 'acme/reel', name: 'X' })]);
    expect(engineOf(id)?.retiresOn).toBeNull();
  });

  test('is forgotten after two weeks', async () => {
    await refresh([listed({ id: 'acme/reel', name: 'X' })]);
    await refresh();
    await bench.clock.advance(16 * DAY);
    await refresh();
    expect(engineOf(id)).toBeUndefined();
  });

  test('or has a price that is no longer understood takes no new work', async () => {
    await refresh([listed({ id: 'acme/reel', name: 'X' })]);
    await refresh([listed({ id: 'acme/reel', name: 'X', pricing_skus: { generate: '1' } })]);
    expect(engineOf(id)?.retiresOn).not.toBeNull();
  });

  test('a date in our own data stays, though the API still lists the model', async () => {
    await refresh();
    expect(engineOf('openrouter/openai/sora-2-pro')).toMatchObject({
      retiresOn: '2026-09-24',
      replacedBy: 'openrouter/google/veo-3.1',
    });
  });
});

describe('what is in our own data and was never listed', () => {
  const id: EngineId = 'openrouter/minimax/hailuo-2.3';

  test('is not there: nobody is told that it went away, and no job is sent to it', async () => {
    await refresh([], 'minimax/hailuo-2.3');
    expect(engineOf(id)).toBeUndefined();
    expect(engineOf('openrouter/google/veo-3.1')?.retiresOn).toBeNull();
    expect(await running.provider.submit(askFor({}, { engine: id }), live())).toMatchObject({ code: 'model_retired' });
  });

  test('is not there after a restart without network either', async () => {
    await refresh([], 'minimax/hailuo-2.3');
    expect(engineOf(id, await bench.reopen())).toBeUndefined();
  });

  test('is there once it is listed, and stays where a list is cut', async () => {
    await refresh([], 'minimax/hailuo-2.3');
    const many = Array.from({ length: 300 }, (_, at) => listed({ id: `acme/reel-${at}`, name: `Reel ${at}` }));
    await refresh(many, 'minimax/hailuo-2.3');
    expect(engineOf(id)).toBeUndefined();
    await refresh();
    expect(engineOf(id)?.retiresOn).toBeNull();
  });

  test('is there where the operator speaks of it, and others may be like it', async () => {
    await refresh([], 'minimax/hailuo-2.3');
    bench.setOperatorsFile({ engines: { 'openrouter/acme/own': { like: id, label: 'Own' } } });
    expect(engineOf('openrouter/acme/own')?.label).toBe('Own');
    expect(engineOf(id)).toBeUndefined();
    bench.setOperatorsFile({ engines: { [id]: { concurrencyMax: 1 } } });
    expect(engineOf(id)?.concurrencyMax).toBe(1);
  });
});

describe('an API that cannot be asked', () => {
  test.each([
    ['a 500', { status: 500, body: failure(500, 'Internal Server Error') }, 'got HTTP 500'],
    ['a page', { status: 200, body: '<html></html>' }, 'expected a list'],
    ['an empty list', { status: 200, body: { data: [] } }, 'expected a list'],
    [
      'more than a megabyte',
      { status: 200, body: { data: usualListing, more: 'x'.repeat(1_100_000) } },
      'expected a list',
    ],
    ['a broken connection', 'drop_request' as const, 'fetch failed'],
  ])('%s: leaves what was known, and says so to its caller', async (_what, fault, says) => {
    await refresh();
    const known = running.provider.capabilities();
    bench.double.server.faults.next(models, fault);
    await expect(running.refresh?.(live())).rejects.toThrow(says);
    expect(running.provider.capabilities()).toEqual(known);
  });

  test('after a restart, what it listed last is still known: a job at an engine found there is polled on', async () => {
    await refresh();
    const again = await bench.reopen();
    expect(again.provider.capabilities()).toEqual(running.provider.capabilities());
    expect(engineOf('openrouter/alibaba/wan-2.6', again)).toBeDefined();
  });

  test('what was kept of another API does not hold here', async () => {
    await refresh();
    const path = join(bench.dataDir, 'openrouter', 'models.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace(bench.double.baseUrl, 'https://elsewhere.example/v1'));
    expect(engineOf('openrouter/alibaba/wan-2.6', await bench.reopen())).toBeUndefined();
  });

  test('a kept file that is broken is told of, and our own data holds', async () => {
    await refresh();
    await writeFile(join(bench.dataDir, 'openrouter', 'models.json'), '{"baseUrl":');
    const again = await bench.reopen();
    expect(again.provider.capabilities().map(({ id }) => id)).toEqual(Object.keys(engines.engines));
    expect(bench.lines.at(-1)).toContain('cannot be read');
  });
});

describe("the operator's file", () => {
  test('goes before the API and our own data, field by field', async () => {
    await refresh();
    bench.setOperatorsFile({
      engines: {
        'openrouter/alibaba/wan-2.6': { dollarsPerSecond: 0.5, rates: [], concurrencyMax: 9 },
        'openrouter/runway/gen-4.5': { off: true },
      },
    });
    expect(engineOf('openrouter/alibaba/wan-2.6')).toMatchObject({
      price: { perSecondMicroUsd: 500_000, rates: [] },
      concurrencyMax: 9,
      label: 'Wan 2.6 (OpenRouter)',
    });
    expect(engineOf('openrouter/runway/gen-4.5')).toBeUndefined();
    await refresh();
    expect(engineOf('openrouter/alibaba/wan-2.6')?.concurrencyMax).toBe(9);
  });

  test('may speak of models that only the API names, which are not known when the service starts', () => {
    const file: EngineFile = {
      engines: {
        'openrouter/alibaba/wan-2.6': { dollarsPerSecond: 0.5 },
        'openrouter/acme/own': { like: 'openrouter/alibaba/wan-2.6', label: 'Own' },
        'openrouter/google/veo-3.1': { fps: [] },
      },
    };
    expect(openrouter.problemsWith(file)).toEqual([expect.stringMatching(/^openrouter\/google\/veo-3.1: fps/)]);
  });
});

describe('the key', () => {
  const keyCall = { method: 'GET', path: /\/key$/ };

  test.each([
    ['is good', null, null, { kind: 'alive', note: null }],
    ['has a limit', 12.5, null, { kind: 'alive', note: "$12.50 of the key's limit is left." }],
    ['is used up', 0, null, { kind: 'out_of_credit', note: "$0.00 of the key's limit is left." }],
    ['is refused', null, { status: 401, body: failure(401, 'User not found.') }, { kind: 'key_refused', note: null }],
    ['meets trouble', null, { status: 502, body: 'Bad Gateway' }, { kind: 'no_answer' }],
    [
      'gets no answer',
      null,
      'drop_request' as const,
      { kind: 'no_answer', note: 'It gave no answer: broken off: UND_ERR_SOCKET.' },
    ],
  ])('%s: is found out without buying anything', async (_what, left, fault, expected) => {
    const before = bench.double.jobs.length;
    bench.double.account.limitLeftUsd = left;
    if (fault !== null) bench.double.server.faults.next(keyCall, fault);
    expect(await running.check?.(live())).toMatchObject(expected);
    expect(bench.double.jobs.length).toBe(before);
  });
});
