import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/core/time.ts';
import { openFal } from '../../doubles/fal/fal.ts';
import { engineTrial } from '../../doubles/fal/trial.ts';
import { manualClock } from '../../doubles/world.ts';
import { onlyEngines } from '../../e2e/engines/only-engines.ts';
import { said, shown, type } from '../../e2e/engines/seen.ts';
import { openSlackApp, resultsIn } from '../../e2e/slack-app.ts';

describe('what goes wrong at fal, as people see it', { timeout: 60_000 }, () => {
  it('a success without a file is an end: told, not charged, and never made a second time', async () => {
    const clock = manualClock();
    await using fal = await openFal({ nowMs: () => clock.nowMs() });
    const env = { FAL_KEY: fal.key, FAL_QUEUE_URL: fal.url, FAL_JWKS_URL: fal.jwksUrl };
    await using world = await openSlackApp({ env, clock, ownEngines: true });
    await world.allow();
    await type(world, '/video a red ball --engine fal/veo3.1-lite --seconds 4');
    const task = await world.until(() => fal.tasks[0], 'the create');
    await task.succeed(null);
    await said(world, /the file was gone before it could be stored\. You pay nothing\./u);
    await world.pass(10 * MINUTE, MINUTE);
    const { view } = await world.arrived('failed');
    expect(view).toMatchObject({ job: { state: { code: 'output_gone' } }, chargedMicroUsd: 0 });
    expect(fal.tasks).toHaveLength(1);
    expect(await world.folder.books()).toEqual({ jobs: 1, problems: [] });
  });

  it('left to choose, it leaves an engine that turns every create away for one that works: one create in all, at the agreed price at most, without a restart', async () => {
    const clock = manualClock();
    await using fal = await engineTrial.open(clock);
    fal.failCreates('unavailable', 99);
    const env = {
      ...fal.environment,
      ...(await onlyEngines({
        'fal/veo3.1-lite': { suits: ['draft'], dollarsPerSecond: 0.12, rates: [] },
      })),
    };
    await using world = await openSlackApp({ env, clock, ownEngines: true, besides: 'real' });
    await world.allow();
    await type(world, '/video a red ball, as a rough draft --seconds 4');
    await world.until(() => world.engine.created > 0, 'the create elsewhere');
    world.engine.done = true;
    await world.until(() => resultsIn(world.slack, world.channel)[0], 'the clip');
    const { view, attempts } = await world.arrived('ready', 'sent');
    expect(attempts.map(({ engine, state }) => `${engine} ${state.kind}`).toSorted()).toEqual([
      'acme/reel-1 succeeded',
      'fal/veo3.1-lite rejected',
    ]);
    expect([fal.creates(), world.engine.created]).toEqual([0, 1]);
    expect(view.job.quoteMicroUsd).toBe(480_000);
    expect(view.chargedMicroUsd).toBeLessThanOrEqual(480_000);
    expect(shown(world).join('\n')).toMatch(/was not available: made by .+ instead, at the same price at most/u);
    expect(await world.folder.books()).toEqual({ jobs: 1, problems: [] });
  });
});
