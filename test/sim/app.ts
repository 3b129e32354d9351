import { callbackToken } from '../../src/core/callback-token.ts';
import { createEngines, type Engines } from '../../src/core/engines.ts';
import type { EngineId } from '../../src/core/engine.ts';
import {
  type ApprovalId,
  type AttemptId,
  type OwnerId,
  parseId,
  type RequestId,
  type TenantId,
  type UserId,
} from '../../src/core/ids.ts';
import type { MessageRef } from '../../src/core/destination.ts';
import type { Verdict } from '../../src/core/approval.ts';
import type { Grant } from '../../src/core/grant.ts';
import type { AdmissionRules, PolicyChange } from '../../src/core/policy.ts';
import type { Chat } from '../../src/core/ports/chat.ts';
import type { Output, Provider } from '../../src/core/ports/provider.ts';
import { type Store, StoreUnavailable } from '../../src/core/ports/store.ts';
import type { Ids, Log } from '../../src/core/ports/world.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import { again } from '../../src/core/usecases/again.ts';
import { deleteClip } from '../../src/core/usecases/delete-clip.ts';
import { cancel } from '../../src/core/usecases/cancel.ts';
import { forgetPerson } from '../../src/core/usecases/forget-person.ts';
import { leaveTenant } from '../../src/core/usecases/leave-tenant.ts';
import { list } from '../../src/core/usecases/list.ts';
import { noteAnswer } from '../../src/core/usecases/note-answer.ts';
import { requestVideo } from '../../src/core/usecases/request.ts';
import { returnTenant } from '../../src/core/usecases/return-tenant.ts';
import { resolve } from '../../src/core/usecases/resolve.ts';
import { takeCallback } from '../../src/core/usecases/take-callback.ts';
import { createWorker } from '../../src/core/worker.ts';
import { silentMetrics } from '../doubles/world.ts';
import type { Chance } from './chance.ts';
import type { ChatWorld } from './chat-world.ts';
import { createSimProvider } from './engine/provider.ts';
import type { EngineDeps, EngineWorld } from './engine/world.ts';
import { fenced, withOverrides } from './fence.ts';
import type { Journal } from './journal.ts';
import { type createMediaLine, readBy } from './media-line.ts';
import type { Process } from './process.ts';

/** Something paid for or visible that a process was told. If nobody kills it, it must have been recorded. */
export type Told =
  | { readonly app: App; readonly atMs: number; readonly kind: 'taken' | 'succeeded'; readonly attemptId: AttemptId }
  | {
      readonly app: App;
      readonly atMs: number;
      readonly kind: 'sent';
      readonly deliveryId: string;
      readonly jobId: string;
    };

export type AppDeps = {
  readonly owner: OwnerId;
  readonly process: Process;
  readonly store: Store;
  readonly engines: readonly EngineWorld[];
  readonly engineDeps: EngineDeps;
  readonly chats: readonly ChatWorld[];
  readonly mediaLine: ReturnType<typeof createMediaLine>;
  readonly chance: Chance;
  readonly ids: Ids;
  readonly journal: Journal;
  readonly rules: AdmissionRules;
  readonly onTold: (told: Told) => void;
  /** It ended by itself after it was asked to stop. */
  readonly onStopped: () => void;
};

type Member = { readonly tenantId: TenantId; readonly userId: UserId };

const callbackSecret = 'a secret of the simulation';

/** The core of the product in one simulated process: a worker, and the use cases that adapters call. */
export type App = ReturnType<typeof startApp>;

