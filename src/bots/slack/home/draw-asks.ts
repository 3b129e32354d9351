import type { KnownBlock } from '@slack/types';
import type { OpenApproval } from '../../../core/usecases/list-approvals.ts';
import { writeButtonId } from '../../button-id.ts';
import { engineLabel } from '../../engine-label.ts';
import { shorten } from '../../grammar/problem.ts';
import { partsOf, type Text, untrusted } from '../../messages/text.ts';
import type { ApprovalAction, Showing } from '../../view.ts';
import { button, header, lines, row } from './blocks.ts';
import { pressIdOf } from './home-id.ts';

/** More of them stand in their channel. */
const asksMax = 5;
const promptCharsShown = 150;

/** Who waits for a moderator's yes, with the buttons of the message in which moderators are asked. */
export function drawAsks(open: readonly OpenApproval[], showing: Showing): KnownBlock[] {
  const { slackModerators: say } = showing.words;
  const more = open.length - asksMax;
  return [
    header(say.openAsks),
    ...(open.length === 0
      ? lines([partsOf(say.noAsks)])
      : open.slice(0, asksMax).flatMap((each) => drawAsk(each, showing))),
    ...(more > 0 ? lines([partsOf(say.moreAsks(more))]) : []),
  ];
}

function drawAsk({ approval, jobs }: OpenApproval, showing: Showing): KnownBlock[] {
  const { approvals, status } = showing.words;
  const [first] = jobs;
  if (!first) return [];
  const { prompt, visibility } = first.request;
  const shown =
    visibility === 'private' ? approvals.isPrivate : [untrusted(shorten(first.job.spec.prompt, promptCharsShown))];
  const engines = [...new Set(jobs.map(({ job }) => engineLabel(job.engine, showing)))].join(', ');
  const said: readonly Text[] = [
    prompt === null ? partsOf(status.noPrompt()) : partsOf(shown),
    partsOf(approvals.costs(approval.jobs, engines, approval.quoteMicroUsd, approval.playMoney)),
    partsOf(approvals.because[approval.reason]),
    approvals.endsAt(approval.expiresAtMs, showing.nowMs),
  ];
  const press = (action: ApprovalAction, label: string, style?: 'primary' | 'danger') =>
    button(
      pressIdOf(writeButtonId({ kind: 'approval', action, approvalId: approval.id })),
      label,
      style === undefined ? {} : { style },
    );
  const { buttons } = approvals;
  return [
    ...lines(
      said,
      approvals.asks(
        first.requester,
        jobs.map(({ job }) => job.number),
      ),
    ),
    row([
      press('approve', buttons.approve, 'primary'),
      press('approve_with', buttons.approveWith),
      press('deny', buttons.deny, 'danger'),
    ]),
  ];
}
