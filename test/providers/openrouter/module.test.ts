import { describe, expect, test } from 'vitest';
import { openrouter } from '../../../src/providers/openrouter/module.ts';

const key = 'sk-or-v1-of-mine';

describe('the settings of OpenRouter', () => {
  test('without a key it is not configured, and nothing is wrong', () => {
    for (const environment of [{}, { OPENROUTER_API_KEY: ' ' }]) {
      expect(openrouter.read(environment)).toEqual({ open: null });
    }
  });

  test.each([
    ['OPENROUTER_BASE_URL', 'http://openrouter.example/api/v1'],
    ['OPENROUTER_BASE_URL', 'openrouter'],
    ['OPENROUTER_API_KEY', 'sk-or v1'],
  ])('%s=%s cannot be used, and is said by its name without its value', (name, value) => {
    const read = openrouter.read({ OPENROUTER_API_KEY: key, [name]: value });
    expect('problems' in read && read.problems.map(([of]) => of)).toEqual([name]);
    expect(JSON.stringify(read)).not.toContain('sk-or');
  });

  test('a key alone is enough', () => {
    expect(openrouter.read({ OPENROUTER_API_KEY: `${key}\n` })).toMatchObject({ open: expect.any(Function) });
  });

  test('its key and its secret are never shown', () => {
    expect(openrouter.secretNames).toEqual(['OPENROUTER_API_KEY', 'OPENROUTER_WEBHOOK_SECRET']);
  });

  test('its own data is in order', () => {
    expect(openrouter.problemsWith(null)).toEqual([]);
  });
});
