import { z } from 'zod';
import type { PostAt } from '../places.ts';

/** An event as Slack tells it, whatever it is: who did it, where, and how it can be answered. */
export type Came = {
  /** What the same event is called when it comes again. */
  readonly name: string;
  readonly teamId: string;
  readonly userId: string;
  readonly userName: string | null;
  /** The workspace that the person belongs to, where Slack says so: in a shared channel it can be another one. */
  readonly userTeamId: string | null;
  readonly isOrgWide: boolean;
  /** Opens a form, for 3 s. */
  readonly triggerId: string | null;
  /** Where it happened; null for what happens nowhere in particular. */
  readonly at: PostAt | null;
  /** What Slack calls that place; for what is no channel, which kind it is. */
  readonly channelName: string | null;
  /** Where it is answered: at most five times in half an hour. */
  readonly responseUrl: string | null;
};

const name = z.string().min(1).max(300);
const url = z.string().max(1_000);

const commandBody = z.object({
  command: name,
  text: z.string().nullish(),
  trigger_id: name,
  team_id: name,
  user_id: name,
  user_name: z.string().nullish(),
  channel_id: name,
  channel_name: z.string().nullish(),
  is_enterprise_install: z.union([z.string(), z.boolean()]).nullish(),
  response_url: url.nullish(),
});

export type TypedCommand = { readonly came: Came; readonly command: string; readonly text: string };

/** A slash command. Slack takes none in threads. */
export function readCommand(body: unknown): TypedCommand {
  const read = commandBody.parse(body);
  return {
    command: read.command,
    text: read.text ?? '',
    came: {
      name: read.trigger_id,
      teamId: read.team_id,
      userId: read.user_id,
      userName: read.user_name ?? null,
      userTeamId: null,
      isOrgWide: isYes(read.is_enterprise_install),
      triggerId: read.trigger_id,
      at: { channelId: read.channel_id, thread: null },
      channelName: read.channel_name ?? null,
      responseUrl: read.response_url ?? null,
    },
  };
}

const ts = z.string().max(30);

/** What every press, shortcut and form that is sent has. */
const interaction = z.object({
  trigger_id: name,
  team: z.object({ id: name }).nullish(),
  user: z.object({
    id: name,
    name: z.string().nullish(),
    username: z.string().nullish(),
    team_id: z.string().nullish(),
  }),
  is_enterprise_install: z.union([z.string(), z.boolean()]).nullish(),
  enterprise: z.object({ id: z.string() }).nullish(),
  response_url: url.nullish(),
});

const place = z.object({
  channel: z.object({ id: name, name: z.string().nullish() }).nullish(),
  container: z
    .object({ channel_id: z.string().nullish(), message_ts: ts.nullish(), thread_ts: ts.nullish() })
    .nullish(),
  message: z.object({ ts: ts.nullish(), thread_ts: ts.nullish() }).nullish(),
});

/** Anything but a command. Without a workspace it came from a whole organization. */
export function readInteraction(body: unknown): Came {
  const read = interaction.parse(body);
  const { channel, container, message } = place.parse(body);
  const channelId = channel?.id ?? container?.channel_id ?? null;
  return {
    name: read.trigger_id,
    teamId: read.team?.id ?? '',
    userId: read.user.id,
    userName: read.user.name ?? read.user.username ?? null,
    // Somebody whose account is kept by the organization is everywhere in it at home.
    userTeamId: read.user.team_id === read.enterprise?.id ? null : (read.user.team_id ?? null),
    isOrgWide: isYes(read.is_enterprise_install) || !read.team,
    triggerId: read.trigger_id,
    at: channelId === null ? null : { channelId, thread: threadOf(message, container) },
    channelName: channel?.name ?? null,
    responseUrl: read.response_url ?? null,
  };
}

type Placed = { readonly ts?: string | null | undefined; readonly thread_ts?: string | null | undefined };

/** A message that a thread hangs at stands in its channel. */
function threadOf(message: Placed | null | undefined, container: Omit<Placed, 'ts'> | null | undefined): string | null {
  const thread = message?.thread_ts ?? container?.thread_ts ?? null;
  return thread === message?.ts ? null : thread;
}

/** As a form of a body it is text. */
function isYes(said: string | boolean | null | undefined): boolean {
  return said === true || said === 'true';
}
