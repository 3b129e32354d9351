import type { Actor } from '../actor.ts';
import type { AdmissionQuestion, AdmissionRefusal } from '../admission.ts';
import type { ApprovalReason } from '../approval.ts';
import { type EngineRefusal, leavesEngineOpen } from '../choose-engine.ts';
import type { NoContinuation } from '../continuation.ts';
import { confirmDefaults } from '../defaults.ts';
import type { Destination } from '../destination.ts';
import type { Engines } from '../engines.ts';
import type { RequestId, UserId } from '../ids.ts';
import type { Job } from '../job.ts';
import type { MemberNote } from '../member.ts';
import type { AdmissionRules } from '../policy.ts';
import type { Media } from '../ports/media.ts';
import type { PromptJudge } from '../ports/prompt-judge.ts';
import { type Admission, type Store, StoreUnavailable } from '../ports/store.ts';
import type { Clock, Ids, Log, Metrics, Random } from '../ports/world.ts';
import type { Locale, Request } from '../request.ts';
import type { Ask } from '../spec.ts';
import type { Tenant } from '../tenant.ts';
import { drawsOf, newJobs, quoteOfAll, type Take } from '../takes.ts';
import { type ChosenTakes, chooseFor } from './choose-for.ts';
import { type NotAllowed, notAllowedOf } from './not-allowed.ts';
import { mayStartFrom, type SourceGone } from './start-from.ts';

export type RequestDeps = {
  readonly store: Store;
  readonly engines: Engines;
  readonly media: Pick<Media, 'freeBytes' | 'lastFrame'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly rules: AdmissionRules;
  /** Null, or left out, where nothing judges prompts. */
  readonly judge?: PromptJudge | null;
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
  /** What their platform says of them now. */
  readonly member?: MemberNote | null;
  /** They moderate there. */
  readonly isModerator?: boolean;
  /** Their platform marks the channel as one for adults. */
  readonly isAdultPlace?: boolean;
  /** A moderator is asked for what their limits, or a price, do not allow: it waits for a yes. */
  readonly asksModerator?: ApprovalReason | null;
  /** The channel that the destination is a thread of, where a thread is a channel of its own. */
  readonly parentChannel?: string | null;
  /** The surface shows the first status itself, in its answer, unless what is asked for is private; see `noteAnswer`. */
  readonly answersWithStatus?: boolean;
  /** The surface can ask whether to start what is expensive. */
  readonly canConfirm?: boolean;
  /**
   * It did, and the person wants it: for this price at most, so that what has become dearer since is asked about anew.
   * `true`: whatever it costs.
   */
  readonly confirmed?: number | true | null;
  /** Each goes to the engine that it names. */
  readonly asks: readonly [Ask, ...Ask[]];
};

export type Refusal =
  | AdmissionRefusal
  | EngineRefusal
  | NotAllowed
  /** The engine makes nothing larger than the clip is already. */
  | { readonly kind: 'no_larger'; readonly engine: string }
  /** Nothing can go on from it. */
  | { readonly kind: 'no_continuation'; readonly why: NoContinuation }
  | SourceGone
  | { readonly kind: 'store_unavailable' };

export type RequestResult =
  | { readonly kind: 'admitted' | 'repeated'; readonly request: Request; readonly jobs: readonly Job[] }
  /**
   * Exactly this is on its way to the same person already, as `job`; asking anew with `fresh` would cost `quoteMicroUsd`.
   * Nothing was admitted, and the inbound key leads to nothing.
   */
  | { readonly kind: 'same_in_flight'; readonly request: Request; readonly job: Job; readonly quoteMicroUsd: number }
  /**
   * It may start and costs much, or more than was agreed: nothing is admitted before the same comes again as `confirmed`.
   * `copies` of its `jobs` are there already and free.
   */
  | {
      readonly kind: 'confirm';
      readonly jobs: number;
      readonly copies: number;
      readonly quoteMicroUsd: number;
      readonly asks: RequestInput['asks'];
      /** What would be asked of which engine. */
      readonly takes: readonly Take[];
    }
  /** Nothing was charged. One refusal, or every option that the engine cannot do. */
  | {
      readonly kind: 'refused';
      readonly refusals: readonly [Refusal, ...Refusal[]];
      /** Set where a moderator can be asked for it: the same with `asksModerator` waits for their yes. */
      readonly mayAsk: ApprovalReason | null;
    };

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
    return refused({ kind: 'store_unavailable' });
  }
}

async function admit(input: RequestInput, repeats: RequestId | null, deps: RequestDeps): Promise<RequestResult | null> {
  const known = await deps.store.requestByKey(input.inboundKey);
  if (known) return { kind: 'repeated', ...known };
  const tenant = await deps.store.tenant(input.destination.tenantId, deps.clock.nowMs());
  const notAllowed = await notAllowedOf({ input, repeats }, tenant, deps);
  if (notAllowed) return refused(notAllowed);
  if (!(await mayStartFrom(input, () => actorOf(input, deps), deps.store))) {
    return refused({ kind: 'source_gone' });
  }
  const first = await chooseFor(input, tenant, deps);
  if (first.kind === 'refused') return { ...first, mayAsk: null };
  const { admission, chosen } = await admitWithin(first, { input, repeats, tenant }, deps);
  switch (admission.kind) {
    case 'admitted':
    case 'repeated':
      return admission;
    case 'same_in_flight':
      return { ...admission, quoteMicroUsd: quoteOfAll(chosen.takes) };
    case 'confirm':
      return { ...admission, asks: input.asks, takes: chosen.takes };
    case 'refused':
      return refused(admission.refusal, mayAskFor(admission.refusal, input, tenant));
    case 'nothing_to_repeat':
      return null;
    case 'unknown_person':
      throw new StoreUnavailable('expected to admit somebody who was just identified, and they were forgotten twice');
  }
}

