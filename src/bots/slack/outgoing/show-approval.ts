import type { MessageRef } from '../../../core/destination.ts';
import { type ApprovalAsk, StatusNotPosted } from '../../../core/ports/chat.ts';
import type { ApprovalToShow } from '../../../core/ports/approvals.ts';
import { createTurns } from '../../in-turn.ts';
import { presentApproval, withoutWords } from '../../present-approval.ts';
import { createRecent } from '../../recent.ts';
import type { Showing } from '../../view.ts';
import { type Draft, drawSaid } from '../draw/draft.ts';
import { uncalled } from '../draw/uncalled.ts';
import { isChannelId, type MessageAt, messageRefOf, readMessageRef } from '../places.ts';
import type { ApiProblem } from './api-error.ts';
import type { SlackApi } from './api.ts';
import { joining } from './joining.ts';
import type { Targets } from './target.ts';

type Deps = { readonly targets: Targets; readonly showing: (toShow: ApprovalToShow) => Showing };

/** Not shown now; the same again may be, or may show it twice. */
class ApprovalNotShown extends Error {
  override readonly name = 'ApprovalNotShown';
}

/** What is to be seen, and the same without anybody's words, for when Slack does not understand the whole. */
type Drafts = { readonly whole: Draft; readonly wordless: Draft };

type Refreshed = 'done' | 'gone' | 'refused';

/**
 * Shows moderators who waits for their yes, in a message that is posted once and tells how it ended: Slack knows no name for
 * a post by which it would not be made twice, and lets us look for none of ours. It calls nobody.
 */
export function createShowApproval({ targets, showing }: Deps) {
  const inTurn = createTurns();
  /** By approval: its message, while it may not be recorded yet. */
  const posted = createRecent<MessageRef>();

  function draw(toShow: ApprovalToShow): Draft {
    return drawSaid(uncalled(presentApproval(toShow, showing(toShow))));
  }

  async function post(api: SlackApi, channelId: string, drafts: Drafts, signal: AbortSignal): Promise<MessageRef> {
    const at = { channelId, thread: null };
    const attempt = (draft: Draft) => joining(api, channelId, () => api.postMessage(at, draft, signal), signal);
    const first = await attempt(drafts.whole);
    const answer = first.kind === 'rejected' ? await attempt(drafts.wordless) : first;
    if (answer.kind === 'done') return messageRefOf(answer.value);
    throw answer.kind === 'ambiguous' ? new ApprovalNotShown(answer.detail) : new StatusNotPosted(answer.detail);
  }

  async function refresh(api: SlackApi, at: MessageAt, drafts: Drafts, signal: AbortSignal): Promise<Refreshed> {
    const first = await api.updateMessage(at, drafts.whole, signal);
    const answer = first.kind === 'rejected' ? await api.updateMessage(at, drafts.wordless, signal) : first;
    if (answer.kind === 'done') return 'done';
    if (answer.kind === 'message_gone') return 'gone';
    // Slack lets us edit it no more, whatever is tried: what is decided is decided without it.
    if (!mayPass(answer)) return 'refused';
    throw new ApprovalNotShown(answer.detail);
  }

  async function show({ toShow, channel }: ApprovalAsk, signal: AbortSignal): Promise<MessageRef | null> {
    const { approval, mayBeShown } = toShow;
    const ref = approval.message ?? posted.get(approval.id);
    // Decided before anybody saw it: the audit log has it.
    const isOver = approval.state.kind !== 'open';
    if (ref === null && (mayBeShown || isOver)) return null;
    const installed = await targets.workspaceOf({ tenantId: approval.tenantId });
    if (installed.kind !== 'installed') throw new StatusNotPosted(`the workspace cannot be asked (${installed.kind})`);
    signal.throwIfAborted();
    const { api } = installed;
    const drafts = { whole: draw(toShow), wordless: draw(withoutWords(toShow)) };
    const at = ref === null ? null : readMessageRef(ref);
    if (ref !== null && at) {
      const done = await refresh(api, at, drafts, signal);
      // In place of one that was taken away another may stand already, which an earlier try could not name.
      if (done !== 'gone' || isOver || mayBeShown) return ref;
    }
    if (!isChannelId(channel)) throw new StatusNotPosted('the settings name no channel of Slack');
    const message = await post(api, channel, drafts, signal);
    posted.keep(approval.id, message);
    return message;
  }

  return async (ask: ApprovalAsk, signal: AbortSignal): Promise<MessageRef | null> => {
    signal.throwIfAborted();
    return inTurn(ask.toShow.approval.id, async () => {
      signal.throwIfAborted();
      return show(ask, signal);
    });
  };
}

/** Trying again may help. */
function mayPass({ kind }: ApiProblem): boolean {
  return kind === 'slow' || kind === 'token_refused' || kind === 'ambiguous' || kind === 'not_done';
}
