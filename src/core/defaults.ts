import { CREDIT_MICRO_USD, DOLLAR_MICRO_USD } from './money.ts';
import { DAY, HOUR, MINUTE, SECOND } from './time.ts';

/** Used where a request says nothing. Size and frame rate default to the engine's native ones. */
export const requestDefaults = { seconds: 5, countMax: 4, batchMax: 12, promptCharsMax: 6_000 } as const;

/** What a member may use unless the tenant says otherwise. */
export const memberDefaults = {
  videosPerDay: 3,
  perDayMicroUsd: 200 * CREDIT_MICRO_USD,
  inFlightMax: requestDefaults.countMax,
  requestsPerMinuteMax: 5,
  /** So many prompts a day that the engine refused and billed are the tenant's to pay; those after it their own. */
  freeRefusalsPerDay: 3,
} as const;

/** What a tenant may use once the operator allowed it; until then it renders with play money only. */
export const tenantDefaults = {
  perDayMicroUsd: 500 * CREDIT_MICRO_USD,
  perMonthMicroUsd: 5_000 * CREDIT_MICRO_USD,
} as const;

/** A request that costs more is asked about before it starts, where the surface can ask. */
export const confirmDefaults = { aboveMicroUsd: 100 * CREDIT_MICRO_USD } as const;

/** How long a clip is given to whoever asks for exactly the same. */
export const cacheDefaults = { keptMs: DAY } as const;

/** How long what belongs to a tenant is kept after we left it. */
export const keepingDefaults = { afterLeavingMs: 30 * DAY } as const;

/** What the whole service may spend. */
export const serviceDefaults = { perMonthMicroUsd: 100 * DOLLAR_MICRO_USD, freeBytesMin: 1024 ** 3 } as const;

/** Ends and deadlines of a job. */
export const jobDefaults = {
  /** A task is overdue after the larger of this and three times the engine's p95. */
  overdueMsMin: 10 * MINUTE,
  overdueP95Factor: 3,
  /** How long an unanswered create is looked for before the member is released. */
  unknownMs: 24 * HOUR,
  /** How long a request that the engine keeps turning away is tried again; counted from its first try. */
  busyPatienceMs: 6 * HOUR,
  /** The horizon where the engine names none. */
  horizonMs: 48 * HOUR,
  /** What nearly every render ends within, and how often it is polled at most, where no data says so any more. */
  typicalMsP95: 10 * MINUTE,
  pollEveryMsMin: 30 * SECOND,
  /** After the horizon a task is looked at once more, and for this long when its engine cannot be read just then. */
  lateLookMs: HOUR,
  lateDoorMs: 24 * HOUR,
  deliveryRetryMs: 24 * HOUR,
} as const;

/** How long a link to a clip holds. */
export const linkDefaults = { clipLinkMs: 7 * DAY } as const;
