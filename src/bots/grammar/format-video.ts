import type { Ask } from '../../core/spec.ts';
import { quoteValue } from './format-typed.ts';
import { parseText } from './parse-text.ts';
import { inAllQuotes } from './quotes.ts';
import { nameOfSize } from './sizes.ts';

/** An ask as text that reads back as the same ask: what **Edit** starts from. The prompt is quoted where it needs to be. */
export function formatVideo(ask: Ask): string {
  const { input } = ask;
  const options = [
    input && `--${input.kind} ${quoteValue(input.source)}`,
    ask.engine !== null && `--engine ${quoteValue(ask.engine)}`,
    ask.seconds !== null && `--seconds ${ask.seconds}`,
    ask.size && `--size ${nameOfSize(ask.size)}`,
    ask.fps !== null && `--fps ${ask.fps}`,
    ask.style !== null && `--style ${quoteValue(ask.style)}`,
    ask.count > 1 && `--count ${ask.count}`,
    ask.seed !== null && `--seed ${ask.seed}`,
    ask.audio !== null && (ask.audio ? '--audio' : '--no-audio'),
    ask.fresh && '--fresh',
    ask.private && '--private',
  ].filter((word) => typeof word === 'string');
  const { prompt } = ask;
  const texts = [prompt, ...inAllQuotes(prompt)].map((words) => [words, ...options].join(' '));
  return texts.find((text) => readsBackAs(prompt, text)) ?? texts[0] ?? prompt;
}

/** An option that was taken for prompt, or prompt for an option, shows in the prompt. */
function readsBackAs(prompt: string, text: string): boolean {
  const command = parseText('video', text, { engines: null });
  return command.kind === 'video' && command.asks.length === 1 && command.asks[0].prompt === prompt;
}
