import { requestDefaults } from '../core/defaults.ts';
import type { EngineCapabilities, Size } from '../core/engine.ts';
import type { Engines } from '../core/engines.ts';
import type { Job } from '../core/job.ts';
import type { Visibility } from '../core/request.ts';
import type { Ask } from '../core/spec.ts';
import { askOf } from '../core/usecases/again.ts';
import { quoteValue } from './grammar/format-typed.ts';
import { formatVideo } from './grammar/format-video.ts';
import { parseText } from './grammar/parse-text.ts';
import type { Asked } from './present-answers.ts';

type Asks = readonly [Ask, ...Ask[]];

/** What was asked for, as the text that asks for it: a batch with its choices in braces. */
export function typedAgain(asks: Asks): Asked {
  const [first, ...others] = asks;
  const single = formatVideo(first);
  if (others.length === 0) return asked(first, single);
  const choices = formatVideo({ ...first, prompt: braced(asks.map(({ prompt }) => prompt)) });
  return asked(first, readsBackAs(asks, choices) ? choices : single);
}

function asked({ input }: Ask, typed: string): Asked {
  const shown = input ? typed.replace(quoteValue(input.source), '…') : typed;
  return { command: 'video', typed, shown };
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
 * What a form holds to make a change to an earlier clip. Only what differs from what its engine does anyway: the
 * fewer options stand there, the easier the prompt is to find. An engine that is gone is left to `auto`.
 */
export function askToEdit(job: Job, visibility: Visibility, engines: Pick<Engines, 'all' | 'find'>): Ask {
  const ask = { ...askOf(job), fresh: false, private: visibility === 'private' };
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
