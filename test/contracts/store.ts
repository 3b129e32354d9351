import { describe } from 'vitest';
import { admissionContract } from './store/admission.ts';
import { cacheContract } from './store/cache.ts';
import { copyingContract } from './store/copying.ts';
import { claimContract } from './store/claims.ts';
import { deletionContract } from './store/deletions.ts';
import { deliveryContract } from './store/deliveries.ts';
import { forgettingContract } from './store/forgetting.ts';
import { inputContract } from './store/inputs.ts';
import { leaseContract } from './store/leases.ts';
import { lifeContract } from './store/life.ts';
import { policyContract } from './store/policies.ts';
import { readContract } from './store/reads.ts';
import { settingsContract } from './store/settings.ts';
import { statusContract } from './store/statuses.ts';
import { tenantContract } from './store/tenants.ts';
import { turnsContract } from './store/turns.ts';
import type { StoreWorld } from './store/world.ts';

/** What core relies on of a store: nothing is charged twice, admitted past a limit, worked by two, or half done. */
export function storeContract(name: string, open: () => Promise<StoreWorld>): void {
  describe(`store: ${name}`, () => {
    admissionContract(open);
    cacheContract(open);
    copyingContract(open);
    policyContract(open);
    lifeContract(open);
    claimContract(open);
    leaseContract(open);
    turnsContract(open);
    deliveryContract(open);
    statusContract(open);
    deletionContract(open);
    forgettingContract(open);
    inputContract(open);
    settingsContract(open);
    tenantContract(open);
    readContract(open);
  });
}
