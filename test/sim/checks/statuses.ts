import { MINUTE } from '../../../src/core/time.ts';
import { textOf } from '../chat-basics.ts';
import type { ChatWorld } from '../chat-world.ts';
import type { End } from './end.ts';

/** What comes between a claim and its try comes within this time. */
const tryingMsMax = 5 * MINUTE;

/**
 * Each request has one status message, and it says how the request stands. Where it cannot be looked for, it has one at most:
 * none, or one that nobody knows of, is left after a try of which nobody can say what became of it.
 */
export function checkStatuses(end: End): void {
  const { stories, chats, violate } = end;
  const requests = Map.groupBy(stories, ({ view }) => view.request.id);
  for (const [requestId, ofRequest] of requests) {
    const jobs = ofRequest.map(({ view }) => view).toSorted((a, b) => a.job.number - b.job.number);
    const [first] = jobs;
    if (!first) continue;
    const { job, request } = first;
    const chat = chats.find(({ chat: { platform } }) => platform === request.destination.platform);
    const shown = [...(chat?.statuses.values() ?? [])].filter((status) => status.requestId === requestId);
    const known = request.statusMessage;
    const [status, ...more] = shown;
    const isExcused = chat?.canLookUp === false && known === null && wasInDoubt(requestId, chat, end);
    if (more.length > 0 || (!status && !isExcused)) {
      violate('status', job.id, `${requestId} has ${shown.length} status messages`);
    } else if (status && known === null && isExcused) continue;
    else if (status && status.text !== textOf(jobs)) {
      violate('status', job.id, `people see "${status.text}" of ${requestId}, which stands at "${textOf(jobs)}"`);
    } else if (status && known !== status.ref) {
      violate('status', job.id, `${requestId} is seen as ${status.ref}, and remembered as ${known ?? 'nothing'}`);
    }
  }
}

/** The last try that may have shown it was cut short, or its answer was lost, on either side. */
function wasInDoubt(requestId: string, { inDoubt }: ChatWorld, end: End): boolean {
  if (inDoubt.has(requestId)) return true;
  const begun = end.witness.statusTries.get(requestId);
  if (!begun) return false;
  const untilMs = begun.atMs + tryingMsMax;
  return end.wasCutShort(begun.processName, begun.atMs, untilMs);
}
