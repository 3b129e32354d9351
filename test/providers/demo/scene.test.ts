import { describe, expect, test } from 'vitest';
import { drawableText, isRightToLeft, plainText, wrapText } from '../../../src/providers/demo/scene/caption.ts';
import { chanceOf } from '../../../src/providers/demo/scene/chance.ts';
import { travelled } from '../../../src/providers/demo/scene/easing.ts';
import { readWish } from '../../../src/providers/demo/scene/words.ts';

const fitsIn =
  (columns: number) =>
  (line: string): boolean =>
    [...new Intl.Segmenter().segment(line)].length <= columns;

describe('a caption', () => {
  test('breaks at spaces and says all when there is room', () => {
    expect(wrapText('a red ball rolls', 2, fitsIn(10))).toEqual({ lines: ['a red ball', 'rolls'], isWhole: true });
  });

  test('ends in an ellipsis when it does not fit, within the same width', () => {
    const { lines, isWhole } = wrapText('a red ball rolls across a floor', 2, fitsIn(10));
    expect(lines).toEqual(['a red ball', 'rolls…']);
    expect(isWhole).toBe(false);
  });

  test('breaks a word that is longer than a line, between whole characters', () => {
    const family = '👩‍👩‍👧';
    const { lines } = wrapText(family.repeat(5), 3, fitsIn(2));
    expect(lines).toEqual([family.repeat(2), family.repeat(2), family]);
  });

  test('ends also when nothing fits', () => {
    expect(wrapText('abc', 2, () => false).lines).toEqual(['a', 'b…']);
  });

  test('carries nothing that cannot be seen or that turns the text around', () => {
    expect(plainText('a\u0000b\n\tc\u202e d\u200b \ud800!')).toBe('a b c d !');
  });

  test('leaves out pictographs that cannot be drawn, and a text of boxes as a whole', () => {
    const onlyLatin = (character: string): boolean => /\p{Script=Latin}/u.test(character);
    expect(drawableText('a 🎈 ball', onlyLatin)).toBe('a ball');
    expect(drawableText('a 猫 ball', onlyLatin)).toBe('a 猫 ball');
    expect(drawableText('赤いボール', onlyLatin)).toBe('');
    expect(drawableText('🎈 ball', () => true)).toBe('🎈 ball');
  });

  test('runs from right to left where its first letter does', () => {
    expect(isRightToLeft('"כדור" red')).toBe(true);
    expect(isRightToLeft('1. كرة')).toBe(true);
    expect(isRightToLeft('red כדור')).toBe(false);
  });
});

describe('a prompt', () => {
  const wish = (prompt: string): ReturnType<typeof readWish> => readWish(prompt, chanceOf('1'));

  test.each([
    ['a red ball rolls across a wooden floor', { shape: 'ball', motion: 'rolling', place: 'room', light: 'day' }],
    ['blue square bouncing in the city at night', { shape: 'box', motion: 'bouncing', place: 'city', light: 'night' }],
    [
      'a star spinning over the ocean in the rain',
      { shape: 'star', motion: 'spinning', place: 'ocean', weather: 'rain' },
    ],
    ['snow falls in the forest', { place: 'forest', weather: 'snow', motion: 'falling' }],
    ['it snows', { weather: 'snow', place: 'snow' }],
    ['HEART floating at SUNSET', { shape: 'heart', motion: 'floating', light: 'sunset' }],
  ])('is read for what is in it: %s', (prompt, expected) => {
    expect(wish(prompt)).toMatchObject(expected);
  });

  test('gives each colour to what it stands before', () => {
    const red = wish('a red ball').colour;
    const green = wish('a green ball').colour;
    expect(wish('on a blue sea a red ball')).toMatchObject({ colour: red });
    expect(wish('a red ball over green hills')).toMatchObject({ colour: red, accent: green });
    expect(wish('a ball under a green sky')).toMatchObject({ skyColour: green, accent: null });
  });

  test('is not read for words inside other words', () => {
    expect(wish('a startled ballerina reduced to tears').shape).toBe(wish('').shape);
  });
});

test('a journey starts and ends at rest and never goes back', () => {
  for (const seconds of [1, 5, 20]) {
    let last = 0;
    for (let at = 0; at <= 1; at += 0.01) {
      const now = travelled(at * seconds, seconds);
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
    const start = travelled(0.01 * seconds, seconds);
    const middle = travelled(0.51 * seconds, seconds) - travelled(0.5 * seconds, seconds);
    expect(start).toBeLessThan(middle / 4);
  }
});
