import { catalogueFor } from '../../messages/catalogue.ts';
import { createRecent } from '../../recent.ts';
import { whyFailed } from '../../why-failed.ts';
import type { Workspace } from '../workspace.ts';
import type { Came } from './came.ts';
import type { Incoming } from './deps.ts';
import { give } from './give.ts';
import { tellDecisionsOf } from './log-decisions.ts';
import { type Reply, textReply } from './reply.ts';
import { type GiveTo, tellWentWrong } from './tell.ts';
import { enter, localeHere } from './who-asks.ts';

/** What is done about an event, once it is clear that it is for us. */
export type Deed = {
  readonly came: Came;
  /** In place of the message whose button was pressed, which only they see. */
  readonly inPlace?: boolean;
  /** Whether a moderator may have decided something with it. */
  readonly mayDecide?: boolean;
  readonly perform: (workspace: Workspace) => Promise<Reply>;
};

export type Taking = ReturnType<typeof createTaking>;

/** Takes events, each of them once, and answers them. */
export function createTaking(deps: Incoming) {
  const seen = createRecent<true>();

  return {
    /** Does nothing where the same event came before. Never rejects. */
    async take(deed: Deed): Promise<void> {
      const { teamId, name } = deed.came;
      if (seen.has(`${teamId} ${name}`)) return;
      seen.keep(`${teamId} ${name}`, true);
      await answer(deed, deps);
    },
  };
}

async function answer({ came, inPlace = false, mayDecide = false, perform }: Deed, deps: Incoming): Promise<void> {
  const sinceMs = deps.clock.nowMs();
  let to: GiveTo = { came, workspace: null, inPlace, belongsAt: null };
  try {
    const entered = await enter(came, deps);
    if (entered.kind === 'refused') return await give(textReply(entered.why, 'bad'), to, deps);
    const { workspace } = entered;
    to = { ...to, workspace };
    const { reply, isDone } = await inWords(() => perform(workspace), deps);
    await give(reply, to, deps);
    if (isDone && mayDecide) await logDecisions(came, sinceMs, workspace, deps);
  } catch (error) {
    deps.log.error('an event from Slack was not dealt with', error);
    await apologise(to, deps);
  }
}

/** What goes wrong on our side is said in words, and logged once without what was typed. */
async function inWords(
  perform: () => Promise<Reply>,
  { clock, log }: Incoming,
): Promise<{ readonly reply: Reply; readonly isDone: boolean }> {
  try {
    return { reply: await perform(), isDone: true };
  } catch (error) {
    log.error('an event from Slack could not be dealt with', error);
    return { reply: textReply(whyFailed(error, catalogueFor(localeHere), clock.nowMs()), 'bad'), isDone: false };
  }
}

async function apologise(to: GiveTo, deps: Incoming): Promise<void> {
  try {
    await tellWentWrong(to, deps);
  } catch (error) {
    deps.log.error('nobody could be told that an event was not dealt with', error);
  }
}

/** Nobody waits for it, and what goes wrong with it changes nothing. */
async function logDecisions(came: Came, sinceMs: number, workspace: Workspace, deps: Incoming): Promise<void> {
  try {
    await tellDecisionsOf(came, sinceMs, workspace, deps);
  } catch (error) {
    deps.log.warn('what a moderator decided was not written into a channel', { why: String(error) });
  }
}
