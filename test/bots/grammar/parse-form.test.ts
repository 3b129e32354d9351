import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatVideo } from '../../../src/bots/grammar/format-video.ts';
import { formOf, type VideoForm } from '../../../src/bots/grammar/form-of.ts';
import { parseForm } from '../../../src/bots/grammar/parse-form.ts';
import { optionsOutOfPrompt } from '../../../src/bots/grammar/prompt-field.ts';
import { openAsk } from '../../core/samples.ts';

const context = { engines: ['demo/pictures'] };
const empty: VideoForm = { prompt: '', options: '', input: null };
const image = { kind: 'image', source: 'https://cdn.example/ball.png', mediaKey: null } as const;
const parse = (form: Partial<VideoForm>) => parseForm({ ...empty, ...form }, null, context).command;

describe('a form for a video', () => {
  it.each(['seconds: 4, style: film noir, audio: False', '--seconds 4 --style "film noir" --no-audio'])(
    'takes %s in its options, and nothing in its prompt for an option',
    (options) => {
      const prompt = '"a ball" --nonsense, seconds: 9';
      expect(parse({ prompt, options })).toMatchObject({
        kind: 'video',
        asks: [{ prompt, seconds: 4, style: 'film noir', audio: false }],
      });
    },
  );

  it.each([
    'seconds: 4 size: vertical',
    'seconds=4; --size vertical',
    '--size vertical, seconds: 4,',
    'SEC: "4" size:vertical',
  ])('reads %s however it is written together', (options) => {
    expect(parse({ prompt: 'a ball', options })).toMatchObject({
      asks: [{ seconds: 4, size: { width: 1080, height: 1920 } }],
    });
  });

  it.each(['--secnds 3', 'secnds: 3', 'secnds: 3, size: vertical'])('has one complaint about %s', (options) => {
    expect(parse({ prompt: 'x', options })).toMatchObject({
      problems: [{ expected: { kind: 'known_option' }, got: 'secnds', nearest: '--seconds' }],
    });
  });

  it('asks about an option in its prompt, which comes back where it belongs', () => {
    const form = { ...empty, prompt: 'a ball --seconds 3 --fps 24', options: 'fps: 30' };
    expect(parse(form)).toMatchObject({ problems: [{ expected: { kind: 'no_options_in_prompt' } }] });
    const mended = optionsOutOfPrompt(form);
    expect(mended).toEqual({ ...empty, prompt: 'a ball', options: 'fps: 30, seconds: 3' });
    expect(parse(mended)).toMatchObject({ asks: [{ prompt: 'a ball', seconds: 3, fps: 30 }] });
    expect(optionsOutOfPrompt(mended)).toBe(mended);
    const unclear = { ...form, prompt: 'a ball --secnds 3 --fps 24' };
    expect(optionsOutOfPrompt(unclear)).toBe(unclear);
  });

  it('takes nothing but options in its options, and says what to write instead', () => {
    expect(parse({ prompt: 'a ball', options: 'size vertical' })).toMatchObject({
      kind: 'mistake',
      problems: [{ expected: { kind: 'nothing_more' }, got: 'size vertical', nearest: '--size vertical' }],
    });
    expect(parse({ prompt: 'a ball', options: 'nicely' })).toMatchObject({ problems: [{ nearest: null }] });
  });

  it.each(['--image https://elsewhere.example/x.png', '--prompt b', '--video x'])(
    'has no option %s: a file cannot be named from outside, and there is one prompt',
    (options) => {
      expect(parse({ prompt: 'a ball', options })).toMatchObject({
        kind: 'mistake',
        problems: expect.arrayContaining([
          expect.objectContaining({ expected: expect.objectContaining({ kind: 'known_option' }) }),
        ]),
      });
    },
  );

  it('reports every mistake in order, with the text to send again', () => {
    expect(parse({ prompt: '', options: '--seconds 90 --fps 25' })).toMatchObject({
      kind: 'mistake',
      command: 'video',
      typed: '--seconds 90 --fps 25',
      problems: [{ option: 'seconds' }, { option: 'fps' }, { option: 'prompt' }],
    });
  });

  it('asks about a word that is a command, as everywhere', () => {
    expect(parse({ prompt: 'list' })).toMatchObject({ kind: 'mistake', problems: [{ nearest: '/videos list' }] });
  });

  it('starts from the file that came along, else from the one that it held', () => {
    const held = { ...empty, prompt: 'a ball', input: image };
    expect(parseForm(held, null, context)).toMatchObject({ input: image, command: { asks: [{ input: image }] } });
    const file = { source: 'https://cdn.example/cube.png', name: 'cube.png', contentType: 'image/png' };
    const other = { ...image, source: file.source };
    expect(parseForm(held, file, context)).toMatchObject({ input: other, command: { asks: [{ input: other }] } });
  });

  it('does not fall back to the file that it held when the one that came along is none that it can use', () => {
    const file = { source: 'https://cdn.example/notes.pdf', name: 'notes.pdf', contentType: 'application/pdf' };
    expect(parseForm({ ...empty, prompt: 'a ball', input: image }, file, context)).toMatchObject({
      input: null,
      command: { kind: 'mistake', problems: [{ option: 'image', got: 'notes.pdf' }] },
    });
  });
});

describe('text taken apart for a form', () => {
  it('names options, right or wrong, and keeps a file as a file', () => {
    const typed = `a ball --seconds 90 --style "film noir" --no-audio --fresh off --image "${image.source}"`;
    expect(formOf(typed)).toEqual({
      prompt: 'a ball',
      options: 'seconds: 90, style: film noir, audio: False, fresh: False',
      input: image,
    });
  });

  it('means the same when it is sent as a form', () => {
    const ask = fc.record({
      seconds: fc.option(fc.integer({ min: 1, max: 60 })),
      fps: fc.constantFrom(null, 24, 30),
      style: fc.constantFrom(null, 'film noir', 'a "b" c', 'seconds: 9, x'),
      audio: fc.constantFrom(null, true, false),
      fresh: fc.boolean(),
      private: fc.boolean(),
      input: fc.constantFrom(null, image),
      prompt: fc.constantFrom(
        'a ball',
        'say "--seconds 9"',
        'a ball --seconds 9',
        '"a ball --seconds 9"',
        'a -- b',
        'two\nlines',
        '{"a": [1]}',
      ),
    });
    fc.assert(
      fc.property(ask, (some) => {
        const all = { ...openAsk, ...some };
        expect(parseForm(formOf(formatVideo(all)), null, context).command).toEqual({ kind: 'video', asks: [all] });
      }),
    );
  });
});
