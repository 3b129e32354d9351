/** What the moderators of a tenant set for it, beside the limits of its members. */
export type TenantSettings = {
  /** Where requests are taken, in the platform's own ids; null for everywhere. */
  readonly channels: readonly string[] | null;
  /** The moderators' own ceiling for real money a day. The smaller of it and the operator's budget holds. */
  readonly perDayMaxMicroUsd: number | null;
  /** Where a line is posted for each decision; null for nowhere. */
  readonly logChannel: string | null;
  /** When somebody set something up first; null while nobody has. */
  readonly setUpAtMs: number | null;
};

export const nothingSetUp: TenantSettings = {
  channels: null,
  perDayMaxMicroUsd: null,
  logChannel: null,
  setUpAtMs: null,
};

/** What is to be changed; what is left out stays. Null takes it back. */
export type SettingsChange = Partial<Omit<TenantSettings, 'setUpAtMs'>>;

export const channelsMax = 25;

/** The settings after a change. Any call of it, also one that changes nothing, is somebody who set the tenant up. */
export function changedSettings(before: TenantSettings, change: SettingsChange, nowMs: number): TenantSettings {
  const { perDayMaxMicroUsd: max, channels } = change;
  if (typeof max === 'number' && (!Number.isSafeInteger(max) || max < 0)) {
    throw new RangeError(`expected a ceiling in micro-dollars as a whole number from 0, got ${max}`);
  }
  if (channels && (channels.length === 0 || channels.length > channelsMax)) {
    throw new RangeError(`expected 1 to ${channelsMax} channels, got ${channels.length}`);
  }
  return { ...before, ...change, setUpAtMs: before.setUpAtMs ?? nowMs };
}

/** Whether a request may come from there: the channel itself, or the one that its thread belongs to. */
export function isTakenIn({ channels }: Pick<TenantSettings, 'channels'>, ...at: readonly string[]): boolean {
  return channels === null || at.some((channel) => channels.includes(channel));
}
