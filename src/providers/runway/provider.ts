import { isLoopback } from '../../core/loopback.ts';
import type { Provider, SubmitAsk, SubmitResult, TaskRef } from '../../core/ports/provider.ts';
import { notInData, notSent } from '../create-answer.ts';
import type { EngineEntry } from '../engine-file.ts';
import type { ProviderParts, RunningProvider } from '../provider-module.ts';
import { type Answer, type ApiSettings, createApi } from './api.ts';
import { createBody } from './create-body.ts';
import { createOutcome } from './create-outcome.ts';
import { openOutput } from './output.ts';
import { checkOrganization, type Limits, readLimits, withLimits } from './organization.ts';
import { isWaiting, readTask, taskReport } from './task-report.ts';
import { uploadInput } from './upload-input.ts';
import { type RunwayWire, wayOf } from './wire.ts';

export type RunwaySettings = Omit<ApiSettings, 'clock'>;

type Entries = () => readonly EngineEntry<RunwayWire>[];

/** Runway through its SDK. It calls nobody back, so everything is learned by asking. */
export function createRunwayProvider(
  settings: RunwaySettings,
  engines: Entries,
  { clock, inputPath }: Pick<ProviderParts, 'clock' | 'inputPath'>,
): RunningProvider {
  const api = createApi({ ...settings, clock });
  const mayBeLoopback = isLoopback(new URL(settings.baseUrl).hostname);
  let limits: Limits = new Map();

  async function submit({ attemptId, engine, spec }: SubmitAsk, signal: AbortSignal): Promise<SubmitResult> {
    const entry = engines().find(({ capabilities }) => capabilities.id === engine);
    if (!entry) return notInData();
    const way = wayOf(entry.wire, spec);
    if (!way) return notSent('invalid', `${engine} has no way to ${spec.operation} from ${spec.input?.kind ?? 'text'}`);
    let inputUri: string | null = null;
    if (spec.input !== null) {
      const uploaded = await uploadInput(spec.input, { api, attemptId, inputPath, mayBeLoopback }, signal);
      if (uploaded.kind === 'failed') return uploaded.result;
      inputUri = uploaded.uri;
    }
    const body = createBody(entry.wire.model ?? entry.capabilities.model, way, spec, inputUri);
    return createOutcome(await api((client) => client.post(`/v1/${way.path}`, { body, signal })));
  }

  async function getTask({ taskId }: TaskRef, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    const answer = await api((client) => client.tasks.retrieve(taskId, { signal }));
    signal.throwIfAborted();
    return answer;
  }

  /** Its DELETE destroys what is finished: so only a task that has not begun a moment ago is stopped. */
  async function cancel(task: TaskRef, signal: AbortSignal): Promise<'cancelled' | 'too_late'> {
    const before = readTask(await getTask(task, signal));
    if (!before || !isWaiting(before)) return 'too_late';
    const deleted = await api((client) => client.tasks.delete(task.taskId, { signal }));
    if (deleted.kind === 'ok') return 'cancelled';
    // An answer that was lost leaves a task that is no longer there.
    const after = await getTask(task, signal);
    const isGone = after.kind === 'refused' && after.status === 404 && after.error !== null;
    return isGone || readTask(after)?.status === 'CANCELLED' ? 'cancelled' : 'too_late';
  }

  const provider: Provider = {
    name: 'runway',
    capabilities: () => withLimits(engines(), limits),
    submit,
    poll: async (task, signal) => taskReport(await getTask(task, signal)),
    find: null,
    cancel,
    openOutput: (task, signal) => openOutput({ getTask: () => getTask(task, signal), mayBeLoopback }, signal),
    verifyWebhook: null,
  };
  return {
    provider,
    credential: 'main',
    check: (signal) => checkOrganization(api, signal),
    refresh: async (signal) => {
      limits = await readLimits(api, signal);
    },
  };
}
