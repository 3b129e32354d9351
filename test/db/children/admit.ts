import { openSqliteStore } from '../../../src/db/sqlite/store.ts';
import { createIds, systemClock, systemRandom } from '../../../src/system.ts';
import { driverOf, memberRules } from '../../contracts/store/driver.ts';
import { manualClock, personKey, silentLog } from '../../doubles/world.ts';
import { heard, tell } from './talk.ts';

/** Asks for 100 videos at once when told to, and tells how many of them were admitted. */
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
const userId = await driver.user();
tell('ready');
await heard();
const rules = memberRules({ unit: 'videos', window: 'day', amount: 5 });
const admissions = await Promise.all(Array.from({ length: 100 }, () => driver.admit({ userId, rules })));
await store.close();
tell(admissions.filter(({ kind }) => kind === 'admitted').length);
process.disconnect();
