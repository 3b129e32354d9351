import { createHash } from 'node:crypto';
import type { MessageRef } from '../../../core/destination.ts';
import type { JobView } from '../../../core/request.ts';
import { hasEnded } from '../../../core/job.ts';
import type { StatusAsk } from '../../../core/ports/chat.ts';
import type { Clock } from '../../../core/ports/world.ts';
import type { Showing } from '../../view.ts';
import type { ApiResult } from './api-call.ts';
import type { ApiProblem } from './api-error.ts';
import type { DiscordApi, SeenMessage } from './api.ts';
import { type Draft, drawDirectClosed, drawResult, drawStatus } from '../draw/draft.ts';
import { readFileRef } from './in-place.ts';
import { createTurns } from '../../in-turn.ts';
import { messageBody, nonceSurelyMs, withNonce } from './message-body.ts';
import type { OpenAnswers } from '../open-answers.ts';
import { atDiscordMs, findOwnPost, isStatusOf } from './own-posts.ts';
import { type MessageAt, messageRefOf, readMessageRef } from '../places.ts';
import { createRecent } from '../../recent.ts';
import { createStatusPatience, StatusNotShown } from './status-patience.ts';
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

/** What is to be seen. */
type Sight = {
  readonly draft: Draft;
  /** The same without anybody's words. */
  readonly wordless: Draft;
  /** Nothing more comes after it, so that it is tried also where others were in vain. */
  readonly isOver: boolean;
};

