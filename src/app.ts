import type { Hono } from 'hono';
import { createAnswerer } from './bots/answer.ts';
import { createConsole } from './bots/console/console.ts';
import { createPresser } from './bots/press.ts';
import { createQuotes } from './bots/quotes.ts';
import { createTerminalChat } from './bots/terminal/chat.ts';
import { takeCare } from './caretaker.ts';
import { openBase } from './base.ts';
import { openChats } from './chats.ts';
import type { Config, Secrets } from './config.ts';
import { budgetWarnings, listBudgets } from './core/budgets.ts';
import { callbackToken } from './core/callback-token.ts';
import { clipLink, clipLinkExpiresAtMs } from './core/clip-link.ts';
import { tenantDefaults } from './core/defaults.ts';
import { deriveKey } from './core/derived-key.ts';
import { createEngines } from './core/engines.ts';
import { createGuessLimit } from './core/guess-limit.ts';
import type { AttemptId, ClipId, RequestId } from './core/ids.ts';
import type { AdmissionRules } from './core/policy.ts';
import type { Chat } from './core/ports/chat.ts';
import type { Store } from './core/ports/store.ts';
import type { Clock, Log, Random } from './core/ports/world.ts';
import { createOffers } from './core/offers.ts';
import { operatorNews } from './core/operator-news.ts';
import type { RequestDeps } from './core/usecases/request.ts';
import { tellOperator } from './core/usecases/tell-operator.ts';
import { createWorker, idleMsMaxDefault, type Worker } from './core/worker.ts';
import { healthChecks } from './health.ts';
import { createHttp } from './http/create-http.ts';
import { openJudge } from './judge.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { openProviders } from './open-providers.ts';
import { openOperatorsEngines } from './operators-engines.ts';
import { createPager } from './pager.ts';
import type { RunningProvider } from './providers/provider-module.ts';
import { systemClock, systemRandom } from './system.ts';

/** Parts that a test may put in place of the real ones. */
export type Overrides = {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Log;
  readonly rules?: AdmissionRules;
  readonly providers?: readonly RunningProvider[];
  /** Put around each provider that is opened. */
  readonly aroundProvider?: (provider: RunningProvider) => RunningProvider;
  readonly chats?: readonly Chat[];
};

export interface App extends AsyncDisposable {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** What use cases need. */
  readonly deps: RequestDeps;
  /** Takes what people type and press in chats that are connected to, until `signal` aborts. Never rejects. */
  connect(signal: AbortSignal): Promise<void>;
  /** Looks after what changes by itself, such as engines, until `signal` aborts. Never rejects. */
  tend(signal: AbortSignal): Promise<void>;
  /** Works due steps, of one request or of all, until `signal` aborts. */
  work(only: RequestId | null, signal: AbortSignal): Promise<void>;
  /** Calls `listener` after each recorded change. Returns how to stop that. */
  onChange(listener: (requestId: RequestId) => void): () => void;
  /** All of its HTTP. Once `stopping` aborts it is not ready, admits nothing, and ends its event streams. */
  http(stopping: AbortSignal): Pick<Hono, 'fetch'>;
  /** The link to the console at `address` that signs in once; null where nobody must, or a token does it. */
  signInLink(address: string): string | null;
}

