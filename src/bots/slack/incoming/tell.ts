import type { Destination } from '../../../core/destination.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { spoken, type TypedButton, type View } from '../../view.ts';
import { type Draft, drawSaid } from '../draw/draft.ts';
import { externalIdOf } from '../places.ts';
import type { Workspace } from '../workspace.ts';
import type { Came } from './came.ts';
import type { Incoming } from './deps.ts';
import { readable } from './readable.ts';
import { writeRetry } from './retry-value.ts';
import { tellAlone } from './tell-alone.ts';
import { localeHere } from './who-asks.ts';

/** Where an answer is given. */
export type GiveTo = {
  readonly came: Came;
  /** Null where we have none: then only the event's own address leads to who is answered. */
  readonly workspace: Workspace | null;
  /** In place of the message whose button was pressed, which only they see. */
  readonly inPlace: boolean;
  /** Where a form that is opened from the answer belongs, when that is not where it is opened. */
  readonly belongsAt: Destination | null;
};

/** Says something to the asker alone. */
export function tell(view: View, to: GiveTo, deps: Incoming): Promise<void> {
  return tellDraft(draftOf(view, to, deps), to, deps);
}

export async function tellDraft(draft: Draft, to: GiveTo, deps: Incoming): Promise<void> {
  const { userId, at, responseUrl } = to.came;
  await tellAlone({ userId, at, responseUrl, inPlace: to.inPlace }, draft, to.workspace, deps);
}

/** For whatever was not foreseen. */
export function tellWentWrong(to: GiveTo, deps: Incoming): Promise<void> {
  return tell(spoken(catalogueFor(localeHere).answers.wentWrong(), [], 'bad'), { ...to, inPlace: false }, deps);
}

/** Its buttons know themselves from those of a status by the name of their row. */
export function draftOf(view: View, { came, belongsAt }: GiveTo, { forms }: Pick<Incoming, 'forms'>): Draft {
  const ownerId = externalIdOf(came.teamId, came.userId);
  const thread = came.at?.thread ?? null;
  const keepTyped = (button: TypedButton): string => {
    const { command, typed } = button;
    const agreedMicroUsd = button.action === 'confirm' ? button.agreedMicroUsd : 0;
    const asksModerator = button.action === 'ask' ? button.reason : null;
    const told = { thread, event: came.name, agreedMicroUsd, asksModerator };
    return writeRetry({ command, typed, ...told, belongsAt, ownerId }, forms);
  };
  const { text, blocks } = drawSaid(readable(view), keepTyped);
  return {
    text,
    blocks: blocks.map((block, index) =>
      block.type === 'actions' ? { ...block, block_id: `${saidRow}${index}` } : block,
    ),
  };
}

const saidRow = 'said:';

/** Whether a button stands below an answer to somebody, and not below the status of a request. */
export function isBelowAnswer(blockId: string): boolean {
  return blockId.startsWith(saidRow);
}
