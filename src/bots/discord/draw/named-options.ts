import { allLeaves } from '../../grammar/find-command.ts';
import { type Flag, takeFlags } from '../../grammar/flags.ts';

/** What tells how a command may be used: `[#N]`, `@NAME|default`. */
const usage = /[[\]]|\|(?![^{]*\})/u;
const no = /^(?:off|no|false)$/iu;

/** A command as it is typed or pasted at Discord, where every value goes by its name: `/videos show number: 412`. */
export function namedOptions(typed: string): string {
  const found = allLeaves().find(({ path }) => typed.startsWith(`/${path} `));
  if (!found || usage.test(typed)) return typed;
  const { path, leaf } = found;
  const { bare, flags, problems } = takeFlags(typed.slice(path.length + 2), leaf.options);
  const nameless = bare === '' ? [] : (leaf.deal?.(bare) ?? [[leaf.bare ?? '', bare] as const]);
  const isRead = problems.length === 0 && nameless.every(([name]) => name !== '');
  if (!isRead) return typed;
  const values = [...nameless.filter(([, words]) => words !== ''), ...flags.map(valueOf)];
  return [`/${path}`, ...values.map(([name, words]) => `${name}: ${words.replace(/^#(?=\d)/u, '')}`)].join(' ');
}

function valueOf({ option, raw, negated }: Flag): readonly [string, string] {
  if (option.spec.kind.kind !== 'flag') return [option.name, raw ?? ''];
  return [option.name, negated || (raw !== null && no.test(raw)) ? 'False' : 'True'];
}
