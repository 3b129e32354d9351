import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/bots/grammar/command.ts';
import { parseText } from '../../../src/bots/grammar/parse-text.ts';
import type { ParseContext } from '../../../src/bots/grammar/parse-value.ts';
import type { Problem } from '../../../src/bots/grammar/problem.ts';
import type { Ask } from '../../../src/core/spec.ts';

const context = { engines: ['demo/pictures', 'runway/gen4.5', 'runway/aleph', 'openai/sora-2'] };
const video = (text: string): Command => parseText('video', text, context);

const unsaid: Ask = {
  operation: 'make',
  prompt: 'a red ball',
  engine: null,
  seconds: null,
  size: null,
  fps: null,
  style: null,
  count: 1,
  seed: null,
  audio: null,
  fresh: false,
  private: false,
  input: null,
};
const asked = (ask: Partial<Ask>): Command => ({ kind: 'video', asks: [{ ...unsaid, ...ask }] });

function problemsOf(command: Command): readonly Problem[] {
  return command.kind === 'mistake' ? command.problems : [];
}

function promptsOf(command: Command): string[] {
  return command.kind === 'video' ? command.asks.map((ask) => ask.prompt) : [];
}

describe('options are found wherever they stand, however they are written', () => {
  const vertical = { width: 1080, height: 1920 };
  it.each<[string, Partial<Ask>]>([
    ['a red ball', {}],
    ['a red ball --size vertical --seconds 8', { size: vertical, seconds: 8 }],
    ['--seconds 8 a red ball', { seconds: 8 }],
    ['a red --seconds 8 ball', { seconds: 8 }],
    ['a red ball --seconds=8', { seconds: 8 }],
    ['a red ball --seconds = 8', { seconds: 8 }],
    ['a red ball --seconds: 8', { seconds: 8 }],
    ['a red ball —seconds 8 –private', { seconds: 8, private: true }],
    ['a red ball ‒seconds 8', { seconds: 8 }],
    ['a red ball ——seconds 8', { seconds: 8 }],
    ['a red ball\u00A0--seconds\u00A08', { seconds: 8 }],
    ['a red ball --\u2060seconds 8', { seconds: 8 }],
    ['“a red ball” --style “film noir”', { style: 'film noir' }],
    ['"a red ball" --style \'film noir\'', { style: 'film noir' }],
    ['a red ball --sec 8 --eng demo', { seconds: 8, engine: 'demo/pictures' }],
    ['a red ball --DURATION 8', { seconds: 8 }],
    ['a red ball --seconds 8s', { seconds: 8 }],
    ['--seconds 8 sec a red ball', { seconds: 8 }],
    ['--seconds 8 seconds a red ball', { seconds: 8 }],
    ['a red ball --seconds ８', { seconds: 8 }],
    ['a red ball --size 1080×1920', { size: vertical }],
    ['--size 1080 x 1920 a red ball', { size: vertical }],
    ['a red ball --size 9:16', { size: vertical }],
    ['a red ball --size high', { size: { width: 2560, height: 1440 } }],
    ['a red ball --fps smooth', { fps: 60 }],
    ['a red ball --fps 24 fps', { fps: 24 }],
    ['a red ball --quality draft', { size: { width: 1024, height: 576 } }],
    ['a red ball --quality draft --size vertical', { size: { width: 576, height: 1024 } }],
    ['a red ball --engine gen4.5', { engine: 'runway/gen4.5' }],
    ['a red ball --engine auto', { engine: null }],
    ['a red ball --no-audio --fresh', { audio: false, fresh: true }],
    ['a red ball --audio', { audio: true }],
    ['--audio off a red ball', { audio: false }],
    ['a red ball --audio=yes', { audio: true }],
    ['a red ball --audio no', { audio: false }],
    ['a red ball --audio on --seed 0', { audio: true, seed: 0 }],
    ['a red ball --count 3', { count: 3 }],
    ['--prompt a red ball --seconds 8', { seconds: 8 }],
    ['a red ball --image ball.png', { input: { kind: 'image', source: 'ball.png', mediaKey: null } }],
    ['a red ball --image "my ball.png"', { input: { kind: 'image', source: 'my ball.png', mediaKey: null } }],
  ])('%s', (text, ask) => {
    expect(video(text)).toEqual(asked(ask));
  });
});

