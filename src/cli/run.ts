import type { Command } from 'commander';
import { type Books, openBooks, type OpenedEngines, openEngines } from '../books.ts';
import { printView } from '../bots/terminal/print-view.ts';
import { partsOf } from '../bots/messages/text.ts';
import { spoken, type Tone, type View } from '../bots/view.ts';
import { readEnvironment } from '../config.ts';
import { exitCodes } from '../entry.ts';
import { createLog } from '../log.ts';

/** What a command answers: words for people, the same as data for scripts, and the exit code. */
export type Answer = {
  readonly view: View;
  readonly data: unknown;
  readonly code: number;
  /** Goes to standard output as it is, in place of the view. */
  readonly raw?: string;
};

/** What commander read: the named options of a command. */
export type Options = Readonly<Record<string, unknown>>;

/** An answer of one sentence. What is bad fails, unless another exit code is given. */
export function said(text: string, tone: Tone, data: unknown, code?: number): Answer {
  const view = spoken(partsOf(text), [], tone);
  return { view, data, code: code ?? (tone === 'bad' ? exitCodes.failed : exitCodes.ok) };
}

export type Finish = (code: number) => void;

/** Gives a command its `--json` and its body, which works on the store: opens it, answers, closes. */
export function answering(
  command: Command,
  finish: Finish,
  body: (books: Books, options: Options) => Promise<Answer>,
): void {
  answeringWith(command, finish, async (settings, options) => {
    const books = await openBooks(settings, createLog(settings.config.logLevel ?? 'error'));
    try {
      return await body(books, options);
    } finally {
      await books.store.close();
    }
  });
}

/** The same with the engines as the service would have them. */
export function answeringOnEngines(
  command: Command,
  finish: Finish,
  body: (engines: OpenedEngines, books: Books, options: Options) => Promise<Answer>,
): void {
  answeringWith(command, finish, async (settings, options) => {
    const log = createLog(settings.config.logLevel ?? 'error');
    const books = await openBooks(settings, log);
    try {
      await using opened = await openEngines(settings, books, log);
      return await body(opened, books, options);
    } finally {
      await books.store.close();
    }
  });
}

/** Gives a command its `--json` and its body, which needs the settings alone, and answers on standard output. */
export function answeringWith(
  command: Command,
  finish: Finish,
  body: (settings: ReturnType<typeof readEnvironment>, options: Options) => Promise<Answer>,
): void {
  answeringFrom(readEnvironment, command, finish, body);
}

/** The same for a command that needs less than all settings: what is wrong with the others does not stop it. */
export function answeringFrom<Settings>(
  read: () => Settings,
  command: Command,
  finish: Finish,
  body: (settings: Settings, options: Options) => Promise<Answer>,
): void {
  command.option('--json', 'one JSON value in place of words').exitOverride();
  command.action(async () => {
    const options = command.opts<Record<string, unknown>>();
    const { view, data, code, raw } = await body(read(), options);
    const words = raw ?? `${printView(view)}\n`;
    process.stdout.write(options['json'] === true ? `${JSON.stringify(data)}\n` : words);
    finish(code);
  });
}
