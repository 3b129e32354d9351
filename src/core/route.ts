import { type EngineCapabilities, quoteMicroUsd } from './engine.ts';
import type { Engine, Engines, Health } from './engines.ts';
import { noChance, resolveSpec } from './resolve-spec.ts';
import { type NeedRule, needRules, routeCosts } from './route-rules.ts';
import type { Ask, ClipSpec, RouteReason } from './spec.ts';

/** An engine that can do what is asked, with what speaks for it. */
export type Candidate = {
  readonly engine: Engine;
  /** As it would be asked; its seed is nobody's. */
  readonly spec: ClipSpec;
  readonly priceMicroUsd: number;
  readonly health: Health;
  readonly score: number;
};

export type Ranked = {
  /** The best first. */
  readonly candidates: readonly Candidate[];
  /** Why that is the first; null where there is none. */
  readonly because: RouteReason | null;
};

type Fit = Omit<Candidate, 'score'> & { readonly expectedMs: number };

/**
 * Who of these does it best: by what the request needs, then price, speed, queue and health. The same for the same
 * facts; of equals the first in the data goes first.
 */
export function rank(
  ask: Ask,
  pool: readonly Engine[],
  {
    engines,
    priceMaxMicroUsd,
  }: { readonly engines: Pick<Engines, 'health'>; readonly priceMaxMicroUsd: number | null },
): Ranked {
  const fits = pool.flatMap((engine) => fitOf(ask, engine, engines.health(engine)));
  const affordable = fits.filter(({ priceMicroUsd }) => priceMaxMicroUsd === null || priceMicroUsd <= priceMaxMicroUsd);
  const needs = needRules.filter((rule) => rule.isAsked(ask));
  const least = {
    priceMicroUsd: Math.min(...affordable.map((fit) => fit.priceMicroUsd)),
    expectedMs: Math.min(...affordable.map((fit) => fit.expectedMs)),
  };
  const scored = affordable.map((fit) => ({ ...fit, score: scoreOf(ask, needs, fit, least) }));
  const candidates = scored.toSorted((a, b) => b.score - a.score);
  const [first] = candidates;
  return { candidates, because: first ? reasonFor(ask, needs, first, pool, candidates) : null };
}

function fitOf(ask: Ask, engine: Engine, health: Health): Fit[] {
  const { capabilities } = engine;
  const resolved = resolveSpec(ask, capabilities, noChance);
  if (resolved.kind !== 'ok') return [];
  const { spec } = resolved;
  const priceMicroUsd = quoteMicroUsd(capabilities.price, spec);
  return [{ engine, spec, priceMicroUsd, health, expectedMs: expectedMs(capabilities, health, spec) }];
}

/** Before it has made anything, half of what nearly all of its clips take. */
function expectedMs({ typicalMsP95 }: EngineCapabilities, { msPerSecond }: Health, { seconds }: ClipSpec): number {
  return msPerSecond === null ? typicalMsP95 / 2 : msPerSecond * seconds;
}

function scoreOf(
  ask: Ask,
  needs: readonly NeedRule[],
  { engine, spec, priceMicroUsd, expectedMs: ms, health }: Fit,
  least: Pick<Fit, 'priceMicroUsd' | 'expectedMs'>,
): number {
  const { concurrencyMax, suits } = engine.capabilities;
  const met = needs.filter((rule) => rule.isMet(ask, spec, suits)).reduce((sum, { points }) => sum + points, 0);
  const dearer = doublings(priceMicroUsd, least.priceMicroUsd);
  const slower = doublings(ms, least.expectedMs);
  const rounds = Math.floor(health.open / concurrencyMax);
  const verdicts = health.good + health.bad;
  const failing = verdicts < routeCosts.verdictsMin ? 0 : health.bad / verdicts;
  return (
    met -
    spec.adapted.length * routeCosts.perAdaptation -
    Math.min(routeCosts.priceMax, dearer * routeCosts.perPriceDoubling) -
    Math.min(routeCosts.timeMax, slower * routeCosts.perTimeDoubling) -
    Math.min(routeCosts.waitingMax, rounds * routeCosts.perRoundWaiting) -
    failing * routeCosts.failing -
    (health.circuit === 'open' ? routeCosts.left : 0)
  );
}

function doublings(value: number, least: number): number {
  return Math.log2(Math.max(1, value) / Math.max(1, least));
}

/** What people are told: what it starts from, else the need that told it from others, else price or speed. */
function reasonFor(
  ask: Ask,
  needs: readonly NeedRule[],
  first: Candidate,
  pool: readonly Engine[],
  fits: readonly Candidate[],
): RouteReason {
  if (ask.input !== null) return ask.input.kind === 'image' ? 'image_input' : 'video_input';
  if (pool.length === 1) return 'only_one';
  const isMetBy = (rule: NeedRule, { spec, engine }: Candidate): boolean =>
    rule.isMet(ask, spec, engine.capabilities.suits);
  const unfit = pool.filter((engine) => !fits.some((fit) => fit.engine === engine));
  const telling = needs
    .filter((rule) => isMetBy(rule, first))
    .filter((rule) => fits.some((other) => !isMetBy(rule, other)) || unfit.some((engine) => failsBy(rule, ask, engine)))
    .toSorted((a, b) => b.points - a.points);
  if (telling[0]) return telling[0].because;
  const others = fits.filter((fit) => fit !== first);
  if (others.length === 0) return 'only_one';
  if (others.every(({ priceMicroUsd }) => first.priceMicroUsd < priceMicroUsd)) return 'cheapest';
  const msOf = ({ engine, health, spec }: Candidate): number => expectedMs(engine.capabilities, health, spec);
  if (others.every((other) => msOf(first) < msOf(other))) return 'fastest';
  return others.every(({ priceMicroUsd }) => first.priceMicroUsd <= priceMicroUsd) ? 'cheapest' : 'fastest';
}

/** Whether this need is all that it cannot do. */
function failsBy({ without }: NeedRule, ask: Ask, { capabilities }: Engine): boolean {
  return without !== undefined && resolveSpec({ ...ask, ...without }, capabilities, noChance).kind === 'ok';
}
