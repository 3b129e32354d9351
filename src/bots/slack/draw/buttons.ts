import type { ActionsBlock, Button as SlackButton } from '@slack/types';
import type { RequestId } from '../../../core/ids.ts';
import { pressButtonId, writeButtonId } from '../../button-id.ts';
import { plainForeign } from '../../foreign.ts';
import { type Button, isApproval, isTyped, type TypedButton } from '../../view.ts';

/** What Slack takes. */
const labelUnitsMax = 75;
const rowButtonsMax = 25;
const rowsMax = 10;

/**
 * Keeps what was typed for a button that brings it back, and gives the value of that button: at most 2,000 characters of
 * what whoever reads the press makes of it.
 */
export type KeepTyped = (button: TypedButton) => string;

/** Of every button that brings back what was typed; what was typed is in its value. */
const typedActionId = (kind: TypedButton['action'], place: number): string =>
  writeButtonId({ kind, typedId: place === 0 ? 'typed' : `typed${place}` });

export type ButtonsAt = {
  /** What a message is about, for buttons whose jobs do not fit into their id. */
  readonly requestId: RequestId | null;
  readonly keepTyped: KeepTyped | null;
};

/** Buttons in one row, or in several where Slack takes no more. Our own ids are their names. */
export function drawButtons(buttons: readonly Button[], at: ButtonsAt): ActionsBlock[] {
  const drawn = new Map<string, SlackButton>();
  for (const [place, button] of buttons.entries()) {
    const each = drawButton(button, place, at);
    if (each) drawn.set(each.action_id, each);
  }
  const all = [...drawn.values()];
  const rows: ActionsBlock[] = [];
  for (let first = 0; first < all.length && rows.length < rowsMax; first += rowButtonsMax) {
    rows.push({ type: 'actions', elements: all.slice(first, first + rowButtonsMax) });
  }
  return rows;
}

/** Null for what was typed where nothing can be kept. */
function drawButton(
  button: Button,
  place: number,
  { keepTyped, requestId }: ButtonsAt,
): (SlackButton & { readonly action_id: string }) | null {
  const look = {
    type: 'button',
    text: { type: 'plain_text', text: plainForeign(button.label, labelUnitsMax), emoji: false },
    ...(button.style === 'plain' ? {} : { style: button.style }),
  } as const;
  if (isApproval(button)) {
    const { action, approvalId } = button;
    return { ...look, action_id: writeButtonId({ kind: 'approval', action, approvalId }) };
  }
  if (!isTyped(button)) return { ...look, action_id: pressButtonId(button, { requestId, deliveryId: null }) };
  return keepTyped && { ...look, action_id: typedActionId(button.action, place), value: keepTyped(button) };
}
