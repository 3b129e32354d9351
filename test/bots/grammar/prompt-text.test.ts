import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charsIn, cleanText, sanitisePrompt } from '../../../src/bots/grammar/prompt-text.ts';

describe('a sanitised prompt', () => {
  it.each<[string, string, string]>([
    ['loses control characters', 'a\u0000b\u0007c\u001B[31m', 'abc[31m'],
    ['loses zero-width text', 'a\u200Bb\uFEFFc\u2060d\u00ADe', 'abcde'],
    [
      'loses direction controls, so that nothing shows in another order than it is read',
      'a\u202Eb\u2066c\u2069',
      'abc',
    ],
    ['loses hidden tags', `a${String.fromCodePoint(0xe0049, 0xe004e, 0xe007f)}b`, 'ab'],
    ['loses hidden variation selectors', `a${String.fromCodePoint(0xe0101)}\uFE01b\uFE0F`, 'ab'],
    ['loses half characters', 'a\uD800b', 'ab'],
    ['keeps line breaks, of one kind', ' a\r\nb\rc\u2028d\n\ne ', 'a\nb\nc\nd\n\ne'],
    ['has one kind of space', 'a\u00A0b\tc\u3000d\u2800e', 'a b c d e'],
    ['is composed', 'cafe\u0301', 'café'],
    ['has at most four stacked marks', `Z${'\u0335'.repeat(40)}o`, `Z${'\u0335'.repeat(4)}o`],
    ['keeps emoji whole', '👩🏽‍🚀 ❤️ 1️⃣ 👨‍👩‍👧', '👩🏽‍🚀 ❤️ 1️⃣ 👨‍👩‍👧'],
    ['keeps the joiners of Persian and Hindi', 'می\u200Cخواهم क्\u200Dष', 'می\u200Cخواهم क्\u200Dष'],
    ['keeps right-to-left text', 'כדור אדום', 'כדור אדום'],
  ])('%s', (_, raw, clean) => {
    expect(sanitisePrompt(raw)).toBe(clean);
  });

  it('keeps no joiner alive by what was taken away before it', () => {
    expect(sanitisePrompt('\uFE0F\u200D🚀')).toBe('🚀');
  });

  it('stays as it is when sanitised again, so that stored prompts compare equal', () => {
    const marks = fc.constantFrom(
      '\u200B',
      '\u200D',
      '\u200C',
      '\uFE0F',
      '\u0301',
      'e',
      'ा',
      'ی',
      '👩',
      '🚀',
      '\uD83D',
      '\n',
      ' ',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(marks).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (raw) => {
        const clean = sanitisePrompt(raw);
        expect(sanitisePrompt(clean)).toBe(clean);
      }),
    );
  });

  it('is counted in characters, as people count', () => {
    expect(charsIn('🚀é')).toBe(2);
    expect(cleanText('  a ')).toBe('  a ');
  });
});
