import { openSharedStore } from '../../src/db/sqlite/store.ts';
import { messagesContract } from '../contracts/messages.ts';
import { memoryOwners } from '../doubles/memory-owners.ts';
import { seededRandom, silentLog } from '../doubles/world.ts';
import { memoryWorld } from './worlds.ts';

messagesContract('SQLite', async () => {
  const world = await memoryWorld();
  const owner = world.ids.next('owner');
  const { clock, connection } = world;
  const owners = memoryOwners().join(owner);
  const { messages } = await openSharedStore({
    clock,
    random: seededRandom(),
    log: silentLog,
    connection,
    owner,
    owners,
  });
  return { messages, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
});
