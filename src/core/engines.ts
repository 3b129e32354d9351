import { Temporal } from 'temporal-polyfill';
import { type Circuits, createCircuits, type Place, type Showing } from './circuit.ts';
import type { CredentialRef, EngineCapabilities, EngineId } from './engine.ts';
import type { EngineSlots } from './ports/claims.ts';
import type { EngineFigures, EngineStandings, StandingKind } from './ports/engine-standings.ts';
import type { Provider } from './ports/provider.ts';
import type { Clock } from './ports/world.ts';
import { DAY, HOUR, SECOND } from './time.ts';

export type ConfiguredProvider = { readonly provider: Provider; readonly credential: CredentialRef };

export type Engine = ConfiguredProvider & { readonly capabilities: EngineCapabilities };

/** Why an engine takes nothing new. */
export type Standing = {
  readonly kind: StandingKind;
  /** When that was noted; null for a date of its data that has come. */
  readonly sinceMs: number | null;
};

/** What is known of an engine's health and speed now. */
export type Health = Omit<EngineFigures, 'engine'> & {
  /** Failing at present: it is given nothing until it has rested. `trial`: it has, and the next create shows whether it is well. */
  readonly circuit: 'closed' | 'open' | 'trial';
};

/**
 * The engines that this service is configured with, asked of their providers at each call: capabilities are data that
 * changes. What the database says of them is as of the last `refresh`.
 */
export interface Engines {
  /** Those that take something new, or may do so again; see `mayBeAsked`. */
  all(): readonly Engine[];
  /** All that are configured. */
  known(): readonly Engine[];
  /** One that is configured, whether or not it takes anything new: what it has taken is polled and fetched. */
  find(id: EngineId): Engine | null;
  /** Who is asked about tasks of an engine, also of one that is in no data any more. */
  providerOf(id: EngineId): ConfiguredProvider | null;
  /** Places of all that are configured. One that takes nothing new has room for all who wait, so that each is moved or told. */
  slots(): readonly EngineSlots[];
  /** Why it takes nothing new; null where it does. */
  standing(id: EngineId): Standing | null;
  /** It takes something new, as far as is known, or its account has been without credit for so long that it is looked at again. */
  mayBeAsked(engine: Engine): boolean;
  health(engine: Engine): Health;
  /** Null when a create may leave for it now; see `Circuits`. */
  blockedUntilMs(place: Place): number | null;
  /** What it has just shown. */
  note(place: Place, showing: Showing): void;
  /** It said that it takes nothing new. Holds in this process until the next `refresh` has read what was recorded. */
  noteOut(engines: readonly EngineId[], kind: Exclude<StandingKind, 'disabled'>): void;
  /**
   * Before a create: the engines that are without credit if this one shows that they have some again; null where it shows
   * nothing, as of all but those. It is the one look at their account for a while: nobody else gets through meanwhile.
   */
  lookAgain(engine: Engine): readonly EngineId[] | null;
  /** They take something new again. */
  noteIn(engines: readonly EngineId[]): void;
  /**
   * Reads what was recorded of them, unless that was done a moment ago, and their figures unless those are younger than
   * `figuresAgeMsMax`. Rejects with `StoreUnavailable`.
   */
  refresh(figuresAgeMsMax?: number): Promise<void>;
}

export type EngineParts = {
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly standings: Pick<EngineStandings, 'all' | 'figures'>;
};

/**
 * An account without credit is looked at again after an hour, by a create of somebody who wants it, then after two, and so
 * on: it may have been filled up, or its vendor had turned our key away by mistake.
 */
const lookAgain = { firstMs: HOUR, maxMs: DAY } as const;

const standingsEveryMs = SECOND;
const figuresEveryMs = 5 * SECOND;

const nothingSeen: Omit<EngineFigures, 'engine'> = { msPerSecond: null, good: 0, bad: 0, open: 0 };

/** When an account without credit was last looked at again, and how often it was. */
type Look = { readonly atMs: number; readonly times: number };

/** Every place there can be: nobody is kept waiting for an engine that takes nothing. */
const roomForAll = 1_000_000;

