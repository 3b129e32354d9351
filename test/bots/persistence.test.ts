import { expect, it } from 'vitest';
import { createPersistence } from '../../src/bots/persistence.ts';
import { MINUTE } from '../../src/core/time.ts';
import { collectLog } from '../core/samples.ts';
import { manualClock, seededRandom } from '../doubles/world.ts';

function open() {
  const clock = manualClock();
  const log = collectLog();
  return { clock, log, keepTrying: createPersistence({ clock, log, random: seededRandom() }) };
}

it('what fails is tried again until it succeeds, and told of each time', async () => {
  const { clock, log, keepTrying } = open();
  let tries = 0;
  const done = keepTrying(
    'registering',
    async () => {
      tries += 1;
      if (tries < 4) throw new Error('502');
    },
    new AbortController().signal,
  );
  await clock.runUntil(done);
  expect(tries).toBe(4);
  expect(log.warnings).toHaveLength(3);
});

it('what is no longer wanted is not tried again', async () => {
  const { clock, keepTrying } = open();
  const stop = new AbortController();
  let tries = 0;
  const done = keepTrying(
    'registering',
    async () => {
      tries += 1;
      throw new Error('502');
    },
    stop.signal,
  );
  await clock.advance(MINUTE);
  const before = tries;
  stop.abort();
  await done;
  expect(before).toBeGreaterThan(1);
  expect(tries).toBe(before);
});
