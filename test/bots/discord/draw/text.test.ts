import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { discordStyle } from '../../../../src/bots/discord/draw/text.ts';
import {
  code,
  option,
  renderText,
  say,
  type Text,
  typedCommand,
  untrusted,
} from '../../../../src/bots/messages/text.ts';

/** Discord's own rule: a backslash before anything but letters, digits and spaces is not shown. */
const escaped = /\\([^0-9A-Za-z\s])/gu;

/** What people see of text that is nothing but text. */
function visible(drawn: string): string {
  return drawn.replace(escaped, '$1').replaceAll(/[\u2068\u2069]/gu, '');
}

/** What may mean something: an escaped character is as good as a letter. */
function live(drawn: string): string {
  return drawn.replace(escaped, 'x');
}

/** Everything that Discord's clients and servers make something of, wherever it stands in a line. */
const meanings: readonly RegExp[] = [
  /[*_~`|]/u,
  /[<>]/u,
  /@/u,
  /\[|\]/u,
  /^\s*(?:#+(?:\s|$)|>|-|\+|\d+\.)/u,
  /\w+:\/\//u,
  /:\w+:/u,
  /\bdiscord\.gg\b/u,
];

function meaningsIn(drawn: string): string[] {
  return meanings.filter((meaning) => meaning.test(live(drawn))).map(String);
}

const nasty = [
  '**bold**',
  '@everyone',
  '@here',
  '<@81384788765712384>',
  '<@!1>',
  '<@&2>',
  '<#3>',
  '</video:4>',
  '<t:0:R>',
  '<:smile:5>',
  '<a:smile:5>',
  '<id:customize>',
  ':smile:',
  '[text](https://evil.example)',
  '[text](<https://evil.example>)',
  'https://evil.example/a_b_c',
  'HTTP://EVIL.example',
  'discord.gg/abc',
  'steam://run/1',
  '# heading',
  '### heading',
  '#',
  '-# small',
  '- list',
  '+ list',
  '1. list',
  '> quote',
  '>>> quote',
  '||spoiler||',
  '`code`',
  '```js\ncode```',
  '~~gone~~',
  '__under__',
  '\\',
  '\\*',
  '\\\\*',
  '{"json": [1, 2]}',
  'שלום',
  'مرحبا',
  '👩‍👩‍👧‍👦',
  'e.g. 3.5 m, 16:9 & 50%',
];

const typed = fc
  .array(fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 })
  .map((pieces) => pieces.join(''));

const printable = fc
  .array(fc.oneof(fc.constantFrom(...nasty.filter((text) => !text.includes('\n'))), fc.string({ maxLength: 8 })), {
    maxLength: 12,
  })
  .map((pieces) => pieces.join(''));

const draw = (text: Text): string => renderText(text, discordStyle());

describe('text at Discord', () => {
  test('what somebody typed is seen as they typed it, so that no character of a prompt is lost', () => {
    fc.assert(
      fc.property(printable, (text) => {
        expect(visible(draw([untrusted(text)]))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test.each(nasty)('%j is only text, so that it pings nobody, links nowhere and changes no look', (text) => {
    for (const drawn of [draw([untrusted(text)]), draw(say`#412: ${untrusted(text)} · 60 credits`)]) {
      expect(meaningsIn(drawn)).toEqual([]);
    }
  });

  test('nothing that somebody typed is markup, a mention, a link or a line of ours, however it is put together', () => {
    fc.assert(
      fc.property(typed, fc.nat(40), (text, room) => {
        const drawn = renderText([untrusted(text)], discordStyle(room));
        expect(meaningsIn(drawn)).toEqual([]);
        expect(drawn).not.toMatch(/[\n\r\u0085\u2028\u2029\p{Cc}]/u);
        expect(drawn.isWellFormed()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('what stands before it cannot make a list of it', () => {
    expect(meaningsIn(draw([{ kind: 'words', text: '1' }, untrusted('. a')]))).toEqual([]);
  });

  test('it is cut between characters and never inside of an escape, and says that it was cut', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(renderText([untrusted('*'.repeat(5))], discordStyle(3))).toBe('\\*\\*…');
    expect(renderText([untrusted(family.repeat(4))], discordStyle(3))).toBe(`${family}${family}…`);
    expect(renderText([untrusted(family.repeat(3))], discordStyle(3))).toBe(family.repeat(3));
  });

  test('a line break is shown as one, so that nobody writes a line in our name', () => {
    expect(draw([untrusted('a\n\n**#412 is ready**')])).toBe('a ⏎ \\*\\*#412 is ready\\*\\*');
  });

  test('right-to-left text is kept apart and cannot turn around what follows it', () => {
    expect(draw(say`${untrusted('שלום')} · 60 credits`)).toBe('\u2068שלום\u2069 · 60 credits');
    expect(draw([untrusted('a\u202Eb\u2066c\u2069d')])).toBe('abcd');
  });

  test('marks are not piled up beyond their line', () => {
    expect(draw([untrusted(`z${'\u0301'.repeat(50)}a`)])).toBe(`z${'\u0301'.repeat(4)}a`);
  });

  test('our own words are text too: an engine called a_b_c keeps its name', () => {
    expect(visible(draw(say`#1 is in line for acme/a_b_c`))).toBe('#1 is in line for acme/a_b_c');
    expect(meaningsIn(draw(say`#1 is in line for acme/a_b_c`))).toEqual([]);
  });

  test.each([
    ['a`b', '`` a`b ``'],
    ['``', '` `` `'],
    ['a`b``c', '`aˋbˋˋc`'],
    ['a\nb', '`a ⏎ b`'],
    ['', ''],
  ])('code %j cannot end its own fence', (text, drawn) => {
    expect(draw([code(text)])).toBe(drawn);
  });

  test('commands and options are named as Discord types them', () => {
    expect(draw([code('/videos show #412')])).toBe('`/videos show number: 412`');
    expect(draw([code('/videos list')])).toBe('`/videos list`');
    expect(draw([code('/video a red ball --seconds 3 --no-audio')])).toBe(
      '`/video prompt: a red ball seconds: 3 audio: False`',
    );
    expect(draw([code('/videos show [#N]')])).toBe('`/videos show [#N]`');
    expect(draw(say`${option('seconds')} and ${option('size', 'vertical')}`)).toBe('`seconds` and `size: vertical`');
  });

  test('what somebody typed is named in the same way, with people by their mention and nothing else alive', () => {
    const named = [
      ['prompt', '**a** <@81384788765712384>'],
      ['style', '<@81384788765712384>'],
      ['audio', false],
      ['who', '<@81384788765712384>'],
      ['who', 'default'],
    ] as const;
    expect(draw([typedCommand({ command: 'video', text: 'x --audio', named })])).toBe(
      String.raw`/video prompt: \*\*a\*\* \<\@81384788765712384\> style: \<\@81384788765712384\> audio: False who: <@81384788765712384> default: True`,
    );
    expect(draw([typedCommand({ command: 'videos', text: 'lst', named: null })])).toBe('/videos lst');
    expect(draw([code('--seconds')])).toBe('`seconds:`');
    expect(draw([code('--seconds 20')])).toBe('`seconds: 20`');
  });

  test('a moment is shown in the time of whoever reads it', () => {
    expect(draw([{ kind: 'moment', atMs: 1_768_478_400_999, words: 'in 5 hours' }])).toBe('<t:1768478400:R>');
  });
});
