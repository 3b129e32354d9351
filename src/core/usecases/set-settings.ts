import type { TenantId } from '../ids.ts';
import type { SettingsChanged, Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { actorOfRole, type By, mayModerate, type NotAllowed } from '../role.ts';
import type { SettingsChange } from '../tenant-settings.ts';

export type SetSettingsResult = ({ readonly kind: 'set' } & SettingsChanged) | NotAllowed;

/** Changes how a tenant is set up, from now on. */
export async function setSettings(
  ask: {
    readonly by: By;
    readonly tenantId: TenantId;
    readonly change: SettingsChange;
    readonly reason: string | null;
  },
  { store, clock }: { readonly store: Pick<Store, 'setSettings'>; readonly clock: Clock },
): Promise<SetSettingsResult> {
  const { by, ...change } = ask;
  if (!mayModerate(by, ask.tenantId)) return { kind: 'not_allowed' };
  const done = await store.setSettings({ ...change, actor: actorOfRole(by), nowMs: clock.nowMs() });
  return { kind: 'set', ...done };
}
