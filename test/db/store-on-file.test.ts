import { storeContract } from '../contracts/store.ts';
import { fileWorld } from './worlds.ts';

storeContract('SQLite, connections of their own on one file', fileWorld);
