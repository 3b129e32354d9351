import { expect, it } from 'vitest';
import { formOfRetyped } from '../../../src/bots/grammar/retyped.ts';

it.each([
  ['a red ball --secnds 8', 'a red ball', 'seconds: 8'],
  ['a ball --no-adio --siz vertical', 'a ball', 'audio: False, size: vertical'],
  ['a ball --audio no people', 'a ball people', 'audio: False'],
  ['a ball --weird 8 rolls --count 2', 'a ball --weird 8 rolls', 'count: 2'],
  ['--se 4 a ball', '--se 4 a ball', ''],
  ['a --foo=bar baz', 'a --foo=bar baz', ''],
  ['“a --b c” --secnds=9', 'a --b c', 'seconds: 9'],
  ['a ball --seconds abc', 'a ball', 'seconds: abc'],
  ['', '', ''],
])('%j is put right as far as it can be told, and nothing of it is lost', (typed, prompt, options) => {
  expect(formOfRetyped(typed)).toEqual({ prompt, options, input: null });
});

it('of five thousand names that are no options all stay where they can be seen, and what is meant is found among them', () => {
  const names = '--weird '.repeat(5_000);
  expect(formOfRetyped(`${names}a ball --secnds 8`)).toEqual({
    prompt: `${names}a ball`,
    options: 'seconds: 8',
    input: null,
  });
});