describe('what only looks like an option stays in the prompt, word for word', () => {
  it.each([
    'a -- b',
    'a --',
    '-- a',
    'a ball — rolling — fast',
    'a ball —rolling',
    'two–seconds later',
    'well--seconds 8',
    'minus -5 degrees, --5 below',
    '-seconds 8',
    'a sign that says "--seconds 8" in red',
    'a sign “--size huge”, lit',
    '{"scene": "a ball --fast", "notes": ["--x"]}',
    '{ "scene": { "say": "} --no" } }',
    'first line\n\nsecond line\n  third',
    'a 5" disk and a 3" disk',
    '"hello" she said, "bye"',
    'a {red} ball, a {"a"|"b"} one',
    'it’s {dog’s|cat’s}',
    'let x = {a\n|b}',
    'list of things',
    'cancel 5 dogs',
    'show',
  ])('%j', (text) => {
    const command = video(text === 'show' ? '"show"' : text);
    expect(promptsOf(command)).toEqual([text]);
  });

  it('around it, options still count', () => {
    expect(video('{"scene": "--no"} --seconds 5')).toEqual(asked({ prompt: '{"scene": "--no"}', seconds: 5 }));
    expect(video('"say --seconds 9" --seconds 5')).toEqual(asked({ prompt: 'say --seconds 9', seconds: 5 }));
    expect(video('a "big ball --style "film noir"')).toEqual(asked({ prompt: 'a "big ball', style: 'film noir' }));
    expect(video('one\n--seconds 5\ntwo')).toEqual(asked({ prompt: 'one\ntwo', seconds: 5 }));
  });
});

describe('a batch expands with a bar alone', () => {
  it.each<[string, string[]]>([
    ['{red|blue} ball', ['red ball', 'blue ball']],
    ['a {red | blue} {ball|cube}', ['a red ball', 'a red cube', 'a blue ball', 'a blue cube']],
    ['a {small|} ball', ['a small ball', 'a ball']],
    ['“{red|blue} ball” --seconds 3', ['red ball', 'blue ball']],
  ])('%s', (text, prompts) => {
    expect(promptsOf(video(text))).toEqual(prompts);
  });

  it.each<[string, string]>([
    ['{a|b|c|d} {e|f|g|h}', '16'],
    ['{a|b|c|d|e} ball --count 3', '15'],
    ['{a|b} {a|b} {a|b} {a|b} {a|b} {a|b} {a|b} {a|b} {a|b} {a|b}', '1024'],
  ])('%s is more than one request may make, and the number is named', (text, got) => {
    expect(problemsOf(video(text))).toEqual([
      { option: null, expected: { kind: 'videos_max', max: 12 }, got, nearest: null },
    ]);
  });

  it('choices inside choices are asked about, never bought half expanded', () => {
    expect(problemsOf(video('{a|{b|c}} ball'))).toMatchObject([{ expected: { kind: 'flat_choices' } }]);
  });
});

