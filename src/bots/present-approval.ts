import type { ApprovalToShow } from '../core/ports/approvals.ts';
import { engineLabel } from './engine-label.ts';
import { shorten } from './grammar/problem.ts';
import { partsOf, type Text, untrusted } from './messages/text.ts';
import type { ApprovalButton, Showing, Tone, View } from './view.ts';

const promptCharsShown = 300;

/** What moderators are asked, or how it ended; with buttons as long as it is open. */
export function presentApproval(toShow: ApprovalToShow, showing: Showing): View {
  const { approval, jobs } = toShow;
  const { approvals } = showing.words;
  const { state } = approval;
  const [first] = jobs;
  const asker = first?.requester ?? { name: null, externalId: null };
  const numbers = jobs.map(({ job }) => job.number);
  const isOpen = state.kind === 'open';
  const lines = isOpen
    ? openLines(toShow, showing)
    : [
        approvals.askedBy(asker),
        promptLine(toShow, showing),
        costLine(toShow, showing),
        ...reasonLines(toShow, showing),
      ];
  return {
    title: isOpen ? approvals.asks(asker, numbers) : approvals.isOver(numbers, state),
    lines: lines.filter((line) => line.length > 0),
    progress: null,
    tone: toneOf(toShow),
    buttons: isOpen ? buttonsOf(toShow, showing) : [],
  };
}

function openLines(toShow: ApprovalToShow, showing: Showing): Text[] {
  const { approval, jobs, lately } = toShow;
  const { approvals } = showing.words;
  const [first] = jobs;
  return [
    promptLine(toShow, showing),
    costLine(toShow, showing),
    partsOf(
      [approvals.because[approval.reason], first ? approvals.theyHave(first.allowance) : '']
        .filter((one) => one !== '')
        .join(' '),
    ),
    partsOf(approvals.before(lately)),
    approvals.endsAt(approval.expiresAtMs, showing.nowMs),
    ...(first ? [approvals.typed(first.job.number)] : []),
  ];
}

/** The same without anybody's words, for a chat that does not let those through. */
export function withoutWords(toShow: ApprovalToShow): ApprovalToShow {
  const { approval } = toShow;
  const { state } = approval;
  const request = { ...toShow.request, prompt: null };
  const jobs = toShow.jobs.map((view) => ({ ...view, request, requester: { ...view.requester, name: null } }));
  const wordless = 'reason' in state ? { ...state, byName: null, reason: null } : state;
  return { ...toShow, approval: { ...approval, state: wordless }, request, jobs };
}

/** What somebody asked in private stays theirs, also when a moderator is to agree to its price. */
function promptLine({ request, jobs }: ApprovalToShow, { words }: Showing): Text {
  const [first] = jobs;
  if (request.prompt === null || !first) return partsOf(words.status.noPrompt());
  if (request.visibility === 'private') return partsOf(words.approvals.isPrivate);
  return [untrusted(shorten(first.job.spec.prompt, promptCharsShown))];
}

function costLine({ approval, jobs }: ApprovalToShow, showing: Showing): Text {
  const engines = [...new Set(jobs.map(({ job }) => engineLabel(job.engine, showing)))].join(', ');
  const { quoteMicroUsd, playMoney } = approval;
  return partsOf(showing.words.approvals.costs(approval.jobs, engines, quoteMicroUsd, playMoney));
}

function reasonLines({ approval: { state } }: ApprovalToShow, { words }: Showing): Text[] {
  const reason = 'reason' in state ? state.reason : null;
  return reason === null ? [] : [words.approvals.why(reason)];
}

function toneOf({ approval: { state } }: ApprovalToShow): Tone {
  switch (state.kind) {
    case 'open':
    case 'expired':
    case 'withdrawn':
      return 'note';
    case 'approved':
      return 'good';
    case 'denied':
      return 'bad';
  }
}

function buttonsOf({ approval: { id: approvalId } }: ApprovalToShow, { words }: Showing): ApprovalButton[] {
  const { buttons } = words.approvals;
  return [
    { action: 'approve', label: buttons.approve, style: 'primary', approvalId },
    { action: 'approve_with', label: buttons.approveWith, style: 'plain', approvalId },
    { action: 'deny', label: buttons.deny, style: 'danger', approvalId },
  ];
}