export function startApp(deps: AppDeps) {
  const { owner, process, store, chance, ids, journal, rules } = deps;
  const stopping = new AbortController();
  const log = logOf(process, journal);
  const engines = enginesOf();
  const media = deps.mediaLine.mediaFor(process);
  const { clock } = process;
  const callbackUrl = (provider: string, jobId: string, attemptId: string): string =>
    `sim://callbacks/${provider}/${jobId}/${callbackToken(callbackSecret, parseId('attempt', attemptId))}`;
  const common = { metrics: silentMetrics, store, engines, media, clock, random: chance, ids, log };

  function enginesOf(): Engines {
    const configured = deps.engines.map((world) => ({ provider: providerOf(world), credential: 'key-1' }));
    return createEngines(configured, { clock: process.clock, standings: store.engines });
  }

  function providerOf(world: EngineWorld): Provider {
    const raw = createSimProvider(world, deps.engineDeps, process.name);
    const reached = fenced<Provider>(raw, ['capabilities'], (method, run) =>
      process.call(`${raw.name}.${method}`, run),
    );
    return withOverrides<Provider>(reached, {
      submit: async (ask, signal) => {
        const answer = await reached.submit(ask, signal);
        if (answer.kind === 'accepted')
          deps.onTold({ app, atMs: clock.nowMs(), kind: 'taken', attemptId: ask.attemptId });
        if (answer.kind === 'rejected') world.markTurnedAway(ask.attemptId);
        return answer;
      },
      poll: async (task, signal) => {
        const report = await reached.poll(task, signal);
        // A poll may be made again: what it says after its time limit is nobody's.
        if (report.kind === 'succeeded' && !signal.aborted)
          deps.onTold({ app, atMs: clock.nowMs(), kind: 'succeeded', attemptId: task.attemptId });
        return report;
      },
      openOutput: async (task, signal): Promise<Output> => {
        const output = await reached.openOutput(task, signal);
        return output.kind === 'stream' ? { kind: 'stream', ...readBy(process, output) } : output;
      },
    });
  }

  function chatOf({ chat }: ChatWorld): Chat {
    const reached = fenced<Chat>(chat, ['limits'], (method, run) => process.call(`${chat.platform}.${method}`, run));
    return withOverrides<Chat>(reached, {
      deliver: async (ask, signal) => {
        const result = await reached.deliver(ask, signal);
        if (result.kind === 'sent') {
          deps.onTold({ app, atMs: clock.nowMs(), kind: 'sent', deliveryId: ask.deliveryId, jobId: ask.view.job.id });
        }
        return result;
      },
      openInput: async (source, signal) => readBy(process, await reached.openInput(source, signal)),
    });
  }

  const worker = createWorker({
    ...common,
    chats: new Map(deps.chats.map((world) => [world.chat.platform, chatOf(world)])),
    callbackUrl,
    rules,
    owner,
    callbackSecret,
    only: null,
    // After a fault a worker looks again within this time; without faults nothing depends on it.
    get idleMsMax() {
      return deps.engineDeps.weather.isCalm() ? HOUR : 20 * MINUTE;
    },
    onChange: () => undefined,
  });

  /** As a surface does that answers with the status itself. */
  async function answerWithStatus(requestId: RequestId): Promise<void> {
    const found = await store.request(requestId);
    const chat = deps.chats.find((world) => world.chat.platform === found?.request.destination.platform);
    if (!found || !chat) return;
    const views = await Promise.all(found.jobs.map(({ id }) => store.view(id, rules, clock.nowMs())));
    const all = views.filter((view) => view !== null);
    const message = await process.call(`${chat.chat.platform}.answer`, () =>
      chat.answer(requestId, all, found.request.createdAtMs).catch(() => null),
    );
    const { statusEveryMs } = chat.chat.limits(found.request.destination);
    if (message !== null) await noteAnswer({ requestId, message, statusEveryMs }, { store, clock, log });
  }

  /** A use case, as an adapter calls it. `failed` when the store could not be reached; never resolves once killed. */
  async function act<T>(run: () => Promise<T>): Promise<T | 'failed'> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) {
        journal.violate('errors', null, `a use case in ${process.name} threw ${describe(error)}`);
      }
      return 'failed';
    } finally {
      worker.wake();
    }
  }

  const capabilities = new Map(
    deps.engines.flatMap(({ talents }) => talents.engines.map((one) => [one.id, one] as const)),
  );
  const byOperator = () => ({ actor: { kind: 'operator' } as const, reason: null, nowMs: clock.nowMs() });

  const app = {
    name: process.name,
    owner,
    process,
    isStopping: (): boolean => stopping.signal.aborted,
    stop: (): void => stopping.abort(),
    request: (input: Parameters<typeof requestVideo>[0]) =>
      act(async () => {
        const result = await requestVideo(input, { ...common, rules });
        if (result.kind === 'admitted' && input.answersWithStatus === true) await answerWithStatus(result.request.id);
        return result;
      }),
    /** As a surface does whose message was pressed. Whether it was known where that message is. */
    press: (requestId: RequestId, message: MessageRef) =>
      act(async () => {
        const found = await store.request(requestId);
        if (!found || found.request.statusMessage !== null) return true;
        const chat = deps.chats.find((world) => world.chat.platform === found.request.destination.platform);
        const statusEveryMs = chat?.chat.limits(found.request.destination).statusEveryMs ?? 0;
        await noteAnswer({ requestId, message, statusEveryMs }, { store, clock, log });
        return false;
      }),
    again: (ask: Parameters<typeof again>[0]) => act(() => again(ask, { ...common, rules })),
    deleteClip: (ask: Parameters<typeof deleteClip>[0]) => act(() => deleteClip(ask, { store, clock })),
    cancel: (ask: Parameters<typeof cancel>[0]) => act(() => cancel(ask, { store, clock })),
    forgetPerson: (by: Parameters<typeof forgetPerson>[0]) => act(() => forgetPerson(by, { store, clock })),
    leaveTenant: (id: TenantId) => act(() => leaveTenant(id, { store, clock })),
    returnTenant: (tenantId: TenantId) => act(() => returnTenant({ tenantId, name: null }, { store, clock })),
    resolve: (ask: Parameters<typeof resolve>[0]) => act(() => resolve(ask, { store, clock })),
    list: (ask: Parameters<typeof list>[0]) => act(() => list(ask, { store, clock, rules })),
    /** As the operator does who has paid, or seen that an engine is back. */
    takeIn: (engine: EngineId) => act(() => store.engines.clear({ engine, kind: null })),
    standings: () => act(() => store.engines.all()),
    decide: (id: ApprovalId, verdict: Verdict) =>
      act(() =>
        store.approvals.decide({
          id,
          verdict,
          grantId: ids.next('grant'),
          engines: capabilities,
          rules,
          freeBytes: rules.freeBytesMin,
          ...byOperator(),
        }),
      ),
    give: (grant: Pick<Grant, 'tenantId' | 'userId' | 'unit' | 'amount' | 'expiresAtMs'>) =>
      act(() => {
        const given = { ...grant, id: ids.next('grant'), grantedAtMs: clock.nowMs() };
        return store.grants.give({ grant: given, actor: { kind: 'operator' }, reason: null });
      }),
    reset: (of: Member) => act(() => store.grants.reset({ ...of, ...byOperator(), ref: ids.next('entrySet'), rules })),
    setLimits: ({ tenantId, userId, change }: Member & { readonly change: PolicyChange }) =>
      act(() => store.setPolicy({ tenantId, subject: userId, change, rules, ...byOperator() })),
    block: (of: Member, block: { readonly untilMs: number | null } | null) =>
      act(() => store.members.block({ ...of, block, ...byOperator() })),
    moveTo: (tenantId: TenantId, timeZone: string) =>
      act(() => store.setSettings({ tenantId, change: { timeZone }, ...byOperator() })),
    takeCallback: (event: Parameters<typeof takeCallback>[0]) => act(() => takeCallback(event, { store, clock })),
  };

  worker.run(stopping.signal).then(
    () => deps.onStopped(),
    (error: unknown) => journal.violate('errors', null, `the worker of ${process.name} ended with ${describe(error)}`),
  );
  return app;
}

/** What the core calls an error that it cannot explain is one here; passing troubles are part of the timeline. */
function logOf(process: Process, journal: Journal): Log {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error(message, error) {
      if (!process.isAlive() || error instanceof StoreUnavailable) return;
      journal.violate(
        'errors',
        null,
        `${process.name} logged "${message}"${error === null ? '' : `: ${describe(error)}`}`,
      );
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
