import type { Actor } from '../actor.ts';
import type { AdmissionRefusal } from '../admission.ts';
import type { Destination } from '../destination.ts';
import { quoteMicroUsd } from '../engine.ts';
import { chooseEngine, type Engine, type Engines } from '../engines.ts';
import type { RequestId, UserId } from '../ids.ts';
import type { Job } from '../job.ts';
import type { AdmissionRules } from '../policy.ts';
import type { Media } from '../ports/media.ts';
import { type Admission, type NewJob, type Store, StoreUnavailable } from '../ports/store.ts';
import type { Clock, Ids, Log, Metrics, Random } from '../ports/world.ts';
import type { Locale, Request } from '../request.ts';
import { resolveSpec, type Unsupported } from '../resolve-spec.ts';
import type { Ask } from '../spec.ts';

export type RequestDeps = {
  readonly store: Store;
  readonly engines: Engines;
  readonly media: Pick<Media, 'freeBytes'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly rules: AdmissionRules;
};

export type Person = { readonly platform: string; readonly externalId: string; readonly name: string | null };

export type RequestInput = {
  /** The platform's own name of the event that asks; the same key never leads to a second request. */
  readonly inboundKey: string;
  readonly person: Person;
  /** The operator is not held to member and tenant limits. */
  readonly as: 'user' | 'operator';
  readonly destination: Destination;
  readonly locale: Locale;
  /** The channel that the destination is a thread of, where a thread is a channel of its own. */
  readonly parentChannel?: string | null;
  /** The surface shows the first status itself, in its answer, unless what is asked for is private; see `noteAnswer`. */
  readonly answersWithStatus?: boolean;
  /** One per clip; all go to the engine that the first names. */
  readonly asks: readonly [Ask, ...Ask[]];
};

export type Refusal =
  | AdmissionRefusal
  | Unsupported
  /** The engine makes nothing larger than the clip is already. */
  | { readonly kind: 'no_larger'; readonly engine: string }
  | { readonly kind: 'store_unavailable' };

export type RequestResult =
  | { readonly kind: 'admitted' | 'repeated'; readonly request: Request; readonly jobs: readonly Job[] }
  /** Nothing was charged. One refusal, or every option that the engine cannot do. */
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** Asks for clips: all of them are admitted with their holds, or none is and it says why. Waits for nothing outside. */
export async function requestVideo(input: RequestInput, deps: RequestDeps): Promise<RequestResult> {
  const result = await counted(input, null, deps);
  if (!result) throw new Error(`expected ${input.inboundKey} to repeat nothing, and it did`);
  return result;
}

/** The same with the words of an earlier request; null when they are gone by then, since its person was forgotten. */
export function repeatVideo(input: RequestInput, repeats: RequestId, deps: RequestDeps): Promise<RequestResult | null> {
  return counted(input, repeats, deps);
}

async function counted(
  input: RequestInput,
  repeats: RequestId | null,
  deps: RequestDeps,
): Promise<RequestResult | null> {
  const result = await admitOrRefuse(input, repeats, deps);
  if (!result) return null;
  const refusal = result.kind === 'refused' ? result.refusals[0].kind : 'none';
  deps.metrics.count('requests', { result: result.kind, refusal });
  return result;
}

async function admitOrRefuse(
  input: RequestInput,
  repeats: RequestId | null,
  deps: RequestDeps,
): Promise<RequestResult | null> {
  try {
    return await admit(input, repeats, deps);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    deps.log.error('a request was refused because the store cannot be reached', error);
    return { kind: 'refused', refusals: [{ kind: 'store_unavailable' }] };
  }
}

