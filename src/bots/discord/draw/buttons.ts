import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { DeliveryId, RequestId } from '../../../core/ids.ts';
import { type Button, isApproval, isTyped, type TypedButton } from '../../view.ts';
import { pressButtonId, writeButtonId } from '../../button-id.ts';

export type ButtonRows = APIActionRowComponent<APIButtonComponentWithCustomId>[];

const labelCharsMax = 80;
const rowButtonsMax = 5;
const rowsMax = 5;

/** What a message is about, for buttons whose jobs do not fit into their id. */
export type ButtonsAt = {
  readonly requestId: RequestId | null;
  /** The delivery that is posted: it is recognised by its buttons. */
  readonly deliveryId: DeliveryId | null;
  /** Keeps what was typed, and names it. */
  readonly keepTyped: ((button: TypedButton) => string) | null;
};

export function drawButtons(buttons: readonly Button[], at: ButtonsAt): ButtonRows {
  const drawn = buttons.flatMap((button) => drawButton(button, at)).slice(0, rowButtonsMax * rowsMax);
  const rows: ButtonRows = [];
  for (let first = 0; first < drawn.length; first += rowButtonsMax) {
    rows.push({ type: ComponentType.ActionRow, components: drawn.slice(first, first + rowButtonsMax) });
  }
  return rows;
}

function drawButton(button: Button, at: ButtonsAt): APIButtonComponentWithCustomId[] {
  const id = idOf(button, at);
  if (id === null) return [];
  const label = button.label.slice(0, labelCharsMax);
  return [{ type: ComponentType.Button, style: styles[button.style], label, custom_id: id }];
}

const styles = {
  plain: ButtonStyle.Secondary,
  primary: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
} as const;

/** Null for what was typed where nothing can be kept. */
function idOf(button: Button, { keepTyped, ...at }: ButtonsAt): string | null {
  if (isApproval(button)) {
    return writeButtonId({ kind: 'approval', action: button.action, approvalId: button.approvalId });
  }
  if (!isTyped(button)) return pressButtonId(button, at);
  return keepTyped && writeButtonId({ kind: button.action, typedId: keepTyped(button) });
}
