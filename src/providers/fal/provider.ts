import { isLoopback } from '../../core/loopback.ts';
import { networkFailure } from '../../core/network-failure.ts';
import type {
  Output,
  Provider,
  SubmitAsk,
  SubmitResult,
  TaskRef,
  TaskReport,
  WebhookDelivery,
  WebhookProof,
} from '../../core/ports/provider.ts';
import type { EngineCapabilities } from '../../core/engine.ts';
import { rejectedCreate, unansweredCreate } from '../create-answer.ts';
import { openDownload } from '../download.ts';
import type { EngineEntry } from '../engine-file.ts';
import type { ProviderCheck, ProviderParts } from '../provider-module.ts';
import { retryAfterMs } from '../retry-after.ts';
import { cancelAnswer } from './answers.ts';
import { checkKey } from './check-key.ts';
import { composeCreate, readCreate } from './create.ts';
import { describe, readError } from './failure.ts';
import { type Answer, createQueueApi, type QueueApi } from './queue-api.ts';
import { readResult, readStatus, type Result } from './result.ts';
import { createWebhookKeys, type WebhookKeys } from './webhook-keys.ts';
import { proveWebhook } from './webhook-proof.ts';
import { appsOf, type FalWire } from './wire.ts';

export type FalSettings = { readonly key: string; readonly queueUrl: string; readonly jwksUrl: string };

export type FalProvider = Provider & {
  readonly cancel: NonNullable<Provider['cancel']>;
  readonly verifyWebhook: NonNullable<Provider['verifyWebhook']>;
  check(signal: AbortSignal): Promise<ProviderCheck>;
};

type Parts = Pick<ProviderParts, 'clock' | 'log' | 'inputPath'>;
type Engines = () => readonly EngineEntry<FalWire>[];

/** The models that fal serves, through its queue. Its task id is the request id, which is also what callbacks name. */
export function createFalProvider(settings: FalSettings, engines: Engines, parts: Parts): FalProvider {
  return new Fal(settings, engines, parts);
}

class Fal implements FalProvider {
  readonly name = 'fal';
  /** Its API cannot look for a request by anything of ours. */
  readonly find = null;
  readonly #api: QueueApi;
  readonly #keys: WebhookKeys;
  readonly #isOnLoopback: boolean;
  readonly #engines: Engines;
  readonly #parts: Parts;

  constructor({ key, queueUrl, jwksUrl }: FalSettings, engines: Engines, parts: Parts) {
    this.#api = createQueueApi({ key, url: queueUrl });
    this.#keys = createWebhookKeys(jwksUrl);
    this.#isOnLoopback = isLoopback(new URL(queueUrl).hostname);
    this.#engines = engines;
    this.#parts = parts;
  }

  capabilities(): readonly EngineCapabilities[] {
    return this.#engines().map(({ capabilities }) => capabilities);
  }

  async submit({ engine, spec, callbackUrl }: SubmitAsk, signal: AbortSignal): Promise<SubmitResult> {
    const wire = this.#wireOf(engine);
    if (!wire) return rejectedCreate('model_retired', 'the engine is no longer in the data');
    const create = await composeCreate(spec, wire, this.#parts.inputPath);
    if (create.kind === 'rejected') return create;
    if (signal.aborted) return rejectedCreate('transient', 'given up before anything was sent');
    let answer: Answer;
    try {
      answer = await this.#api.submit(create.endpoint, create.parameters, callbackUrl, signal);
    } catch (error) {
      return unansweredCreate(error);
    }
    return readCreate(answer, appsOf(wire), this.#parts);
  }

  async poll(task: TaskRef, signal: AbortSignal): Promise<TaskReport> {
    signal.throwIfAborted();
    try {
      return await this.#poll(task, signal);
    } catch (error) {
      signal.throwIfAborted();
      return { kind: 'unreadable', retryAfterMs: null, detail: `no answer: ${networkFailure(error).word}` };
    }
  }

  async #poll(task: TaskRef, signal: AbortSignal): Promise<TaskReport> {
    return this.#report(task, await this.#status(task, signal), signal);
  }

  async #report(
    { attemptId, taskId }: TaskRef,
    { app, answer }: StatusAnswer,
    signal: AbortSignal,
  ): Promise<TaskReport> {
    const nowMs = this.#parts.clock.nowMs();
    const status = readStatus(answer);
    if (status === null) {
      const detail = `status: ${describe(answer.status, readError(answer.json))}`;
      return { kind: 'unreadable', retryAfterMs: retryAfterMs(answer.header, nowMs), detail };
    }
    switch (status.word) {
      case 'IN_QUEUE':
        // A wish to stop takes it out of the queue. Later it only signals the model, and what that then bills is unknown.
        return { kind: 'running', phase: 'waiting', progress: null, cancellable: true, pollAfterMs: null };
      case 'COMPLETED':
        if (status.isCancelled) return { kind: 'cancelled' };
        return reportOf(readResult(await this.#api.result(app, taskId, signal), status.saysError, nowMs));
      case 'IN_PROGRESS':
        return rendering;
      default:
        this.#parts.log.warn('an unknown status of a task is taken for running', {
          attemptId,
          status: wordOf(status.word),
        });
        return rendering;
    }
  }

