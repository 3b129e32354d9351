import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A child process that is gone when the test is over, whatever happened. */
export type Child = AsyncDisposable & {
  /** Its next message. Rejects when it ends without one. */
  says(): Promise<unknown>;
  tell(message: string): void;
  /** Ends it as `kill -9` does; resolves when it is gone. */
  kill(): Promise<void>;
};

export function startChild(script: URL, args: readonly string[]): Child {
  const child: ChildProcess = fork(script, args);
  const exited = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  return {
    async says() {
      const ended = exited.then(([code]) => {
        throw new Error(`the child process ended with ${String(code)} and said nothing`);
      });
      const [message] = await Promise.race([once(child, 'message'), ended]);
      return message as unknown;
    },
    tell: (message) => void child.send(message),
    kill,
    [Symbol.asyncDispose]: kill,
  };
}
