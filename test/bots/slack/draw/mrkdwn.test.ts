import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mrkdwnStyle } from '../../../../src/bots/slack/draw/mrkdwn.ts';
import { code, option, renderText, say, type Text, untrusted } from '../../../../src/bots/messages/text.ts';

const draw = (text: Text, room?: number): string => renderText(text, mrkdwnStyle(room));

/** Everything that Slack's clients and servers make something of, wherever it stands. */
const meanings: readonly RegExp[] = [
  /[*~`]/u,
  /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u,
  /[<>]/u,
  /&(?!(?:amp|lt|gt);)/u,
  /^\s*&gt;/u,
  /@[^\s\u200B]/u,
  /:\/\//u,
  /:[\w+'-]+:/u,
  /[\p{L}\p{N}]\.\p{L}/u,
  /#\p{L}/u,
];

function meaningsIn(drawn: string): string[] {
  return meanings.filter((meaning) => meaning.test(drawn)).map(String);
}

const nasty = [
  '*bold*',
  '_italic_',
  '~struck~',
  '`code`',
  '```code```',
  '@here',
  '@channel',
  '@everyone',
  '<!here>',
  '<!channel|x>',
  '<!subteam^S1|@team>',
  '<@U024BE7LH>',
  '<#C024BE7LR|general>',
  '#general',
  '<https://evil.example|click>',
  'https://evil.example/a_b_c?d=1&e=2',
  'HTTP://EVIL.example',
  'evil.example',
  'mailto:a@b.example',
  'slack://channel?id=C1',
  ':smile:',
  ':+1:',
  '> quote',
  '>>> quote',
  '&lt;!here&gt;',
  '&amp;',
  '<!date^1392734382^{date}|x>',
  '\n*#412 is ready*',
  'שלום',
  '👩‍👩‍👧‍👦',
  'snake_case 2*3 16:9 & 50%',
];

const typed = fc
  .array(fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 })
  .map((pieces) => pieces.join(''));

describe('text with Slack’s markup', () => {
  test.each(nasty)('%j is only text, so that it calls nobody, links nowhere and changes no look', (text) => {
    expect(meaningsIn(draw([untrusted(text)]))).toEqual([]);
    expect(meaningsIn(draw(say`“${untrusted(text)}” · 60 credits`))).toEqual([]);
  });

  test('nothing that somebody typed is markup, a mention, a link or a line of ours, however it is put together', () => {
    fc.assert(
      fc.property(typed, fc.nat(40), (text, room) => {
        const drawn = draw([untrusted(text)], room);
        expect(meaningsIn(drawn)).toEqual([]);
        expect(drawn).not.toMatch(/[\n\r\u0085\u2028\u2029\p{Cc}]/u);
        expect(drawn.isWellFormed()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('what means nothing stays as it was typed', () => {
    expect(draw([untrusted('a red ball, 16:9, 3.5 m, snake_case & 50% #1')])).toBe(
      'a red ball, 16:9, 3.5 m, snake_case &amp; 50% #1',
    );
  });

  test('our own words are text too: an engine called a_b_c keeps its name', () => {
    expect(draw(say`#1 is in line for acme/a_b_c · <3`)).toBe('#1 is in line for acme/a_b_c · &lt;3');
  });

  test('commands and options are named as they are typed', () => {
    expect(draw(say`${code('/videos show #412')} and ${option('size', 'vertical')}`)).toBe(
      '`/videos show #412` and `--size vertical`',
    );
    expect(draw([code('a`b & *c*')])).toBe('`aˋb &amp; *c*`');
    expect(draw([code('')])).toBe('');
  });

  test('a moment is shown in the time of whoever reads it, and a channel by its name', () => {
    expect(draw([{ kind: 'moment', atMs: 1_768_478_400_999, words: 'in 5 hours' }])).toBe(
      '<!date^1768478400^{date_short_pretty} at {time}|in 5 hours>',
    );
    expect(draw([{ kind: 'channel', id: 'C1' }])).toBe('<#C1>');
    expect(meaningsIn(draw([{ kind: 'channel', id: '<!here>' }]))).toEqual([]);
  });

  test('right-to-left text is kept apart and cannot turn around what follows it', () => {
    expect(draw(say`${untrusted('שלום')} · 60 credits`)).toBe('\u2068שלום\u2069 · 60 credits');
  });
});
