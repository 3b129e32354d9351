import { requestDefaults } from '../core/defaults.ts';
import type { EngineCapabilities, Size } from '../core/engine.ts';
import type { Engines } from '../core/engines.ts';
import type { Job } from '../core/job.ts';
import type { Visibility } from '../core/request.ts';
import type { Ask } from '../core/spec.ts';
import { askOf } from '../core/ask-of.ts';
import { quoteValue } from './grammar/format-typed.ts';
import { formatBatch, formatCompare, formatVideo } from './grammar/format-video.ts';
import { parseText } from './grammar/parse-text.ts';
import type { Asked } from './present-answers.ts';

type Asks = readonly [Ask, ...Ask[]];

/**
 * What was asked for, as the text that asks for it: a comparison with its engines, a batch with its choices in braces where
 * they can hold it, else one a line.
 */
export function typedAgain(asks: Asks): Asked {
  const [first, ...others] = asks;
  if (others.length === 0) return asked(first, formatVideo(first));
  if (isComparison(asks)) {
    const engines = asks.flatMap(({ engine }) => engine ?? []);
    return asked(first, formatCompare(engines, first), 'videos compare');
  }
  const prompts = asks.map(({ prompt }) => prompt);
  const choices = formatVideo({ ...first, prompt: braced(prompts) });
  if (readsBackAs(asks, choices)) return asked(first, choices);
  // A line has no room for these.
  const holdsLines = prompts.every((prompt) => !prompt.includes('\n')) && first.input === null;
  return holdsLines ? asked(first, formatBatch(prompts, first), 'videos batch') : asked(first, formatVideo(first));
}

/** Whether the same is asked of several engines. */
export function isComparison([first, ...others]: Asks): boolean {
  return others.length > 0 && others.every(({ engine, prompt }) => engine !== first.engine && prompt === first.prompt);
}

function asked({ input }: Ask, typed: string, command = 'video'): Asked {
  const shown = input ? typed.replace(quoteValue(input.source), '…') : typed;
  return { command, typed, shown };
}

/** `a {red|blue} ball`: what all have in common, by whole words, and what each has of its own. */
function braced(prompts: readonly string[]): string {
  const all = prompts.map((prompt) => prompt.split(' '));
  const shortest = Math.min(...all.map((words) => words.length));
  const first = all[0] ?? [];
  const isSame = (at: number): boolean => all.every((words) => words.at(at) === first.at(at));
  let before = 0;
  while (before < shortest && isSame(before)) before += 1;
  let after = 0;
  while (after < shortest - before && isSame(-1 - after)) after += 1;
  const own = all.map((words) => words.slice(before, words.length - after).join(' '));
  const end = first.slice(first.length - after);
  return [...first.slice(0, before), `{${own.join('|')}}`, ...end].join(' ');
}

function readsBackAs(asks: Asks, text: string): boolean {
  const command = parseText('video', text, { engines: null });
  const prompts = command.kind === 'video' ? command.asks.map(({ prompt }) => prompt) : [];
  return prompts.length === asks.length && prompts.every((prompt, index) => prompt === asks[index]?.prompt);
}

/**
 * What a form holds to make a change to an earlier clip: what was asked for, where that is known, else what was made. Only
 * what differs from what its engine does anyway: the fewer options stand there, the easier the prompt is to find. An engine
 * that nobody named, or that is gone, is left to `auto`.
 */
export function askToEdit(job: Job, visibility: Visibility, engines: Pick<Engines, 'all' | 'find'>): Ask {
  const made = askOf(job);
  const { wish, route } = job.spec;
  const wanted = route === null ? made.engine : null;
  const ask = {
    ...made,
    ...wish,
    engine: wanted,
    seed: null,
    fresh: false,
    private: visibility === 'private',
  };
  const engine = engines.find(job.engine)?.capabilities;
  if (!engine) return { ...ask, engine: null };
  return {
    ...ask,
    engine: engines.all().length === 1 ? null : ask.engine,
    seconds: ask.seconds === requestDefaults.seconds ? null : ask.seconds,
    size: ask.size && isNative(ask.size, engine) ? null : ask.size,
    fps: ask.fps === engine.fps[0] ? null : ask.fps,
    audio: ask.audio === engine.audio ? null : ask.audio,
  };
}

function isNative(size: Size, { sizes }: EngineCapabilities): boolean {
  const native = sizes.kind === 'listed' ? sizes.sizes[0] : sizes.native;
  return native.width === size.width && native.height === size.height;
}
