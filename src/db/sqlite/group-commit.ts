import type { Connection } from './connection.ts';
import { StoreUnavailable } from '../../core/ports/store.ts';
import { explained, type Patience } from './patience.ts';

/** Calls back when the present turn of the event loop has brought all that it brings. */
export type Turn = (then: () => void) => void;

/** Everything that one turn of the event loop asked for. */
export const endOfTurn: Turn = (then) => void setImmediate(then);

/** Everything that the code which runs now asks for at once. For a database in memory, where a commit costs nothing. */
export const endOfRun: Turn = (then) => queueMicrotask(then);

type Settle = () => void;

/** One write that waits for its group. */
type Waiting = {
  /** Runs the work; what it gives is told by the function that comes back, once the group is committed. Throws as the work does. */
  readonly run: () => Settle;
  readonly reject: (error: unknown) => void;
};

/** A group that takes longer would hold up the event loop and other processes. */
const groupMax = 100;

/**
 * Group commit: the writes of one turn of the event loop share a transaction, each in a savepoint of its own, and are
 * told of their success after its commit. Flushing to the disk costs far more than the work, so many at once cost
 * little more than one.
 *
 * Some errors, a full disk among them, make SQLite roll back the whole transaction: then nothing later in the group
 * runs, which would be outside of any transaction, and none of it was done. While a group waits for a busy database,
 * what comes meanwhile waits for it and then for its own turn.
 */
export function groupCommitOn(
  connection: Connection,
  patience: Patience,
  turn: Turn,
): <T>(work: () => T) => Promise<T> {
  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  const rollback = connection.prepare('ROLLBACK');
  const savepoint = connection.prepare('SAVEPOINT one');
  const release = connection.prepare('RELEASE one');
  const rollbackOne = connection.prepare('ROLLBACK TO one');
  let waiting: Waiting[] = [];
  let isBusy = false;

  /** One write of several: what it did is taken back when it throws, and the others go on. */
  function runOne({ run, reject }: Waiting): Settle {
    savepoint.run();
    try {
      const settle = run();
      release.run();
      return settle;
    } catch (error) {
      if (!connection.inTransaction) throw error;
      rollbackOne.run();
      release.run();
      return () => reject(explained(error));
    }
  }

  function commitAll(group: readonly Waiting[]): readonly Settle[] {
    begin.run();
    try {
      const [only, ...others] = group;
      const settles = only && others.length === 0 ? [only.run()] : group.map(runOne);
      commit.run();
      return settles;
    } catch (error) {
      if (connection.inTransaction) rollback.run();
      throw error;
    }
  }

  /** A fault of the program in one write, found only as they are committed, is that one's alone: then each goes by itself. */
  async function commitOrReject(group: readonly Waiting[]): Promise<void> {
    try {
      for (const settle of await patience(() => commitAll(group))) settle();
    } catch (error) {
      const isFault = !(error instanceof StoreUnavailable);
      if (isFault && group.length > 1) for (const one of group) await commitOrReject([one]);
      else for (const { reject } of group) reject(error);
    }
  }

  async function flush(): Promise<void> {
    const group = waiting.slice(0, groupMax);
    waiting = waiting.slice(groupMax);
    await commitOrReject(group);
    isBusy = waiting.length > 0;
    if (isBusy) turn(start);
  }

  const start = (): void => void flush();

  return <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      const run = (): Settle => {
        const result = work();
        return () => resolve(result);
      };
      waiting.push({ run, reject });
      if (isBusy) return;
      isBusy = true;
      turn(start);
    });
}
