import { formatId, parseTenantId } from '../core/ids.ts';
import type { By } from '../core/role.ts';

/** Whoever types the operator's commands. What they decide is written down as the operator's word; the user is nobody's. */
export const terminalOperator: By = {
  userId: formatId('user', '0'.repeat(26)),
  role: 'operator',
  tenantId: parseTenantId('terminal'),
};
