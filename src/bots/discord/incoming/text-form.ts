import { allLeaves } from '../../grammar/find-command.ts';
import { formatNamed, namedIn, namedToFlags } from '../../grammar/named-words.ts';
import { everybodyOption } from '../commands/option-fields.ts';
import { namedValue } from '../draw/named-options.ts';

/** What follows a command as its form holds it: by name where it has options. */
export function textForForm(command: string, typed: string): string {
  const leaf = leafAt(command);
  const named = leaf && namedIn(leaf, typed);
  if (!leaf || !named || named.every(([name]) => name === leaf.bare)) return typed;
  return formatNamed(named.map(([name, words]) => namedValue(name, words)));
}

const everybody = new RegExp(`(?<=^|[\\s,;])${everybodyOption}:\\s*true(?=$|[\\s,;])`, 'iu');

/** The same as text of the grammar, as it stands in such a form by now. */
export function textFromForm(command: string, text: string): string {
  const leaf = leafAt(command);
  return leaf ? namedToFlags(text.replace(everybody, `who: ${everybodyOption}`), leaf.options) : text;
}

function leafAt(command: string) {
  return allLeaves().find(({ path }) => path === command)?.leaf ?? null;
}
