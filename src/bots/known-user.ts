import type { UserId } from '../core/ids.ts';
import type { Store } from '../core/ports/store.ts';

/** Who this is with us, by the id that their platform knows them by; null for who is not known, or not any more. */
export async function knownUserId(
  platform: string,
  externalId: string,
  store: Pick<Store, 'findUser'>,
): Promise<UserId | null> {
  const [known] = await store.findUser({ platform, tenantId: null, by: { kind: 'externalId', text: externalId } });
  return known?.userId ?? null;
}
