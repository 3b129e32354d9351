/** Time inside is an integer of milliseconds since the epoch (`…AtMs`) or a span of them (`…Ms`). */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
