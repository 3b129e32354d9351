import { alertContract } from '../contracts/alerts.ts';
import { engineStandingContract } from '../contracts/engine-standings.ts';
import { installationContract } from '../contracts/installations.ts';
import { moderatorContract } from '../contracts/moderators.ts';
import { storeContract } from '../contracts/store.ts';
import { memoryWorld } from './worlds.ts';

const name = 'SQLite, a shared connection in memory';

storeContract(name, memoryWorld);
installationContract(name, memoryWorld);
alertContract(name, memoryWorld);
engineStandingContract(name, memoryWorld);
moderatorContract(name, memoryWorld);