  /** Asks the apps of the engine in turn: nearly always there is one. */
  async #status({ engine, taskId }: TaskRef, signal: AbortSignal): Promise<StatusAnswer> {
    const wire = this.#wireOf(engine);
    const [first, ...others] = wire ? appsOf(wire) : [];
    if (first === undefined) throw new Error('the engine is no longer in the data');
    let found = { app: first, answer: await this.#api.status(first, taskId, signal) };
    for (const app of others) {
      if (found.answer.status !== 404) break;
      found = { app, answer: await this.#api.status(app, taskId, signal) };
    }
    return found;
  }

  /**
   * An answer of OK means that it left the queue and never runs. An accepted wish is not yet that: then the queue is
   * asked again, and only a task that it calls cancelled, or no longer has, is given up. Everything else is polled on,
   * so that what was made is fetched and what was billed is booked.
   */
  async cancel(task: TaskRef, signal: AbortSignal): Promise<'cancelled' | 'too_late'> {
    signal.throwIfAborted();
    const { app, answer: before } = await this.#status(task, signal);
    if (readStatus(before)?.word !== 'IN_QUEUE') return 'too_late';
    const { status, json } = await this.#api.cancel(app, task.taskId, signal);
    if (status === 200 && cancelAnswer.safeParse(json).data?.status === 'OK') return 'cancelled';
    if (status !== 200 && status !== 202) return 'too_late';
    const answer = await this.#api.status(app, task.taskId, signal);
    if (answer.status === 404 && readError(answer.json) !== null) return 'cancelled';
    return (await this.#report(task, { app, answer }, signal)).kind === 'cancelled' ? 'cancelled' : 'too_late';
  }

  async openOutput(task: TaskRef, signal: AbortSignal): Promise<Output> {
    signal.throwIfAborted();
    const { app, answer } = await this.#status(task, signal);
    const nowMs = this.#parts.clock.nowMs();
    const status = readStatus(answer);
    if (status?.word !== 'COMPLETED') return { kind: 'not_ready', retryAfterMs: retryAfterMs(answer.header, nowMs) };
    const result = readResult(await this.#api.result(app, task.taskId, signal), status.saysError, nowMs);
    switch (result.kind) {
      case 'video':
        return this.#download(result.url, signal);
      case 'failed':
        return { kind: 'gone', detail: result.detail };
      case 'cancelled':
        return { kind: 'gone', detail: 'the task was cancelled' };
      case 'unfinished':
        return { kind: 'not_ready', retryAfterMs: null };
      case 'unreadable':
        return { kind: 'not_ready', retryAfterMs: result.retryAfterMs };
    }
  }

  /** Files of fal are open to whoever knows their address: our key is not for them. */
  async #download(url: string, signal: AbortSignal): Promise<Output> {
    const download = await openDownload(url, { mayBeLoopback: this.#isOnLoopback, signal });
    if (download.kind === 'stream') return download;
    const { status, retryAfterMs: afterMs } = download;
    if (status === 403 || status === 404 || status === 410)
      return { kind: 'gone', detail: `the file answers ${status}` };
    return { kind: 'not_ready', retryAfterMs: afterMs };
  }

  verifyWebhook(delivery: WebhookDelivery, signal: AbortSignal): Promise<WebhookProof> {
    return proveWebhook(delivery, this.#keys, signal);
  }

  check(signal: AbortSignal): Promise<ProviderCheck> {
    return checkKey(this.#api, this.#engines()[0]?.wire ?? null, signal);
  }

  #wireOf(engine: string): FalWire | null {
    return this.#engines().find(({ capabilities }) => capabilities.id === engine)?.wire ?? null;
  }
}

/** What a queue says of a task, and at which app. */
type StatusAnswer = { readonly app: string; readonly answer: Answer };

const rendering: TaskReport = {
  kind: 'running',
  phase: 'rendering',
  progress: null,
  cancellable: false,
  pollAfterMs: null,
};

/** Only what looks like a status goes to the log. */
function wordOf(status: string): string {
  return /^[A-Z_]{1,40}$/.test(status) ? status : 'no word';
}

function reportOf(result: Result): TaskReport {
  switch (result.kind) {
    case 'video':
      // Its answer names no price: what was quoted is booked.
      return { kind: 'succeeded', costMicroUsd: null };
    case 'failed':
      return { ...result, costMicroUsd: null };
    case 'unfinished':
      return rendering;
    case 'cancelled':
    case 'unreadable':
      return result;
  }
}
