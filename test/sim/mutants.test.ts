import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mutants } from './mutants.ts';

test.each(mutants)('the guard that "$name" breaks is where it was, so that `npm run mutate` breaks it', ({ edits }) => {
  for (const { file, find, replace } of edits) {
    const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    expect(source.split(find).length - 1, `${file}: ${find}`).toBe(1);
    expect(source.replace(find, () => replace)).not.toBe(source);
  }
});
