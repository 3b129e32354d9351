import { alertContract } from '../contracts/alerts.ts';
import { approvalContract } from '../contracts/approvals.ts';
import { engineStandingContract } from '../contracts/engine-standings.ts';
import { grantContract } from '../contracts/grants.ts';
import { installationContract } from '../contracts/installations.ts';
import { memberContract } from '../contracts/members.ts';
import { moderatorContract } from '../contracts/moderators.ts';
import { storeContract } from '../contracts/store.ts';
import { usageReportContract } from '../contracts/usage-report.ts';
import { fileWorld } from './worlds.ts';

const name = 'SQLite, connections of their own on one file';

storeContract(name, fileWorld);
installationContract(name, fileWorld);
alertContract(name, fileWorld);
engineStandingContract(name, fileWorld);
grantContract(name, fileWorld);
moderatorContract(name, fileWorld);
usageReportContract(name, fileWorld);
approvalContract(name, fileWorld);
memberContract(name, fileWorld);
