import { expect, test } from 'vitest';
import { createForgetter } from '../../src/core/forgetter.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { manualClock } from '../doubles/world.ts';
import { idOf } from './samples.ts';

type Store = Parameters<typeof createForgetter>[0]['store'];

function forgetterOf(more: Partial<Store> = {}) {
  const clock = manualClock();
  const done: string[] = [];
  const store: Store = {
    emptyForgotten: async () => false,
    dropMarks: async () => 0,
    emptyLeftTenant: async () => false,
    dropOnlookers: async () => ({ dropped: 0, next: null }),
    dropTraces: async () => true,
    ...more,
  };
  const told = new Proxy(store, {
    get(target, name: keyof Store) {
      done.push(name);
      return target[name];
    },
  });
  const forgetter = createForgetter({ store: told, clock });
  async function doneAtLook(): Promise<string[]> {
    done.length = 0;
    await forgetter.look();
    return [...done];
  }
  return { clock, doneAtLook };
}

test('looks at each look for what was begun, and for what has had its time once an hour', async () => {
  const { clock, doneAtLook } = forgetterOf();
  expect(await doneAtLook()).toEqual(['emptyForgotten', 'dropMarks', 'emptyLeftTenant', 'dropOnlookers', 'dropTraces']);
  await clock.advance(HOUR - 1);
  expect(await doneAtLook()).toEqual(['emptyForgotten']);
  await clock.advance(1);
  expect(await doneAtLook()).toEqual(['emptyForgotten', 'dropMarks', 'emptyLeftTenant']);
});

test('goes on with what was begun for a while at each look, and then takes it out of the journal, again until it can', async () => {
  let [left, free] = [13, false];
  const { clock, doneAtLook } = forgetterOf({
    emptyForgotten: async () => (left -= 1) >= 0,
    dropTraces: async () => free,
  });
  expect((await doneAtLook()).filter((name) => name === 'emptyForgotten')).toHaveLength(10);
  expect((await doneAtLook()).filter((name) => name === 'emptyForgotten')).toHaveLength(4);
  for (const expected of [['dropTraces'], ['dropTraces'], []]) {
    await clock.advance(MINUTE);
    expect((await doneAtLook()).filter((name) => name === 'dropTraces')).toEqual(expected);
    free = true;
  }
});

test('goes from person to person to find those who only looked, a few at a time and once a day', async () => {
  const after: (string | null)[] = [];
  const { clock, doneAtLook } = forgetterOf({
    async dropOnlookers(ask) {
      after.push(ask.after);
      return { dropped: 0, next: after.length === 3 ? null : idOf('user', after.length) };
    },
  });
  for (let look = 0; look < 5; look += 1) await doneAtLook();
  expect(after).toEqual([null, idOf('user', 1), idOf('user', 2)]);
  await clock.advance(DAY);
  await doneAtLook();
  expect(after.at(-1)).toBeNull();
});
