import type { Command, Mistake } from '../../grammar/command.ts';
import { shorten } from '../../grammar/problem.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { typedAgain } from '../../typed-again.ts';
import type { Reply } from './reply.ts';
import { localeHere } from './who-asks.ts';

type TypedFile = { readonly kind: 'image' | 'video'; readonly mistake: Mistake };

/**
 * A file that is named in text is never fetched: it could be anybody's, of any workspace. What somebody attaches to a form
 * is named by Slack. Null for a command that names none.
 */
export function withoutFile(command: Command): TypedFile | null {
  if (command.kind !== 'video') return null;
  const [first, ...others] = command.asks;
  if (first.input === null) return null;
  const { kind, source } = first.input;
  const expected = { kind: 'file', accepts: kind } as const;
  const { command: path, typed } = typedAgain([
    { ...first, input: null },
    ...others.map((ask) => ({ ...ask, input: null })),
  ]);
  const problem = { option: kind, expected, got: shorten(source), nearest: null };
  return { kind, mistake: { kind: 'mistake', command: path, typed, problems: [problem] } };
}

/** With where such a file can be attached, if it can. */
export function sayingWhere(reply: Reply, { kind, mistake }: TypedFile): Reply {
  if (reply.kind !== 'said') return reply;
  const { view } = reply;
  const where = catalogueFor(localeHere).slackCommands.fileInForm(kind, mistake.command);
  return { ...reply, view: { ...view, lines: [...view.lines, where] } };
}
