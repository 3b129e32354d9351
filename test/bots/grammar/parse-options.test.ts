import { describe, expect, it } from 'vitest';
import { parseOptions, type OptionValues } from '../../../src/bots/grammar/parse-options.ts';
import { parseText } from '../../../src/bots/grammar/parse-text.ts';

const context = { engines: ['demo/pictures'] };

describe('typed options and forms', () => {
  it.each<[OptionValues, string]>([
    [
      { prompt: 'a red ball', seconds: 8, size: 'vertical', private: true },
      'a red ball --seconds 8 --size vertical --private',
    ],
    [{ prompt: 'a red ball', audio: false, fps: '24', seed: null, style: '' }, 'a red ball --no-audio --fps 24'],
    [{ prompt: '{red|blue} ball', count: 2 }, '{red|blue} ball --count 2'],
    [{ prompt: 'list' }, 'list'],
  ])('%j means the same as in text', (values, text) => {
    expect(parseOptions('video', values, context)).toEqual(parseText('video', text, context));
  });

  it('keep the quotes and dashes of a prompt, since nothing else can be in its field', () => {
    const prompt = '"say" it --nonsense – "then --seconds 9"';
    const command = parseOptions('video', { prompt: ` ${prompt} ` }, context);
    expect(command).toMatchObject({ kind: 'video', asks: [{ prompt, seconds: null }] });
  });

  it('ask about options in the prompt before anything is bought; in quotes it is the prompt', () => {
    expect(parseOptions('video', { prompt: 'a red ball --seconds 3 --size vertical' }, context)).toMatchObject({
      kind: 'mistake',
      named: [['prompt', 'a red ball --seconds 3 --size vertical']],
      problems: [{ expected: { kind: 'no_options_in_prompt', options: ['seconds', 'size'] } }],
    });
    expect(parseOptions('video', { prompt: '"a red ball --seconds 3"' }, context)).toMatchObject({
      kind: 'video',
      asks: [{ prompt: 'a red ball --seconds 3', seconds: null }],
    });
  });

  it('give back a mistake as text that can be typed again', () => {
    const values = { prompt: 'a ball', seconds: 90, style: 'film noir', private: true, fresh: false };
    expect(parseOptions('video', values, context)).toMatchObject({
      kind: 'mistake',
      command: 'video',
      typed: 'a ball --seconds 90 --style "film noir" --private --no-fresh',
      problems: [{ option: 'seconds', got: '90', nearest: '60' }],
    });
  });

  it('take an attached file by what the platform says it is, and refuse another kind', () => {
    const file = { source: 'https://cdn.example/1', name: 'ball.png', contentType: 'image/png' };
    expect(parseOptions('video', { prompt: 'x', image: file }, context)).toMatchObject({
      asks: [{ input: { kind: 'image', source: file.source, mediaKey: null } }],
    });
    const wrong = { ...file, name: 'notes.pdf', contentType: 'application/pdf' };
    expect(parseOptions('video', { prompt: 'x', image: wrong }, context)).toMatchObject({
      problems: [{ option: 'image', expected: { kind: 'file', accepts: 'image' }, got: 'notes.pdf' }],
    });
  });

  it('keep a file name byte for byte, because a cleaned one may name another file', () => {
    const source = 'caf\u0065\u0301\u00A0.png';
    expect(parseOptions('video', { prompt: 'x', image: source }, context)).toMatchObject({
      asks: [{ input: { source } }],
    });
  });

  it.each<[string, OptionValues, object]>([
    ['videos show', { number: '#3' }, { kind: 'show', number: 3 }],
    ['videos show', { number: 3 }, { kind: 'show', number: 3 }],
    ['videos cancel', {}, { kind: 'cancel', number: null }],
    ['videos help', { topic: 'show' }, { kind: 'help', topic: 'show' }],
    ['video', {}, { kind: 'mistake', problems: [{ expected: { kind: 'prompt' } }] }],
    ['video', { prompt: 'x', secnds: 3 }, { kind: 'mistake', problems: [{ got: 'secnds', nearest: 'seconds' }] }],
    ['videos lst', {}, { kind: 'mistake', problems: [{ nearest: '/videos list' }] }],
  ])('/%s %j', (path, values, command) => {
    expect(parseOptions(path, values, context)).toMatchObject(command);
  });
});
