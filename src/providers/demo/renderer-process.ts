import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Clock, Log } from '../../core/ports/world.ts';
import { SECOND } from '../../core/time.ts';
import { rendererExit } from './renderer-exit.ts';

const entry = fileURLToPath(new URL('renderer.ts', import.meta.url));
const busyAgainMs = SECOND;
const pausedAgainMs = 5 * SECOND;
const crashAgainMs = SECOND;
const crashAgainMsMax = 30 * SECOND;
const stopPatienceMs = 5 * SECOND;
const errorTextMax = 2_000;

type State =
  /** No renderer of ours; one may start from `startAtMs` on. */
  | { readonly kind: 'idle'; readonly startAtMs: number }
  | { readonly kind: 'running'; readonly child: ChildProcess; readonly ended: Promise<void> }
  | { readonly kind: 'closed' };

type End = { readonly code: number | null; readonly how: string };

/** Starts the folder's renderer when asked and none of ours runs, and ends it with us. */
export class RendererProcess implements AsyncDisposable {
  readonly #deps: { readonly dir: string; readonly clock: Clock; readonly log: Log };
  #state: State = { kind: 'idle', startAtMs: Number.NEGATIVE_INFINITY };
  /** In a row, without an orderly end between them. */
  #crashes = 0;

  constructor(deps: { readonly dir: string; readonly clock: Clock; readonly log: Log }) {
    this.#deps = deps;
  }

  /** Makes sure that the queue is worked on, now or when a pause after a failure is over. */
  ensure(): void {
    if (this.#state.kind !== 'idle' || this.#deps.clock.nowMs() < this.#state.startAtMs) return;
    // An empty environment: nothing of the service's secrets or NODE_OPTIONS reaches the child.
    const child = fork(entry, [this.#deps.dir], { env: {}, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    const ended = new Promise<End>((resolve) => {
      let errorText = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        errorText = (errorText + text).slice(-errorTextMax);
      });
      child.once('error', (error) => {
        errorText = `${errorText} ${error.message}`;
        if (child.pid === undefined) resolve({ code: null, how: `could not be started: ${error.message}` });
      });
      child.once('close', (code, signal) => {
        resolve({ code, how: `${signal ?? `exit code ${code ?? 'none'}`} ${errorText}`.trim() });
      });
    }).then((end) => this.#onEnd(end));
    this.#state = { kind: 'running', child, ended };
  }

  /** Kills the renderer in the middle of its work, as a crash would. False when none of ours runs. */
  kill(): boolean {
    return this.#state.kind === 'running' && this.#state.child.kill('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const state = this.#state;
    this.#state = { kind: 'closed' };
    if (state.kind !== 'running') return;
    const { child, ended } = state;
    child.kill('SIGTERM');
    const over = new AbortController();
    const patience = this.#deps.clock.sleep(stopPatienceMs, over.signal).then(() => {
      if (!over.signal.aborted) child.kill('SIGKILL');
    });
    await ended;
    over.abort();
    await patience;
  }

  #onEnd({ code, how }: End): void {
    if (this.#state.kind === 'closed') return;
    const { clock, log } = this.#deps;
    const waitMs = this.#waitAfter(code);
    this.#state = { kind: 'idle', startAtMs: clock.nowMs() + waitMs };
    if (code === rendererExit.paused) log.warn('demo renderer waits for disk space', { how });
    else if (code !== rendererExit.done && code !== rendererExit.busy) {
      log.error('demo renderer died', new Error(how), { crashes: this.#crashes, againInMs: waitMs });
    }
  }

  #waitAfter(code: number | null): number {
    if (code === rendererExit.busy) return busyAgainMs;
    if (code === rendererExit.paused) return pausedAgainMs;
    this.#crashes = code === rendererExit.done ? 0 : this.#crashes + 1;
    if (this.#crashes <= 1) return 0;
    return Math.min(crashAgainMsMax, crashAgainMs * 2 ** (this.#crashes - 2));
  }
}