describe('a mistake names the option, what came and the nearest right value', () => {
  it.each<[string, Partial<Problem>]>([
    ['x --seconds -3', { option: 'seconds', got: '-3', nearest: '1' }],
    ['x --seconds –3', { option: 'seconds', got: '–3', nearest: '1' }],
    ['x --seconds 99', { option: 'seconds', got: '99', nearest: '60' }],
    ['x --seconds 2.6', { option: 'seconds', got: '2.6', nearest: '3' }],
    ['x --seconds 0:45', { option: 'seconds', got: '0:45', nearest: '45' }],
    ['x --seconds soon', { option: 'seconds', got: 'soon', nearest: null }],
    ['x --seconds', { option: 'seconds', got: '', nearest: null }],
    ['x --seconds --private', { option: 'seconds', got: '' }],
    ['x --seconds —private', { option: 'seconds', got: '' }],
    ['x --size 1x1', { option: 'size', got: '1x1', nearest: '64x64' }],
    ['x --size 1081x1920', { option: 'size', got: '1081x1920', nearest: '1080x1920' }],
    ['x --size 99999x2', { option: 'size', nearest: '4096x64' }],
    ['x --size virtical', { option: 'size', got: 'virtical', nearest: 'vertical' }],
    ['x --fps 25', { option: 'fps', got: '25', nearest: '24' }],
    ['x --fps smoth', { option: 'fps', got: 'smoth', nearest: '60' }],
    ['x --engine runway', { option: 'engine', got: 'runway', nearest: 'runway/gen4.5' }],
    ['x --engine soro', { option: 'engine', got: 'soro', nearest: 'openai/sora-2' }],
    ['x --seed 1e9', { option: 'seed', got: '1e9', nearest: null }],
    ['x --audio=loud', { option: 'audio', got: 'loud', nearest: null }],
    ['x --audio no people', { option: 'audio', got: '--audio no', nearest: '--audio=no' }],
    ['x --private on a hill', { option: 'private', got: '--private on', nearest: '--private=on' }],
    ['x --seconds 5 --sec 6', { option: 'seconds', expected: { kind: 'once' }, got: '6' }],
    ['x --secnds 8', { got: '--secnds', nearest: '--seconds' }],
    ['x --noaudio', { got: '--noaudio', nearest: '--no-audio' }],
    ['x --zoom=3', { got: '--zoom', nearest: null }],
    ['x --se 8', { got: '--se', expected: { kind: 'one_option', options: ['seconds', 'seed'] } }],
    [
      'x --size hd --quality full',
      { option: 'quality', expected: { kind: 'without', other: 'size' }, got: '1920x1080' },
    ],
    ['x --image a.png --video b.mp4', { option: 'video', expected: { kind: 'without', other: 'image' } }],
    ['', { option: 'prompt', expected: { kind: 'prompt' }, got: '' }],
    ['--seconds 5', { option: 'prompt', expected: { kind: 'prompt' } }],
    ['\u200B\u202E ', { option: 'prompt', expected: { kind: 'prompt' } }],
    ['{|a}', { option: 'prompt', expected: { kind: 'prompt' } }],
    ['x'.repeat(6_001), { option: 'prompt', expected: { kind: 'prompt_chars', charsMax: 6_000 }, got: '6001' }],
    ['x'.repeat(100_000), { option: 'prompt', expected: { kind: 'prompt_chars', charsMax: 6_000 }, got: '100000' }],
  ])('%.60s', (text, problem) => {
    expect(problemsOf(video(text))).toEqual([expect.objectContaining(problem)]);
  });

  it('all mistakes are told at once, in the order they were made, and what was typed comes back', () => {
    const typed = 'a ball --secnds 8 --size 1x1 --fps 25 --count 9';
    const command = video(`  ${typed}\u200B `);
    expect(command).toMatchObject({ kind: 'mistake', command: 'video', typed });
    expect(problemsOf(command).map(({ nearest }) => nearest)).toEqual(['--seconds', '64x64', '24', '4']);
  });
});

describe('a command typed after /video is not made into a video', () => {
  it.each([
    ['list', '/videos list'],
    ['List', '/videos list'],
    ['show #412', '/videos show #412'],
    ['cancel 3', '/videos cancel 3'],
    ['again', '/videos again'],
    ['quota', '/videos quota'],
  ])('%s', (text, nearest) => {
    expect(problemsOf(video(text))).toEqual([
      { option: null, expected: { kind: 'other_command' }, got: `/video ${text}`, nearest },
    ]);
  });

  it.each(['help', '?', '--help', '—help', '-h'])('%s shows help', (text) => {
    expect(video(text)).toEqual({ kind: 'help', topic: 'video' });
  });
});

