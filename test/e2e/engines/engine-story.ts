import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import type { Output, Provider } from '../../../src/core/ports/provider.ts';
import { knownProviders } from '../../../src/providers/registry.ts';
import type { RunningProvider } from '../../../src/providers/provider-module.ts';
import { type ManualClock, manualClock } from '../../doubles/world.ts';
import { openSlackApp, resultsIn, type SlackApp } from '../slack-app.ts';
import type { EngineDouble, EngineTrial } from './trial.ts';

/** Steps at which the service can die, while it asks an engine something or has just got its answer. */
type Moment = 'poll' | 'open' | 'read';

const publicUrl = 'https://reelay.example.org';

/**
 * What must hold of an engine with a real price, from what is typed in a channel to the clip that comes there: paid once, at
 * its final cost, by polling alone and by callback, and when the service dies on the way.
 */
export function engineStory(name: string, trial: EngineTrial): void {
  const { engine, finalCostMicroUsd, options, callsBack } = trial;
  const prompt = `/video a red ball --engine ${engine} ${options}`;

  async function open(
    double: EngineDouble,
    more: { readonly clock: ManualClock; readonly isPublic?: boolean; readonly at?: PauseAt },
  ) {
    const { clock, isPublic = false, at } = more;
    const env = { ...double.environment, ...(isPublic ? { PUBLIC_URL: publicUrl } : {}) };
    const aroundProvider = at && ((running: RunningProvider) => pausing(running, at));
    const world = await openSlackApp({ env, clock, ownEngines: true, ...(aroundProvider ? { aroundProvider } : {}) });
    await world.allow();
    return world;
  }

  async function typed(world: SlackApp): Promise<void> {
    await world.slack.type(world.ada, world.channel, prompt).acknowledged();
    await world.until(() => world.slack.seen(world.channel)[0], 'the status');
  }

  async function asked(world: SlackApp, double: EngineDouble): Promise<void> {
    await world.slack.type(world.ada, world.channel, prompt).acknowledged();
    await world.until(() => double.creates() > 0, 'the create');
    await world.arrived('rendering');
  }

  async function expectOneClip(world: SlackApp, double: EngineDouble): Promise<void> {
    await world.until(() => resultsIn(world.slack, world.channel)[0], 'the result');
    const { view } = await world.arrived('ready', 'sent');
    const results = resultsIn(world.slack, world.channel);
    expect(results.map(({ files }) => files.map(({ contentType }) => contentType))).toEqual([['video/mp4']]);
    expect(results[0]?.files[0]?.bytes.subarray(4, 8).toString('latin1')).toBe('ftyp');
    expect(double.creates()).toBe(1);
    const { quoteMicroUsd } = view.job;
    expect(view.costMicroUsd).toBe(finalCostMicroUsd ?? quoteMicroUsd);
    expect(view.chargedMicroUsd).toBe(Math.min(quoteMicroUsd, finalCostMicroUsd ?? quoteMicroUsd));
    expect(await world.folder.books()).toEqual({ jobs: 1, problems: [] });
  }

  describe(`${name}, from the command to the clip in its channel`, { timeout: 60_000 }, () => {
    it('by polling alone: one create, one clip, paid at the final cost', async () => {
      const clock = manualClock();
      await using double = await trial.open(clock);
      await using world = await open(double, { clock });
      await asked(world, double);
      await double.finish({ callBackTo: null });
      await expectOneClip(world, double);
      expect(world.log.errors).toEqual([]);
    });

    it.runIf(callsBack)('by callback: the clip comes at once, and what is sent twice changes nothing', async () => {
      const clock = manualClock();
      await using double = await trial.open(clock);
      await using world = await open(double, { clock, isPublic: true });
      await asked(world, double);
      // So long that the next look of its own would be far away.
      await world.pass(3 * MINUTE, SECOND);
      const toldAtMs = world.clock.nowMs();
      await double.finish({ callBackTo: world.address });
      await double.finish({ callBackTo: world.address });
      await expectOneClip(world, double);
      const { events } = await world.arrived('ready', 'sent');
      const verdict = events.find(({ outcome }) => outcome === 'succeeded');
      expect((verdict?.atMs ?? Infinity) - toldAtMs).toBeLessThanOrEqual(5 * SECOND);
    });

    it.runIf(callsBack)('with callbacks announced that never come: polling brings it all the same', async () => {
      const clock = manualClock();
      await using double = await trial.open(clock);
      await using world = await open(double, { clock, isPublic: true });
      await asked(world, double);
      await double.finish({ callBackTo: null });
      await expectOneClip(world, double);
    });

    it.each<Moment>(['poll', 'open', 'read'])(
      'killed while it asks the engine (%s): one create, one clip',
      async (moment) => {
        const clock = manualClock();
        await using double = await trial.open(clock);
        const at = pauseAt(moment);
        await using world = await open(double, { clock, at });
        await asked(world, double);
        await double.finish({ callBackTo: null });
        await world.until(() => at.isHit(), 'the moment to die');
        at.isOver = true;
        await world.crashAndStartAgain();
        await expectOneClip(world, double);
      },
    );

    it('killed after the engine took it and before that was recorded: never bought again, and still found', async () => {
      const clock = manualClock();
      await using double = await trial.open(clock);
      const at = pauseAt('submit');
      await using world = await open(double, { clock, isPublic: true, at });
      await world.slack.type(world.ada, world.channel, prompt).acknowledged();
      await world.until(() => at.isHit(), 'the moment to die');
      at.isOver = true;
      await world.crashAndStartAgain();
      await world.arrived('unknown');
      await double.finish({ callBackTo: world.address });
      if (!double.adoptsByCallback) {
        const taskId = double.onlyTaskId();
        expect(await world.resolve({ number: 1, taskId })).toBe('resolved');
      }
      await expectOneClip(world, double);
    });

    it('whose create went unanswered: never sent again', async () => {
      const clock = manualClock();
      await using double = await trial.open(clock);
      double.failCreates('drop_answer');
      await using world = await open(double, { clock });
      await typed(world);
      await world.arrived('unknown');
      await world.pass(20 * MINUTE, MINUTE);
      await world.arrived('unknown');
      expect(double.creates()).toBe(1);
      expect(await world.folder.books()).toEqual({ jobs: 1, problems: [] });
    });

    it('that is busy for a while: tried again until it is taken, once', async () => {
      const clock = manualClock();
      await using double = await trial.open(clock);
      double.failCreates('unavailable', 2);
      await using world = await open(double, { clock });
      await asked(world, double);
      await double.finish({ callBackTo: null });
      await expectOneClip(world, double);
    });

    it('that says its model is gone: people are told so and pay nothing, and who leaves the choice to us is served elsewhere', async () => {
      const clock = manualClock();
      await using double = await trial.open(clock);
      double.failCreates('gone', 9);
      await using world = await openSlackApp({
        env: { ...double.environment, ENGINES_FILE: await onlyEngine(engine) },
        clock,
        ownEngines: true,
        besides: 'real',
      });
      await world.allow();
      await typed(world);
      await world.arrived('failed');
      const said = await world.until(
        () => world.slack.seen(world.channel).find(({ shownText }) => /no longer/u.test(shownText)),
        'what people are told',
      );
      expect(said.shownText).toMatch(/You pay nothing/u);
      expect(world.app.deps.engines.standing(idOf(engine))?.kind).toBe('retired');
      await world.slack.type(world.ada, world.channel, '/video a blue ball --seconds 1').acknowledged();
      world.engine.done = true;
      await world.until(() => resultsIn(world.slack, world.channel)[0], 'the clip of another engine');
      expect([double.creates(), world.engine.created]).toEqual([0, 1]);
    });
  });
}

