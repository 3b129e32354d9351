import { alertContract } from '../contracts/alerts.ts';
import { engineStandingContract } from '../contracts/engine-standings.ts';
import { installationContract } from '../contracts/installations.ts';
import { moderatorContract } from '../contracts/moderators.ts';
import { storeContract } from '../contracts/store.ts';
import { fileWorld } from './worlds.ts';

const name = 'SQLite, connections of their own on one file';

storeContract(name, fileWorld);
installationContract(name, fileWorld);
alertContract(name, fileWorld);
engineStandingContract(name, fileWorld);
moderatorContract(name, fileWorld);
