import { defineTables } from '../tables.ts';
import { sqliteKit } from './kit.ts';

export const {
  meta,
  tenants,
  users,
  policies,
  audit,
  endedSessions,
  installations,
  moderators,
  requests,
  statuses,
  jobs,
  attempts,
  jobEvents,
  providerEvents,
  slots,
  lanes,
  clips,
  deliveries,
  filesToErase,
  entrySets,
  postings,
  usageCounters,
  messages,
} = defineTables(sqliteKit);
