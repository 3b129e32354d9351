import type { Command } from 'commander';
import { type Books, openBooks } from '../app.ts';
import { printView } from '../bots/terminal/print-view.ts';
import { partsOf } from '../bots/messages/text.ts';
import { spoken, type Tone, type View } from '../bots/view.ts';
import { readEnvironment } from '../config.ts';
import { exitCodes } from '../entry.ts';
import { createLog } from '../log.ts';

/** What a command answers: words for people, the same as data for scripts, and the exit code. */
export type Answer = { readonly view: View; readonly data: unknown; readonly code: number };

/** What commander read: the named options of a command. */
export type Options = Readonly<Record<string, unknown>>;

/** An answer of one sentence. What is bad fails, unless another exit code is given. */
export function said(text: string, tone: Tone, data: unknown, code?: number): Answer {
  const view = spoken(partsOf(text), [], tone);
  return { view, data, code: code ?? (tone === 'bad' ? exitCodes.failed : exitCodes.ok) };
}

export type Finish = (code: number) => void;

/** Gives a command its `--json` and its body: opens the store, answers on standard output, closes. */
export function answering(
  command: Command,
  finish: Finish,
  body: (books: Books, options: Options) => Promise<Answer>,
): void {
  command.option('--json', 'one JSON value in place of words').exitOverride();
  command.action(async () => {
    const options = command.opts<Record<string, unknown>>();
    const { config } = readEnvironment();
    const books = await openBooks(config, createLog(config.logLevel ?? 'error'));
    try {
      const { view, data, code } = await body(books, options);
      process.stdout.write(options['json'] === true ? `${JSON.stringify(data)}\n` : `${printView(view)}\n`);
      finish(code);
    } finally {
      await books.store.close();
    }
  });
}
