import type { ApprovalId, JobId } from '../core/ids.ts';
import { creditsOf } from '../core/money.ts';
import { cancel } from '../core/usecases/cancel.ts';
import { deleteClip, findDeletable } from '../core/usecases/delete-clip.ts';
import { type At, standing } from './admin-at.ts';
import { verdictOn } from './answer-members.ts';
import { answerAgain, type AnswerDeps } from './answer.ts';
import { type Answer, said } from './answered.ts';
import type { Asker } from './asker.ts';
import { inWords, type Known, knownAs, showingFor } from './asking.ts';
import { findEdit } from './edit.ts';
import {
  presentCancel,
  presentDeletable,
  presentDeleted,
  presentNoAccess,
  presentTogether,
} from './present-answers.ts';
import { presentNotAllowed } from './present-admin.ts';
import { presentDecided } from './present-deeds.ts';
import type { ApprovalAction, PressAction } from './view.ts';

/** A press on a button, as it comes back. It says only what is wanted of which jobs; neither is believed. */
export type Press = {
  readonly action: PressAction;
  readonly jobs: readonly [JobId, ...JobId[]];
  /** What the button said that it costs: for more than that, they are asked. */
  readonly agreedMicroUsd?: number | undefined;
};

export type Presser = {
  /** Does what the button says. Never throws: what goes wrong is answered in words. */
  readonly press: (press: Press, asker: Asker) => Promise<Answer>;
  /** A moderator's press about a request that waits for a yes. Never throws. */
  readonly decide: (pressed: Decide, asker: Asker) => Promise<Answer>;
};

/** Who may is decided anew, as for everything that a button says. */
export type Decide = { readonly action: ApprovalAction; readonly approvalId: ApprovalId };

/** What every chat surface does with a button. */
export function createPresser(deps: AnswerDeps): Presser {
  return {
    press: (press, asker) =>
      inWords(asker, deps, async () => answerPress(press, asker, await knownAs(asker, deps), deps)),
    decide: (pressed, asker) => inWords(asker, deps, async () => answerDecide(pressed, await standing(asker, deps))),
  };
}

async function answerPress(
  { action, jobs, agreedMicroUsd }: Press,
  presser: Asker,
  { who }: Known,
  deps: AnswerDeps,
): Promise<Answer> {
  const asker = agreedMicroUsd === undefined ? presser : { ...presser, agreedMicroUsd };
  const showing = showingFor(asker, deps);
  const [jobId, ...others] = jobs;
  const ask = { ...who, choice: { jobId } };
  switch (action) {
    case 'cancel': {
      const stop = async (id: JobId) =>
        presentCancel(await cancel({ ...who, choice: { jobId: id } }, deps), 'button', showing);
      const first = await stop(jobId);
      return said(presentTogether([first, ...(await Promise.all(others.map(stop)))]));
    }
    case 'again':
      return answerAgain({ ...ask, variant: 'take' }, { named: 'button' }, asker, { ...deps, showing });
    case 'hd':
    case 'continue':
      return answerAgain({ ...ask, variant: action }, { named: 'button' }, asker, { ...deps, showing });
    case 'edit': {
      const edit = await findEdit({ ...ask, variant: 'take' }, deps);
      if (edit.kind !== 'edit') return said(presentNoAccess(edit, 'repeat', 'button', showing));
      return { kind: 'form', command: edit.command, typed: edit.typed };
    }
    case 'delete':
      return said(presentDeletable(await findDeletable(ask, deps.store), 'button', showing));
    case 'delete_now':
      return said(presentDeleted(await deleteClip({ ...ask, reason: null }, deps), 'button', showing));
  }
}

/** A yes is done at once; anything else is asked with a form that holds what it is about. */
async function answerDecide({ action, approvalId }: Decide, at: At): Promise<Answer> {
  const { by, showing, store } = at;
  if (by.role === 'member') return said(presentNotAllowed(showing));
  if (action === 'approve') {
    return said(await verdictOn({ id: approvalId }, { kind: 'approve', limit: null }, null, at));
  }
  const approval = await store.approvals.find({ id: approvalId });
  const found = approval && approval.tenantId === by.tenantId ? await store.request(approval.requestId) : null;
  const job = found?.jobs[0];
  if (!approval || !job) return said(presentDecided({ kind: 'not_found' }, null, showing));
  if (approval.state.kind !== 'open') return said(presentDecided({ kind: 'already', approval }, null, showing));
  if (action === 'deny') return { kind: 'form', command: 'video-admin deny', typed: `#${job.number}` };
  const credits = creditsOf(approval.quoteMicroUsd);
  return { kind: 'form', command: 'video-admin approve', typed: `#${job.number} --credits ${credits} --expires 24h` };
}
