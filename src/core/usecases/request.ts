import type { Actor } from '../actor.ts';
import type { AdmissionRefusal } from '../admission.ts';
import type { Destination } from '../destination.ts';
import { quoteMicroUsd } from '../engine.ts';
import { chooseEngine, type Engine, type Engines } from '../engines.ts';
import type { UserId } from '../ids.ts';
import type { Job } from '../job.ts';
import type { AdmissionRules } from '../policy.ts';
import type { Media } from '../ports/media.ts';
import { type NewJob, type Store, StoreUnavailable } from '../ports/store.ts';
import type { Clock, Ids, Log, Metrics, Random } from '../ports/world.ts';
import type { Locale, Request } from '../request.ts';
import { resolveSpec, type Unsupported } from '../resolve-spec.ts';
import type { Ask } from '../spec.ts';
import type { Tenant } from '../tenant.ts';
import { isTakenIn } from '../tenant-settings.ts';

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
  /** Moderators take requests in these channels only. */
  | { readonly kind: 'channel_not_allowed'; readonly channels: readonly string[] }
  /** The engine makes nothing larger than the clip is already. */
  | { readonly kind: 'no_larger'; readonly engine: string }
  | { readonly kind: 'store_unavailable' };

export type RequestResult =
  | { readonly kind: 'admitted' | 'repeated'; readonly request: Request; readonly jobs: readonly Job[] }
  /** Nothing was charged. One refusal, or every option that the engine cannot do. */
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** Asks for clips: all of them are admitted with their holds, or none is and it says why. Waits for nothing outside. */
export async function requestVideo(input: RequestInput, deps: RequestDeps): Promise<RequestResult> {
  const result = await admitOrRefuse(input, deps);
  const refusal = result.kind === 'refused' ? result.refusals[0].kind : 'none';
  deps.metrics.count('requests', { result: result.kind, refusal });
  return result;
}

async function admitOrRefuse(input: RequestInput, deps: RequestDeps): Promise<RequestResult> {
  try {
    return await admit(input, deps);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    deps.log.error('a request was refused because the store cannot be reached', error);
    return { kind: 'refused', refusals: [{ kind: 'store_unavailable' }] };
  }
}

async function admit(input: RequestInput, deps: RequestDeps): Promise<RequestResult> {
  const known = await deps.store.requestByKey(input.inboundKey);
  if (known) return { kind: 'repeated', ...known };
  const nowMs = deps.clock.nowMs();
  const { tenantId } = input.destination;
  const tenant = await deps.store.tenant(tenantId, nowMs);
  const elsewhere = elsewhereOf(input, tenant);
  if (elsewhere) return { kind: 'refused', refusals: [elsewhere] };
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

  const { person } = input;
  const userId = await deps.store.identify({ ...person, newId: deps.ids.next('user'), nowMs });
  const request = newRequest(input, userId, deps.ids, nowMs);
  const question = {
    tenantId,
    userId,
    jobs: jobs.length,
    quoteMicroUsd: jobs.reduce((sum, job) => sum + job.quoteMicroUsd, 0),
    engine: engine.capabilities,
    asOperator: input.as === 'operator',
    freeBytes: await deps.media.freeBytes(),
    nowMs,
  };
  const isAnswered = input.answersWithStatus === true && request.visibility === 'channel';
  const admission = await deps.store.admit({ request, jobs, question, rules: deps.rules, isAnswered });
  return admission.kind === 'refused' ? { kind: 'refused', refusals: [admission.refusal] } : admission;
}

function elsewhereOf(
  { as, destination, parentChannel = null }: RequestInput,
  { settings }: Tenant,
): Extract<Refusal, { kind: 'channel_not_allowed' }> | null {
  const { channels } = settings;
  const at = [destination.channel, ...(parentChannel === null ? [] : [parentChannel])];
  if (as === 'operator' || channels === null || isTakenIn(settings, ...at)) return null;
  return { kind: 'channel_not_allowed', channels };
}

function newJob(spec: NewJob['spec'], { capabilities, credential }: Engine, ids: Ids): NewJob {
  const { id: engine, playMoney, price } = capabilities;
  return {
    id: ids.next('job'),
    spec,
    engine,
    credential,
    playMoney,
    quoteMicroUsd: quoteMicroUsd(price, spec.seconds),
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
