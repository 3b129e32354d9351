import { memberDefaults, serviceDefaults } from './defaults.ts';
import type { Unit } from './ledger.ts';
import type { WindowKind } from './window.ts';

export type Limit = { readonly unit: Unit; readonly window: WindowKind; readonly amount: number };

/** Policy: how much a member may use. Null means no limit. */
export type Policy = {
  readonly limits: readonly Limit[];
  readonly inFlightMax: number | null;
  readonly requestsPerMinuteMax: number | null;
};

/** The limits that an admission is held against; the tenant's own budget comes from its row. */
export type AdmissionRules = {
  readonly member: Policy;
  readonly service: readonly Limit[];
  readonly freeBytesMin: number;
};

export const defaultRules: AdmissionRules = {
  member: {
    limits: [
      { unit: 'videos', window: 'day', amount: memberDefaults.videosPerDay },
      { unit: 'usd_micro', window: 'day', amount: memberDefaults.perDayMicroUsd },
    ],
    inFlightMax: memberDefaults.inFlightMax,
    requestsPerMinuteMax: memberDefaults.requestsPerMinuteMax,
  },
  service: [{ unit: 'usd_micro', window: 'month', amount: serviceDefaults.perMonthMicroUsd }],
  freeBytesMin: serviceDefaults.freeBytesMin,
};
