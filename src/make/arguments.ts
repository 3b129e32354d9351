import { Command, CommanderError } from 'commander';
import { commands } from '../bots/commands.ts';
import type { OptionValues } from '../bots/grammar/parse-options.ts';
import { en } from '../bots/messages/en.ts';
import { exitCodes } from '../entry.ts';
import type { Streams } from './streams.ts';

export type MakeArguments = {
  readonly kind: 'make';
  readonly values: OptionValues;
  /** As typed; null when the clip's file is named after the prompt. */
  readonly out: string | null;
  readonly json: boolean;
};

/** Options that make no sense for one clip at a terminal. */
const leftOut: ReadonlySet<string> = new Set(['prompt', 'video', 'count', 'fresh', 'private']);

/** Reads the command line of `make`. Its options are those of `/video`; their values are judged by the grammar. */
export function readMakeArguments(
  argv: readonly string[],
  streams: Streams,
): MakeArguments | { readonly kind: 'exit'; readonly code: number } {
  const program = new Command('npm run make --')
    .description('Makes one clip and prints the path of its file last.')
    .argument('[prompt...]', commands.video.options.prompt.help)
    .option('--out <file>', 'where the clip goes; named after the prompt when not said')
    .option('--json', 'one line of JSON in place of words')
    .showHelpAfterError('Add --help to see every option.')
    .configureOutput({ writeOut: (text) => streams.out.write(text), writeErr: (text) => streams.err.write(text) })
    .exitOverride();
  for (const [name, { help, kind }] of Object.entries(commands.video.options)) {
    if (leftOut.has(name)) continue;
    if (kind.kind === 'flag') program.option(`--${name}`, help).option(`--no-${name}`);
    else program.option(`--${name} <${en.help.placeholder(kind).toLowerCase()}>`, help);
  }
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { kind: 'exit', code: error.exitCode === 0 ? exitCodes.ok : exitCodes.usage };
  }
  const { out, json, ...values } = program.opts<OptionValues & { out?: string; json?: boolean }>();
  return { kind: 'make', values: { ...values, prompt: program.args.join(' ') }, out: out ?? null, json: json ?? false };
}
