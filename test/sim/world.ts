import { DOLLAR_MICRO_USD } from '../../src/core/money.ts';
import { type AdmissionRules, defaultRules } from '../../src/core/policy.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { createMemoryMedia } from '../doubles/memory-media.ts';
import { noonMs, sequentialIds } from '../doubles/world.ts';
import type { Told } from './app.ts';
import { type Chance, createChance } from './chance.ts';
import { createBlindChatWorld } from './blind-chat-world.ts';
import { createChatWorld } from './chat-world.ts';
import { type CallbackEvent, createCallbacks } from './engine/callbacks.ts';
import { allTalents, type Talents } from './engine/talents.ts';
import type { Task } from './engine/tasks.ts';
import { createEngineWorld, type EngineDeps, type EngineWorld } from './engine/world.ts';
import { createStoreLine } from './faulty-store.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { createJournal } from './journal.ts';
import { createMediaLine } from './media-line.ts';
import { createModerators } from './moderators.ts';
import { createOperator } from './operator.ts';
import { createPeople, places } from './people.ts';
import type { StorePool } from './store-pool.ts';
import { createVirtualClock } from './virtual-clock.ts';
import { createWeather } from './weather.ts';
import { createWitness } from './witness.ts';

const callbackTimeoutMs = 15 * SECOND;
const engineNobodyHas = 'nobody/knows';

export type SimWorld = Awaited<ReturnType<typeof createSimWorld>>;

/** Everything that one seed fixes: engines, chats, people, our own processes, and how bad the weather is. */
export async function createSimWorld(seed: number, pool: StorePool) {
  const chance = createChance(seed);
  const startedAtMs = noonMs + chance.int(0, 20 * 24 * 60) * MINUTE;
  const clock = createVirtualClock(startedAtMs);
  const journal = createJournal(clock.nowMs);
  const weather = createWeather(chance.branch('weather'));
  const witness = createWitness(clock.nowMs);
  const rules = rulesOf(chance.branch('rules'));
  const told: Told[] = [];
  const notedSuccesses = new Set<Task>();
  const common = { clock, weather, journal };

  async function inbound(event: CallbackEvent) {
    const app = fleet.anyone();
    if (!app) return null;
    return Promise.race([app.takeCallback(event), clock.sleep('world', callbackTimeoutMs).then(() => null)]);
  }

  const callbacks = createCallbacks({
    ...common,
    chance: chance.branch('callbacks'),
    inbound,
    jobOf: witness.jobOf,
    onSuccessNoted: (task) => void notedSuccesses.add(task),
  });
  const peers = (): readonly EngineWorld[] => engines;
  const engineDeps: EngineDeps = { ...common, chance: chance.branch('engines'), ownSide: witness, callbacks, peers };
  const [firstTalents, ...otherTalents] = talentsOf(chance.branch('talents'));
  const engines = [
    createEngineWorld(firstTalents, engineDeps),
    ...otherTalents.map((talents) => createEngineWorld(talents, engineDeps)),
  ] as const satisfies readonly EngineWorld[];
  const chatDepsOf = (platform: string) => ({ ...common, platform, chance: chance.branch(platform) });
  const chats = [
    createChatWorld(chatDepsOf('forum')),
    createChatWorld(chatDepsOf('pager')),
    createBlindChatWorld({ ...chatDepsOf('board'), onUnheard: (view) => people.sees(view) }),
  ] as const;
  const mediaLine = createMediaLine({ ...common, media: createMemoryMedia(), chance: chance.branch('media') });
  const storeLine = createStoreLine({ ...common, chance: chance.branch('store'), onTrouble: witness.disturb });
  const fleet: Fleet = createFleet({
    ...common,
    engines,
    engineDeps,
    chats,
    mediaLine,
    storeLine,
    ids: sequentialIds(),
    chance: chance.branch('fleet'),
    rules,
    onTold: (fact) => void told.push(fact),
    witness,
    pool,
  });
  const people = createPeople({
    ...common,
    chance: chance.branch('people'),
    fleet,
    chats,
    witness,
    onAsked(jobId) {
      const found = store.approvals.find({ jobId });
      const heard = (approval: Awaited<typeof found>) => approval && moderators.hear(approval.id);
      // This store never fails; should it all the same, the run does.
      found.then(heard).catch((error: unknown) => {
        throw error;
      });
    },
    engineNames: [engineNobodyHas, ...engines.flatMap(({ talents }) => talents.engines.map(({ id }) => id))],
  });
  const moderators = createModerators({ ...common, chance: chance.branch('moderators'), fleet, witness });
  const operator = createOperator({
    ...common,
    chance: chance.branch('operator'),
    fleet,
    witness,
    engines,
    mayStillSend: (name) => fleet.living().some((app) => app.name === name),
  });

  pool.begin({ clock: clock.clockOf('database'), random: chance.branch('database'), isProvenDead: fleet.isProvenDead });
  const { store } = await pool.storeOf(0);
  for (const { destination, budget } of places) {
    await store.allowTenant(destination.tenantId, budget, { kind: 'operator' }, clock.nowMs());
  }

  for (const settings of moderators.settings) {
    await store.setSettings({ ...settings, actor: { kind: 'operator' }, reason: null, nowMs: clock.nowMs() });
  }

  return {
    ...common,
    seed,
    chance,
    startedAtMs,
    witness,
    rules,
    told,
    notedSuccesses,
    callbacks,
    engines,
    chats,
    mediaLine,
    storeLine,
    fleet,
    people,
    operator,
    moderators,
    /** The database, with nobody in between. */
    store,
  };
}

/** Limits small enough to be met. */
function rulesOf(chance: Chance): AdmissionRules {
  return {
    member: {
      limits: [
        { unit: 'videos', window: 'day', amount: chance.pick([2, 5, 20]) },
        { unit: 'usd_micro', window: 'day', amount: chance.pick([1, 3]) * DOLLAR_MICRO_USD },
      ],
      inFlightMax: chance.pick([2, 3, 5, null]),
      requestsPerMinuteMax: chance.pick([1, 2, 5]),
    },
    service: [{ unit: 'usd_micro', window: 'month', amount: chance.pick([3, 50]) * DOLLAR_MICRO_USD }],
    freeBytesMin: defaultRules.freeBytesMin,
  };
}

/** One to three of the providers. */
function talentsOf(chance: Chance): readonly [Talents, ...Talents[]] {
  const first = chance.pick(allTalents);
  const others = new Set([chance.pick(allTalents), chance.pick(allTalents)]);
  others.delete(first);
  return [first, ...others];
}
