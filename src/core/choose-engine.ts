import type { EngineId } from './engine.ts';
import type { Engine, Engines } from './engines.ts';
import type { StandingKind } from './ports/engine-standings.ts';
import type { Random } from './ports/world.ts';
import { quoteMicroUsd } from './engine.ts';
import type { MayUse } from './allowed-engines.ts';
import { type EngineName, noChance, resolveSpec, type Unsupported } from './resolve-spec.ts';
import { rank } from './route.ts';
import type { Ask, ClipSpec, RouteReason } from './spec.ts';

/** The engine takes nothing new. Nothing was charged. */
export type EngineOut = {
  readonly kind: 'engine_out';
  readonly engine: EngineName;
  readonly why: StandingKind;
  /** ISO date from which on its vendor no longer serves it; null where the data knows none. */
  readonly retiredOn: string | null;
  /** What takes its place, where that can be asked now. */
  readonly replacedBy: EngineName | null;
  readonly couldDo: readonly EngineName[];
};

/** Whoever could do it asks for more than may be spent on one clip. Nothing was charged. */
export type TooDear = {
  readonly kind: 'too_dear';
  /** The cheapest that could. */
  readonly engine: EngineName;
  readonly quoteMicroUsd: number;
  readonly maxMicroUsd: number;
};

/** Moderators let others be used here. Nothing was charged. */
export type EngineNotAllowed = {
  readonly kind: 'engine_not_allowed';
  readonly engine: EngineName;
  /** Those that could do it and may be used. */
  readonly couldDo: readonly EngineName[];
};

export type EngineRefusal = Unsupported | EngineOut | TooDear | EngineNotAllowed;

/** Who makes a clip. `because` is null where the person named the engine. */
export type Choice = { readonly engine: Engine; readonly because: RouteReason | null };

export type Chosen =
  | { readonly kind: 'chosen'; readonly choices: readonly (Choice & { readonly ask: Ask })[] }
  | { readonly kind: 'refused'; readonly refusals: readonly [EngineRefusal, ...EngineRefusal[]] };

export type ChoiceFacts = {
  readonly mayUseRealEngines: boolean;
  /** Whether moderators let it be used; nobody need let play money be. */
  readonly mayUse: MayUse;
  /** Providers that the service does not choose now. */
  readonly avoided?: ReadonlySet<string>;
  /** What one clip may cost at most where the service chooses; null for no limit. */
  readonly priceMaxMicroUsd: number | null;
};

/** So many engines are named to somebody whose engine cannot; more would be a catalogue. */
const couldDoMax = 5;

/**
 * An engine for each ask: the one that it names, or the best for it. Asks that name none share the engine of the first of
 * them where that can do them too: what is asked for together looks alike. All of them, or every reason why not.
 */
export function chooseEngines(asks: readonly Ask[], engines: Engines, facts: ChoiceFacts): Chosen {
  const choices: (Choice & { readonly ask: Ask })[] = [];
  const refusals: EngineRefusal[] = [];
  let shared: Choice | null = null;
  for (const ask of asks) {
    const isOpen = leavesEngineOpen(ask);
    const chosen: Choice | EngineRefusal[] =
      isOpen && shared && canDo(ask, shared.engine) ? shared : chooseEngine(ask, engines, facts);
    if (!('engine' in chosen)) refusals.push(...chosen);
    else {
      choices.push({ ...chosen, ask });
      if (isOpen) shared ??= chosen;
    }
  }
  const [first, ...more] = refusals;
  return first ? { kind: 'refused', refusals: [first, ...more] } : { kind: 'chosen', choices };
}

/** The spec of one clip at the engine that was chosen for its ask. */
export function specFor(ask: Ask, { engine, because }: Choice, random: Random): ClipSpec {
  const { capabilities } = engine;
  const resolved = resolveSpec(ask, capabilities, random);
  if (resolved.kind !== 'ok') throw new Error(`expected ${capabilities.id} to do what it was chosen for`);
  const { spec } = resolved;
  if (because === null) return spec;
  return { ...spec, route: { because, tried: [], priceMicroUsd: quoteMicroUsd(capabilities.price, spec) } };
}

