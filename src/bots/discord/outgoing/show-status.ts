import { createHash } from 'node:crypto';
import type { MessageRef } from '../../../core/destination.ts';
import type { JobView } from '../../../core/request.ts';
import { MINUTE } from '../../../core/time.ts';
import type { Clock } from '../../../core/ports/world.ts';
import type { Showing } from '../../view.ts';
import type { ApiResult } from './api-call.ts';
import type { ApiProblem } from './api-error.ts';
import type { DiscordApi, SeenMessage } from './api.ts';
import { type Draft, drawResult, drawStatus } from '../draw/draft.ts';
import { readFileRef } from './in-place.ts';
import { createTurns } from '../in-turn.ts';
import { messageBody, withNonce } from './message-body.ts';
import type { OpenAnswers } from '../open-answers.ts';
import { atDiscordMs, findOwnPost, isStatusOf } from './own-posts.ts';
import { createPauses } from './pauses.ts';
import { type MessageAt, messageRefOf, readMessageRef } from '../places.ts';
import { createRecent } from '../recent.ts';
import type { Targets } from './target.ts';
import { unarchiving } from './unarchive.ts';

type Deps = {
  readonly api: DiscordApi;
  readonly targets: Targets;
  readonly openAnswers: OpenAnswers;
  readonly clock: Clock;
  readonly showing: (view: JobView) => Showing;
};

type Jobs = readonly [JobView, ...JobView[]];

/** A place that does not take our statuses is not asked again for so long: Discord counts what it has to refuse. */
const refusedPauseMs = 10 * MINUTE;
/** Where Discord wants patience and does not say how much. */
const patienceMs = 5 * MINUTE;

/** Not shown now; the same again may be. */
class StatusNotShown extends Error {
  override readonly name = 'StatusNotShown';
}

/** Shows the one status of a request: in the answer to its command where there is one, else in a message of its own. */
export function createShowStatus({ api, targets, openAnswers, clock, showing }: Deps) {
  const inTurn = createTurns();
  /** Messages and channels that were not allowed, and messages that Discord wants patience for. */
  const refused = createPauses(clock);
  const busy = createPauses(clock);
  /** By request: the message that was posted here, while it may not be recorded yet. */
  const posted = createRecent<MessageRef>();
  /** By message: what it shows, as a fingerprint: nobody's words are kept here. */
  const shown = createRecent<string>();

  /** Throws where trying again may help. */
  async function refresh(ref: MessageRef, draft: Draft, signal: AbortSignal): Promise<void> {
    const at = readMessageRef(ref);
    const content = fingerprint(draft);
    if (!at || shown.get(ref) === content || refused.leftMs(ref) > 0) return;
    waitFor(ref);
    shown.forget(ref);
    const answer = await edit(ref, at, draft, signal);
    if (answer.kind === 'done') shown.keep(ref, content);
    else endOrThrow(answer, ref);
  }

  function waitFor(name: string): void {
    const leftMs = busy.leftMs(name);
    if (leftMs > 0) throw new StatusNotShown(`the status is left alone for another ${leftMs} ms`);
  }

  async function edit(
    ref: MessageRef,
    at: MessageAt,
    draft: Draft,
    signal: AbortSignal,
  ): Promise<ApiResult<SeenMessage>> {
    const body = messageBody(draft);
    const open = openAnswers.of(ref);
    if (open) {
      const answer = await api.editAnswer(open, at.messageId, body, signal);
      if (answer.kind !== 'answer_over') return answer;
      openAnswers.forget(ref);
    }
    return unarchiving(api, at.channelId, () => api.editMessage(at, body, signal), signal);
  }

  /** Returns where nothing can be shown there, whatever is tried. */
  function endOrThrow(problem: ApiProblem, name: string): void {
    switch (problem.kind) {
      case 'not_allowed':
      case 'archived':
        refused.pause(name, refusedPauseMs);
        return;
      case 'gone':
      case 'message_gone':
      case 'blocked':
      case 'too_large':
      case 'rejected':
        return;
      case 'slow':
        busy.pause(name, problem.afterMs ?? patienceMs);
        throw new StatusNotShown(problem.detail);
      case 'token_refused':
      case 'answer_over':
      case 'ambiguous':
      case 'not_sent':
        throw new StatusNotShown(problem.detail);
    }
  }

  /** In the answer to its command, in a message whose name was lost, or in a new one. Null where nothing can be shown. */
  async function show(jobs: Jobs, draft: Draft, signal: AbortSignal): Promise<MessageRef | null> {
    const [first] = jobs;
    const { request } = first;
    const target = await targets.of(first, request.destination, signal);
    if (target.kind === 'closed') return null;
    if (target.kind !== 'channel') return nowhere(target, request.id);
    const { channelId } = target;
    if (refused.leftMs(channelId) > 0) return null;
    waitFor(channelId);
    const body = withNonce(messageBody(draft), request.id);
    const isIt = isStatusOf(
      request,
      jobs.map(({ job }) => job.id),
      body.nonce,
    );
    const sinceMs = atDiscordMs(request, request.createdAtMs);
    const own = await findOwnPost(api, { channelId, sinceMs, isIt }, signal);
    if (own.kind === 'unasked') return nowhere(own.problem, channelId);
    if (own.kind === 'found') {
      const ref = messageRefOf(channelId, own.message.id);
      await refresh(ref, draft, signal);
      return ref;
    }
    const answer = await unarchiving(api, channelId, () => api.postMessage(channelId, body, signal), signal);
    if (answer.kind !== 'done') return nowhere(answer, channelId);
    const ref = messageRefOf(channelId, answer.value.id);
    shown.keep(ref, fingerprint(draft));
    return ref;
  }

  function nowhere(problem: ApiProblem, name: string): null {
    endOrThrow(problem, name);
    return null;
  }

  return async (
    message: MessageRef | null,
    jobs: readonly JobView[],
    signal: AbortSignal,
  ): Promise<MessageRef | null> => {
    signal.throwIfAborted();
    const [first, ...others] = jobs;
    if (!first) return message;
    return inTurn(first.request.id, async () => {
      signal.throwIfAborted();
      const { id, inboundKey } = first.request;
      // Nothing is shown beside an answer that is still being given.
      const known = message ?? posted.get(id) ?? (await openAnswers.answerTo(inboundKey));
      signal.throwIfAborted();
      const draft = draftOf([first, ...others], known, showing(first));
      const ref = known ?? (await show([first, ...others], draft, signal));
      if (known !== null) await refresh(known, draft, signal);
      if (ref !== null) posted.keep(first.request.id, ref);
      return ref;
    });
  };
}

function fingerprint(draft: Draft): string {
  return createHash('sha256').update(JSON.stringify(draft)).digest('base64');
}

/** Where the clip was added to the status, the status is the result as well, and has its buttons. */
function draftOf(jobs: Jobs, message: MessageRef | null, showing: Showing): Draft {
  const [first, ...others] = jobs;
  const last = first.deliveries.at(-1);
  const file = last?.state.kind === 'sent' ? readFileRef(last.state.message) : null;
  const isHere = last && file && message === messageRefOf(file.channelId, file.messageId) && others.length === 0;
  return isHere ? drawResult(first, showing, { deliveryId: last.id, clipUrl: null }) : drawStatus(jobs, showing);
}
