import type { MessageRef } from '../../core/destination.ts';
import type { Clock } from '../../core/ports/world.ts';
import { MINUTE, SECOND } from '../../core/time.ts';
import { createRecent } from '../recent.ts';

/** What lets an answer to a command be edited without any right in its channel. Its token is a secret. */
export type OpenAnswer = { readonly applicationId: string; readonly token: string };

/** The answers that can still be edited as such. In memory only: a token is a secret, and short-lived. */
export type OpenAnswers = {
  keep(message: MessageRef, answer: OpenAnswer & { readonly inboundKey: string }): void;
  /** Null once it is too late for the token, and for messages that answer nothing. */
  of(message: MessageRef): OpenAnswer | null;
  /** For a token that was refused before its time. */
  forget(message: MessageRef): void;
  /** While `work` goes on, an event is being answered; the message that is kept meanwhile is its answer. */
  answering(inboundKey: string, answer: OpenAnswer, work: () => Promise<void>): Promise<void>;
  /** What lets us say more to whoever began an event, to them alone; null once it is too late for that. */
  toAsker(inboundKey: string): OpenAnswer | null;
  /** The message that answers an event. Waits a moment for an answer under way. */
  answerTo(inboundKey: string): Promise<AnswerTo>;
};

type AnswerTo =
  | { readonly kind: 'given'; readonly message: MessageRef }
  /** It may come yet, so that nothing should be shown beside it. */
  | { readonly kind: 'under_way' }
  /** Nothing that is kept answers it. */
  | { readonly kind: 'none' };

/** How long somebody is kept waiting for an answer under way. */
const waitMs = 3 * SECOND;
/** Discord takes a first answer for 3 s. What is under way for so long does not come any more. */
const underWayMsMax = 3 * MINUTE;

/** Discord takes a token for 15 minutes; a call begun before that must end before it too. */
const openMs = 14 * MINUTE;
const answersMax = 10_000;

export function createOpenAnswers({ clock }: { readonly clock: Clock }): OpenAnswers {
  const open = createOpenTokens(clock);
  const askers = createOpenTokens(clock);

  /** By event: its answer under way. */
  const underWay = new Map<string, { readonly done: Promise<void>; readonly sinceMs: number }>();
  const byEvent = createRecent<MessageRef>();

  function isUnderWay(inboundKey: string): boolean {
    const answer = underWay.get(inboundKey);
    return answer !== undefined && clock.nowMs() - answer.sinceMs < underWayMsMax;
  }

  async function waitFor(done: Promise<void>): Promise<void> {
    const over = new AbortController();
    await Promise.race([done.catch(() => undefined), clock.sleep(waitMs, over.signal)]);
    over.abort();
  }

  return {
    keep(message, { inboundKey, ...answer }) {
      byEvent.keep(inboundKey, message);
      open.keep(message, answer);
    },
    of: (message) => open.get(message),
    forget: (message) => open.forget(message),
    toAsker: (inboundKey) => askers.get(inboundKey),
    async answering(inboundKey, answer, work) {
      askers.keep(inboundKey, answer);
      const mine = { done: work(), sinceMs: clock.nowMs() };
      underWay.set(inboundKey, mine);
      try {
        await mine.done;
      } finally {
        if (underWay.get(inboundKey) === mine) underWay.delete(inboundKey);
      }
    },
    async answerTo(inboundKey) {
      const answer = underWay.get(inboundKey);
      if (answer && isUnderWay(inboundKey)) await waitFor(answer.done);
      const message = byEvent.get(inboundKey);
      if (message !== null) return { kind: 'given', message };
      return isUnderWay(inboundKey) ? { kind: 'under_way' } : { kind: 'none' };
    },
  };
}

/** By name, for as long as Discord takes them. */
function createOpenTokens(clock: Clock) {
  /** In the order they were kept, so that the first are the oldest. */
  const open = new Map<string, { readonly answer: OpenAnswer; readonly untilMs: number }>();

  function sweep(): void {
    const nowMs = clock.nowMs();
    for (const [name, { untilMs }] of open) {
      if (untilMs > nowMs && open.size <= answersMax) return;
      open.delete(name);
    }
  }

  return {
    keep(name: string, answer: OpenAnswer): void {
      open.delete(name);
      open.set(name, { answer, untilMs: clock.nowMs() + openMs });
      sweep();
    },
    get(name: string): OpenAnswer | null {
      sweep();
      return open.get(name)?.answer ?? null;
    },
    forget: (name: string): void => void open.delete(name),
  };
}