/**
 * The engines that a name can mean: one by its id; else all of a provider, or of a model, or by another name or label, in
 * the order of the data.
 */
export function findNamed(engines: readonly Engine[], name: string): readonly Engine[] {
  const typed = name.trim().toLowerCase();
  const ways: ((engine: Engine['capabilities']) => boolean)[] = [
    ({ id }) => id.toLowerCase() === typed,
    ({ provider }) => provider.toLowerCase() === typed,
    ({ model }) => model.toLowerCase() === typed,
    ({ also }) => also.includes(typed),
    ({ label }) => label.toLowerCase() === typed,
  ];
  for (const isMeant of ways) {
    const found = engines.filter(({ capabilities }) => isMeant(capabilities));
    if (found.length > 0) return found;
  }
  return [];
}

/** Whether the service chooses who makes it. */
export function leavesEngineOpen(ask: Pick<Ask, 'engine'>): boolean {
  return wantedOf(ask) === null;
}

function wantedOf({ engine }: Pick<Ask, 'engine'>): string | null {
  return engine === null || engine.trim().toLowerCase() === 'auto' ? null : engine;
}

function chooseEngine(ask: Ask, engines: Engines, facts: ChoiceFacts): Choice | EngineRefusal[] {
  const wanted = wantedOf(ask);
  return wanted === null ? routed(ask, engines, facts) : named(wanted, ask, engines, facts);
}

function named(wanted: string, ask: Ask, engines: Engines, facts: ChoiceFacts): Choice | EngineRefusal[] {
  const known = findNamed(engines.known(), wanted);
  const [unwanted] = known;
  if (!unwanted) return [unknownEngine(wanted, engines, facts)];
  const found = known.filter(({ capabilities }) => facts.mayUse(capabilities));
  const [first] = found;
  if (!first) return [{ kind: 'engine_not_allowed', engine: nameOf(unwanted), couldDo: couldDo(ask, engines, facts) }];
  const usable = found.filter((engine) => engines.mayBeAsked(engine));
  const [best] = usable;
  if (!best) return [engineOut(first, ask, engines, facts)];
  const engine = usable.find((each) => canDo(ask, each));
  if (engine) return { engine, because: null };
  return problemsAt(best, ask).map((problem) => ({ ...problem, couldDo: couldDo(ask, engines, facts) }));
}

function routed(ask: Ask, engines: Engines, facts: ChoiceFacts): Choice | EngineRefusal[] {
  const pool = poolFor(engines, facts);
  const [first] = pool;
  if (!first) {
    const real = engines.known().filter(({ capabilities }) => facts.mayUseRealEngines && !capabilities.playMoney);
    const [unwanted] = real;
    const out = real.find(({ capabilities }) => facts.mayUse(capabilities));
    if (unwanted && !out) return [{ kind: 'engine_not_allowed', engine: nameOf(unwanted), couldDo: [] }];
    const known = out ?? engines.known()[0];
    return [known ? engineOut(known, ask, engines, facts) : unknownEngine(null, engines, facts)];
  }
  const { priceMaxMicroUsd } = facts;
  const { candidates, because } = rank(ask, pool, { engines, priceMaxMicroUsd });
  const [best] = candidates;
  if (best && because) return { engine: best.engine, because };
  const tooDear = priceMaxMicroUsd === null ? null : cheapestOf(ask, pool, engines, priceMaxMicroUsd);
  if (tooDear) return [tooDear];
  const nearestTo = pool.toSorted((a, b) => problemsAt(a, ask).length - problemsAt(b, ask).length)[0] ?? first;
  return problemsAt(nearestTo, ask);
}