export function createEngines(configured: readonly ConfiguredProvider[], { clock, standings }: EngineParts): Engines {
  const circuits: Circuits = createCircuits(clock);
  let out: ReadonlyMap<EngineId, Standing> = new Map();
  let figures: ReadonlyMap<EngineId, EngineFigures> = new Map();
  const looks = new Map<string, Look>();
  let standingsReadAtMs = -Infinity;
  let figuresReadAtMs = -Infinity;

  let day = { number: -1, date: '' };

  /** The date in UTC. */
  function today(): string {
    const nowMs = clock.nowMs();
    const number = Math.floor(nowMs / DAY);
    if (number !== day.number) day = { number, date: dateOf(nowMs) };
    return day.date;
  }

  const known = (): Engine[] =>
    configured.flatMap((entry) => entry.provider.capabilities().map((capabilities) => ({ ...entry, capabilities })));
  const find = (id: EngineId): Engine | null => known().find(({ capabilities }) => capabilities.id === id) ?? null;

  function standingOf({ id, retiresOn }: EngineCapabilities): Standing | null {
    const recorded = out.get(id) ?? null;
    if (recorded) return recorded;
    return retiresOn !== null && retiresOn <= today() ? { kind: 'retired', sinceMs: null } : null;
  }

  /** The latest look at its account since it is out; what was before that is over. */
  function lookSince(sinceMs: number, engine: Engine): Look {
    const latest = looks.get(accountOf(engine));
    return latest && latest.atMs >= sinceMs ? latest : { atMs: sinceMs, times: 0 };
  }

  function mayBeAsked(engine: Engine): boolean {
    const { retiresOn } = engine.capabilities;
    const standing = standingOf(engine.capabilities);
    if (standing?.kind !== 'out_of_credit' || standing.sinceMs === null) return standing === null;
    if (retiresOn !== null && retiresOn <= today()) return false;
    const { atMs, times } = lookSince(standing.sinceMs, engine);
    return clock.nowMs() >= atMs + Math.min(lookAgain.maxMs, lookAgain.firstMs * 2 ** Math.min(times, 10));
  }

  /** Long enough ago; also when the clock was put back since. */
  const isOld = (readAtMs: number, everyMs: number): boolean => Math.abs(clock.nowMs() - readAtMs) >= everyMs;

  async function refresh(figuresAgeMsMax = figuresEveryMs): Promise<void> {
    const nowMs = clock.nowMs();
    if (isOld(standingsReadAtMs, standingsEveryMs)) {
      const rows = await standings.all();
      out = new Map(rows.map(({ engine, kind, sinceMs }) => [engine, { kind, sinceMs }]));
      standingsReadAtMs = nowMs;
    }
    if (isOld(figuresReadAtMs, figuresAgeMsMax)) {
      const engines = known().map(({ capabilities }) => capabilities.id);
      const found = await standings.figures({ engines, nowMs });
      figures = new Map(found.map((each) => [each.engine, each]));
      figuresReadAtMs = nowMs;
    }
  }

  return {
    all: () => known().filter(mayBeAsked),
    known,
    find,
    providerOf(id) {
      const engine = find(id);
      if (engine) return engine;
      const name = id.slice(0, id.indexOf('/'));
      return configured.find(({ provider }) => provider.name === name) ?? null;
    },
    slots: () =>
      known().map((engine) => ({
        engine: engine.capabilities.id,
        credential: engine.credential,
        max: mayBeAsked(engine) ? engine.capabilities.concurrencyMax : roomForAll,
      })),
    standing(id) {
      const engine = find(id);
      return engine ? standingOf(engine.capabilities) : (out.get(id) ?? null);
    },
    mayBeAsked,
    health({ capabilities, credential }) {
      const { msPerSecond, good, bad, open } = figures.get(capabilities.id) ?? nothingSeen;
      const circuit = circuits.stateOf({ engine: capabilities.id, credential }).kind;
      return { msPerSecond, good, bad, open, circuit };
    },
    blockedUntilMs: (place) => circuits.blockedUntilMs(place),
    note: (place, showing) => circuits.note(place, showing),
    noteOut(engines, kind) {
      const more = engines.filter((id) => !out.has(id)).map((id) => [id, { kind, sinceMs: clock.nowMs() }] as const);
      out = new Map([...out, ...more]);
    },
    lookAgain(engine) {
      const standing = out.get(engine.capabilities.id);
      if (standing?.kind !== 'out_of_credit') return null;
      const account = accountOf(engine);
      const { times } = lookSince(standing.sinceMs ?? 0, engine);
      looks.set(account, { atMs: clock.nowMs(), times: times + 1 });
      const ofAccount = known().filter((each) => accountOf(each) === account);
      return ofAccount.map(({ capabilities }) => capabilities.id).filter((id) => out.get(id)?.kind === 'out_of_credit');
    },
    noteIn(engines) {
      out = new Map([...out].filter(([id]) => !engines.includes(id)));
    },
    refresh,
  };
}

/** One key, one account: credit is all of its engines' or none's. */
export function accountOf({ provider, credential }: ConfiguredProvider): string {
  return `${provider.name} ${credential}`;
}

function dateOf(nowMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO('UTC').toPlainDate().toString();
}
