import type { RootName } from '../commands.ts';
import type { Ask } from '../../core/spec.ts';
import { quoteValue } from './format-typed.ts';
import { parseText } from './parse-text.ts';
import { inAllQuotes } from './quotes.ts';
import { nameOfSize } from './sizes.ts';

/** An ask as text that reads back as the same ask: what **Edit** starts from. The prompt is quoted where it needs to be. */
export function formatVideo(ask: Ask): string {
  const options = [ask.engine !== null && `--engine ${quoteValue(ask.engine)}`, ...optionsOf(ask)];
  return firstThatReadsBack('video', [ask.prompt], textsOf([ask.prompt], ' ', options));
}

/** The same of several prompts, one a line. */
export function formatBatch(prompts: Prompts, ask: Ask): string {
  const options = [ask.engine !== null && `--engine ${quoteValue(ask.engine)}`, ...optionsOf(ask)];
  return firstThatReadsBack('videos', prompts, textsOf(prompts, '\n', options), 'batch ');
}

/** The same prompt at several engines. */
export function formatCompare(engines: readonly string[], ask: Ask): string {
  const options = [`--engines ${engines.join(',')}`, ...optionsOf(ask)];
  const prompts = engines.map(() => ask.prompt);
  return firstThatReadsBack('videos', prompts, textsOf([ask.prompt], ' ', options), 'compare ');
}

type Prompts = readonly string[];

function optionsOf(ask: Ask): (string | false | null)[] {
  const { input } = ask;
  return [
    input && `--${input.kind} ${quoteValue(input.source)}`,
    ask.seconds !== null && `--seconds ${ask.seconds}`,
    ask.size && `--size ${nameOfSize(ask.size)}`,
    ask.fps !== null && `--fps ${ask.fps}`,
    ask.style !== null && `--style ${quoteValue(ask.style)}`,
    ask.count > 1 && `--count ${ask.count}`,
    ask.seed !== null && `--seed ${ask.seed}`,
    ask.audio !== null && (ask.audio ? '--audio' : '--no-audio'),
    ask.fresh && '--fresh',
    ask.private && '--private',
  ];
}

/** As they are, and in every kind of quotes. */
function textsOf(prompts: Prompts, between: string, options: readonly (string | false | null)[]): string[] {
  const quoted = prompts.map(inAllQuotes);
  const kinds = quoted[0]?.map((_, kind) => quoted.map((each) => each[kind] ?? '')) ?? [];
  const words = options.filter((word) => typeof word === 'string').join(' ');
  return [prompts, ...kinds].map((lines) => [...lines, words].filter((line) => line !== '').join(between));
}

/** An option that was taken for prompt, or prompt for an option, shows in the prompts. */
function firstThatReadsBack(root: RootName, prompts: Prompts, texts: readonly string[], before = ''): string {
  const found = texts.find((text) => {
    const command = parseText(root, before + text, { engines: null });
    const read = command.kind === 'video' ? command.asks.map(({ prompt }) => prompt) : [];
    return read.length === prompts.length && read.every((prompt, index) => prompt === prompts[index]);
  });
  return found ?? texts[0] ?? '';
}
