import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ConfirmationDialog,
  HeaderBlock,
  KnownBlock,
} from '@slack/types';
import { firstOf } from '../../long-text.ts';
import type { Text } from '../../messages/text.ts';
import { contentOf, textLine, titleLine } from '../draw/content.ts';
import { plain } from '../incoming/form-fields.ts';

/** What Slack takes. */
const headerCharsMax = 150;

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(firstOf(text, headerCharsMax)) };
}

/** Lines one beneath the other; `title` above them stands out. */
export function lines(texts: readonly Text[], title: Text | null = null): KnownBlock[] {
  return contentOf([...(title ? [titleLine(title)] : []), ...texts.map(textLine)]).blocks;
}

/** `mark` makes it another row than the one that was there: in a row that stays, what was chosen stays as well. */
export function row(elements: ActionsBlockElement[], mark: string | null = null): ActionsBlock {
  return { type: 'actions', ...(mark === null ? {} : { block_id: mark }), elements };
}

export function button(
  actionId: string,
  label: string,
  more: Partial<Pick<Button, 'value' | 'confirm' | 'style'>> = {},
): Button {
  return { type: 'button', action_id: actionId, text: plain(label), ...more };
}

/** Asked by Slack itself, before anything comes to us. */
export function asking(ask: {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly deny: string;
}): ConfirmationDialog {
  const { title, text, confirm, deny } = ask;
  return { title: plain(title), text: plain(text), confirm: plain(confirm), deny: plain(deny), style: 'danger' };
}
