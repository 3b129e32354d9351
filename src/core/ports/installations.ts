import type { TenantId } from '../ids.ts';

/** What lets us act in one tenant, where its platform gives each a secret of its own. The secret is sealed: see `sealing`. */
export type Installation = {
  readonly tenantId: TenantId;
  readonly sealed: string;
  readonly installedAtMs: number;
};

/** A part of the store. `test/contracts/installations.ts` holds every implementation to this. */
export interface Installations {
  /** Keeps it in place of an older one; we are in its tenant by that, perhaps again. A newer one that is there stays. */
  put(installation: Installation): Promise<void>;
  of(tenantId: TenantId): Promise<Installation | null>;
  /** Takes it away, unless it is of that moment or later: the news of an end may come after a new beginning. */
  remove(tenantId: TenantId, only: { readonly installedBeforeMs: number }): Promise<boolean>;
}
