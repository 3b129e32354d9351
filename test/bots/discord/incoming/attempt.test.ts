import { expect, it } from 'vitest';
import { attempt } from '../../../../src/bots/discord/incoming/attempt.ts';
import { collectLog } from '../../../core/samples.ts';
import { manualClock } from '../../../doubles/world.ts';

/** Calls that a test answers, one after the other. */
function calls() {
  const made: PromiseWithResolvers<string>[] = [];
  return {
    made,
    call: (): Promise<string> => {
      const next = Promise.withResolvers<string>();
      made.push(next);
      return next.promise;
    },
  };
}

const broken = (): Error => Object.assign(new Error('broken'), { code: 'ECONNRESET' });

it('what is heard of a call when its time is over is not asked again: it may have been done', async () => {
  const clock = manualClock();
  const { made, call } = calls();
  const attempting = attempt({ what: 'answer', withinMs: 3_000, call }, { clock, log: collectLog() });
  await clock.advance(3_000);
  expect(await attempting).toEqual({ kind: 'unheard' });
  made[0]?.reject(broken());
  await clock.advance(0);
  expect(made).toHaveLength(1);
});

it('both tries together have the time that there is, and no more', async () => {
  const clock = manualClock();
  const { made, call } = calls();
  const attempting = attempt({ what: 'answer', withinMs: 3_000, call }, { clock, log: collectLog() });
  await clock.advance(2_000);
  made[0]?.reject(broken());
  await clock.advance(1_000);
  expect(await attempting).toEqual({ kind: 'unheard' });
  expect(made).toHaveLength(2);
});

it('what nobody misses is not tried a second time', async () => {
  const clock = manualClock();
  const { made, call } = calls();
  const asking = { what: 'offer', withinMs: 3_000, isTriedOnce: true, call } as const;
  const attempting = attempt(asking, { clock, log: collectLog() });
  made[0]?.reject(broken());
  expect(await attempting).toEqual({ kind: 'unheard' });
  expect(made).toHaveLength(1);
});

it('a fault of our own is thrown, and not taken for Discord’s', async () => {
  const call = (): Promise<never> => Promise.reject(new TypeError('expected something else'));
  const asking = { what: 'answer', withinMs: 3_000, call };
  await expect(attempt(asking, { clock: manualClock(), log: collectLog() })).rejects.toThrow('expected something else');
});
