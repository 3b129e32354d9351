import { networkFailure } from '../../core/network-failure.ts';
import type {
  Provider,
  SubmitAsk,
  SubmitResult,
  TaskRef,
  TaskReport,
  WebhookDelivery,
} from '../../core/ports/provider.ts';
import { provesRefusal, rejectedCreate, unansweredCreate } from '../create-answer.ts';
import type { EngineEntry } from '../engine-file.ts';
import type { ProviderCheck, ProviderParts } from '../provider-module.ts';
import { retryAfterMs } from '../retry-after.ts';
import { checkVideos } from './check.ts';
import { type Answer, createVideosClient } from './client.ts';
import { type Creation, creationOf, Unaskable } from './creation.ts';
import type { ModelWire } from './model-wire.ts';
import { openVideo, videoPath } from './output.ts';
import { failureCode, logWord, readTrouble, refusalCode } from './trouble.ts';
import { proveWebhook } from './webhook.ts';
import { readVideo, type Video } from './video.ts';

export type OpenAiVideosOptions = {
  readonly apiKey: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Empty where the server is not known to sign what it sends. */
  readonly webhookKeys: readonly Uint8Array[];
  /** The days on which OpenAI itself ends its models. */
  readonly vendorRetirements: ReadonlySet<string>;
};

export type OpenAiVideosProvider = Provider & { check(signal: AbortSignal): Promise<ProviderCheck> };

/** OpenAI's Videos API, at OpenAI or at any server that has it. */
export function createOpenAiVideosProvider(
  { apiKey, baseUrl, webhookKeys, vendorRetirements }: OpenAiVideosOptions,
  engines: () => readonly EngineEntry<ModelWire>[],
  { clock, log, inputPath }: Pick<ProviderParts, 'clock' | 'log' | 'inputPath'>,
): OpenAiVideosProvider {
  const client = createVideosClient(baseUrl, apiKey);
  const isVendor = /(?:^|\.)api\.openai\.com$/u.test(new URL(baseUrl).hostname);

  async function submit(ask: SubmitAsk, signal: AbortSignal): Promise<SubmitResult> {
    const entry = engines().find(({ capabilities }) => capabilities.id === ask.engine);
    if (!entry) return rejectedCreate('model_retired', 'not sent: there is no such engine');
    let creation: Creation;
    try {
      creation = await creationOf(ask, entry.wire.model ?? entry.capabilities.model, entry.wire, { inputPath });
    } catch (error) {
      if (error instanceof Unaskable) return rejectedCreate('invalid', `not sent: ${error.message}`);
      throw error;
    }
    if (signal.aborted) return rejectedCreate('transient', 'not sent: there was no time left');
    try {
      return createResult(await client.post(creation.path, creation.body, signal));
    } catch (error) {
      return unansweredCreate(error);
    }
  }

  function createResult({ status, header, json }: Answer): SubmitResult {
    if (isGood(status)) {
      const taskId = readVideo(json)?.id ?? null;
      if (taskId === null) return { kind: 'unknown', detail: `HTTP ${status} without an id` };
      return { kind: 'accepted', taskId, estimateMicroUsd: null };
    }
    const trouble = readTrouble(json);
    const detail = `HTTP ${status}, ${logWord(trouble)}`;
    if (!provesRefusal(status, trouble.isOwnEnvelope)) return { kind: 'unknown', detail };
    return rejectedCreate(refusalCode(status, trouble), detail, retryAfterMs(header, clock.nowMs()));
  }

  async function poll({ taskId, attemptId }: TaskRef, signal: AbortSignal): Promise<TaskReport> {
    let answer: Answer;
    try {
      answer = await client.get(videoPath(taskId), signal);
    } catch (error) {
      if (signal.aborted) throw error;
      return { kind: 'unreadable', retryAfterMs: null, detail: `no answer: ${networkFailure(error).word}` };
    }
    const { status, header, json } = answer;
    const video = isGood(status) ? readVideo(json) : null;
    if (video?.state === 'unheard_of')
      log.warn('an engine names a state that is not known', { attemptId, state: video.word });
    return (
      (video && reportOf(video, answer)) ?? {
        kind: 'unreadable',
        retryAfterMs: retryAfterMs(header, clock.nowMs()),
        detail: `HTTP ${status}, ${isGood(status) ? 'no state' : logWord(readTrouble(json))}`,
      }
    );
  }

  return {
    name: 'openai-videos',
    capabilities: () =>
      engines().map(({ capabilities }) => {
        const { retiresOn } = capabilities;
        // What OpenAI ends, another server may go on with.
        return isVendor || retiresOn === null || !vendorRetirements.has(retiresOn)
          ? capabilities
          : { ...capabilities, retiresOn: null };
      }),
    submit,
    poll,
    // Its list names no attempt, and two jobs with one prompt look the same in it.
    find: null,
    // It can only delete what has ended.
    cancel: null,
    openOutput: ({ taskId }, signal) => openVideo(taskId, { client, baseUrl, clock }, signal),
    verifyWebhook:
      webhookKeys.length === 0 ? null : async (delivery: WebhookDelivery) => proveWebhook(webhookKeys, delivery),
    check: (signal) => checkVideos(client, isVendor, signal),
  };
}

function reportOf({ state, progress }: Video, { header, json }: Answer): TaskReport | null {
  const pollAfter = Number(header('openai-poll-after-ms') ?? Number.NaN);
  const running = {
    kind: 'running',
    cancellable: false,
    pollAfterMs: Number.isFinite(pollAfter) ? Math.max(0, Math.round(pollAfter)) : null,
  } as const;
  switch (state) {
    case null:
      return null;
    case 'waiting':
      return { ...running, phase: 'waiting', progress: null };
    case 'rendering':
    case 'unheard_of':
      return { ...running, phase: 'rendering', progress };
    case 'completed':
      return { kind: 'succeeded', costMicroUsd: null };
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'expired':
      return { kind: 'failed', code: 'expired', costMicroUsd: null, detail: 'expired' };
    case 'failed': {
      const trouble = readTrouble(json);
      return { kind: 'failed', code: failureCode(trouble), costMicroUsd: null, detail: logWord(trouble) };
    }
  }
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}
