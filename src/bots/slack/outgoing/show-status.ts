import { createHash } from 'node:crypto';
import type { MessageRef } from '../../../core/destination.ts';
import type { ClipId } from '../../../core/ids.ts';
import { hasEnded } from '../../../core/job.ts';
import { type StatusAsk, StatusNotPosted } from '../../../core/ports/chat.ts';
import type { Clock } from '../../../core/ports/world.ts';
import type { JobView, Request } from '../../../core/request.ts';
import { MINUTE } from '../../../core/time.ts';
import { createTurns } from '../../in-turn.ts';
import { createPauses } from '../../pauses.ts';
import type { Showing } from '../../view.ts';
import { type Draft, drawStatus } from '../draw/draft.ts';
import { messageRefOf, readMessageRef } from '../places.ts';
import type { ApiProblem, ProblemKind } from './api-error.ts';
import type { SlackApi } from './api.ts';
import { joining } from './joining.ts';
import { linkInStatus } from './link-in-status.ts';
import type { StatusMemory } from './status-memory.ts';
import type { StatusPace } from './status-pace.ts';
import type { Targets } from './target.ts';
import { createTellDirectly } from './tell-directly.ts';

type Deps = {
  readonly targets: Targets;
  readonly clock: Clock;
  readonly memory: StatusMemory;
  readonly pace: StatusPace;
  readonly showing: (view: JobView) => Showing;
  readonly clipUrl: (clipId: ClipId) => string | null;
};

type Jobs = readonly [JobView, ...JobView[]];

/** What is to be seen. */
type Sight = {
  readonly draft: Draft;
  /** The same without anybody's words, for when Slack does not understand the whole. */
  readonly wordless: Draft;
  /** Nothing more comes after it, so that it is tried also where others were in vain. */
  readonly isOver: boolean;
  /** How far its videos are. Between two refreshes at the same stage, there is progress at most. */
  readonly stage: string;
};

/** Not shown now; the same again may be. */
class StatusNotShown extends Error {
  override readonly name = 'StatusNotShown';
}

/** A message that we may not edit is left alone for so long. */
const refusedPauseMs = 10 * MINUTE;

/**
 * Shows the one status of a request, in a message that is posted once: Slack knows no name for a post by which it would
 * not be made twice, and lets us look for none of ours. One whose answer was lost is found when somebody presses one of
 * its buttons.
 */
