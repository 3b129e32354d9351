import type { EngineCapabilities } from '../../../src/core/engine.ts';
import type { SubmitResult } from '../../../src/core/ports/provider.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import type { Chance } from '../chance.ts';
import type { Happening } from '../happenings.ts';
import type { Weather } from '../weather.ts';
import type { Ending, OutputTrouble } from './tasks.ts';

type Draw = { readonly chance: Chance; readonly weather: Weather; readonly count: (happening: Happening) => void };

/** What will become of one create call. */
export type CreatePlan = {
  /** It breaks before a byte leaves. */
  readonly failsToLeave: boolean;
  readonly travelMs: number;
  readonly rejection: Extract<SubmitResult, { kind: 'rejected' }> | null;
  readonly answerMs: number;
  readonly answer: 'given' | 'lost' | 'unreadable' | 'never';
  /** An abort reaches it: the call rejects at once, and is dropped when it is still on its way. */
  readonly obeysAbort: boolean;
};

const forGood = ['moderation', 'invalid', 'out_of_credit', 'model_retired'] as const;
const forNow = ['rate_limited', 'transient'] as const;

export function planCreate({ chance, weather, count }: Draw): CreatePlan {
  const strikes = (share: number, happening: Happening): boolean => {
    const hit = weather.strikes('creates', share, chance);
    if (hit) count(happening);
    return hit;
  };
  const rejected = (code: (typeof forGood)[number] | (typeof forNow)[number], retryAfterMs: number | null) =>
    ({ kind: 'rejected', code, retryAfterMs, detail: 'simulated' }) as const;
  let rejection: CreatePlan['rejection'] = null;
  if (strikes(0.08, 'create: turned away for now')) {
    rejection = rejected(
      chance.pick(forNow),
      chance.pick([null, chance.scale(SECOND, 10 * MINUTE), chance.scale(2 * HOUR, 12 * HOUR)]),
    );
  } else if (strikes(0.07, 'create: turned away for good')) {
    rejection = rejected(chance.pick(forGood), null);
  }
  const isLateArrival = strikes(0.05, 'create: arrived minutes late');
  let answerMs = chance.scale(20, SECOND);
  if (strikes(0.03, 'create: answered after its time limit')) answerMs = chance.int(2 * MINUTE + 1, 3 * MINUTE);
  else if (strikes(0.03, 'create: answered after its lease')) answerMs = chance.int(3 * MINUTE + 1, 12 * MINUTE);
  let answer: CreatePlan['answer'] = 'given';
  if (rejection === null) {
    if (strikes(0.06, 'create: answer lost after the work')) answer = chance.hits(0.7) ? 'lost' : 'never';
    else if (strikes(0.03, 'create: answer unreadable after the work')) answer = 'unreadable';
  } else if (strikes(0.1, 'create: answer lost, no work done')) answer = 'lost';
  return {
    failsToLeave: strikes(0.04, 'create: failed before it left'),
    travelMs: isLateArrival ? chance.int(90 * SECOND, 9 * MINUTE) : chance.scale(20, SECOND),
    rejection,
    answerMs,
    answer,
    obeysAbort: !strikes(0.3, 'create: ignored its abort signal'),
  };
}

export type TaskPlan = {
  readonly startsInMs: number;
  readonly finishesInMs: number;
  readonly ending: Ending;
  readonly chargeMicroUsd: number;
  readonly deafToCancel: boolean;
  readonly outputTroubles: readonly OutputTrouble[];
};

const failureCodes = ['moderation', 'invalid', 'transient', 'expired', 'out_of_credit'] as const;

export function planTask(
  capabilities: EngineCapabilities,
  quoteMicroUsd: number,
  tellsCost: boolean,
  { chance, weather, count }: Draw,
): TaskPlan {
  const strikes = (share: number, happening: Happening): boolean => {
    const hit = weather.strikes('tasks', share, chance);
    if (hit) count(happening);
    return hit;
  };
  const startsInMs = chance.hits(0.5) ? 0 : chance.scale(SECOND, MINUTE);
  let finishesInMs = startsInMs + chance.scale(5 * SECOND, 90 * SECOND);
  if (strikes(0.05, 'task: finished after its deadline')) finishesInMs = chance.int(16 * MINUTE, 50 * MINUTE);
  else if (strikes(0.06, 'task: finished after the horizon')) {
    finishesInMs = capabilities.horizonMs + chance.int(20 * MINUTE, 5 * HOUR);
  } else if (strikes(0.03, 'task: finished around the horizon')) {
    finishesInMs = capabilities.horizonMs + chance.int(-40 * MINUTE, 20 * MINUTE);
  } else if (strikes(0.02, 'task: never finishes')) finishesInMs = Infinity;

  let ending: Ending = { kind: 'succeeds', output: 'good' };
  let chargeMicroUsd = quoteMicroUsd;
  // What is long overdue fails more often than it succeeds.
  const isOverdue = finishesInMs > 10 * MINUTE;
  if (strikes(isOverdue ? 0.3 : 0.05, 'task: failed for free')) {
    ending = { kind: 'fails', code: chance.pick(failureCodes) };
    chargeMicroUsd = 0;
  } else if (strikes(0.04, 'task: failed and billed')) {
    ending = { kind: 'fails', code: chance.pick(failureCodes) };
    chargeMicroUsd = chance.int(1, quoteMicroUsd);
  } else if (strikes(0.02, 'task: stopped by the engine itself')) {
    ending = { kind: 'stops' };
    chargeMicroUsd = 0;
  } else {
    if (strikes(0.02, 'output: broken for good')) ending = { kind: 'succeeds', output: 'broken' };
    else if (strikes(0.02, 'output: gone for good')) ending = { kind: 'succeeds', output: 'gone' };
    if (tellsCost && strikes(0.15, 'task: cost more than quoted')) chargeMicroUsd = Math.round(quoteMicroUsd * 1.7);
    else if (tellsCost && strikes(0.15, 'task: cost less than quoted'))
      chargeMicroUsd = Math.round(quoteMicroUsd * 0.4);
  }
  const deafToCancel = weather.strikes('tasks', 0.2, chance);
  return {
    startsInMs,
    finishesInMs,
    ending,
    chargeMicroUsd,
    deafToCancel,
    outputTroubles: planOutput({ chance, weather, count }),
  };
}

/** A few bad answers before the good one. What is gone or broken for a while comes back within the core's patience. */
function planOutput({ chance, weather, count }: Draw): OutputTrouble[] {
  const troubles: OutputTrouble[] = [];
  const add = (share: number, happening: Happening, trouble: OutputTrouble, timesMax: number): void => {
    if (!weather.strikes('outputs', share, chance)) return;
    count(happening);
    for (let times = chance.int(1, timesMax); times > 0; times -= 1) troubles.push(trouble);
  };
  add(0.06, 'output: not ready yet', 'not_ready', 3);
  add(0.05, 'output: cut off', 'cut_off', 3);
  add(0.03, 'output: failed', 'failed', 4);
  add(0.03, 'output: broken bytes once', 'broken', 1);
  add(0.03, 'output: gone for a while', 'gone', 1);
  add(0.02, 'output: hung', 'hung', 1);
  return troubles;
}
