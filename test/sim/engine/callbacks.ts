import type { CallbackResult } from '../../../src/core/usecases/take-callback.ts';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import type { Chance } from '../chance.ts';
import type { Journal } from '../journal.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { Weather } from '../weather.ts';
import type { Talents } from './talents.ts';
import { isFinished, type Task } from './tasks.ts';

export type CallbackEvent = {
  readonly provider: string;
  readonly key: string;
  readonly token: string;
  readonly taskId: string | null;
};

/** Our door for callbacks: the result, `failed` for a 500, null when nobody listens or the answer was lost. */
export type Inbound = (event: CallbackEvent) => Promise<CallbackResult | 'failed' | null>;

export type Callbacks = {
  /** Sends what there is to say about a task, when there is. */
  follow(task: Task, talents: Talents): void;
  /** At times there is news while the engine is being asked, so that the older answer comes after it. */
  interrupt(task: Task, talents: Talents): boolean;
  /** How many are still on their way or will be sent again. */
  pending(): number;
};

type Deps = {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly weather: Weather;
  readonly journal: Journal;
  readonly inbound: Inbound;
  readonly jobOf: (attemptId: string) => string | null;
  /** Our side took note of a success: from now on nothing excuses it for losing the clip. */
  readonly onSuccessNoted: (task: Task) => void;
};

const resendAfterMs = [20 * SECOND, 3 * MINUTE, 15 * MINUTE] as const;

export function createCallbacks(deps: Deps): Callbacks {
  const { clock, chance, weather, journal } = deps;
  let pending = 0;

  async function send(event: CallbackEvent, task: Task, tries: number): Promise<void> {
    if (clock.nowMs() < task.answersAtMs) journal.count('callback: before the answer of its create');
    const isNewsOfSuccess = task.ending.kind === 'succeeds' && isFinished(task, clock.nowMs());
    const result = await deps.inbound(event);
    const heard = typeof result === 'string' ? 'an error' : (result?.kind ?? 'nothing');
    journal.say(
      `engine ${event.provider}`,
      deps.jobOf(task.attemptId),
      `called back (${event.key}) and heard ${heard}`,
    );
    if (heard === 'noted' || heard === 'seen_before') {
      if (isNewsOfSuccess && event.taskId !== null) deps.onSuccessNoted(task);
      return;
    }
    if (result === null) journal.count('callback: nobody was there');
    const waitMs = resendAfterMs[tries];
    if (waitMs !== undefined) after(waitMs, () => send(event, task, tries + 1));
  }

  function after(ms: number, run: () => Promise<void>): void {
    pending += 1;
    clock.after('world', ms, () => {
      run()
        .finally(() => {
          pending -= 1;
        })
        .catch((error: unknown) => journal.violate('errors', null, `a callback threw ${String(error)}`));
    });
  }

  async function forge(event: CallbackEvent, task: Task): Promise<void> {
    const result = await deps.inbound(event);
    if (typeof result === 'string' || result === null) return;
    if (result.kind === 'noted' || result.kind === 'seen_before') {
      journal.violate('errors', deps.jobOf(task.attemptId), `a forged callback was taken for real (${result.kind})`);
    }
  }

  /** Somebody else tries the door. */
  function forgeries(token: string, task: Task, talents: Talents): void {
    const forged = { provider: talents.provider, key: `forged-${task.id}`, taskId: 'task-of-a-thief' };
    if (weather.strikes('callbacks', 0.05, chance)) {
      journal.count('callback: forged token');
      after(chance.scale(100, MINUTE), () =>
        forge({ ...forged, token: token.replace(/.$/, (last) => (last === '0' ? '1' : '0')) }, task),
      );
    }
    if (weather.strikes('callbacks', 0.05, chance)) {
      journal.count('callback: token of nobody');
      after(chance.scale(100, MINUTE), () =>
        forge({ ...forged, token: `att_${'9'.repeat(26)}.${'a'.repeat(64)}` }, task),
      );
    }
  }

  function eventOf(task: Task, talents: Talents): Omit<CallbackEvent, 'key'> | null {
    if (talents.callsBack === 'never' || task.callbackUrl === null) return null;
    const token = task.callbackUrl.slice(task.callbackUrl.lastIndexOf('/') + 1);
    return { provider: talents.provider, token, taskId: talents.callsBack === 'with_task' ? task.id : null };
  }

  return {
    pending: () => pending,
    interrupt(task, talents) {
      const event = eventOf(task, talents);
      if (!event || !weather.strikes('callbacks', 0.05, chance)) return false;
      journal.count('callback: while it was polled');
      after(chance.scale(100, 2 * SECOND), () => send({ ...event, key: `${task.id}:at-${clock.nowMs()}` }, task, 0));
      return true;
    },
    follow(task, talents) {
      const event = eventOf(task, talents);
      if (!event) return;
      const news: { readonly about: string; readonly inMs: number }[] = [
        { about: 'taken', inMs: chance.scale(1, SECOND) },
      ];
      const finishesInMs = task.finishesAtMs - task.takenAtMs;
      if (Number.isFinite(finishesInMs))
        news.push({ about: 'finished', inMs: finishesInMs + chance.scale(1, 2 * SECOND) });
      if (weather.strikes('callbacks', 0.1, chance)) {
        journal.count('callback: out of order');
        news.push({ about: 'progress', inMs: chance.scale(SECOND, 5 * MINUTE) });
      }
      for (const { about, inMs } of news) {
        if (weather.strikes('callbacks', 0.2, chance)) {
          journal.count('callback: never sent');
          continue;
        }
        const isDoubled = weather.strikes('callbacks', 0.2, chance);
        if (isDoubled) journal.count('callback: sent twice');
        const copies = isDoubled ? [0, chance.scale(1, MINUTE)] : [0];
        for (const lag of copies) after(inMs + lag, () => send({ ...event, key: `${task.id}:${about}` }, task, 0));
      }
      forgeries(event.token, task, talents);
    },
  };
}
