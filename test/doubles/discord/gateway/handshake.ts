import { GatewayCloseCodes, GatewayIntentBits } from 'discord.js';
import { z } from 'zod';
import { guildOf } from '../payload/guild.ts';
import { botUser } from '../payload/user.ts';
import { shardOf } from '../snowflakes.ts';
import type { World } from '../world.ts';
import { identify, knownIntents, privilegedIntents } from './frames.ts';
import { isFor, record, type Session } from './session.ts';

/** Why a client may not identify as it does, or what it identifies as. */
export type Identified =
  | { readonly kind: 'wrong'; readonly code: GatewayCloseCodes; readonly what: string }
  | { readonly kind: 'wrong_token' }
  | { readonly kind: 'right'; readonly intents: number; readonly shard: readonly [number, number] };

export function checkIdentify(world: World, data: unknown, shardsMin: number): Identified {
  const parsed = identify.safeParse(data);
  const wrong = (code: GatewayCloseCodes, what: string): Identified => ({ kind: 'wrong', code, what });
  if (!parsed.success) {
    return wrong(GatewayCloseCodes.DecodeError, `identified wrongly: ${z.prettifyError(parsed.error)}`);
  }
  const { token, intents, shard = [0, 1] } = parsed.data;
  if (token !== world.botToken) return { kind: 'wrong_token' };
  const [index, count] = shard;
  if (index >= count) return wrong(GatewayCloseCodes.InvalidShard, `identified as shard ${index} of ${count}`);
  if (count < shardsMin) {
    return wrong(GatewayCloseCodes.ShardingRequired, `identified with ${count} shards, ${shardsMin} are needed`);
  }
  if ((intents & ~knownIntents) !== 0) return wrong(GatewayCloseCodes.InvalidIntents, `asked for intents ${intents}`);
  const privileged = intents & privilegedIntents;
  if (privileged !== 0) {
    return wrong(GatewayCloseCodes.DisallowedIntents, `asked for the privileged intents ${privileged}`);
  }
  if ((intents & ~GatewayIntentBits.Guilds) !== 0) {
    const message = `The double has no events for the intents ${intents}, only those for Guilds.`;
    world.problems.push({ where: 'gateway', message });
  }
  return { kind: 'right', intents, shard: [index, count] };
}

/** READY, and the servers of the shard one by one. One that is unavailable stays so. */
export function greet(world: World, session: Session, resumeUrl: string): void {
  const [index, count] = session.shard;
  const guilds = [...world.guilds.values()].filter(
    (guild) => guild.state !== 'out' && shardOf(guild.id, count) === index,
  );
  record(session, 'READY', {
    v: 10,
    user: botUser(world),
    guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: resumeUrl,
    shard: session.shard,
    application: { id: world.applicationId, flags: 0 },
    private_channels: [],
    presences: [],
    relationships: [],
    user_settings: {},
    geo_ordered_rtc_regions: [],
    _trace: [],
  });
  for (const guild of guilds) {
    if (guild.state === 'in' && isFor(session, guild.id, 'GUILD_CREATE')) {
      record(session, 'GUILD_CREATE', guildOf(world, guild));
    }
  }
}
