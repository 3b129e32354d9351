import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import { openOpenRouter } from '../../doubles/openrouter/openrouter.ts';
import { manualClock } from '../../doubles/world.ts';
import { said, shown, type } from '../../e2e/engines/seen.ts';
import { openSlackApp, resultsIn } from '../../e2e/slack-app.ts';

describe('what goes wrong at openrouter, as people see it', { timeout: 60_000 }, () => {
  it('a refusal of the finished picture is told in our words, never the engine’s, is free, and is not tried again', async () => {
    const clock = manualClock();
    await using openrouter = await openOpenRouter({ nowMs: () => clock.nowMs() });
    const env = { OPENROUTER_API_KEY: openrouter.key, OPENROUTER_BASE_URL: openrouter.baseUrl };
    await using world = await openSlackApp({ env, clock, ownEngines: true });
    await world.allow();
    await type(world, '/video a red ball --engine openrouter/google/veo-3.1-lite --seconds 4');
    const job = await world.until(() => openrouter.jobs[0], 'the create');
    job.start();
    await world.pass(150 * SECOND);
    job.fail('BytePlus: content policy violation, output was flagged as NSFW. Request id: 02176387', 0.05);
    const told = await said(world, /refused this prompt\. No video was made\. You pay nothing \(1 of 3 today\)\./u);
    await world.pass(10 * MINUTE, MINUTE);
    const { view } = await world.arrived('failed');
    expect(view).toMatchObject({ job: { state: { code: 'moderation' } }, costMicroUsd: 50_000, chargedMicroUsd: 0 });
    expect(shown(world).join('\n')).not.toMatch(/BytePlus|NSFW|02176387|flagged/iu);
    expect(told).not.toMatch(/https?:/u);
    expect([openrouter.jobs.length, resultsIn(world.slack, world.channel).length]).toEqual([1, 0]);
    expect(await world.folder.books()).toEqual({ jobs: 1, problems: [] });
  });
});
