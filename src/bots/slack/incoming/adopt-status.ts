import type { Request } from '../../../core/request.ts';
import { knownUserId } from '../../known-user.ts';
import { externalIdOf, messageRefOf, slackPlatform } from '../places.ts';
import type { Incoming } from './deps.ts';
import type { Press } from './read-press.ts';
import { isBelowAnswer } from './tell.ts';

/**
 * Slack may have posted the status of a request and its answer was lost: then nobody knows which message it is, until
 * somebody presses one of its buttons. Whatever else has such buttons is not taken for it: an answer to somebody, and a
 * result.
 */
export async function adoptStatus(press: Press, request: Request, deps: Incoming): Promise<void> {
  const { message } = press;
  if (request.statusMessage !== null || message === null) return;
  if (press.isForOne || press.hasFile || isBelowAnswer(press.blockId)) return;
  if (!(await standsWhereItBelongs(press, request, deps))) return;
  const ref = messageRefOf(message);
  if (await mayBeResult(ref, request, deps)) return;
  await deps.noteAnswer(request.id, ref);
  deps.wake();
}

/** What is private stands in the direct messages of who asked. */
async function standsWhereItBelongs(
  { came, message }: Press,
  { visibility, destination, userId }: Request,
  { store }: Pick<Incoming, 'store'>,
): Promise<boolean> {
  if (visibility === 'channel') return message?.channelId === destination.channel;
  if (message?.channelId.startsWith('D') !== true) return false;
  return (await knownUserId(slackPlatform, externalIdOf(came.teamId, came.userId), store)) === userId;
}

/** Also one that is just being posted. */
async function mayBeResult(ref: string, { id }: Request, { store, rules, clock }: Incoming): Promise<boolean> {
  const jobs = (await store.request(id))?.jobs ?? [];
  const views = await Promise.all(jobs.map((job) => store.view(job.id, rules, clock.nowMs())));
  return views.some((view) =>
    view?.deliveries.some(({ state }) => state.kind === 'sending' || (state.kind === 'sent' && state.message === ref)),
  );
}