/** An operator's file that takes away all other engines of that provider. */
async function onlyEngine(engine: string): Promise<string> {
  const [name = ''] = engine.split('/');
  const provider = knownProviders.find((known) => known.name === name);
  const others = (provider?.engineIds(null) ?? []).filter((id) => id !== engine);
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'reelay-engines-')), 'engines.json');
  await writeFile(file, JSON.stringify({ engines: Object.fromEntries(others.map((id) => [id, { off: true }])) }));
  onTestFinished(() => rm(path.dirname(file), { recursive: true }));
  return file;
}

function idOf(engine: string): `${string}/${string}` {
  const [provider = '', ...model] = engine.split('/');
  return `${provider}/${model.join('/')}`;
}

type PauseAt = {
  readonly moment: Moment | 'submit';
  isOver: boolean;
  readonly isHit: () => boolean;
  readonly hit: () => void;
};

function pauseAt(moment: PauseAt['moment']): PauseAt {
  let isHit = false;
  const hit = (): void => {
    isHit = true;
  };
  return { moment, isOver: false, isHit: () => isHit, hit };
}

/** It stands still for ever once that moment has come, as a process does that was killed. */
function pausing(running: RunningProvider, at: PauseAt): RunningProvider {
  const { provider } = running;
  const stand = (): Promise<never> => {
    at.hit();
    return new Promise<never>(() => undefined);
  };
  const comes = (moment: PauseAt['moment']): boolean => at.moment === moment && !at.isOver;
  const { find, cancel, verifyWebhook } = provider;
  const around: Provider = {
    name: provider.name,
    capabilities: () => provider.capabilities(),
    find: find && ((...asked) => find.apply(provider, asked)),
    cancel: cancel && ((...asked) => cancel.apply(provider, asked)),
    verifyWebhook: verifyWebhook && ((...asked) => verifyWebhook.apply(provider, asked)),
    async submit(...asked) {
      const answer = await provider.submit(...asked);
      return comes('submit') ? stand() : answer;
    },
    async poll(...asked) {
      const report = await provider.poll(...asked);
      return comes('poll') && report.kind === 'succeeded' ? stand() : report;
    },
    async openOutput(...asked): Promise<Output> {
      const output = await provider.openOutput(...asked);
      if (comes('open')) return stand();
      return comes('read') && output.kind === 'stream' ? { ...output, body: half(output.body, stand) } : output;
    },
  };
  return { ...running, provider: around };
}

async function* half(body: AsyncIterable<Uint8Array>, stand: () => Promise<never>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    yield chunk.subarray(0, Math.ceil(chunk.length / 2));
    await stand();
  }
}