/** Shows the one status of a request: in the answer to its command where there is one, else in a message of its own. */
export function createShowStatus({ api, targets, openAnswers, clock, showing }: Deps) {
  const inTurn = createTurns();
  const patience = createStatusPatience(clock);
  /** By request: the message that was posted here, while it may not be recorded yet. */
  const posted = createRecent<MessageRef>();
  /** Who was told of it where direct messages are closed. */
  const told = createRecent<true>();
  /** By message: what it shows, as a fingerprint: nobody's words are kept here. */
  const shown = createRecent<string>();

  /** Throws where trying again may help. */
  async function refresh(ref: MessageRef, sight: Sight, signal: AbortSignal): Promise<void> {
    const at = readMessageRef(ref);
    const content = fingerprint(sight.draft);
    if (!at || shown.get(ref) === content || patience.isInVain(ref, sight)) return;
    patience.waitFor(ref);
    shown.forget(ref);
    const answer = await edit(ref, at, sight, signal);
    if (answer.kind === 'done') shown.keep(ref, content);
    else patience.endOrThrow(answer, ref);
  }

  async function edit(
    ref: MessageRef,
    at: MessageAt,
    { draft, wordless, isOver }: Sight,
    signal: AbortSignal,
  ): Promise<ApiResult<SeenMessage>> {
    const body = messageBody(draft);
    const attempt = async (content = body): Promise<ApiResult<SeenMessage>> => {
      const open = openAnswers.of(ref);
      if (open) {
        const answer = await api.editAnswer(open, at.messageId, content, signal);
        if (answer.kind !== 'answer_over') return answer;
        openAnswers.forget(ref);
      }
      return api.editMessage(at, content, signal);
    };
    const answer = await opening(at.channelId, isOver, attempt, signal);
    // The server's filters do not let the prompt through. What is old must not stand there for ever.
    return answer.kind === 'blocked' ? attempt(messageBody(wordless)) : answer;
  }

  /** Who archived a thread does not want it back for every step that a video takes. */
  function opening<T>(
    channelId: string,
    isOver: boolean,
    attempt: () => Promise<ApiResult<T>>,
    signal: AbortSignal,
  ): Promise<ApiResult<T>> {
    return isOver ? unarchiving(api, channelId, attempt, signal) : attempt();
  }

  /** In the answer to its command, in a message whose name was lost, or in a new one. Null where nothing can be shown. */
  async function show(jobs: Jobs, sight: Sight, signal: AbortSignal): Promise<MessageRef | null> {
    const [first] = jobs;
    const { request } = first;
    const target = await targets.of(first, request.destination, signal);
    if (target.kind === 'closed') return tellAlone(jobs, sight, signal);
    if (target.kind !== 'channel') return nowhere(target, request.id);
    const { channelId } = target;
    if ([channelId, request.id].some((name) => patience.isInVain(name, sight))) return null;
    patience.waitFor(channelId);
    const body = withNonce(messageBody(sight.draft), request.id);
    const isIt = isStatusOf(
      request,
      jobs.map(({ job }) => job.id),
    );
    const sinceMs = atDiscordMs(request, request.createdAtMs);
    const own = await findOwnPost(api, { channelId, sinceMs, isIt }, signal);
    if (own.kind === 'unasked') return nowhere(own.problem, channelId);
    if (own.kind === 'found') {
      const ref = messageRefOf(channelId, own.message.id);
      await refresh(ref, sight, signal);
      return ref;
    }
    // One may be there that cannot be seen. Rather none than two.
    if (own.kind === 'unseen' && clock.nowMs() - request.createdAtMs >= nonceSurelyMs) {
      patience.leaveAlone(request.id);
      return null;
    }
    const attempt = (content = body): Promise<ApiResult<SeenMessage>> => api.postMessage(channelId, content, signal);
    const whole = await opening(channelId, sight.isOver, attempt, signal);
    const answer = whole.kind === 'blocked' ? await attempt(withNonce(messageBody(sight.wordless), request.id)) : whole;
    if (answer.kind === 'not_allowed' && request.visibility === 'private') await tellAlone(jobs, sight, signal);
    if (answer.kind !== 'done') return nowhere(answer, channelId);
    const ref = messageRefOf(channelId, answer.value.id);
    // By its nonce an earlier one was given back, which may say what was true then.
    if (whole.kind === 'blocked' || answer.value.content === body.content) shown.keep(ref, fingerprint(sight.draft));
    else await refresh(ref, sight, signal);
    return ref;
  }

  /** Where direct messages are closed: beneath what was typed, as long as Discord allows that. Once, and at the end. */
  async function tellAlone(jobs: Jobs, { draft, isOver }: Sight, signal: AbortSignal): Promise<null> {
    const [first] = jobs;
    const asker = openAnswers.toAsker(first.request.inboundKey);
    const name = `${first.request.id} ${isOver ? 'over' : 'begun'}`;
    // A clip that is there and cannot be brought is told of by itself.
    const isTold = told.has(name) || (isOver && jobs.every(({ job }) => job.state.kind === 'ready'));
    if (asker === null || isTold) return null;
    told.keep(name, true);
    const body = messageBody(isOver ? draft : drawDirectClosed(first, showing(first)));
    await api.tellAsker(asker, body, signal);
    return null;
  }

  function nowhere(problem: ApiProblem, name: string): null {
    patience.endOrThrow(problem, name);
    return null;
  }

  async function answerTo(inboundKey: string): Promise<MessageRef | null> {
    const answer = await openAnswers.answerTo(inboundKey);
    if (answer.kind === 'under_way') throw new StatusNotShown('the command is still being answered');
    return answer.kind === 'given' ? answer.message : null;
  }

  return async ({ message, jobs }: StatusAsk, signal: AbortSignal): Promise<MessageRef | null> => {
    signal.throwIfAborted();
    const [first, ...others] = jobs;
    if (!first) return message;
    return inTurn(first.request.id, async () => {
      signal.throwIfAborted();
      const { id, inboundKey } = first.request;
      // Nothing is shown beside an answer that is still being given.
      const known = message ?? posted.get(id) ?? (await answerTo(inboundKey));
      signal.throwIfAborted();
      const draft = draftOf([first, ...others], known, showing(first));
      const wordless = draftOf([withoutPrompt(first), ...others.map(withoutPrompt)], known, showing(first));
      const sight = { draft, wordless, isOver: jobs.every(({ job }) => hasEnded(job.state)) };
      const ref = known ?? (await show([first, ...others], sight, signal));
      if (known !== null) await refresh(known, sight, signal);
      if (ref !== null) posted.keep(first.request.id, ref);
      return ref;
    });
  };
}

function withoutPrompt(view: JobView): JobView {
  return { ...view, request: { ...view.request, prompt: null } };
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
  return isHere ? drawResult(first, showing, { deliveryId: null, clipUrl: null }) : drawStatus(jobs, showing);
}