function refused(refusal: Refusal, mayAsk: ApprovalReason | null = null): Extract<RequestResult, { kind: 'refused' }> {
  return { kind: 'refused', refusals: [refusal], mayAsk };
}

/** What moderators can lift: a member's own limits, and the price that needs their yes. Never a budget, nor a pace. */
function mayAskFor(
  refusal: AdmissionRefusal,
  { as }: Pick<RequestInput, 'as'>,
  { settings }: Pick<Tenant, 'settings'>,
): ApprovalReason | null {
  if (as === 'operator' || settings.approvalChannel === null) return null;
  if (refusal.kind === 'over_price') return 'over_price';
  return refusal.kind === 'limit' && refusal.scope === 'member' ? 'over_quota' : null;
}

type OfTakes = Extract<ChosenTakes, { readonly kind: 'chosen' }>;

/** Where nothing more may be spent with the key of a provider, whoever left the engine open gets one of another. */
async function admitWithin(
  first: OfTakes,
  {
    input,
    repeats,
    tenant,
  }: { readonly input: RequestInput; readonly repeats: RequestId | null; readonly tenant: Tenant },
  deps: RequestDeps,
): Promise<{ readonly admission: Admission; readonly chosen: OfTakes }> {
  const avoided = new Set<string>();
  let chosen = first;
  for (;;) {
    const admission = await admitOnce({ input, repeats, takes: chosen.takes }, deps);
    const provider = spentProviderOf(admission);
    if (provider === null || avoided.has(provider) || !input.asks.some(leavesEngineOpen)) return { admission, chosen };
    avoided.add(provider);
    const other = await chooseFor(input, tenant, deps, avoided);
    if (other.kind === 'refused') return { admission, chosen };
    chosen = other;
  }
}

function spentProviderOf(admission: Admission): string | null {
  return admission.kind === 'refused' && admission.refusal.kind === 'limit' ? admission.refusal.provider : null;
}

async function admitOnce(ask: AskToAdmit, deps: RequestDeps): Promise<Admission> {
  const admission = await identifyAndAdmit(ask, deps);
  // They were forgotten just then: what they ask for now they ask for after it.
  return admission.kind === 'unknown_person' ? identifyAndAdmit(ask, deps) : admission;
}

async function actorOf(
  { as, person }: RequestInput,
  { store, ids, clock }: RequestDeps,
): Promise<{ readonly actor: Actor }> {
  if (as === 'operator') return { actor: { kind: 'operator' } };
  const userId = await store.identify({ ...person, newId: ids.next('user'), nowMs: clock.nowMs() });
  return { actor: { kind: 'user', userId } };
}

type AskToAdmit = {
  readonly input: RequestInput;
  readonly repeats: RequestId | null;
  readonly takes: readonly Take[];
};

async function identifyAndAdmit(
  { input, repeats, takes }: AskToAdmit,
  { store, ids, media, clock, rules }: RequestDeps,
): Promise<Admission> {
  const { person, destination, parentChannel = null, member = null, isModerator = false, asksModerator = null } = input;
  const { tenantId } = destination;
  const nowMs = clock.nowMs();
  const userId = await store.identify({ ...person, newId: ids.next('user'), nowMs });
  const request = newRequest(input, userId, ids, nowMs);
  const jobs = newJobs(takes, { tenantId, userId, isPrivate: request.visibility === 'private' }, ids);
  const question: AdmissionQuestion = {
    tenantId,
    channels: [destination.channel, ...(parentChannel === null ? [] : [parentChannel])],
    userId,
    draws: drawsOf(takes, jobs),
    asOperator: input.as === 'operator',
    asModerator: isModerator,
    member,
    freeBytes: await media.freeBytes(),
    nowMs,
  };
  const isAnswered = input.answersWithStatus === true && request.visibility === 'channel';
  const confirmAboveMicroUsd = agreedMicroUsd(input);
  const ask = asksModerator && { id: ids.next('approval'), reason: asksModerator };
  return store.admit({ request, jobs, question, rules, isAnswered, repeats, confirmAboveMicroUsd, ask });
}

/** What may start without a question; null for whatever it costs. */
function agreedMicroUsd({ canConfirm = false, confirmed = null }: RequestInput): number | null {
  return canConfirm && confirmed !== true ? (confirmed ?? confirmDefaults.aboveMicroUsd) : null;
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
    isAdultPlace: input.isAdultPlace ?? false,
    createdAtMs: nowMs,
  };
}