describe('/videos', () => {
  it.each<[string, Command]>([
    ['', { kind: 'list' }],
    ['list', { kind: 'list' }],
    ['show', { kind: 'show', number: null }],
    ['show latest', { kind: 'show', number: null }],
    ['show #412', { kind: 'show', number: 412 }],
    ['SHOW 412', { kind: 'show', number: 412 }],
    ['show --number 412', { kind: 'show', number: 412 }],
    ['412', { kind: 'show', number: 412 }],
    ['cancel # 7', { kind: 'cancel', number: 7 }],
    ['again', { kind: 'again', number: null, variant: 'take', prompt: null }],
    ['again latest --hd', { kind: 'again', number: null, variant: 'hd', prompt: null }],
    ['again #412 --continue', { kind: 'again', number: 412, variant: 'continue', prompt: null }],
    ['again --next 412', { kind: 'again', number: 412, variant: 'continue', prompt: null }],
    ['again #412 --continue it falls', { kind: 'again', number: 412, variant: 'continue', prompt: 'it falls' }],
    ['again --continue it falls', { kind: 'again', number: null, variant: 'continue', prompt: 'it falls' }],
    ['again # 412 3 balls --continue', { kind: 'again', number: 412, variant: 'continue', prompt: '3 balls' }],
    [
      'again #412 --continue "it falls --hd"',
      { kind: 'again', number: 412, variant: 'continue', prompt: 'it falls --hd' },
    ],
    [
      'again #412 --continue --prompt it falls',
      { kind: 'again', number: 412, variant: 'continue', prompt: 'it falls' },
    ],
    ['help', { kind: 'help', topic: null }],
    ['help show', { kind: 'help', topic: 'show' }],
    ['help shwo', { kind: 'help', topic: 'show' }],
    ['help nonsense', { kind: 'help', topic: 'nonsense' }],
  ])('%s', (text, command) => {
    expect(parseText('videos', text, context)).toEqual(command);
  });

  it('lists no options for files where text names none', () => {
    const optionsFor = (more: Partial<ParseContext>): readonly string[] => {
      const [problem] = problemsOf(parseText('video', 'a ball --secnds 8', { ...context, ...more }));
      return problem?.expected.kind === 'known_option' ? problem.expected.options : [];
    };
    expect(optionsFor({})).toEqual(expect.arrayContaining(['image', 'video', 'seconds']));
    expect(optionsFor({ filesInFormAlone: true })).toEqual(
      optionsFor({}).filter((name) => name !== 'image' && name !== 'video'),
    );
  });

  it.each<[string, Partial<Problem>]>([
    ['lst', { got: 'lst', nearest: '/videos list' }],
    ['constructor', { got: 'constructor', nearest: null }],
    ['list of mine', { expected: { kind: 'nothing_more' }, got: 'of mine' }],
    ['show 0', { option: null, got: '0' }],
    ['show ball', { option: null, got: 'ball' }],
    ['cancel 1 2', { option: null, got: '1 2' }],
    ['show --number ball', { option: 'number', got: 'ball' }],
    ['show --number 1 2', { expected: { kind: 'nothing_more' }, got: '2' }],
    ['again ball', { option: null, expected: { kind: 'video_number' }, got: 'ball' }],
    ['again #412 ball', { expected: { kind: 'nothing_more' }, got: 'ball' }],
    ['again 3 balls --continue', { option: null, expected: { kind: 'video_number' }, got: '3 balls' }],
    ['again --hd --continue', { option: 'hd', expected: { kind: 'without', other: 'continue' } }],
    ['again #412 --hd it falls', { expected: { kind: 'nothing_more' }, got: 'it falls' }],
  ])('%s is a mistake', (text, problem) => {
    expect(problemsOf(parseText('videos', text, context))).toEqual([expect.objectContaining(problem)]);
  });

  it('gives back what was typed after the command it was typed for', () => {
    expect(parseText('videos', 'show ball', context)).toMatchObject({ command: 'videos show', typed: 'ball' });
    expect(parseText('videos', 'shw ball', context)).toMatchObject({ command: 'videos', typed: 'shw ball' });
  });
});
