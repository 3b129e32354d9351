import type { TenantId } from '../ids.ts';
import type { SettingsChanged, Store, TooManyZones } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { actorOfRole, type By, mayModerate, type NotAllowed } from '../role.ts';
import type { SettingsChange } from '../tenant-settings.ts';
import { timeZoneNamed } from '../window.ts';

export type SetSettingsResult =
  | ({ readonly kind: 'set' } & Omit<SettingsChanged, 'kind'>)
  | TooManyZones
  /** There is no time zone of that name. */
  | { readonly kind: 'no_such_zone'; readonly timeZone: string }
  | NotAllowed;

/** Changes how a tenant is set up, from now on: all of it or nothing. */
export async function setSettings(
  ask: {
    readonly by: By;
    readonly tenantId: TenantId;
    readonly change: SettingsChange;
    readonly reason: string | null;
  },
  { store, clock }: { readonly store: Pick<Store, 'setSettings'>; readonly clock: Clock },
): Promise<SetSettingsResult> {
  const { by, tenantId, change, reason } = ask;
  if (!mayModerate(by, tenantId)) return { kind: 'not_allowed' };
  const { timeZone: zone, ...others } = change;
  const timeZone = zone === undefined ? undefined : timeZoneNamed(zone);
  if (zone !== undefined && timeZone === null) return { kind: 'no_such_zone', timeZone: zone };
  const done = await store.setSettings({
    tenantId,
    change: typeof timeZone === 'string' ? { ...others, timeZone } : others,
    actor: actorOfRole(by),
    reason,
    nowMs: clock.nowMs(),
  });
  return done.kind === 'done' ? { ...done, kind: 'set' } : done;
}
