import { defineTables } from '../tables.ts';
import { sqliteKit } from './kit.ts';

export const {
  meta,
  tenants,
  users,
  audit,
  requests,
  jobs,
  attempts,
  jobEvents,
  providerEvents,
  slots,
  lanes,
  clips,
  deliveries,
  entrySets,
  postings,
  usageCounters,
} = defineTables(sqliteKit);
