import { textOf } from '../chat-world.ts';
import type { End } from './end.ts';

/** Each request has one status message, and it says how the request stands. */
export function checkStatuses({ stories, chats, violate }: End): void {
  const statuses = chats.flatMap((chat) => [...chat.statuses.values()]);
  const requests = Map.groupBy(stories, ({ view }) => view.request.id);
  for (const [requestId, ofRequest] of requests) {
    const shown = statuses.filter((status) => status.requestId === requestId);
    const jobs = ofRequest.map(({ view }) => view).toSorted((a, b) => a.job.number - b.job.number);
    const jobId = jobs[0]?.job.id ?? null;
    const [status, ...more] = shown;
    if (!status || more.length > 0) violate('status', jobId, `${requestId} has ${shown.length} status messages`);
    else if (status.text !== textOf(jobs)) {
      violate('status', jobId, `people see "${status.text}" of ${requestId}, which stands at "${textOf(jobs)}"`);
    }
    const known = jobs[0]?.request.statusMessage ?? null;
    if (status && known !== status.ref)
      violate('status', jobId, `${requestId} is seen as ${status.ref}, and remembered as ${known ?? 'nothing'}`);
  }
}
