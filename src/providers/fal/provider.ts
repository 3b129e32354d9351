import { isLoopback } from '../../core/loopback.ts';
import type { Provider, SubmitAsk, SubmitResult, TaskRef } from '../../core/ports/provider.ts';
import { notInData, outOfTime, unansweredCreate } from '../create-answer.ts';
import { unansweredPoll } from '../poll-answer.ts';
import type { ProviderCheck, ProviderParts } from '../provider-module.ts';
import { cancelAnswer } from './answers.ts';
import { checkKey } from './check.ts';
import { composeCreate, readCreate } from './create.ts';
import { readError } from './failure.ts';
import { openOutput } from './output.ts';
import { createQueueApi } from './queue-api.ts';
import { readStatus } from './result.ts';
import { createTasks, type Engines, wireOf } from './tasks.ts';
import { proveWebhook } from './webhook.ts';
import { createWebhookKeys } from './webhook-keys.ts';
import { appsOf } from './wire.ts';

export type FalSettings = {
  readonly key: string;
  readonly queueUrl: string;
  readonly jwksUrl: string;
  /** The apps in its own data, at which tasks of engines that were taken out since are looked for. */
  readonly ownApps: readonly string[];
};

export type FalProvider = Provider & { check(signal: AbortSignal): Promise<ProviderCheck> };

/** The models that fal serves, through its queue. Its task id is the request id, which is also what callbacks name. */
export function createFalProvider(
  { key, queueUrl, jwksUrl, ownApps }: FalSettings,
  engines: Engines,
  { clock, log, inputPath }: Pick<ProviderParts, 'clock' | 'log' | 'inputPath'>,
): FalProvider {
  const api = createQueueApi({ key, url: queueUrl });
  const tasks = createTasks({ api, engines, ownApps, clock, log });
  const keys = createWebhookKeys(jwksUrl);
  const mayBeLoopback = isLoopback(new URL(queueUrl).hostname);

  async function submit({ engine, spec, callbackUrl }: SubmitAsk, signal: AbortSignal): Promise<SubmitResult> {
    const wire = wireOf(engines, engine);
    if (!wire) return notInData();
    const create = await composeCreate(spec, wire, inputPath);
    if (create.kind === 'rejected') return create;
    if (signal.aborted) return outOfTime();
    try {
      const answer = await api.submit(create.endpoint, create.parameters, callbackUrl, signal);
      return readCreate(answer, appsOf(wire), { clock, log });
    } catch (error) {
      return unansweredCreate(error);
    }
  }

  /**
   * An answer of OK means that it left the queue and never runs. An accepted wish is not yet that: then the queue is
   * asked again, and only a task that it calls cancelled, or no longer has, is given up. Everything else is polled on,
   * so that what was made is fetched and what was billed is booked.
   */
  async function cancel(task: TaskRef, signal: AbortSignal): Promise<'cancelled' | 'too_late'> {
    signal.throwIfAborted();
    const { app, answer: before } = await tasks.status(task, signal);
    if (readStatus(before)?.word !== 'IN_QUEUE') return 'too_late';
    const { status, json } = await api.cancel(app, task.taskId, signal);
    if (status === 200 && cancelAnswer.safeParse(json).data?.status === 'OK') return 'cancelled';
    if (status !== 200 && status !== 202) return 'too_late';
    const answer = await api.status(app, task.taskId, signal);
    if (answer.status === 404 && readError(answer.json) !== null) return 'cancelled';
    return (await tasks.report(task, { app, answer }, signal)).kind === 'cancelled' ? 'cancelled' : 'too_late';
  }

  return {
    name: 'fal',
    capabilities: () => engines().map(({ capabilities }) => capabilities),
    submit,
    async poll(task, signal) {
      signal.throwIfAborted();
      try {
        return await tasks.report(task, await tasks.status(task, signal), signal);
      } catch (error) {
        return unansweredPoll(error, signal);
      }
    },
    // Its API cannot look for a request by anything of ours.
    find: null,
    cancel,
    openOutput: (task, signal) => openOutput(task, { tasks, api, clock, mayBeLoopback }, signal),
    verifyWebhook: (delivery, signal) => proveWebhook(delivery, keys, signal),
    check: (signal) => checkKey(api, engines()[0]?.wire ?? null, signal),
  };
}
