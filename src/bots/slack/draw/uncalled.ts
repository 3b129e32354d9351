import type { Text } from '../../messages/text.ts';
import { untrusted } from '../../messages/text.ts';
import type { View } from '../../view.ts';

/** What user groups are called, by their ids. */
type GroupNames = ReadonlyMap<string, string>;

/** The same by names alone: whoever Slack is given the id of is called, and with a group all of it. */
export function uncalled(view: View, groups: GroupNames = new Map()): View {
  const named = (text: Text): Text => uncalledText(text, groups);
  return { ...view, title: named(view.title), lines: view.lines.map(named) };
}

function uncalledText(text: Text, groups: GroupNames): Text {
  return text.map((part) => {
    if (part.kind === 'role') return untrusted(`@${groups.get(part.id) ?? part.id}`);
    return part.kind === 'untrusted' && part.person !== undefined ? untrusted(part.text) : part;
  });
}
