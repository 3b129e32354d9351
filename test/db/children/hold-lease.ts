import { openSqliteStore } from '../../../src/db/sqlite/store.ts';
import { createIds, systemClock, systemRandom } from '../../../src/system.ts';
import { driverOf } from '../../contracts/store/driver.ts';
import { manualClock, personKey, silentLog } from '../../doubles/world.ts';
import { heard, tell } from './talk.ts';

/** Claims a step and holds its lease until it is killed. */
const [file = ''] = process.argv.slice(2);
const ids = createIds(systemClock, systemRandom);
const owner = ids.next('owner');
const store = await openSqliteStore({
  file,
  owner,
  clock: systemClock,
  random: systemRandom,
  log: silentLog,
  personKey,
});
const driver = driverOf({ store, owner }, { clock: manualClock(), ids });
const { job } = await driver.submittingJob({ userId: await driver.user() });
tell({ owner, jobId: job.id });
await heard();
