import { requestDefaults } from '../../core/defaults.ts';
import type { Size } from '../../core/engine.ts';
import type { Ask } from '../../core/spec.ts';
import { expandBatch, promptLines } from './batch.ts';
import type { Reading } from './command.ts';
import type { Problem } from './problem.ts';
import { charsIn } from './prompt-text.ts';
import { formatSize, sizeAtQuality } from './sizes.ts';
import { enginesIn, flagIn, inputIn, sizeIn, textIn, type Values, wholeIn } from './value.ts';

type Made = Exclude<Reading, { kind: 'form' }>;

/** Turns the values of `/video` into asks, one for each prompt. */
export function readVideo(values: Values): Made {
  const count = wholeIn(values, 'count') ?? 1;
  return readAsks(readPrompts(textIn(values, 'prompt') ?? '', count), values);
}

/** Turns the values of `/videos batch` into asks, one for each prompt of each line. */
export function readBatch(values: Values): Reading {
  const lines = promptLines(textIn(values, 'prompts') ?? '');
  if (lines.length === 0) return { kind: 'form' };
  return readAsks(readLines(lines, wholeIn(values, 'count') ?? 1), values);
}

/** Turns the values of `/videos compare` into asks for the same, one for each engine. */
export function readCompare(values: Values): Made {
  const prompt = textIn(values, 'prompt') ?? '';
  const engines = enginesIn(values, 'engines');
  // The braces of a comparison are its prompt's own: it makes one video at each engine.
  const read = readLength(prompt) ?? { value: [prompt] as const, problems: [] };
  const missing = engines ? [] : [engineNeeded];
  const made = readAsks({ ...read, problems: [...read.problems, ...missing] }, values);
  if (made.kind !== 'command' || made.command.kind !== 'video' || !engines) return made;
  const [ask] = made.command.asks;
  const [first, ...others] = engines.map((engine) => ({ ...ask, engine }));
  return first ? { kind: 'command', command: { ...made.command, asks: [first, ...others] } } : made;
}

export const enginesCompared = { min: 2, max: 4 } as const;

const engineNeeded: Problem = {
  option: 'engines',
  expected: { kind: 'engines', engines: [], ...enginesCompared },
  got: '',
  nearest: null,
};

type Prompts = readonly [string, ...string[]];

function readAsks(prompts: Read<Prompts>, values: Values): Made {
  const size = readSize(values);
  const input = readInput(values);
  const problems = [...prompts.problems, ...size.problems, ...input.problems];
  const [problem, ...others] = problems;
  if (problem) return { kind: 'problems', problems: [problem, ...others] };

  const fps = textIn(values, 'fps');
  const engine = textIn(values, 'engine');
  const askFor = (prompt: string): Ask => ({
    operation: 'make',
    prompt,
    engine: engine === 'auto' ? null : engine,
    seconds: wholeIn(values, 'seconds'),
    size: size.value,
    fps: fps === null ? null : Number(fps),
    style: textIn(values, 'style'),
    count: wholeIn(values, 'count') ?? 1,
    seed: wholeIn(values, 'seed'),
    audio: flagIn(values, 'audio'),
    fresh: flagIn(values, 'fresh') ?? false,
    private: flagIn(values, 'private') ?? false,
    input: input.value,
  });
  const [first, ...rest] = prompts.value;
  const isSure = flagIn(values, 'yes') === true;
  const asks = [askFor(first), ...rest.map(askFor)] as const;
  return { kind: 'command', command: { kind: 'video', asks, ...(isSure && { isSure }) } };
}

type Read<T> = { readonly value: T; readonly problems: readonly Problem[] };

const { promptCharsMax, batchMax } = requestDefaults;

function wrong(prompt: string, problem: Omit<Problem, 'nearest'>): Read<Prompts> {
  return { value: [prompt], problems: [{ ...problem, nearest: null }] };
}

/** Null for a prompt of a length that can be made. */
function readLength(prompt: string): Read<Prompts> | null {
  if (prompt === '') return wrong(prompt, { option: 'prompt', expected: { kind: 'prompt' }, got: '' });
  const chars = charsIn(prompt);
  if (chars <= promptCharsMax) return null;
  const expected = { kind: 'prompt_chars', charsMax: promptCharsMax } as const;
  return wrong(prompt, { option: 'prompt', expected, got: String(chars) });
}

function tooMany(prompt: string, videos: number): Read<Prompts> {
  return wrong(prompt, { option: null, expected: { kind: 'videos_max', max: batchMax }, got: String(videos) });
}

function readPrompts(prompt: string, count: number): Read<Prompts> {
  const outOfBounds = readLength(prompt);
  if (outOfBounds) return outOfBounds;
  const batch = expandBatch(prompt, batchMax);
  switch (batch.kind) {
    case 'nested':
      return wrong(prompt, { option: 'prompt', expected: { kind: 'flat_choices' }, got: '' });
    case 'too_many':
      return tooMany(prompt, batch.prompts * count);
    case 'prompts': {
      if (batch.prompts.includes('')) return wrong(prompt, { option: 'prompt', expected: { kind: 'prompt' }, got: '' });
      const videos = batch.prompts.length * count;
      return videos > batchMax ? tooMany(prompt, videos) : { value: batch.prompts, problems: [] };
    }
  }
}

/** The prompts of all lines together. What is wrong with several of them is told of the first. */
function readLines(lines: readonly string[], count: number): Read<Prompts> {
  const read = lines.map((line) => readPrompts(line, count));
  const bad = read.find(({ problems }) => problems.length > 0);
  if (bad) return bad;
  const [first, ...others] = read.flatMap(({ value }) => value);
  if (first === undefined) return wrong('', { option: 'prompts', expected: { kind: 'prompts' }, got: '' });
  const videos = (others.length + 1) * count;
  return videos > batchMax ? tooMany(first, videos) : { value: [first, ...others], problems: [] };
}

/** `quality` sets how large a named shape is; beside an exact size it would say the same thing twice. */
function readSize(values: Values): Read<Size | null> {
  const named = sizeIn(values, 'size');
  const quality = textIn(values, 'quality');
  const size = named === null ? null : { width: named.width, height: named.height };
  if (quality === null) return { value: size, problems: [] };
  const shape = named === null ? 'landscape' : named.shape;
  if (shape !== null) return { value: sizeAtQuality(quality, shape), problems: [] };
  const got = size === null ? '' : formatSize(size);
  return {
    value: size,
    problems: [{ option: 'quality', expected: { kind: 'without', other: 'size' }, got, nearest: null }],
  };
}

function readInput(values: Values): Read<Ask['input']> {
  const image = inputIn(values, 'image');
  const video = inputIn(values, 'video');
  if (image === null || video === null) return { value: image ?? video, problems: [] };
  return {
    value: image,
    problems: [{ option: 'video', expected: { kind: 'without', other: 'image' }, got: '', nearest: null }],
  };
}
