import path from 'node:path';
import { createTerminalChat } from './bots/terminal/chat.ts';
import type { TerminalScreen } from './bots/terminal/screen.ts';
import type { Config, Secrets } from './config.ts';
import { callbackToken } from './core/callback-token.ts';
import { tenantDefaults } from './core/defaults.ts';
import { type ConfiguredProvider, createEngines } from './core/engines.ts';
import type { AttemptId, RequestId } from './core/ids.ts';
import { type AdmissionRules, defaultRules } from './core/policy.ts';
import type { Chat } from './core/ports/chat.ts';
import type { Media } from './core/ports/media.ts';
import type { Store } from './core/ports/store.ts';
import type { Clock, Log, Random } from './core/ports/world.ts';
import { createStatusBoard } from './core/status-board.ts';
import type { RequestDeps } from './core/usecases/request.ts';
import { createWorker, idleMsMaxDefault } from './core/worker.ts';
import { openSqliteStore } from './db/sqlite/store.ts';
import { makeFolder } from './folder.ts';
import { createLog } from './log.ts';
import { createDiskMedia } from './media/disk-media.ts';
import { createProviders } from './providers/registry.ts';
import { secretKeyOf } from './secret-key.ts';
import { createIds, systemClock, systemRandom } from './system.ts';

/** Parts that a test may put in place of the real ones. */
export type Overrides = {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Log;
  readonly rules?: AdmissionRules;
  readonly providers?: readonly (ConfiguredProvider & Partial<AsyncDisposable>)[];
  readonly chats?: readonly Chat[];
  /** Where the terminal chat shows its progress; nowhere when absent. */
  readonly screen?: TerminalScreen | null;
};

export interface App extends AsyncDisposable {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** What use cases need. */
  readonly deps: RequestDeps;
  /** Works due steps, of one request or of all, until `signal` aborts. */
  work(only: RequestId | null, signal: AbortSignal): Promise<void>;
  /** Resolves when every status of this process is shown. */
  statusSettled(): Promise<void>;
  /** Calls `listener` after each recorded change. Returns how to stop that. */
  onChange(listener: (requestId: RequestId) => void): () => void;
}

/** What operator commands work on. */
export type Books = {
  readonly store: Store;
  readonly media: Media;
  readonly clock: Clock;
  readonly rules: AdmissionRules;
  readonly workingDir: string;
};

/** The only composition root: builds every part, and closes them in reverse order when disposed. */
export async function createApp(
  { config, secrets }: { config: Config; secrets: Secrets },
  overrides: Overrides = {},
): Promise<App> {
  await using stack = new AsyncDisposableStack();
  const { clock = systemClock, random = systemRandom, log = createLog(config.logLevel ?? 'info') } = overrides;
  const ids = createIds(clock, random);
  await makeFolder(config.dataDir);

  const secretKey = await secretKeyOf(config.dataDir, secrets.secretKey, random);
  const owner = ids.next('owner');
  const store = await openSqliteStore({ file: config.databaseFile, owner, clock, random, log });
  stack.defer(() => store.close());
  const media = createDiskMedia({ dir: mediaDir(config), clock, random, log });
  await media.sweep();

  const inputPath = (key: string): Promise<string | null> => media.localPath(key);
  const providers = overrides.providers ?? createProviders({ dataDir: config.dataDir, clock, log, inputPath });
  for (const provider of providers) stack.defer(async () => provider[Symbol.asyncDispose]?.());
  const engines = createEngines(providers);
  const terminal = createTerminalChat({ clock, screen: overrides.screen ?? null });
  const chats = new Map([terminal, ...(overrides.chats ?? [])].map((chat) => [chat.platform, chat]));
  const rules = overrides.rules ?? rulesOf(config);
  const deps: RequestDeps = { store, engines, media, clock, random, ids, log, rules };

  for (const id of config.allowedTenants) {
    const tenant = await store.tenant(id, clock.nowMs());
    if (tenant.budget === null) await store.allowTenant(id, tenantDefaults, { kind: 'operator' }, clock.nowMs());
  }

  const callbackUrl = (provider: string, jobId: string, attemptId: AttemptId): string | null =>
    config.publicUrl === null
      ? null
      : `${config.publicUrl}/webhooks/${provider}/${jobId}/${callbackToken(secretKey, attemptId)}`;
  const listeners = new Set<(requestId: RequestId) => void>();
  const board = createStatusBoard({ store, chats, clock, log, rules });
  stack.defer(() => board.close());
  const closing = stack.move();

  return {
    store,
    clock,
    log,
    deps,
    work(only, signal) {
      const onChange = (requestId: RequestId): void => {
        board.changed(requestId);
        for (const listener of listeners) listener(requestId);
      };
      return createWorker({
        ...deps,
        media,
        chats,
        owner,
        callbackUrl,
        callbackSecret: secretKey,
        only,
        idleMsMax: idleMsMaxDefault,
        onChange,
      }).run(signal);
    },
    statusSettled: () => board.settled(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

/** Store and clips alone, for operator commands: they read and decide, and never work anything. */
export async function openBooks(config: Config, log: Log): Promise<Books> {
  await makeFolder(config.dataDir);
  const [clock, random] = [systemClock, systemRandom];
  const owner = createIds(clock, random).next('owner');
  const store = await openSqliteStore({ file: config.databaseFile, owner, clock, random, log });
  const media = createDiskMedia({ dir: mediaDir(config), clock, random, log });
  return { store, media, clock, rules: rulesOf(config), workingDir: config.workingDir };
}

function mediaDir(config: Config): string {
  return path.join(config.dataDir, 'media');
}

function rulesOf(config: Config): AdmissionRules {
  return { ...defaultRules, service: [{ unit: 'usd_micro', window: 'month', amount: config.budgetMonthlyMicroUsd }] };
}