export function createShowStatus({ targets, clock, memory, pace, showing, clipUrl }: Deps) {
  const inTurn = createTurns();
  const refused = createPauses(clock);
  const tellEnd = createTellDirectly({ targets });

  async function post(jobs: Jobs, { draft, wordless, stage }: Sight, signal: AbortSignal): Promise<MessageRef | null> {
    const [{ request }] = jobs;
    const target = await targets.of(jobs[0], request.destination, signal);
    if (target.kind === 'closed' || target.kind === 'uninstalled') return null;
    if (target.kind !== 'place') return unposted(target);
    const { api, at } = target;
    const attempt = (content: Draft) => joining(api, at.channelId, () => api.postMessage(at, content, signal), signal);
    signal.throwIfAborted();
    const whole = await attempt(draft);
    const answer = whole.kind === 'rejected' ? await attempt(wordless) : whole;
    if (answer.kind !== 'done') {
      if (answer.kind !== 'ambiguous') return unposted(answer);
      throw new StatusNotShown(answer.detail);
    }
    const ref = messageRefOf(answer.value);
    memory.shown.keep(ref, fingerprint(draft));
    memory.stages.keep(ref, stage);
    return ref;
  }

  /** Throws where trying again may help. */
  async function refresh(
    ref: MessageRef,
    { id, tenantId }: Request,
    api: SlackApi,
    sight: Sight,
    signal: AbortSignal,
  ): Promise<void> {
    const at = readMessageRef(ref);
    const content = fingerprint(sight.draft);
    const isInVain = !sight.isOver && refused.leftMs(ref) > 0;
    if (!at || memory.shown.get(ref) === content || isInVain) return;
    const of = memory.stages.get(ref) === sight.stage ? 'progress' : 'change';
    if (!sight.isOver && !pace.hasRoom(tenantId, of)) {
      // The next progress is shown, or the one after it.
      if (of === 'progress') return;
      throw new StatusNotShown('there are too many statuses to refresh');
    }
    signal.throwIfAborted();
    memory.shown.forget(ref);
    pace.refreshed(tenantId, id);
    const whole = await api.updateMessage(at, sight.draft, signal);
    const answer = whole.kind === 'rejected' ? await api.updateMessage(at, sight.wordless, signal) : whole;
    switch (answer.kind) {
      case 'done':
        memory.shown.keep(ref, content);
        memory.stages.keep(ref, sight.stage);
        return;
      case 'gone':
      case 'message_gone':
      case 'not_in_channel':
      case 'not_allowed':
      case 'no_uploads':
      case 'file_gone':
      case 'too_large':
      case 'answer_over':
      case 'rejected':
        refused.pause(ref, refusedPauseMs);
        return;
      case 'slow':
      case 'token_refused':
      case 'ambiguous':
      case 'not_done':
        throw new StatusNotShown(answer.detail);
    }
  }

  function sightOf(jobs: Jobs, ref: MessageRef | null): Sight {
    const draw = (views: Jobs): Draft =>
      drawStatus(views, showing(jobs[0]), (view) => linkInStatus(view, ref, clipUrl));
    const [first, ...others] = jobs;
    const wordless = draw([withoutWords(first), ...others.map(withoutWords)]);
    return { draft: draw(jobs), wordless, isOver: jobs.every(({ job }) => hasEnded(job.state)), stage: stageOf(jobs) };
  }

  return async ({ message, jobs, mayBeShown }: StatusAsk, signal: AbortSignal): Promise<MessageRef | null> => {
    signal.throwIfAborted();
    const [first, ...others] = jobs;
    if (!first) return message;
    const { id, destination } = first.request;
    return inTurn(id, async () => {
      signal.throwIfAborted();
      const all: Jobs = [first, ...others];
      const known = message ?? memory.posted.get(id);
      if (known === null) {
        if (mayBeShown) {
          // A clip speaks for itself; a failure would be seen nowhere.
          if (endedInVain(all)) await tellEnd(id, first, () => sightOf(all, null).draft, signal);
          return null;
        }
        const posted = await post(all, sightOf(all, null), signal);
        if (posted !== null) memory.posted.keep(id, posted);
        return posted;
      }
      memory.posted.keep(id, known);
      const installed = await targets.workspaceOf(destination);
      if (installed.kind === 'uninstalled' || installed.kind === 'gone') return known;
      if (installed.kind !== 'installed') throw new StatusNotShown(installed.detail);
      await refresh(known, first.request, installed.api, sightOf(all, known), signal);
      return known;
    });
  };
}

/** Null where nothing can be shown there, whatever is tried; else throws. */
function unposted(problem: ApiProblem): null {
  if (closed.has(problem.kind)) return null;
  throw new StatusNotPosted(problem.detail);
}

const closed: ReadonlySet<ProblemKind> = new Set(['gone', 'not_in_channel', 'not_allowed']);

/** Nothing more comes of it, and something that was wanted never will. */
function endedInVain(jobs: Jobs): boolean {
  const isOver = jobs.every(({ job }) => hasEnded(job.state));
  return isOver && jobs.some(({ job }) => job.state.kind === 'failed' || job.state.kind === 'refused');
}

function stageOf(jobs: Jobs): string {
  const stages = jobs.map(({ job }) => [job.state.kind, job.overdueAtMs, job.cancelRequestedAtMs, job.retries > 0]);
  return JSON.stringify(stages);
}

function withoutWords(view: JobView): JobView {
  return { ...view, request: { ...view.request, prompt: null }, requester: { ...view.requester, name: null } };
}

function fingerprint(draft: Draft): string {
  return createHash('sha256').update(JSON.stringify(draft)).digest('base64');
}
