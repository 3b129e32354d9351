import { storeContract } from '../contracts/store.ts';
import { memoryWorld } from './worlds.ts';

storeContract('SQLite, a shared connection in memory', memoryWorld);
