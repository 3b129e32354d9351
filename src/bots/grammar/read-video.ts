import { requestDefaults } from '../../core/defaults.ts';
import type { Size } from '../../core/engine.ts';
import type { Ask } from '../../core/spec.ts';
import { expandBatch } from './batch.ts';
import type { Reading } from './command.ts';
import type { Problem } from './problem.ts';
import { charsIn } from './prompt-text.ts';
import { formatSize, sizeAtQuality } from './sizes.ts';
import { flagIn, inputIn, sizeIn, textIn, type Values, wholeIn } from './value.ts';

/** Turns the values of `/video` into asks, one for each prompt. */
export function readVideo(values: Values): Reading {
  const count = wholeIn(values, 'count') ?? 1;
  const prompts = readPrompts(textIn(values, 'prompt') ?? '', count);
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
    count,
    seed: wholeIn(values, 'seed'),
    audio: flagIn(values, 'audio'),
    fresh: flagIn(values, 'fresh') ?? false,
    private: flagIn(values, 'private') ?? false,
    input: input.value,
  });
  const [first, ...rest] = prompts.value;
  return { kind: 'command', command: { kind: 'video', asks: [askFor(first), ...rest.map(askFor)] } };
}

type Read<T> = { readonly value: T; readonly problems: readonly Problem[] };

function readPrompts(prompt: string, count: number): Read<readonly [string, ...string[]]> {
  const { promptCharsMax, countMax } = requestDefaults;
  const wrong = (problem: Omit<Problem, 'nearest'>) => ({
    value: [prompt] as const,
    problems: [{ ...problem, nearest: null }],
  });
  if (prompt === '') return wrong({ option: 'prompt', expected: { kind: 'prompt' }, got: '' });
  const chars = charsIn(prompt);
  if (chars > promptCharsMax) {
    return wrong({
      option: 'prompt',
      expected: { kind: 'prompt_chars', charsMax: promptCharsMax },
      got: String(chars),
    });
  }
  const batch = expandBatch(prompt, countMax);
  switch (batch.kind) {
    case 'nested':
      return wrong({ option: 'prompt', expected: { kind: 'flat_choices' }, got: '' });
    case 'too_many':
      return wrong({
        option: null,
        expected: { kind: 'videos_max', max: countMax },
        got: String(batch.prompts * count),
      });
    case 'prompts': {
      if (batch.prompts.includes('')) return wrong({ option: 'prompt', expected: { kind: 'prompt' }, got: '' });
      const videos = batch.prompts.length * count;
      if (videos > countMax)
        return wrong({ option: null, expected: { kind: 'videos_max', max: countMax }, got: String(videos) });
      return { value: batch.prompts, problems: [] };
    }
  }
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
