import type {
  Provider,
  SubmitAsk,
  SubmitResult,
  TaskRef,
  TaskReport,
  WebhookDelivery,
} from '../../core/ports/provider.ts';
import { type Answer, isGood } from '../answer.ts';
import { notInData, notSent, outOfTime, provesRefusal, rejectedCreate, unansweredCreate } from '../create-answer.ts';
import type { EngineEntry } from '../engine-file.ts';
import { unansweredPoll, unreadable } from '../poll-answer.ts';
import type { ProviderCheck, ProviderParts } from '../provider-module.ts';
import { retryAfterMs } from '../retry-after.ts';
import { checkVideos } from './check.ts';
import { createVideosClient } from './client.ts';
import { type Creation, creationOf, Unaskable } from './creation.ts';
import { openVideo, videoPath } from './output.ts';
import { failureCode, logWord, readFailure, refusalCode } from './failure.ts';
import { proveWebhook } from './webhook.ts';
import { readVideo, type Video } from './video.ts';
import type { OpenAiVideosWire } from './wire.ts';

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
  engines: () => readonly EngineEntry<OpenAiVideosWire>[],
  { clock, log, inputPath }: Pick<ProviderParts, 'clock' | 'log' | 'inputPath'>,
): OpenAiVideosProvider {
  const client = createVideosClient(baseUrl, apiKey);
  const isVendor = /(?:^|\.)api\.openai\.com$/u.test(new URL(baseUrl).hostname);

  async function submit(ask: SubmitAsk, signal: AbortSignal): Promise<SubmitResult> {
    const entry = engines().find(({ capabilities }) => capabilities.id === ask.engine);
    if (!entry) return notInData();
    let creation: Creation;
    try {
      creation = await creationOf(ask, entry.wire.model ?? entry.capabilities.model, entry.wire, { inputPath });
    } catch (error) {
      if (error instanceof Unaskable) return notSent('invalid', error.message);
      throw error;
    }
    if (signal.aborted) return outOfTime();
    try {
      return createResult(await client.post(creation.path, creation.body, signal));
    } catch (error) {
      return unansweredCreate(error);
    }
  }

  function createResult(answer: Answer): SubmitResult {
    const { status, header, json } = answer;
    if (isGood(answer)) {
      const taskId = readVideo(json)?.id ?? null;
      if (taskId === null) return { kind: 'unknown', detail: `HTTP ${status} without an id` };
      return { kind: 'accepted', taskId, estimateMicroUsd: null };
    }
    const failure = readFailure(json);
    const detail = `HTTP ${status}, ${logWord(failure)}`;
    if (!provesRefusal(status, failure.isOwnEnvelope)) return { kind: 'unknown', detail };
    return rejectedCreate(refusalCode(status, failure), detail, retryAfterMs(header, clock.nowMs()));
  }

  async function poll({ taskId, attemptId }: TaskRef, signal: AbortSignal): Promise<TaskReport> {
    let answer: Answer;
    try {
      answer = await client.get(videoPath(taskId), signal);
    } catch (error) {
      return unansweredPoll(error, signal);
    }
    const { status, header, json } = answer;
    const video = isGood(answer) ? readVideo(json) : null;
    if (video?.state === 'unheard_of')
      log.warn('an engine names a state that is not known', { attemptId, state: video.word });
    const report = video && reportOf(video, answer);
    if (report) return report;
    const what = isGood(answer) ? 'no state' : logWord(readFailure(json));
    return unreadable(`HTTP ${status}, ${what}`, retryAfterMs(header, clock.nowMs()));
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
      webhookKeys.length === 0 ? null : async (delivery: WebhookDelivery) => proveWebhook(delivery, webhookKeys),
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
      const failure = readFailure(json);
      return { kind: 'failed', code: failureCode(failure), costMicroUsd: null, detail: logWord(failure) };
    }
  }
}
