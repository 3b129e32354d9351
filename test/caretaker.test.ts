import { expect, it } from 'vitest';
import { takeCare } from '../src/caretaker.ts';
import { HOUR, SECOND } from '../src/core/time.ts';
import { collectLog } from './core/samples.ts';
import { manualClock } from './doubles/world.ts';

it('does each chore at its pace, goes on when one fails, and ends when it is told to', async () => {
  const clock = manualClock();
  const log = collectLog();
  const done = { reload: 0, refresh: 0, told: 0 };
  const stop = new AbortController();
  const caring = takeCare(
    {
      clock,
      log,
      reloadEngineFile: async () => void (done.reload += 1),
      refreshProviders: [
        async () => {
          done.refresh += 1;
          throw new Error('the engine does not answer');
        },
      ],
      alerts: async () => [],
      tell: async () => void (done.told += 1),
    },
    stop.signal,
  );
  await clock.advance(0);
  expect(done).toEqual({ reload: 1, refresh: 1, told: 1 });
  await clock.advance(30 * SECOND);
  expect(done).toEqual({ reload: 7, refresh: 1, told: 1 });
  await clock.advance(HOUR);
  expect(done).toMatchObject({ refresh: 2, told: 61 });
  expect(log.errors).toHaveLength(2);
  stop.abort();
  await caring;
});
