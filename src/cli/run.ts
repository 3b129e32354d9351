import type { Command } from 'commander';
import { openStore } from '../app.ts';
import { printView } from '../bots/terminal/print-view.ts';
import type { View } from '../bots/view.ts';
import { readEnvironment } from '../config.ts';
import { createLog } from '../log.ts';

export type Books = Awaited<ReturnType<typeof openStore>>;

/** What a command answers: words for people, the same as data for scripts, and the exit code. */
export type Answer = { readonly view: View; readonly data: unknown; readonly code: number };

export type Finish = (code: number) => void;

/** Gives a command its `--json` and its body: opens the store, answers on standard output, closes. */
export function answering(
  command: Command,
  finish: Finish,
  body: (books: Books, args: readonly string[], options: Readonly<Record<string, unknown>>) => Promise<Answer>,
): void {
  command.option('--json', 'one JSON value in place of words').exitOverride();
  command.action(async (...given: unknown[]) => {
    const options = command.opts<Record<string, unknown>>();
    const args = given.filter((value) => typeof value === 'string');
    const { config } = readEnvironment();
    const books = await openStore(config, createLog(config.logLevel ?? 'error'));
    try {
      const { view, data, code } = await body(books, args, options);
      process.stdout.write(options['json'] === true ? `${JSON.stringify(data)}\n` : `${printView(view)}\n`);
      finish(code);
    } finally {
      await books.store.close();
    }
  });
}
