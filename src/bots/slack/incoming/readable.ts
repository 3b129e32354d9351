import type { Text } from '../../messages/text.ts';
import type { View } from '../../view.ts';
import { withNames } from './read-text.ts';

/** A view with the names of people and channels that somebody typed, in place of what Slack made of them. */
export function readable(view: View): View {
  return { ...view, title: readableText(view.title), lines: view.lines.map(readableText) };
}

function readableText(text: Text): Text {
  return text.map((part) => (part.kind === 'untrusted' ? { ...part, text: withNames(part.text) } : part));
}