/** The cheapest of those that are too dear; null where none can do it at any price. */
function cheapestOf(ask: Ask, pool: readonly Engine[], engines: Engines, maxMicroUsd: number): TooDear | null {
  const { candidates } = rank(ask, pool, { engines, priceMaxMicroUsd: null });
  const [cheapest] = candidates.toSorted((a, b) => a.priceMicroUsd - b.priceMicroUsd);
  if (!cheapest) return null;
  return { kind: 'too_dear', engine: nameOf(cheapest.engine), quoteMicroUsd: cheapest.priceMicroUsd, maxMicroUsd };
}

/**
 * Those that `auto` chooses from. The demo stands in for no real engine: not beside one, and not while all of them are out.
 * It serves those who may use nothing else; where it is not there either, the refusal says what is missing.
 */
function poolFor(engines: Engines, { mayUseRealEngines, mayUse, avoided }: ChoiceFacts): readonly Engine[] {
  const isReal = ({ capabilities }: Engine): boolean => !capabilities.playMoney;
  const mayChoose = ({ capabilities }: Engine): boolean => mayUse(capabilities) && !avoided?.has(capabilities.provider);
  const real = engines.all().filter((engine) => isReal(engine) && mayChoose(engine));
  const demo = engines.all().filter((engine) => !isReal(engine));
  if (mayUseRealEngines && engines.known().some(isReal)) return real;
  return demo.length > 0 ? demo : real;
}

function canDo(ask: Ask, engine: Engine): boolean {
  return problemsAt(engine, ask).length === 0;
}

function problemsAt({ capabilities }: Engine, ask: Ask): Unsupported[] {
  const resolved = resolveSpec(ask, capabilities, noChance);
  return resolved.kind === 'ok' ? [] : [...resolved.problems];
}

/** Real ones first: whoever may use them did not ask for a demonstration. */
function couldDo(ask: Ask, engines: Engines, { mayUseRealEngines, mayUse }: ChoiceFacts): readonly EngineName[] {
  const able = engines.all().filter((engine) => canDo(ask, engine) && mayUse(engine.capabilities));
  const real = able.filter(({ capabilities }) => mayUseRealEngines && !capabilities.playMoney);
  const told = real.length > 0 ? real : able.filter(({ capabilities }) => capabilities.playMoney);
  return told.slice(0, couldDoMax).map(nameOf);
}

function engineOut(engine: Engine, ask: Ask, engines: Engines, facts: ChoiceFacts): EngineOut {
  const { id, retiresOn, replacedBy } = engine.capabilities;
  const replacement = replacementOf(replacedBy, engines);
  return {
    kind: 'engine_out',
    engine: nameOf(engine),
    why: engines.standing(id)?.kind ?? 'disabled',
    retiredOn: retiresOn,
    replacedBy: replacement && facts.mayUse(replacement.capabilities) ? nameOf(replacement) : null,
    couldDo: couldDo(ask, engines, facts),
  };
}

/** Who takes the place of an engine, also where that was replaced in its turn. */
function replacementOf(id: EngineId | null, engines: Engines, seen: readonly EngineId[] = []): Engine | null {
  if (id === null || seen.includes(id)) return null;
  const engine = engines.find(id);
  if (!engine || engines.mayBeAsked(engine)) return engine;
  return replacementOf(engine.capabilities.replacedBy, engines, [...seen, id]);
}

function nameOf({ capabilities: { id, label } }: Engine): EngineName {
  return { id, label };
}

function unknownEngine(wanted: string | null, engines: Engines, { mayUse }: ChoiceFacts): Unsupported {
  const usable = engines.all().flatMap(({ capabilities }) => (mayUse(capabilities) ? [capabilities.id] : []));
  return {
    kind: 'unsupported',
    engine: wanted ?? 'auto',
    option: 'engine',
    expected: usable.join(', ') || 'an engine to be configured',
    got: wanted ?? 'none',
    nearest: null,
    couldDo: [],
  };
}
