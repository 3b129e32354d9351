import { describe, expect, test } from 'vitest';

import { styledPrompt, styleNamed, styles } from '../../src/core/styles.ts';

describe('styles', () => {
  test('have names and aliases that no two of them share, so that each means one look', () => {
    const names = styles.flatMap(({ name, also }) => [name, ...also]);
    expect(names.map((name) => styleNamed(name)?.name)).toEqual(
      styles.flatMap(({ name, also }) => [name, ...also].map(() => name)),
    );
    expect(styles.length).toBeGreaterThanOrEqual(10);
  });

  test('fit into what people choose from: a line of 100 characters with the words', () => {
    for (const { name, words } of styles) {
      expect(name).toMatch(/^[a-z]{3,12}$/);
      expect(`${name} · ${words}`.length).toBeLessThanOrEqual(100);
    }
  });

  test.each([
    ['Cinematic', 'cinematic'],
    ['FILM-NOIR', 'noir'],
    ['film noir', 'noir'],
    ['watercolour', 'watercolor'],
    ['Stop Motion', 'claymation'],
    ['8-bit', 'pixel'],
    ['bird’s eye', 'aerial'],
    ['ｎｏｉｒ', 'noir'],
  ])('%s means %s, however it is written', (text, name) => {
    expect(styleNamed(text)?.name).toBe(name);
  });

  test.each(['oil painting', 'noir comic', 'cinema', ''])('“%s” is a look of their own', (text) => {
    expect(styleNamed(text)).toBeNull();
  });

  test('are given to engines as words behind the prompt: a preset by its words, one’s own as it is', () => {
    expect(styledPrompt({ prompt: 'a ball', style: null })).toBe('a ball');
    expect(styledPrompt({ prompt: 'a ball', style: 'oil painting' })).toBe('a ball\n\nStyle: oil painting');
    expect(styledPrompt({ prompt: 'a ball', style: 'noir' })).toMatch(/^a ball\n\nStyle: black and white film noir, /);
    expect(styledPrompt({ prompt: 'a ball', style: 'Film Noir' })).toBe(
      styledPrompt({ prompt: 'a ball', style: 'noir' }),
    );
  });
});
