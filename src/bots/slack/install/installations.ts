import { z } from 'zod';
import type { TenantId } from '../../../core/ids.ts';
import type { Installations } from '../../../core/ports/installations.ts';
import type { Sealing } from '../../../core/ports/sealing.ts';
import type { Store } from '../../../core/ports/store.ts';
import { isUserId, slackPlatform, teamIdOf, tenantOf } from '../places.ts';

const secretSchema = z.object({ botToken: z.string().min(1), botUserId: z.string().refine(isUserId) });

/** What lets us act in a workspace. The token is a secret. */
export type SlackInstallation = z.infer<typeof secretSchema> & { readonly installedAtMs: number };

export type InstallationFound =
  | { readonly kind: 'installed'; readonly installation: SlackInstallation }
  | { readonly kind: 'none' }
  /** It was sealed with another key: the workspace has to install us anew, or the key has to come back. */
  | { readonly kind: 'unreadable'; readonly installedAtMs: number };

type Deps = { readonly installations: Installations; readonly sealing: Sealing };

/** The installations of workspaces, each sealed so that it opens for its own workspace alone. */
export function createInstallations({ installations, sealing }: Deps) {
  const contextOf = (tenantId: TenantId): string => `installation ${tenantId}`;

  return {
    /** In place of an older one. */
    async keep(teamId: string, { installedAtMs, ...secret }: SlackInstallation): Promise<void> {
      const tenantId = tenantOf(teamId);
      const sealed = sealing.seal(JSON.stringify(secret), contextOf(tenantId));
      await installations.put({ tenantId, sealed, installedAtMs });
    },

    async of(teamId: string): Promise<InstallationFound> {
      const tenantId = tenantOf(teamId);
      const found = await installations.of(tenantId);
      if (!found) return { kind: 'none' };
      const { sealed, installedAtMs } = found;
      const text = sealing.unseal(sealed, contextOf(tenantId));
      if (text === null) return { kind: 'unreadable', installedAtMs };
      return { kind: 'installed', installation: { ...secretSchema.parse(JSON.parse(text)), installedAtMs } };
    },

    /** Unless it is of that moment or later. */
    remove: (teamId: string, installedBeforeMs: number): Promise<boolean> =>
      installations.remove(tenantOf(teamId), { installedBeforeMs }),
  };
}

export type SlackInstallations = ReturnType<typeof createInstallations>;

/** How many workspaces have installed us, and of how many of them we cannot read the token. */
export async function countInstallations(
  installations: SlackInstallations,
  store: Pick<Store, 'tenants'>,
): Promise<{ readonly all: number; readonly unreadable: number }> {
  const teamIds = (await store.tenants({ platform: slackPlatform })).map(({ id }) => teamIdOf(id));
  const found = await Promise.all(teamIds.filter((id) => id !== null).map((id) => installations.of(id)));
  return {
    all: found.filter(({ kind }) => kind !== 'none').length,
    unreadable: found.filter(({ kind }) => kind === 'unreadable').length,
  };
}
