import { expect, it } from 'vitest';
import { promptForField, readPromptField } from '../../../src/bots/grammar/prompt-field.ts';

it.each(['a ball --seed 4', '"a ball" --seed 4', '“a” "b" --seed 4', '"a ball --seed 4"'])(
  '%j stands in a field so that nothing in it is taken for an option, and is the same prompt when it comes back',
  (prompt) => {
    expect(readPromptField(promptForField(prompt))).toEqual({ prompt, flags: [] });
  },
);

it('what is longer than any prompt stands as it is: quotes around it would be cut off with its end', () => {
  const long = 'a ball --seed 4 '.repeat(1_000).trim();
  expect(promptForField(long)).toBe(long);
});
