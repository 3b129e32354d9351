import type { z } from 'zod';
import type { perMinute } from '../rules.ts';
import type { Channel, Token, Workspace } from '../things.ts';
import type { World } from '../world.ts';
import { parseArgs } from './args.ts';
import { refuse, Refusal } from './refusal.ts';

/** One call of a method with a bot's token. */
export interface Call {
  readonly world: World;
  readonly workspace: Workspace;
  readonly token: Token;
}

export interface Method {
  readonly name: string;
  /** Needed before anything is looked at. */
  readonly scope: string | null;
  readonly tier: keyof typeof perMinute;
  /** Whether it also takes JSON. */
  readonly json: boolean;
  readonly run: (call: Call, raw: unknown) => Promise<Record<string, unknown>> | Record<string, unknown>;
}

export function method<T>(definition: {
  readonly name: string;
  readonly scope?: string;
  readonly tier: keyof typeof perMinute;
  readonly json?: boolean;
  readonly args: z.ZodType<T>;
  readonly run: (call: Call, args: T) => Promise<Record<string, unknown>> | Record<string, unknown>;
}): Method {
  return {
    name: definition.name,
    scope: definition.scope ?? null,
    tier: definition.tier,
    json: definition.json ?? false,
    run: (call, raw) => definition.run(call, parseArgs(definition.args, raw)),
  };
}

export function needScope(call: Call, scope: string): void {
  if (call.token.scopes.has(scope)) return;
  throw new Refusal('missing_scope', { more: { needed: scope, provided: [...call.token.scopes].join(',') } });
}

/** A conversation that the app may know of: public ones, and those that it is in. */
export function knownChannel(call: Call, id: string): Channel {
  const channel = call.workspace.channels.get(id);
  if (!channel || (channel.kind !== 'public' && !channel.botIsMember)) throw refuse('channel_not_found');
  return channel;
}

/** A conversation that the app may write in. */
export function openChannel(call: Call, id: string): Channel {
  const channel = knownChannel(call, id);
  if (channel.archived) throw refuse('is_archived');
  if (!channel.botIsMember) throw refuse('not_in_channel');
  return channel;
}
