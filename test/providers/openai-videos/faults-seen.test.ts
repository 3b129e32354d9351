import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/core/time.ts';
import { openOpenAiVideos } from '../../doubles/openai-videos/openai-videos.ts';
import { manualClock } from '../../doubles/world.ts';
import { onlyEngines } from '../../e2e/engines/only-engines.ts';
import { said, shown, type } from '../../e2e/engines/seen.ts';
import { openSlackApp, resultsIn } from '../../e2e/slack-app.ts';

describe('what goes wrong at openai-videos, as people see it', { timeout: 60_000 }, () => {
  it('a task stuck at 99 % is overdue, tells its person, and its late clip still comes', async () => {
    const clock = manualClock();
    await using openai = await openOpenAiVideos({ nowMs: () => clock.nowMs() });
    const env = {
      OPENAI_API_KEY: openai.key,
      OPENAI_BASE_URL: openai.baseUrl,
      ...(await onlyEngines({ 'openai-videos/sora-2': { typicalSecondsP95: 120 } })),
    };
    await using world = await openSlackApp({ env, clock, ownEngines: true });
    await world.allow();
    await type(world, '/video a red ball --engine openai-videos/sora-2 --seconds 4');
    await world.until(() => openai.tasks.size > 0, 'the create');
    openai.newest().start();
    openai.newest().progress(99);
    await said(world, /is rendering: 99%/u);
    await world.pass(9 * MINUTE);
    expect(shown(world).join('\n')).not.toMatch(/longer than usual/u);
    await world.pass(2 * MINUTE);
    await said(world, /This takes longer than usual\. Reelay keeps asking/u);
    await openai.newest().succeed();
    await world.pass(5 * MINUTE);
    await world.until(() => resultsIn(world.slack, world.channel)[0], 'the late clip');
    const { view } = await world.arrived('ready', 'sent');
    expect([openai.tasks.size, view.chargedMicroUsd]).toEqual([1, view.job.quoteMicroUsd]);
  });
});
