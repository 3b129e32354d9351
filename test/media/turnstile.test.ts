import { expect, test } from 'vitest';

import { createTurnstile } from '../../src/media/turnstile.ts';

const never = new AbortController().signal;

/** Work that runs until told to end. */
function task(name: string, log: string[]) {
  const gate = Promise.withResolvers<void>();
  const run = async () => {
    log.push(name);
    await gate.promise;
  };
  return { run, end: () => gate.resolve() };
}

test('no more than the limit runs at once, and the rest follows in order', async () => {
  const turnstile = createTurnstile(2);
  const log: string[] = [];
  const tasks = ['a', 'b', 'c', 'd'].map((name) => task(name, log));
  const ends = tasks.map(async ({ run }) => turnstile(run, never));
  await Promise.resolve();
  expect(log).toEqual(['a', 'b']);
  tasks[1]?.end();
  await ends[1];
  for (const { end } of tasks) end();
  await Promise.all(ends);
  expect(log).toEqual(['a', 'b', 'c', 'd']);
});

test('who is aborted while waiting leaves the line at once and takes nobody’s place', async () => {
  const turnstile = createTurnstile(1);
  const log: string[] = [];
  const [first, second, third] = [task('first', log), task('second', log), task('third', log)];
  const controller = new AbortController();
  const firstEnd = turnstile(first.run, never);
  const secondEnd = turnstile(second.run, controller.signal);
  const thirdEnd = turnstile(third.run, never);
  controller.abort(new Error('gave up'));
  await expect(secondEnd).rejects.toThrow('gave up');
  first.end();
  third.end();
  await Promise.all([firstEnd, thirdEnd]);
  expect(log).toEqual(['first', 'third']);
});

test('work that fails gives its place back', async () => {
  const turnstile = createTurnstile(1);
  const failing = turnstile(async () => Promise.reject(new Error('broken')), never);
  await expect(failing).rejects.toThrow('broken');
  expect(await turnstile(async () => 'next', never)).toBe('next');
});
