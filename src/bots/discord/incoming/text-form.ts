import { isRootName } from '../../commands.ts';
import type { Command, Leaf } from '../../grammar/command.ts';
import { allLeaves } from '../../grammar/find-command.ts';
import { formatNamed, namedIn, namedToFlags } from '../../grammar/named-words.ts';
import { parseText } from '../../grammar/parse-text.ts';
import type { ParseContext } from '../../grammar/parse-value.ts';
import { whoseWords } from '../commands/option-fields.ts';
import { namedValue } from '../draw/named-options.ts';

/** Reads what such a form holds by now. */
export function parseTyped(command: string, text: string, context: ParseContext): Command {
  const [root = '', ...path] = command.split(' ');
  if (!isRootName(root)) throw new TypeError(`expected a command of the grammar, got ${root}`);
  return parseText(root, [...path, textFromForm(command, text)].join(' '), context);
}

/** What follows a command as its form holds it: by name where it has options. */
export function textForForm(command: string, typed: string): string {
  const leaf = leafAt(command);
  const named = leaf && namedIn(leaf, typed);
  if (!leaf || takesLines(leaf) || !named || named.every(([name]) => name === leaf.bare)) return typed;
  return formatNamed(named.map(([name, words]) => namedValue(name, words)));
}

const beside = new RegExp(`(?<=^|[\\s,;])(${whoseWords.join('|')}):\\s*true(?=$|[\\s,;])`, 'giu');

/** The same as text of the grammar, as it stands in such a form by now. */
export function textFromForm(command: string, text: string): string {
  const leaf = leafAt(command);
  return leaf && !takesLines(leaf) ? namedToFlags(text.replace(beside, 'who: $1'), leaf.options) : text;
}

/** Text with its own lines, in which a colon names no option. */
function takesLines(leaf: Leaf): boolean {
  return Object.values(leaf.options).some(({ kind }) => kind.kind === 'prompts');
}

function leafAt(command: string) {
  return allLeaves().find(({ path }) => path === command)?.leaf ?? null;
}
