import { createHash } from 'node:crypto';
import type { MessageRef } from '../../../core/destination.ts';
import type { ApprovalToShow } from '../../../core/ports/approvals.ts';
import { type ApprovalAsk, StatusNotPosted } from '../../../core/ports/chat.ts';
import type { Clock, Log } from '../../../core/ports/world.ts';
import { createTurns } from '../../in-turn.ts';
import { presentApproval, withoutWords } from '../../present-approval.ts';
import { createRecent } from '../../recent.ts';
import type { Showing } from '../../view.ts';
import { type Draft, drawSaid } from '../draw/draft.ts';
import { isSnowflake, messageRefOf, readMessageRef } from '../places.ts';
import type { ApiProblem } from './api-error.ts';
import type { DiscordApi, SeenMessage } from './api.ts';
import { messageBody, nonceSurelyMs, withNonce } from './message-body.ts';
import { findOwnPost, isAskOf, spareMs } from './own-posts.ts';
import { createStatusPatience, StatusNotShown } from './status-patience.ts';
import { unarchiving } from './unarchive.ts';

type Deps = {
  readonly api: DiscordApi;
  readonly clock: Clock;
  readonly log: Log;
  readonly showing: (toShow: Pick<ApprovalToShow, 'request'>) => Showing;
};

/** What is to be seen, and the same without anybody's words. */
type Sight = { readonly draft: Draft; readonly wordless: Draft };

/** Asks moderators in their channel, in one message, and shows there how it ended. Nobody is pinged by it. */
export function createShowApproval({ api, clock, log, showing }: Deps) {
  const inTurn = createTurns();
  const patience = createStatusPatience(clock);
  /** By ask: the message that was posted here, while it may not be recorded yet. */
  const posted = createRecent<MessageRef>();
  /** By message: what it shows, as a fingerprint: nobody's words are kept here. */
  const shown = createRecent<string>();

  /** Throws where trying again may help. */
  async function refresh(ref: MessageRef, { draft, wordless }: Sight, signal: AbortSignal): Promise<void> {
    const at = readMessageRef(ref);
    if (!at || shown.get(ref) === fingerprint(draft)) return;
    patience.waitFor(ref);
    shown.forget(ref);
    const edit = (body: Draft) => () => api.editMessage(at, messageBody(body), signal);
    const whole = await unarchiving(api, at.channelId, edit(draft), signal);
    const answer = whole.kind === 'blocked' ? await edit(wordless)() : whole;
    if (answer.kind === 'done') shown.keep(ref, fingerprint(draft));
    else patience.endOrThrow(answer, ref);
  }

  /** In a message whose name was lost, or in a new one. Null where nothing is to be shown, or it may be there unseen. */
  async function show(toShow: ApprovalToShow, channelId: string, sight: Sight, signal: AbortSignal) {
    const { approval, mayBeShown } = toShow;
    if (!isSnowflake(channelId)) return null;
    if (patience.isInVain(channelId, { isOver: false })) throw new StatusNotPosted('the channel refused a moment ago');
    patience.waitFor(channelId);
    if (mayBeShown) {
      const sinceMs = approval.askedAtMs - spareMs;
      const own = await findOwnPost(api, { channelId, sinceMs, isIt: isAskOf(approval.id) }, signal);
      if (own.kind === 'unasked') throw new StatusNotShown(own.problem.detail);
      if (own.kind === 'found') {
        const ref = messageRefOf(channelId, own.message.id);
        await refresh(ref, sight, signal);
        return ref;
      }
      // One may be there that cannot be seen. Rather none than two: moderators can list what waits.
      if (own.kind === 'unseen' && clock.nowMs() - approval.askedAtMs >= nonceSurelyMs) {
        log.warn('an ask for a moderator may be shown, and cannot be looked for', {
          channel: channelId,
          why: own.detail,
        });
        return null;
      }
    }
    // Nobody has seen it, and there is nothing to decide any more.
    if (approval.state.kind !== 'open') return null;
    return post(toShow, channelId, sight, signal);
  }

  async function post({ approval }: ApprovalToShow, channelId: string, sight: Sight, signal: AbortSignal) {
    const attempt = (draft: Draft) => () =>
      api.postMessage(channelId, withNonce(messageBody(draft), approval.id), signal);
    const whole = await unarchiving(api, channelId, attempt(sight.draft), signal);
    const answer = whole.kind === 'blocked' ? await attempt(sight.wordless)() : whole;
    if (answer.kind !== 'done') return refused(answer, channelId);
    const ref = messageRefOf(channelId, answer.value.id);
    if (whole.kind === 'blocked' || isAsSent(answer.value, sight.draft)) shown.keep(ref, fingerprint(sight.draft));
    else await refresh(ref, sight, signal);
    return ref;
  }

  function refused(problem: ApiProblem, channelId: string): never {
    if (problem.kind === 'ambiguous') throw new StatusNotShown(problem.detail);
    // What is wrong with one ask alone holds up no other.
    if (['not_allowed', 'archived', 'gone'].includes(problem.kind)) {
      patience.leaveAlone(channelId);
      log.warn('moderators cannot be asked in their channel', { channel: channelId, why: problem.detail });
    }
    throw new StatusNotPosted(problem.detail);
  }

  return ({ toShow, channel }: ApprovalAsk, signal: AbortSignal): Promise<MessageRef | null> =>
    inTurn(toShow.approval.id, async () => {
      signal.throwIfAborted();
      const { id, message } = toShow.approval;
      const sight = sightOf(toShow, showing(toShow));
      const known = message ?? posted.get(id);
      const ref = known ?? (await show(toShow, channel, sight, signal));
      if (known !== null) await refresh(known, sight, signal);
      if (ref !== null) posted.keep(id, ref);
      return ref;
    });
}

function sightOf(toShow: ApprovalToShow, showing: Showing): Sight {
  const draw = (shown: ApprovalToShow): Draft => drawSaid(presentApproval(shown, showing));
  return { draft: draw(toShow), wordless: draw(withoutWords(toShow)) };
}

/** By its nonce an earlier one may have been given back, which says what was true then. */
function isAsSent({ content }: SeenMessage, draft: Draft): boolean {
  return content === draft.content;
}

function fingerprint(draft: Draft): string {
  return createHash('sha256').update(JSON.stringify(draft)).digest('base64');
}
