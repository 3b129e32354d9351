import { GatewayIntentBits } from 'discord.js';
import type { WebSocket } from 'ws';
import { shardOf } from '../snowflakes.ts';

/** One shard's session: it outlives its connection, so that it can be resumed. */
export interface Session {
  readonly id: string;
  readonly shard: readonly [number, number];
  readonly intents: number;
  readonly events: { readonly s: number; readonly text: string }[];
  socket: Connection | null;
  /** When its connection went. */
  lostAtMs: number | null;
}

export interface Connection {
  readonly socket: WebSocket;
  session: Session | null;
  /** A dead peer: it takes everything and says nothing. */
  silent: boolean;
  beats: number;
}

const ofGuilds = /^(GUILD|CHANNEL|THREAD)_/;

/** Whether an event of that server goes to that session. Interactions belong to no intent. */
export function isFor(session: Session, guildId: string | null, event: string): boolean {
  const [index, count] = session.shard;
  if (shardOf(guildId, count) !== index) return false;
  return !ofGuilds.test(event) || (session.intents & GatewayIntentBits.Guilds) !== 0;
}

export function record(session: Session, event: string, data: unknown): void {
  const s = session.events.length + 1;
  const text = JSON.stringify({ op: 0, t: event, s, d: data });
  session.events.push({ s, text });
  send(session.socket, text);
}

export function send(connection: Connection | null, text: string): void {
  if (!connection || connection.silent || connection.socket.readyState !== connection.socket.OPEN) return;
  connection.socket.send(text);
}
