import { openSharedStore } from '../../src/db/sqlite/store.ts';
import { messagesContract } from '../contracts/messages.ts';
import { endedSessionsContract } from '../contracts/sessions.ts';
import { memoryOwners } from '../doubles/memory-owners.ts';
import { personKey, seededRandom, silentLog } from '../doubles/world.ts';
import { memoryWorld } from './worlds.ts';

async function open() {
  const world = await memoryWorld();
  const owner = world.ids.next('owner');
  const { clock, connection } = world;
  const owners = memoryOwners().join(owner);
  const { messages, endedSessions } = await openSharedStore({
    clock,
    random: seededRandom(),
    log: silentLog,
    personKey,
    connection,
    owner,
    owners,
  });
  return { messages, endedSessions, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

messagesContract('SQLite', open);
endedSessionsContract('SQLite', open);
