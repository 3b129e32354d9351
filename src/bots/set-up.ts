import { type By, mayModerate, type NotAllowed } from '../core/role.ts';
import type { RequestDeps } from '../core/usecases/request.ts';
import { setQuota } from '../core/usecases/set-quota.ts';
import { setSettings } from '../core/usecases/set-settings.ts';
import { showSettings, type ShowSettingsResult } from '../core/usecases/show-settings.ts';
import type { Store } from '../core/ports/store.ts';
import type { SetUp } from './grammar/command.ts';

export type SetUpDeps = Pick<RequestDeps, 'clock' | 'rules'> & {
  readonly store: Pick<Store, 'tenant' | 'quota' | 'limitsOf' | 'setSettings' | 'setPolicy'>;
};

export type ShownSettings = Extract<ShowSettingsResult, { kind: 'settings' }>;

export type SetUpResult =
  | {
      readonly kind: 'set_up';
      /** As it is now. */
      readonly shown: ShownSettings;
      readonly done: 'shown' | 'changed' | 'same';
    }
  | NotAllowed;

/** Changes how a tenant is set up, if anything is to be changed, and tells how it is then: settings and the allowance together. */
export async function setUpTenant(
  { setUp, reason, by }: { readonly setUp: SetUp; readonly reason: string | null; readonly by: By },
  deps: SetUpDeps,
): Promise<SetUpResult> {
  const { tenantId } = by;
  const { allowance, cap, settings } = setUp;
  if (!mayModerate(by, tenantId)) return { kind: 'not_allowed' };
  const isAsked = allowance !== null || cap !== null || Object.keys(settings).length > 0;
  const set = isAsked ? await setSettings({ by, tenantId, change: settings, reason }, deps) : null;
  const limits = { by, tenantId, reason };
  const done = allowance && (await setQuota({ ...limits, subject: 'default', change: allowance }, deps));
  const capped = cap && (await setQuota({ ...limits, subject: 'budget', change: cap }, deps));
  const shown = await showSettings({ by, tenantId }, deps);
  if ([set, done, capped].some((each) => each?.kind === 'not_allowed') || shown.kind === 'not_allowed') {
    return { kind: 'not_allowed' };
  }
  const isChanged = [set, done, capped].some((each) => each?.kind === 'set' && each.changed);
  return { kind: 'set_up', shown, done: isAsked ? (isChanged ? 'changed' : 'same') : 'shown' };
}
