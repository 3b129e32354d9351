import type { EngineCapabilities } from './engine.ts';
import type { TenantSettings } from './tenant-settings.ts';

export type MayUse = (engine: Pick<EngineCapabilities, 'id' | 'provider' | 'playMoney'>) => boolean;

/** The engines that moderators let be used. The demo costs nobody anything, so that nobody has to let it be. */
export function allowedBy({ engines }: Pick<TenantSettings, 'engines'>): MayUse {
  return ({ id, provider, playMoney }) =>
    engines === null || playMoney || engines.includes(id) || engines.includes(provider);
}
