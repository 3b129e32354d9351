import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openOpenAiVideos } from '../../doubles/openai-videos/openai-videos.ts';
import { manualClock } from '../../doubles/world.ts';
import { openSlackApp, resultsIn } from '../../e2e/slack-app.ts';

const model = 'kling/v3:pro';

/** What an operator writes who has a gateway with a model of its own, and none of OpenAI's. */
const file = {
  asOf: '2026-11-20',
  engines: {
    'openai-videos/sora-2': { off: true },
    'openai-videos/sora-2-pro': { off: true },
    'openai-videos/kling-3': {
      like: 'openai-videos/sora-2',
      label: 'Kling 3 (our gateway)',
      also: ['house'],
      sizes: ['1280x720'],
      seconds: [4, 8],
      dollarsPerSecond: 0.15,
      wire: { model },
    },
  },
};

test('a model of a gateway is added by the operator’s file alone: asked for by its name, made there, at its price', async () => {
  const clock = manualClock();
  const models = new Map([[model, ['1280x720']]]);
  await using gateway = await openOpenAiVideos({ nowMs: () => clock.nowMs(), models });
  const dir = await mkdtemp(path.join(tmpdir(), 'reelay-gateway-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const ENGINES_FILE = path.join(dir, 'engines.json');
  await writeFile(ENGINES_FILE, JSON.stringify(file));
  const env = { OPENAI_API_KEY: gateway.key, OPENAI_BASE_URL: gateway.baseUrl, ENGINES_FILE };
  await using world = await openSlackApp({ env, clock, ownEngines: true });
  await world.allow();
  await world.slack.type(world.ada, world.channel, '/video a red ball --engine house --seconds 4').acknowledged();
  await world.until(() => gateway.tasks.size > 0, 'the create');
  await gateway.newest().succeed();
  await world.until(() => resultsIn(world.slack, world.channel)[0], 'the clip');
  const { view } = await world.arrived('ready', 'sent');
  expect(gateway.newest().show().model).toBe(model);
  expect(view.job).toMatchObject({ engine: 'openai-videos/kling-3', quoteMicroUsd: 600_000 });
  expect(view.chargedMicroUsd).toBe(600_000);
  // Nothing was said of an engine that goes away: the ones that OpenAI ended are not there.
  expect(
    world.slack
      .seen(world.channel)
      .map(({ shownText }) => shownText)
      .join('\n'),
  ).not.toMatch(/sora/iu);
  expect(await world.folder.books()).toEqual({ jobs: 1, problems: [] });
});
