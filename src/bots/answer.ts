import { again, type AgainAsk } from '../core/usecases/again.ts';
import { cancel } from '../core/usecases/cancel.ts';
import { listEngines } from '../core/usecases/list-engines.ts';
import { list } from '../core/usecases/list.ts';
import { type RequestDeps, type RequestResult, requestVideo } from '../core/usecases/request.ts';
import { show } from '../core/usecases/show.ts';
import { type Answer, said } from './answered.ts';
import { answerAdmin } from './answer-admin.ts';
import { answerForgetMe } from './answer-forget-me.ts';
import { answerQuota } from './answer-quota.ts';
import type { Asker } from './asker.ts';
import { inWords, type Known, knownAs, requestOf, showingFor } from './asking.ts';
import { findEdit } from './edit.ts';
import { fitFor } from './fit-for.ts';
import type { Command } from './grammar/command.ts';
import { presentConfirm, presentSameInFlight } from './present-asking-back.ts';
import {
  type Asked,
  type Named,
  presentCancel,
  presentList,
  presentMistake,
  presentNoAccess,
  presentRefusals,
} from './present-answers.ts';
import { presentEngines } from './present-engines.ts';
import { presentHelp } from './present-help.ts';
import { presentStory } from './present-story.ts';
import { typedAgain } from './typed-again.ts';
import { type Showing, spoken } from './view.ts';

export type Answerer = {
  /** Does what was typed. Never throws: what goes wrong is answered in words. */
  readonly answer: (command: Command, asker: Asker) => Promise<Answer>;
};

export type AnswerDeps = RequestDeps;

const listed = 10;

/** What every chat surface does with a command once it is read. */
export function createAnswerer(deps: AnswerDeps): Answerer {
  return { answer: (command, asker) => inWords(asker, deps, () => answerCommand(command, asker, deps)) };
}

async function answerCommand(command: Command, asker: Asker, deps: AnswerDeps): Promise<Answer> {
  const showing = showingFor(asker, deps);
  switch (command.kind) {
    case 'help':
      return said(presentHelp(command.topic, showing, asker));
    case 'mistake':
      return said(presentMistake(command, showing));
    case 'video': {
      const confirmed = command.isSure ?? agreedBy(asker);
      const request = { ...requestOf(asker), asks: command.asks, canConfirm: true, confirmed };
      return answerRequest(await requestVideo(request, deps), typedAgain(command.asks), asker, { ...deps, showing });
    }
    case 'form':
      return { kind: 'form', command: command.command, typed: command.typed };
    case 'engines':
      return said(
        presentEngines(await listEngines({ ...asker, isOperator: asker.role === 'operator' }, deps), showing),
      );
    case 'quota':
      return answerQuota(asker, deps);
    case 'forget_me':
      return said(await answerForgetMe(command.isSure, asker, deps));
    case 'admin':
      return answerAdmin(command.command, asker, deps);
    case 'list':
    case 'show':
    case 'cancel':
    case 'again':
      return answerAbout(command, asker, await knownAs(asker, deps), { ...deps, showing });
  }
}

type OneVideo = Extract<Command, { kind: 'list' | 'show' | 'cancel' | 'again' }>;

async function answerAbout(
  command: OneVideo,
  asker: Asker,
  { userId, who }: Known,
  deps: AnswerDeps & { readonly showing: Showing },
): Promise<Answer> {
  const { showing } = deps;
  const { tenantId } = asker.destination;
  if (command.kind === 'list') {
    const views = await list({ tenantId, userId, states: null, limit: listed }, deps);
    // What was forgotten is nobody's any more, whatever its books still say.
    return said(
      presentList(
        views.filter(({ request }) => request.prompt !== null),
        showing,
      ),
    );
  }
  const named: Named = command.number ?? 'latest';
  const ask = { ...who, choice: { tenantId, number: command.number } };
  switch (command.kind) {
    case 'show': {
      const found = await show(ask, deps);
      if (found.kind !== 'found') return said(presentNoAccess(found, 'see', named, showing));
      const view = presentStory(found.story, showing, found);
      const { clip } = found.story.view;
      return clip && clip.deletedAtMs === null ? { kind: 'clip', view, clip } : said(view);
    }
    case 'cancel':
      return said(presentCancel(await cancel(ask, deps), named, showing));
    case 'again': {
      const { variant, prompt, isSure } = command;
      return answerAgain({ ...ask, variant, prompt }, { named, isSure }, asker, deps);
    }
  }
}

/** Makes an earlier video once more, larger, or goes on from it. A refusal offers to change what was asked for. */
export async function answerAgain(
  ask: AgainAsk,
  { named, isSure }: { readonly named: Named; readonly isSure?: true | undefined },
  asker: Asker,
  deps: AnswerDeps & { readonly showing: Showing },
): Promise<Answer> {
  const { showing } = deps;
  const confirmed = isSure ?? agreedBy(asker);
  const result = await again({ ...ask, request: { ...requestOf(asker), canConfirm: true, confirmed } }, deps);
  switch (result.kind) {
    case 'not_found':
    case 'not_yours':
      return said(presentNoAccess(result, ask.variant === 'take' ? 'repeat' : 'build', named, showing));
    case 'admitted':
    case 'repeated':
    case 'same_in_flight':
      return answerRequest(result, null, asker, deps);
    case 'confirm':
    case 'refused': {
      const edit = await findEdit(ask, deps);
      return answerRequest(result, edit.kind === 'edit' ? edit : null, asker, deps);
    }
  }
}

/** What they agreed to pay. Whom a moderator is asked for is asked about by them. */
function agreedBy({ agreedMicroUsd, asksModerator }: Asker): number | true | null {
  return asksModerator === undefined ? (agreedMicroUsd ?? null) : true;
}

async function answerRequest(
  result: RequestResult,
  asked: Asked | null,
  asker: Asker,
  deps: AnswerDeps & { readonly showing: Showing },
): Promise<Answer> {
  const { showing, store, engines } = deps;
  switch (result.kind) {
    case 'refused': {
      const { refusals, mayAsk } = result;
      const isOutage = refusals[0].kind === 'store_unavailable';
      const tenant = isOutage ? null : await store.tenant(asker.destination.tenantId, showing.nowMs);
      const fit = tenant && fitFor(refusals, asked, tenant, engines);
      return said(presentRefusals(refusals, showing, asked, { fit, mayAsk }));
    }
    case 'admitted':
      return { kind: 'taken', request: result.request, jobs: result.jobs, repeated: false };
    case 'repeated': {
      const { request, jobs } = result;
      if (asker.confirms) return said(spoken(showing.words.answers.confirmedBefore(), [], 'note'));
      if (request.statusMessage !== null) return { kind: 'taken', request, jobs, repeated: true };
      const numbers = jobs.map((job) => job.number);
      return said(spoken(showing.words.answers.alreadyTaken(numbers), [], 'note'));
    }
    case 'same_in_flight':
      return said(presentSameInFlight(result, asker.destination, showing));
    case 'confirm':
      return said(presentConfirm(result, asked, asker.agreedMicroUsd ?? null, showing));
  }
}
