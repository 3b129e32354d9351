import type { AllowedMentions } from './schema/message.ts';
import type { Mentions } from './world.ts';

/** What is parsed when `allowed_mentions` is left out: everything in a channel, people only in an interaction. */
const parsedByDefault = {
  channel: ['everyone', 'roles', 'users'],
  interaction: ['users'],
} as const;

export type Context = keyof typeof parsedByDefault;

/**
 * Whom a text mentions. The rights of the bot are left aside: in some server it may mention everybody. So is markup,
 * since what stands in a code block here may stand outside in another client.
 */
export function mentionsIn(content: string, allowed: AllowedMentions | null | undefined, context: Context): Mentions {
  const parse: readonly string[] = allowed ? (allowed.parse ?? []) : parsedByDefault[context];
  const ids = (pattern: RegExp): string[] => [
    ...new Set([...content.matchAll(pattern)].flatMap((match) => (match[1] === undefined ? [] : [match[1]]))),
  ];
  const kept = (all: string[], kind: string, listed: readonly string[] | null | undefined): string[] =>
    parse.includes(kind) ? all : all.filter((id) => listed?.includes(id));
  return {
    everyone: parse.includes('everyone') && /@(everyone|here)/.test(content),
    roles: kept(ids(/<@&(\d+)>/g), 'roles', allowed?.roles),
    people: kept(ids(/<@!?(\d+)>/g), 'users', allowed?.users),
  };
}
