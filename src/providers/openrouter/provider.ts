import type { Output, Provider, SubmitAsk, SubmitResult, TaskRef, TaskReport } from '../../core/ports/provider.ts';
import { DOLLAR_MICRO_USD } from '../../core/money.ts';
import { networkFailure } from '../../core/network-failure.ts';
import { isLoopback } from '../../core/loopback.ts';
import { isGood } from '../answer.ts';
import { notInData, notSent, outOfTime, unansweredCreate } from '../create-answer.ts';
import { unansweredPoll, unreadable } from '../poll-answer.ts';
import type { ProviderParts } from '../provider-module.ts';
import type { Catalogue } from './catalogue.ts';
import type { Client } from './client.ts';
import { failedFor, refusedCreate } from './failure.ts';
import { openClip, videoPath } from './output.ts';
import { requestFor } from './request.ts';
import { proveWebhook } from './webhook.ts';
import { created, taskId as taskIdShape, video } from './answers.ts';

export type OpenRouterDeps = Pick<ProviderParts, 'inputPath'> & {
  readonly baseUrl: string;
  readonly key: string;
  /** Empty where callbacks are not signed. */
  readonly webhookSecrets: readonly string[];
  readonly catalogue: Catalogue;
  readonly client: Client;
};

/** Video models of many vendors behind the one API of OpenRouter. It stops no job and finds none by what was sent. */
export function createOpenRouterProvider(deps: OpenRouterDeps): Provider {
  const { catalogue, client } = deps;
  const { webhookSecrets: secrets } = deps;
  return {
    name: 'openrouter',
    capabilities: () => catalogue.entries().map(({ capabilities }) => capabilities),
    submit: (ask, signal) => submit(ask, deps, signal),
    poll: (task, signal) => poll(task, client, signal),
    find: null,
    cancel: null,
    openOutput: ({ taskId }, signal) => output(taskId, deps, signal),
    verifyWebhook: secrets.length === 0 ? null : (delivery) => Promise.resolve(proveWebhook(delivery, secrets)),
  };
}

async function submit(ask: SubmitAsk, deps: OpenRouterDeps, signal: AbortSignal): Promise<SubmitResult> {
  const entry = deps.catalogue.entries().find(({ capabilities }) => capabilities.id === ask.engine);
  if (!entry) return notInData();
  let request: Awaited<ReturnType<typeof requestFor>>;
  try {
    const mayCallBackPlainly = isLoopback(new URL(deps.baseUrl).hostname);
    request = await requestFor(ask, entry, { inputPath: deps.inputPath, mayCallBackPlainly });
  } catch (error) {
    return notSent('transient', `the input could not be read: ${networkFailure(error).word}`);
  }
  if (request.kind === 'impossible') return notSent('invalid', request.detail);
  if (signal.aborted) return outOfTime();
  try {
    const answer = await deps.client({ path: '/videos', body: request.body, signal });
    if (!isGood(answer)) return refusedCreate(answer);
    const job = created.safeParse(answer.json);
    if (!job.success) return { kind: 'unknown', detail: `HTTP ${answer.status} without the id of a job` };
    return { kind: 'accepted', taskId: job.data.id, estimateMicroUsd: null };
  } catch (error) {
    return unansweredCreate(error);
  }
}

async function poll({ taskId }: TaskRef, client: Client, signal: AbortSignal): Promise<TaskReport> {
  signal.throwIfAborted();
  if (!taskIdShape.safeParse(taskId).success) return unreadable('expected the id of a video job, got something else');
  try {
    const { status, json, retryAfterMs } = await client({ path: videoPath(taskId), signal });
    if (status !== 200) return unreadable(`HTTP ${status}`, retryAfterMs);
    return reportOf(taskId, json);
  } catch (error) {
    return unansweredPoll(error, signal);
  }
}

function reportOf(taskId: string, json: unknown): TaskReport {
  const read = video.safeParse(json);
  if (!read.success) return unreadable('an answer that is no video job');
  const { id = taskId, status, error, usage } = read.data;
  if (id !== taskId) return unreadable('an answer about another job');
  // With the vendor's own key, what is named is the fee for passing it on.
  const costMicroUsd = usage?.is_byok === true ? null : microUsd(usage?.cost ?? null);
  switch (status) {
    case 'completed':
      return { kind: 'succeeded', costMicroUsd };
    case 'failed': {
      const code = failedFor(error);
      return { kind: 'failed', code, costMicroUsd, detail: `the render failed; its words read as ${code}` };
    }
    case 'expired':
      return { kind: 'failed', code: 'expired', costMicroUsd, detail: 'the job expired there' };
    case 'cancelled':
      return { kind: 'cancelled' };
    default: {
      const phase = status === 'pending' ? 'waiting' : 'rendering';
      return { kind: 'running', phase, progress: null, cancellable: false, pollAfterMs: null };
    }
  }
}

async function output(taskId: string, deps: OpenRouterDeps, signal: AbortSignal): Promise<Output> {
  signal.throwIfAborted();
  if (!taskIdShape.safeParse(taskId).success) return { kind: 'gone', detail: 'there is no job with such an id' };
  return openClip(taskId, deps, signal);
}

/** Reads what the API lists now. Throws what went wrong; then all stays as it was. */
export async function refreshModels({ client, catalogue }: OpenRouterDeps, signal: AbortSignal): Promise<void> {
  const { status, json } = await client({ path: '/videos/models', signal });
  if (status !== 200) throw new Error(`expected the video models of OpenRouter, got HTTP ${status}`);
  await catalogue.take(json);
}

/** A started micro-dollar is one; what is below a thousandth of it is how computers count. */
function microUsd(dollars: number | null): number | null {
  return dollars === null ? null : Math.ceil(Number((dollars * DOLLAR_MICRO_USD).toFixed(3)));
}