/** The only composition root: builds every part, and closes them in reverse order when disposed. */
export async function createApp(
  { config, secrets }: { config: Config; secrets: Secrets },
  overrides: Overrides = {},
): Promise<App> {
  await using stack = new AsyncDisposableStack();
  const { clock = systemClock, random = systemRandom, log = createLog(config.logLevel ?? 'info') } = overrides;
  const base = await openBase({ config, secrets }, { clock, random, log });
  const { store, media, ids, owner, secretKey, sealing } = base;
  stack.defer(() => store.close());
  await media.sweep();
  const metrics = createMetrics(store);

  const operators = await openOperatorsEngines(config.enginesFile, log);
  const providers =
    overrides.providers ?? (await openProviders(secrets.providers, { config, operators, media, clock, log }, stack));
  const around = overrides.aroundProvider ?? ((provider) => provider);
  const engines = createEngines(providers.map(around), { clock, standings: store.engines });
  const rules = overrides.rules ?? base.rules;
  const judge = await openJudge({ config, secrets });
  const deps: RequestDeps = { store, engines, media, clock, random, ids, log, metrics, rules, judge };

  for (const id of config.allowedTenants) {
    const tenant = await store.tenant(id, clock.nowMs());
    if (tenant.budget === null) await store.allowTenant(id, tenantDefaults, { kind: 'operator' }, clock.nowMs());
  }

  const workers = new Set<Worker>();
  const listeners = new Set<(requestId: RequestId) => void>();
  const linkKey = deriveKey(secretKey, 'media-link');
  const guesses = createGuessLimit({ clock, log });
  const clipPath = (clipId: ClipId): string => clipLink(linkKey, clipId, clipLinkExpiresAtMs(clock.nowMs()));
  const surface = {
    ...deps,
    store,
    sealing,
    media,
    engineNames: () => engines.all().map(({ capabilities }) => capabilities.id),
    quoteOf: createQuotes(engines),
    offers: createOffers(engines, media),
    answer: createAnswerer(deps).answer,
    ...createPresser(deps),
    wake: () => workers.forEach((worker) => worker.wake()),
  };
  const console = createConsole({
    ...surface,
    messages: store.messages,
    endedSessions: store.endedSessions,
    clipLink: clipPath,
    killEngine: () => providers.some(({ crash }) => crash?.() ?? false),
    publicUrl: config.publicUrl,
    secretKey,
    guesses,
    signIn: config.signInNeeded ? { needed: true, adminToken: secrets.adminToken } : { needed: false },
  });
  stack.defer(() => console.close());
  const { connected, mounts } = await openChats({ config, secrets }, surface, { secretKey, clipPath });
  const page = createPager(secrets.alertTo, connected, log);
  const chats = new Map(
    [createTerminalChat(), console.chat, ...connected.map(({ chat }) => chat), ...(overrides.chats ?? [])].map(
      (chat) => [chat.platform, chat],
    ),
  );

  const callbackUrl = (provider: string, jobId: string, attemptId: AttemptId): string | null =>
    config.publicUrl === null
      ? null
      : `${config.publicUrl}/webhooks/${provider}/${jobId}/${callbackToken(secretKey, attemptId)}`;
  const closing = stack.move();

  return {
    store,
    clock,
    log,
    deps,
    async connect(signal) {
      await Promise.all(connected.map((each) => each.run(signal)));
    },
    tend: (signal) =>
      takeCare(
        {
          clock,
          log,
          reloadEngineFile: operators.reload,
          refreshProviders: providers.flatMap(({ refresh }) => refresh ?? []),
          alerts: async () => {
            const known = engines.known().map(({ capabilities }) => capabilities);
            const news = operatorNews(known, await store.engines.all(), clock.nowMs());
            return [...news, ...budgetWarnings(await listBudgets({ store, rules, clock }), clock.nowMs())];
          },
          tell: (alerts, limit) => tellOperator(alerts, { told: store.alerts, page, clock, log }, limit),
        },
        signal,
      ),
    async work(only, signal) {
      const onChange = (requestId: RequestId): void => listeners.forEach((listener) => listener(requestId));
      const worker = createWorker({
        ...deps,
        media,
        chats,
        owner,
        callbackUrl,
        callbackSecret: secretKey,
        only,
        idleMsMax: idleMsMaxDefault,
        onChange,
      });
      workers.add(worker);
      try {
        await worker.run(signal);
      } finally {
        workers.delete(worker);
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    http(stopping) {
      stopping.addEventListener('abort', () => console.close());
      const lookedAtMs = (): number | null => [...workers][0]?.lookedAtMs() ?? null;
      const { contentType, render } = metrics;
      const { signInNeeded } = config;
      const provider = (name: string) => providers.find((known) => known.provider.name === name)?.provider ?? null;
      return createHttp({
        address: config,
        webhooks: { store, clock, log, metrics, provider },
        media: { store, media, clock, log, linkKey },
        health: {
          checks: healthChecks({
            store,
            media,
            rules,
            clock,
            lookedAtMs,
            chats: new Map(connected.map((each) => [each.chat.platform, () => each.trouble()])),
          }),
          isStopping: () => stopping.aborted,
          clock,
        },
        metrics: { render, contentType, signInNeeded, adminToken: secrets.adminToken, guesses },
        mounts: [...mounts, { path: '/', app: console.app, isMachine: false, bodyBytesMax: console.bodyBytesMax }],
        log,
      });
    },
    signInLink: (address) => console.signInLink(address),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}
