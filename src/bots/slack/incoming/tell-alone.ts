import { catalogueFor } from '../../messages/catalogue.ts';
import { spoken } from '../../view.ts';
import { type Draft, drawSaid } from '../draw/draft.ts';
import type { ApiResult } from '../outgoing/api-call.ts';
import type { PostAt } from '../places.ts';
import type { Workspace } from '../workspace.ts';
import { askMsMax, askSlack } from './ask-slack.ts';
import type { Incoming } from './deps.ts';
import { localeHere } from './who-asks.ts';

/** Whom an answer is for, and the ways to them. */
export type AnswerTo = {
  readonly userId: string;
  readonly at: PostAt | null;
  readonly responseUrl: string | null;
  /** In place of the message whose button was pressed, which only they see. */
  readonly inPlace: boolean;
};

type Deps = Pick<Incoming, 'respond' | 'clock' | 'log'>;

/**
 * Says something to one person alone: by the address that Slack gave for it while that is good, else beside the place
 * they asked in, else by direct message. Twice is better than not at all: nobody else sees it.
 */
export async function tellAlone(to: AnswerTo, draft: Draft, workspace: Workspace | null, deps: Deps): Promise<void> {
  for (const way of waysTo(to, workspace, deps)) {
    const say = (said: Draft): Promise<ApiResult<unknown>> =>
      askSlack(askMsMax.answer, (signal) => way.say(said, signal), deps.clock);
    const answer = await say(draft);
    if (answer.kind === 'done') return;
    deps.log.warn('an answer did not get through', { way: way.name, why: answer.detail });
    // Something of what they typed is in it that Slack does not take: they are told at least that.
    if (answer.kind === 'rejected' && (await say(wentWrong())).kind === 'done') return;
  }
}

function wentWrong(): Draft {
  return drawSaid(spoken(catalogueFor(localeHere).answers.wentWrong(), [], 'bad'));
}

type Way = {
  readonly name: string;
  readonly say: (draft: Draft, signal: AbortSignal) => Promise<ApiResult<unknown>>;
};

function waysTo(
  { userId, at, responseUrl, inPlace }: AnswerTo,
  workspace: Workspace | null,
  { respond }: Pick<Deps, 'respond'>,
): readonly Way[] {
  const api = workspace?.api;
  const ways: Way[] = [];
  if (responseUrl !== null) {
    const thread = at?.thread ?? null;
    ways.push({
      name: 'address',
      say: (draft, signal) => respond(responseUrl, { draft, inPlace, thread }, signal),
    });
  }
  if (api && at !== null) {
    ways.push({ name: 'channel', say: (draft, signal) => api.postEphemeral(at, userId, draft, signal) });
  }
  if (api) {
    ways.push({
      name: 'direct message',
      async say(draft, signal) {
        const channel = await api.openDm(userId, signal);
        if (channel.kind !== 'done') return channel;
        return api.postMessage({ channelId: channel.value, thread: null }, draft, signal);
      },
    });
  }
  return ways;
}
