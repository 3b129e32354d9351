import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandBatch } from '../../../src/bots/grammar/batch.ts';
import { formatVideo } from '../../../src/bots/grammar/format-video.ts';
import { parseOptions } from '../../../src/bots/grammar/parse-options.ts';
import { parseText } from '../../../src/bots/grammar/parse-text.ts';
import { sanitisePrompt } from '../../../src/bots/grammar/prompt-text.ts';
import type { Ask } from '../../../src/core/spec.ts';

const context = { engines: null };

/** Pieces that the parser has rules about, mixed with anything else. */
const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...'--seconds|--size|—private|--no-audio|--style|--fps|--engine|--prompt|--x|--'.split('|'),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '8',
      'vertical',
      '“',
      '”',
      '"',
      "'",
      '{',
      '|',
      '}',
      '=',
      '#4',
      'no',
      '{"a": "b"}',
      '{a|b}',
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom('a', 'red', 'ball', 'list', 'don’t', '5"') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);
const anyText = fc
  .array(fc.tuple(piece, fc.constantFrom(' ', ' ', '', '\n', '\u00A0')), { maxLength: 14 })
  .map((pieces) => pieces.flat().join(''));

/** Units and answers belong to the option before them. */
const partsOfOptions = /^(?:s|secs?|seconds?|fps|on|off|yes|no|true|false)$/;
const plainWord = fc.stringMatching(/^[a-z]{1,9}$/).filter((word) => !partsOfOptions.test(word));
const optionText = fc.constantFrom(
  '--seconds 8',
  '--size=vertical',
  '—private',
  '--no-audio',
  '--style "film noir"',
  '--fps 30',
);

const prompt = anyText
  .map(sanitisePrompt)
  .filter((text) => text !== '' && !/[「」『』]/u.test(text) && isOnePrompt(text));
function isOnePrompt(text: string): boolean {
  const batch = expandBatch(text, 1);
  return batch.kind === 'prompts' && batch.prompts[0] === text;
}
const side = fc.integer({ min: 32, max: 2_048 }).map((half) => half * 2);
const cleanWord = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map(sanitisePrompt)
  .filter((text) => text !== '');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const ask: fc.Arbitrary<Ask> = fc.record({
  operation: fc.constant('make'),
  prompt,
  engine: maybe(fc.constantFrom('demo/pictures', 'runway/gen4.5')),
  seconds: maybe(fc.integer({ min: 1, max: 60 })),
  size: maybe(fc.record({ width: side, height: side })),
  fps: maybe(fc.constantFrom(24, 30, 60)),
  style: maybe(cleanWord),
  count: fc.integer({ min: 1, max: 4 }),
  seed: maybe(fc.integer({ min: 0, max: 4_294_967_295 })),
  audio: maybe(fc.boolean()),
  fresh: fc.boolean(),
  private: fc.boolean(),
  input: maybe(
    fc.record({ kind: fc.constantFrom('image', 'video'), source: fc.webUrl(), mediaKey: fc.constant(null) }),
  ),
});

describe('the parser', () => {
  it('never throws, whatever is typed, and gives it back when it is a mistake', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const root of ['video', 'videos', 'video-admin'] as const) {
          const command = parseText(root, text, context);
          if (command.kind === 'mistake') expect(sanitisePrompt(text)).toContain(command.typed.trim());
        }
        parseOptions('video', { prompt: text, style: text, seconds: text, size: text }, context);
      }),
      { numRuns: 500 },
    );
  });

  it('never loses a word of the prompt, wherever options stand between them', () => {
    const words = fc.array(plainWord, { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(words, fc.uniqueArray(optionText), fc.infiniteStream(fc.nat()), (wanted, options, places) => {
        const typed: string[] = [...wanted];
        for (const option of options) typed.splice((places.next().value ?? 0) % (typed.length + 1), 0, option);
        const command = parseText('video', typed.join(' '), context);
        expect(command).toMatchObject({ kind: 'video', asks: [{ prompt: wanted.join(' ') }] });
      }),
    );
  });

  it('reads an ask back as it was, so that Edit and retry starts from the same request', () => {
    fc.assert(
      fc.property(ask, (wanted) => {
        expect(parseText('video', formatVideo(wanted), context)).toEqual({ kind: 'video', asks: [wanted] });
      }),
      { numRuns: 300 },
    );
  });

  it('takes time in proportion to the text, so that nobody can stall the service with one message', () => {
    const hostile = ['"a ', '{"a": [', '--style “a ', '{a|', '— ', 'a\u0301', '--x ', '「a '].map((part) =>
      part.repeat(15_000 / part.length),
    );
    const before = process.cpuUsage();
    for (const text of hostile) parseText('video', text, context);
    // Processor time, so that a busy machine does not count; quadratic work takes many times as long.
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(2_000);
  });
});
