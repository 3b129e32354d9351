import { GatewayIntentBits, GatewayOpcodes } from 'discord.js';
import { z } from 'zod';

/** What a client sends over the gateway. */
export const frame = z.strictObject({ op: z.enum(GatewayOpcodes), d: z.unknown() });

export const identify = z.strictObject({
  token: z.string(),
  intents: z.int().min(0),
  properties: z.strictObject({ os: z.string(), browser: z.string(), device: z.string() }),
  compress: z.literal(false, 'The double does not compress.').optional(),
  large_threshold: z.int().min(50).max(250).optional(),
  shard: z.tuple([z.int().min(0), z.int().min(1)]).optional(),
  presence: z.unknown().optional(),
});

export const resume = z.strictObject({
  token: z.string(),
  session_id: z.string(),
  seq: z.int().min(0).nullable(),
});

const frameCharsMax = 4096;

/** Those that Discord has to grant, and has not. */
export const privilegedIntents =
  GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

export const knownIntents = Object.values(GatewayIntentBits).reduce<number>(
  (all, bit) => (typeof bit === 'number' ? all | bit : all),
  0,
);

export function parseFrame(text: string): z.ZodSafeParseResult<z.output<typeof frame>> {
  return frame.safeParse(text.length > frameCharsMax ? undefined : parseJson(text));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
