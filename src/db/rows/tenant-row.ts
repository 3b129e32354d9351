import { z } from 'zod';
import type { Tenant } from '../../core/tenant.ts';
import { nothingSetUp, type TenantSettings } from '../../core/tenant-settings.ts';
import type { FormerZone } from '../../core/window.ts';
import type { Tables } from '../tables.ts';
import { readRow } from './readable.ts';

export type TenantRow = Tables['tenants']['$inferSelect'];

/** What a row does not say yet, nobody has set. */
export const settingsSchema: z.ZodType<TenantSettings> = z.object({
  channels: z.array(z.string()).readonly().nullable().default(nothingSetUp.channels),
  logChannel: z.string().nullable().default(nothingSetUp.logChannel),
  approvalChannel: z.string().nullable().default(nothingSetUp.approvalChannel),
  priceMaxMicroUsd: z.int().nonnegative().nullable().default(nothingSetUp.priceMaxMicroUsd),
  engines: z.array(z.string()).readonly().nullable().default(nothingSetUp.engines),
  blocklist: z.array(z.string()).readonly().default(nothingSetUp.blocklist),
  reusesClips: z.boolean().default(nothingSetUp.reusesClips),
  adult: z.enum(['nowhere', 'marked_channels', 'anywhere']).default(nothingSetUp.adult),
  judging: z.enum(['off', 'when_possible', 'required']).default(nothingSetUp.judging),
  accountAgeMsMin: z.int().nonnegative().default(nothingSetUp.accountAgeMsMin),
  memberAgeMsMin: z.int().nonnegative().default(nothingSetUp.memberAgeMsMin),
  paused: z.object({ everywhere: z.boolean(), channels: z.array(z.string()).readonly() }).default(nothingSetUp.paused),
  setUpAtMs: z.int().nullable().default(nothingSetUp.setUpAtMs),
});

/** A row of an earlier version has none. */
const formerZonesSchema: z.ZodType<readonly FormerZone[]> = z
  .array(z.object({ timeZone: z.string(), untilMs: z.int() }))
  .nullable()
  .transform((zones) => zones ?? []);

export function tenantOf(row: TenantRow): Tenant {
  const { id, name, perDayMicroUsd, perMonthMicroUsd, timeZone, createdAtMs, leftAtMs } = row;
  const budget = perDayMicroUsd === null || perMonthMicroUsd === null ? null : { perDayMicroUsd, perMonthMicroUsd };
  const settings = readRow('tenants', id, () => settingsSchema.parse(row.settings));
  const formerZones = readRow('tenants', id, () => formerZonesSchema.parse(row.formerZones));
  return { id, name, budget, settings, timeZone, formerZones, createdAtMs, leftAtMs };
}