async function admit(input: RequestInput, repeats: RequestId | null, deps: RequestDeps): Promise<RequestResult | null> {
  const known = await deps.store.requestByKey(input.inboundKey);
  if (known) return { kind: 'repeated', ...known };
  const nowMs = deps.clock.nowMs();
  const tenant = await deps.store.tenant(input.destination.tenantId, nowMs);
  const [first] = input.asks;
  const engine = chooseEngine(deps.engines, first.engine, input.as === 'operator' || tenant.budget !== null);
  if (!engine) return { kind: 'refused', refusals: [unknownEngine(first.engine, deps.engines)] };

  const jobs: NewJob[] = [];
  for (const ask of input.asks) {
    if (!Number.isInteger(ask.count) || ask.count < 1) {
      throw new RangeError(`expected a count from 1, got ${ask.count}`);
    }
    for (let take = 0; take < ask.count; take += 1) {
      const resolved = resolveSpec(take === 0 ? ask : { ...ask, seed: null }, engine.capabilities, deps.random);
      if (resolved.kind === 'unsupported') {
        const [problem, ...more] = resolved.problems;
        if (problem) return { kind: 'refused', refusals: [problem, ...more] };
      } else {
        jobs.push(newJob(resolved.spec, engine, deps.ids));
      }
    }
  }

  const ask = { input, repeats, jobs, engine };
  let admission = await identifyAndAdmit(ask, deps);
  // They were forgotten just then: what they ask for now they ask for after it.
  if (admission.kind === 'unknown_person') admission = await identifyAndAdmit(ask, deps);
  switch (admission.kind) {
    case 'admitted':
    case 'repeated':
      return admission;
    case 'refused':
      return { kind: 'refused', refusals: [admission.refusal] };
    case 'nothing_to_repeat':
      return null;
    case 'unknown_person':
      throw new StoreUnavailable('expected to admit somebody who was just identified, and they were forgotten twice');
  }
}

type AskOfEngine = {
  readonly input: RequestInput;
  readonly repeats: RequestId | null;
  readonly jobs: readonly NewJob[];
  readonly engine: Engine;
};

async function identifyAndAdmit(
  { input, repeats, jobs, engine }: AskOfEngine,
  { store, ids, media, clock, rules }: RequestDeps,
): Promise<Admission> {
  const { person, destination, parentChannel = null } = input;
  const nowMs = clock.nowMs();
  const userId = await store.identify({ ...person, newId: ids.next('user'), nowMs });
  const request = newRequest(input, userId, ids, nowMs);
  const question = {
    tenantId: destination.tenantId,
    channels: [destination.channel, ...(parentChannel === null ? [] : [parentChannel])],
    userId,
    jobs: jobs.length,
    quoteMicroUsd: jobs.reduce((sum, job) => sum + job.quoteMicroUsd, 0),
    engine: engine.capabilities,
    asOperator: input.as === 'operator',
    freeBytes: await media.freeBytes(),
    nowMs,
  };
  const isAnswered = input.answersWithStatus === true && request.visibility === 'channel';
  return store.admit({ request, jobs, question, rules, isAnswered, repeats });
}

function newJob(spec: NewJob['spec'], { capabilities, credential }: Engine, ids: Ids): NewJob {
  const { id: engine, playMoney, price } = capabilities;
  return {
    id: ids.next('job'),
    spec,
    engine,
    credential,
    playMoney,
    quoteMicroUsd: quoteMicroUsd(price, spec),
  };
}

function newRequest(input: RequestInput, userId: UserId, ids: Ids, nowMs: number): Request {
  const { inboundKey, destination, locale, asks } = input;
  const actor: Actor = input.as === 'operator' ? { kind: 'operator' } : { kind: 'user', userId };
  return {
    id: ids.next('request'),
    inboundKey,
    tenantId: destination.tenantId,
    userId,
    actor,
    destination,
    visibility: asks[0].private ? 'private' : 'channel',
    locale,
    prompt: asks[0].prompt,
    statusMessage: null,
    createdAtMs: nowMs,
  };
}

function unknownEngine(wanted: string | null, engines: Engines): Unsupported {
  const expected =
    engines
      .all()
      .map(({ capabilities }) => capabilities.id)
      .join(', ') || 'an engine to be configured';
  return {
    kind: 'unsupported',
    engine: wanted ?? 'auto',
    option: 'engine',
    expected,
    got: wanted ?? 'none',
    nearest: null,
  };
}
