import type { Alert } from './core/alert.ts';
import type { Clock, Log } from './core/ports/world.ts';
import { HOUR, MINUTE, SECOND } from './core/time.ts';

type Chore = {
  readonly what: string;
  readonly everyMs: number;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

export type CaretakerDeps = {
  readonly clock: Clock;
  readonly log: Log;
  /** Null where there is no such file. */
  readonly reloadEngineFile: (() => Promise<void>) | null;
  /** Reads what each provider's API says of its engines now. */
  readonly refreshProviders: readonly ((signal: AbortSignal) => Promise<void>)[];
  /** What the operator has to know now, told or not. */
  readonly alerts: () => Promise<readonly Alert[]>;
  readonly tell: (alerts: readonly Alert[], signal: AbortSignal) => Promise<void>;
};

const lookEveryMs = 5 * SECOND;
const refreshEveryMs = HOUR;
const alertEveryMs = MINUTE;

/** Caretaker: what has to be looked after while the service runs, each at its own pace, until `signal` aborts. Never rejects. */
export async function takeCare(deps: CaretakerDeps, signal: AbortSignal): Promise<void> {
  const { clock, log, reloadEngineFile } = deps;
  const chores: readonly Chore[] = [
    ...(reloadEngineFile ? [{ what: 'reading the engine file', everyMs: lookEveryMs, run: reloadEngineFile }] : []),
    ...deps.refreshProviders.map((run) => ({
      what: 'asking a provider for its engines',
      everyMs: refreshEveryMs,
      run,
    })),
    {
      what: 'telling the operator',
      everyMs: alertEveryMs,
      run: async () => deps.tell(await deps.alerts(), signal),
    },
  ];
  await Promise.all(
    chores.map(async ({ what, everyMs, run }) => {
      while (!signal.aborted) {
        try {
          await run(signal);
        } catch (error) {
          if (!signal.aborted) log.error(`${what} failed; it is tried again`, error);
        }
        await clock.sleep(everyMs, signal);
      }
    }),
  );
}
