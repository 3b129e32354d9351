import type { TenantId } from '../ids.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { actorOfRole, type By, mayModerate, type NotAllowed } from '../role.ts';
import { nothingPaused, type Pause } from '../tenant-settings.ts';

export type PauseResult =
  | {
      readonly kind: 'paused';
      /** False when it was so already. */
      readonly changed: boolean;
      readonly pause: Pause;
    }
  | NotAllowed;

/**
 * Takes nothing new in a channel, or nowhere in a tenant (`channel` null), or takes it again. What is on its way goes on.
 * Resuming everywhere lets go of single channels as well.
 */
export async function pause(
  ask: {
    readonly by: By;
    readonly tenantId: TenantId;
    readonly channel: string | null;
    readonly isPaused: boolean;
    readonly reason: string | null;
  },
  { store, clock }: { readonly store: Pick<Store, 'tenant' | 'setSettings'>; readonly clock: Clock },
): Promise<PauseResult> {
  const { by, tenantId, reason } = ask;
  if (!mayModerate(by, tenantId)) return { kind: 'not_allowed' };
  const nowMs = clock.nowMs();
  const before = (await store.tenant(tenantId, nowMs)).settings.paused;
  const paused = after(before, ask);
  if (isSame(before, paused)) return { kind: 'paused', changed: false, pause: before };
  const done = await store.setSettings({ tenantId, change: { paused }, actor: actorOfRole(by), reason, nowMs });
  if (done.kind !== 'done') throw new Error(`expected a pause to change no time zone, got ${done.kind}`);
  return { kind: 'paused', changed: done.changed, pause: done.after.paused };
}

function after(
  before: Pause,
  { channel, isPaused }: { readonly channel: string | null; readonly isPaused: boolean },
): Pause {
  if (channel === null) return isPaused ? { ...before, everywhere: true } : nothingPaused;
  const others = before.channels.filter((each) => each !== channel);
  return { ...before, channels: isPaused ? [...others, channel] : others };
}

function isSame(one: Pause, other: Pause): boolean {
  const isIn = (channel: string): boolean => other.channels.includes(channel);
  return (
    one.everywhere === other.everywhere && one.channels.length === other.channels.length && one.channels.every(isIn)
  );
}
