import { describe, expect, it } from 'vitest';
import type { JobStory } from '../../../src/core/story.ts';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import type { RunningProvider } from '../../../src/providers/provider-module.ts';
import { type ManualClock, manualClock } from '../../doubles/world.ts';
import { openSlackApp, resultsIn, type SlackApp } from '../slack-app.ts';
import { onlyEngines } from './only-engines.ts';
import { type Moment, type PauseAt, pauseAt, pausing } from './pausing.ts';
import type { Callbacks, EngineDouble, EngineTrial, SignedCallback } from './trial.ts';

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
      await world.pass(3 * MINUTE, 10 * SECOND);
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

    it.runIf(callsBack)(
      'by a callback that comes before the answer to the create: not lost, and still one create and one clip',
      async () => {
        const clock = manualClock();
        await using double = await trial.open(clock);
        const answer = double.holdAnswer();
        await using world = await open(double, { clock, isPublic: true });
        let finished: SignedCallback;
        try {
          await world.slack.type(world.ada, world.channel, prompt).acknowledged();
          await turnsUntil(() => double.creates() > 0);
          await double.finish({ callBackTo: null });
          finished = callbacksOf(double).event('finished');
          // What cannot be told yet is not taken either: it is sent again.
          const early = await post(world.address, callbacksOf(double).path(), finished);
          expect(early).toBe(double.adoptsByCallback ? 200 : 404);
          const { state } = (await storyIn(world)).view.job;
          if (double.adoptsByCallback) expect(state).toMatchObject({ taskId: double.onlyTaskId() });
          else expect(state.kind).toBe('submitting');
        } finally {
          answer();
        }
        await world.until(() => true, 'the answer');
        expect(await post(world.address, callbacksOf(double).path(), finished)).toBe(200);
        await expectOneClip(world, double);
      },
    );

    it.runIf(callsBack)(
      'with callbacks that are forged, of unknown jobs or out of order: only its own word counts, and the end stays',
      async () => {
        const clock = manualClock();
        await using double = await trial.open(clock);
        await using world = await open(double, { clock, isPublic: true });
        await asked(world, double);
        const { path: pathOf, event } = callbacksOf(double);
        const path = pathOf();
        const before = (await world.arrived('rendering')).view.job;
        const shared = `/${path.split('/').slice(1, 3).join('/')}`;
        const answers = [
          await post(world.address, path, event('finished', { signedBy: 'stranger' })),
          await post(world.address, shared, event('finished', { taskId: 'task-of-nobody' })),
          await post(world.address, `${shared}/${before.id}/${before.id}`, event('finished')),
        ];
        expect(answers).toEqual([401, 404, 404]);
        // Some senders take a redirect for an end, and lose the event without a word.
        expect(await post(world.address, `${path}/`, event('finished'))).toBe(404);
        if (path !== shared) expect(await post(world.address, madeUp(path), event('finished'))).toBe(403);
        expect((await storyIn(world)).view.job).toEqual(before);
        // It renders on, and says so when it is asked.
        expect(await post(world.address, path, event('failed'))).toBe(200);
        await world.pass(5 * SECOND, SECOND);
        await world.arrived('rendering');
        await double.finish({ callBackTo: null });
        expect(await post(world.address, path, event('finished'))).toBe(200);
        await expectOneClip(world, double);
        const { events } = await world.arrived('ready', 'sent');
        for (const says of ['finished', 'failed'] as const) {
          expect(await post(world.address, path, event(says))).toBe(200);
        }
        await world.pass(MINUTE);
        expect((await world.arrived('ready', 'sent')).events).toEqual(events);
        await expectOneClip(world, double);
      },
    );

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
        env: { ...double.environment, ...(await onlyEngines({ [engine]: {} })) },
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

function storyIn({ folder, workspace }: SlackApp): Promise<JobStory> {
  return folder.story(1, `slack:${workspace.id}`);
}

function callbacksOf({ callbacks }: EngineDouble): Callbacks {
  if (!callbacks) throw new Error('expected an engine that calls back');
  return callbacks;
}

async function post(origin: string, path: string, { body, headers }: SignedCallback): Promise<number> {
  const response = await fetch(origin + path, { method: 'POST', body, headers, redirect: 'manual' });
  await response.body?.cancel();
  return response.status;
}

/** The same address with a token that nobody gave out. */
function madeUp(path: string): string {
  return `${path.slice(0, -1)}${path.endsWith('0') ? '1' : '0'}`;
}

/** While an answer is held back, nothing comes to rest: there is only to look again. */
async function turnsUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

function idOf(engine: string): `${string}/${string}` {
  const [provider = '', ...model] = engine.split('/');
  return `${provider}/${model.join('/')}`;
}
