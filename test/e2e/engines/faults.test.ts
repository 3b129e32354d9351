import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import { engineTrial as falTrial } from '../../doubles/fal/trial.ts';
import { openFal } from '../../doubles/fal/fal.ts';
import { openOpenAiVideos } from '../../doubles/openai-videos/openai-videos.ts';
import { openOpenRouter } from '../../doubles/openrouter/openrouter.ts';
import { engineTrial as runwayTrial } from '../../doubles/runway/trial.ts';
import { manualClock } from '../../doubles/world.ts';
import { openSlackApp, resultsIn, type SlackApp } from '../slack-app.ts';
import { onlyEngines } from './only-engines.ts';

async function type(world: SlackApp, line: string): Promise<void> {
  await world.slack.type(world.ada, world.channel, line).acknowledged();
}

const shown = (world: SlackApp): readonly string[] =>
  world.slack.seen(world.channel).flatMap(({ shownTexts }) => shownTexts);

function said(world: SlackApp, words: RegExp): Promise<string> {
  return world.until(() => shown(world).find((text) => words.test(text)), `somebody to be told ${words.source}`);
}

describe('what goes wrong at an engine, as people see it', { timeout: 60_000 }, () => {
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
    const told = await said(world, /The engine refused the prompt, or what it made of it\. You pay nothing\./u);
    await world.pass(10 * MINUTE, MINUTE);
    const { view } = await world.arrived('failed');
    expect(view).toMatchObject({ job: { state: { code: 'moderation' } }, costMicroUsd: 50_000, chargedMicroUsd: 0 });
    expect(shown(world).join('\n')).not.toMatch(/BytePlus|NSFW|02176387|flagged/iu);
    expect(told).not.toMatch(/https?:/u);
    expect([openrouter.jobs.length, resultsIn(world.slack, world.channel).length]).toEqual([1, 0]);
    expect(await world.folder.books()).toEqual({ jobs: 1, problems: [] });
  });

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

  it('a model that is gone is taken out, the operator told once, and people pointed to what replaces it', async () => {
    const clock = manualClock();
    await using runway = await runwayTrial.open(clock);
    runway.failCreates('gone');
    const env = {
      ...runway.environment,
      ...(await onlyEngines({ 'runway/gen4.5': { replacedBy: 'acme/reel-1' } })),
    };
    await using world = await openSlackApp({ env, clock, ownEngines: true, besides: 'real' });
    await world.allow();
    await type(world, '/video a red ball --engine runway/gen4.5 --seconds 2');
    await said(world, /The engine is no longer in service\. You pay nothing\./u);
    const alert = await said(world, /no longer served by its maker and takes no new requests/u);
    expect(alert).toContain('People are pointed to acme/reel-1.');
    await world.startAgain();
    const typed = world.slack.type(world.ada, world.channel, '/video a blue ball --engine runway/gen4.5 --seconds 2');
    await typed.acknowledged();
    const answer = await world.until(() => typed.replies()[0], 'the answer');
    expect(answer.shownText).toMatch(/Acme reel-1 .*can do this\. Try --engine acme\/reel-1\./u);
    await world.pass(10 * MINUTE, MINUTE);
    const alerts = world.slack.seen(world.channel).filter(({ shownText }) => /served by its maker/u.test(shownText));
    expect([alerts.length, runway.creates()]).toEqual([1, 0]);
  });

  it('left to choose, it leaves an engine that turns every create away for one that works: one create in all, at the agreed price at most, without a restart', async () => {
    const clock = manualClock();
    await using fal = await falTrial.open(clock);
    await using runway = await runwayTrial.open(clock);
    fal.failCreates('unavailable', 99);
    const env = {
      ...fal.environment,
      ...runway.environment,
      ...(await onlyEngines({
        'fal/veo3.1-lite': { suits: ['draft'], dollarsPerSecond: 0.12, rates: [] },
        'runway/gen4.5': { suits: [], dollarsPerSecond: 0.1, rates: [] },
      })),
    };
    await using world = await openSlackApp({ env, clock, ownEngines: true });
    await world.allow();
    await type(world, '/video a red ball, as a rough draft --seconds 4');
    await world.until(() => runway.creates() > 0, 'the create elsewhere');
    await runway.finish({ callBackTo: null });
    await world.until(() => resultsIn(world.slack, world.channel)[0], 'the clip');
    const { view, attempts } = await world.arrived('ready', 'sent');
    expect(attempts.map(({ engine, state }) => `${engine} ${state.kind}`).toSorted()).toEqual([
      'fal/veo3.1-lite rejected',
      'runway/gen4.5 succeeded',
    ]);
    expect([fal.creates(), runway.creates()]).toEqual([0, 1]);
    expect(view.job.quoteMicroUsd).toBe(480_000);
    expect(view.chargedMicroUsd).toBeLessThanOrEqual(480_000);
    expect(shown(world).join('\n')).toMatch(/was not available: made by .+ instead, at the same price at most/u);
    expect(await world.folder.books()).toEqual({ jobs: 1, problems: [] });
  });
});
