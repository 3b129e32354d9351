import { alertContract } from '../contracts/alerts.ts';
import { approvalContract } from '../contracts/approvals.ts';
import { engineStandingContract } from '../contracts/engine-standings.ts';
import { grantContract } from '../contracts/grants.ts';
import { installationContract } from '../contracts/installations.ts';
import { memberContract } from '../contracts/members.ts';
import { moderatorContract } from '../contracts/moderators.ts';
import { storeContract } from '../contracts/store.ts';
import { usageReportContract } from '../contracts/usage-report.ts';
import { memoryWorld } from './worlds.ts';

const name = 'SQLite, a shared connection in memory';

storeContract(name, memoryWorld);
installationContract(name, memoryWorld);
alertContract(name, memoryWorld);
engineStandingContract(name, memoryWorld);
grantContract(name, memoryWorld);
moderatorContract(name, memoryWorld);
usageReportContract(name, memoryWorld);
approvalContract(name, memoryWorld);
memberContract(name, memoryWorld);
