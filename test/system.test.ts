import { createIds, systemClock, systemRandom } from '../src/system.ts';
import { worldContract } from './contracts/world.ts';
import { manualClock, seededRandom, sequentialIds } from './doubles/world.ts';

worldContract('system', () => ({
  clock: systemClock,
  pass: (ms) => systemClock.sleep(ms),
  random: systemRandom,
  ids: createIds(systemClock, systemRandom),
}));

worldContract('doubles', () => {
  const clock = manualClock();
  return { clock, pass: (ms) => clock.advance(ms), random: seededRandom(), ids: sequentialIds() };
});
