import { z } from 'zod';
import type { Tenant } from '../../core/tenant.ts';
import { nothingSetUp, type TenantSettings } from '../../core/tenant-settings.ts';
import type { Tables } from '../tables.ts';
import { readRow } from './readable.ts';

export type TenantRow = Tables['tenants']['$inferSelect'];

/** What a row does not say yet, nobody has set. */
export const settingsSchema: z.ZodType<TenantSettings> = z.object({
  channels: z.array(z.string()).readonly().nullable().default(nothingSetUp.channels),
  perDayMaxMicroUsd: z.int().nonnegative().nullable().default(nothingSetUp.perDayMaxMicroUsd),
  logChannel: z.string().nullable().default(nothingSetUp.logChannel),
  setUpAtMs: z.int().nullable().default(nothingSetUp.setUpAtMs),
});

export function tenantOf(row: TenantRow): Tenant {
  const { id, name, perDayMicroUsd, perMonthMicroUsd, timeZone, createdAtMs, leftAtMs } = row;
  const budget = perDayMicroUsd === null || perMonthMicroUsd === null ? null : { perDayMicroUsd, perMonthMicroUsd };
  const settings = readRow('tenants', id, () => settingsSchema.parse(row.settings));
  return { id, name, budget, settings, timeZone, createdAtMs, leftAtMs };
}
