import type { UserId } from '../../../src/core/ids.ts';
import { openSqliteStore } from '../../../src/db/sqlite/store.ts';
import { createIds, systemClock, systemRandom } from '../../../src/system.ts';
import { driverOf } from '../../contracts/store/driver.ts';
import { manualClock, personKey, silentLog } from '../../doubles/world.ts';
import { isScarce, scarcities } from '../scarcities.ts';
import { listen, tell } from './talk.ts';

/** Asks 250 times at once for what there is one of, each time it is told of what, and tells what came of it. */
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
const people = new Map<string, UserId>();
for (const name of Object.keys(scarcities)) people.set(name, await driver.user(name));

async function ask(of: keyof typeof scarcities): Promise<string> {
  const userId = people.get(of);
  if (!userId) throw new Error(`expected somebody who asks for ${of}`);
  try {
    const admission = await driver.admit({ userId, ...scarcities[of] });
    if (admission.kind !== 'refused') return admission.kind;
    const { refusal } = admission;
    return refusal.kind === 'limit' ? `limit of the ${refusal.scope}` : refusal.kind;
  } catch (error) {
    return String(error);
  }
}

listen(async (message) => {
  if (!isScarce(message)) {
    await store.close();
    process.disconnect();
    return;
  }
  const came = await Promise.all(Array.from({ length: 250 }, () => ask(message)));
  tell(Object.fromEntries([...Map.groupBy(came, (what) => what)].map(([what, times]) => [what, times.length])));
});
tell('ready');
