import type { Hono } from 'hono';
import type { Config } from './config.ts';
import type { Clock } from './core/ports/world.ts';
import { SECOND } from './core/time.ts';
import { listen } from './http/listen.ts';
import { addressOf, type InUse, startUpLines } from './start-up.ts';

/** The parts of an app that make it a service. */
export type ServiceApp = {
  readonly clock: Clock;
  /** All of its HTTP. Once `stopping` aborts it is not ready, admits nothing, and ends its event streams. */
  http(stopping: AbortSignal): Pick<Hono, 'fetch'>;
  /** Takes what people type and press in chats that are connected to, until `signal` aborts. Never rejects. */
  connect(signal: AbortSignal): Promise<void>;
  /** Looks after what changes by itself, such as engines, until `signal` aborts. Never rejects. */
  tend(signal: AbortSignal): Promise<void>;
  /** Works everything that is due until `signal` aborts, then ends or hands back what it holds. */
  work(only: null, signal: AbortSignal): Promise<void>;
  /** The link to the console at `address` that signs in once; null where nobody must, or a token does it. */
  signInLink(address: string): string | null;
};

export type ServiceOptions = {
  readonly config: Config;
  readonly inUse: InUse;
  readonly hasAdminToken: boolean;
  readonly print: (line: string) => void;
  /** Told once people can come. */
  readonly onListening?: (port: number) => void;
};

/** How long open requests may go on while it stops: a clip being watched is cut off after that. */
const graceMs = 5 * SECOND;

/**
 * Runs until `stop` aborts, then ends in good order: nothing more is admitted, the listener closes with its event
 * streams, and the worker ends or hands back its steps. Rejects with `ListenError`, and with what ended the worker.
 */
export async function runService(app: ServiceApp, options: ServiceOptions, stop: AbortSignal): Promise<void> {
  const { config, inUse, hasAdminToken, print } = options;
  const stopping = new AbortController();
  const listening = await listen(app.http(stopping.signal), config, app.clock);
  const { port } = listening;
  const address = addressOf(config, port);
  const signInLink = app.signInLink(address);
  for (const line of startUpLines({ config, address, port, inUse, hasAdminToken, signInLink })) print(line);

  const connected = Promise.all([app.connect(stopping.signal), app.tend(stopping.signal)]);
  const working = new AbortController();
  const worked = app.work(null, working.signal);
  options.onListening?.(port);
  try {
    await Promise.race([aborted(stop), worked]);
  } finally {
    stopping.abort();
    if (stop.aborted) print(stopLine(listening.openRequests()));
    const closed = listening.close(graceMs);
    working.abort();
    await Promise.all([closed, connected]);
  }
  await worked;
}

function stopLine(openRequests: number): string {
  const requests = openRequests === 1 ? '1 open request' : `${openRequests} open requests`;
  return `Stopping: waiting for steps under way and ${requests} (at most ${graceMs / SECOND} s for these). Ctrl+C again stops at once; nothing is lost.`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
