import { allLeaves } from '../../grammar/find-command.ts';
import { namedIn, onOff } from '../../grammar/named-words.ts';
import { whoseWords } from '../commands/option-fields.ts';

/** What tells how a command may be used: `[#N]`, `@NAME|default`. */
const usage = /[[\]]|\|(?![^{]*\})/u;
const flag = /^--(?<no>no-)?(?<name>\p{L}[\p{L}\p{N}_-]*)(?:[\s=:]+(?<value>.+))?$/u;

/** A command or option as it is typed or pasted at Discord, where every value goes by its name: `/videos show number: 412`. */
export function namedOptions(typed: string): string {
  const alone = flag.exec(typed)?.groups;
  if (alone)
    return [alone['name'], alone['no'] === undefined ? (alone['value'] ?? '') : onOff(false)].join(': ').trimEnd();
  const found = allLeaves().find(({ path }) => typed.startsWith(`/${path} `));
  if (!found || usage.test(typed)) return typed;
  const { path, leaf } = found;
  const named = namedIn(leaf, typed.slice(path.length + 2));
  if (named === null) return typed;
  return [`/${path}`, ...named.map(([name, words]) => namedValue(name, words).join(': '))].join(' ');
}

/** An option of Discord's with its value. */
export function namedValue(name: string, words: string | boolean): readonly [name: string, value: string] {
  if (typeof words === 'boolean') return [name, onOff(words)];
  const beside = name === 'who' ? whoseWords.find((word) => word === words.toLowerCase()) : undefined;
  if (beside !== undefined) return [beside, onOff(true)];
  return [name, words.replace(/^#(?=\d)/u, '')];
}
