import type { Server } from 'node:http';
import { GatewayCloseCodes, GatewayOpcodes } from 'discord.js';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { z } from 'zod';
import { resumableMs } from '../rules.ts';
import type { World } from '../world.ts';
import { parseFrame, resume } from './frames.ts';
import { checkIdentify, greet } from './handshake.ts';
import { isFor, record, send, type Connection, type Session } from './session.ts';

export interface GatewayOptions {
  readonly shards: number;
  readonly maxConcurrency: number;
  readonly heartbeatIntervalMs: number;
}

/** What happens to the connection of the bot, on demand. */
export interface Gateway {
  /** Sessions that are open or can still be resumed. */
  sessions(): readonly {
    readonly id: string;
    readonly shard: readonly [number, number];
    readonly connected: boolean;
  }[];
  /** How often a session was begun, and resumed. */
  readonly identifies: number;
  readonly resumes: number;
  /** Breaks all connections, or closes them with a code. The sessions can be resumed. */
  disconnect(code?: number): void;
  /** Asks all to connect anew and resume (op 7). */
  reconnect(): void;
  /** Op 9. Sessions that cannot be resumed are gone. */
  invalidSession(resumable: boolean): void;
  /** The connections of now stay open and say nothing any more, not even to a heartbeat. */
  silence(): void;
  /** New connections are refused until `up`. */
  down(): void;
  up(): void;
}

export interface GatewayServer {
  readonly controls: Gateway;
  /** What GET /gateway/bot answers. */
  info(): Record<string, unknown>;
  dispatch(guildId: string | null, event: string, data: unknown): void;
  close(): void;
}

export function createGateway(world: World, http: Server, url: () => string, options: GatewayOptions): GatewayServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  const sessions = new Map<string, Session>();
  const connections = new Set<Connection>();
  let identifies = 0;
  let resumes = 0;
  let isDown = false;

  http.on('upgrade', (request, socket, head) => {
    if (isDown) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      const query = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams;
      if (query.get('v') !== '10' || query.get('encoding') !== 'json') {
        refuse(
          opened,
          GatewayCloseCodes.InvalidAPIVersion,
          `connected with ${query.toString()}, not v=10&encoding=json`,
        );
        return;
      }
      open(opened);
    });
  });

  function open(socket: WebSocket): void {
    const connection: Connection = { socket, session: null, silent: false, beats: 0 };
    connections.add(connection);
    let beatsBefore = -1;
    // Two intervals without a heartbeat, and Discord takes the client for dead.
    const watch = setInterval(() => {
      if (connection.beats === beatsBefore && !connection.silent) socket.close(GatewayCloseCodes.SessionTimedOut);
      beatsBefore = connection.beats;
    }, options.heartbeatIntervalMs * 2);
    watch.unref();
    socket.on('message', (data) => {
      if (!connection.silent) receive(connection, data);
      world.changed();
    });
    socket.on('close', () => {
      clearInterval(watch);
      connections.delete(connection);
      if (connection.session?.socket === connection) lose(connection.session);
      world.changed();
    });
    socket.on('error', () => undefined);
    say(connection, GatewayOpcodes.Hello, { heartbeat_interval: options.heartbeatIntervalMs });
  }

  function lose(session: Session): void {
    session.socket = null;
    session.lostAtMs = world.clock.nowMs();
  }

  function receive(connection: Connection, data: RawData): void {
    const { socket } = connection;
    const text = Buffer.isBuffer(data) ? data.toString('utf8') : '';
    const parsed = parseFrame(text);
    if (!parsed.success) {
      refuse(socket, GatewayCloseCodes.DecodeError, `sent ${text.slice(0, 200)}`);
      return;
    }
    const { op, d } = parsed.data;
    switch (op) {
      case GatewayOpcodes.Heartbeat:
        connection.beats += 1;
        say(connection, GatewayOpcodes.HeartbeatAck, null);
        return;
      case GatewayOpcodes.Identify:
        onIdentify(connection, d);
        return;
      case GatewayOpcodes.Resume:
        onResume(connection, d);
        return;
      case GatewayOpcodes.PresenceUpdate:
        if (connection.session) return;
        refuse(socket, GatewayCloseCodes.NotAuthenticated, 'sent a presence before it identified');
        return;
      default:
        refuse(socket, GatewayCloseCodes.UnknownOpcode, `sent op ${op}, which the double does not know`);
    }
  }

  function onIdentify(connection: Connection, data: unknown): void {
    const { socket } = connection;
    if (connection.session) {
      refuse(socket, GatewayCloseCodes.AlreadyAuthenticated, 'identified twice');
      return;
    }
    const checked = checkIdentify(world, data, options.shards);
    switch (checked.kind) {
      case 'wrong':
        refuse(socket, checked.code, checked.what);
        return;
      case 'wrong_token':
        socket.close(GatewayCloseCodes.AuthenticationFailed);
        return;
      case 'right': {
        identifies += 1;
        const { intents, shard } = checked;
        const id = `session-${identifies}`;
        const session: Session = { id, shard, intents, events: [], socket: connection, lostAtMs: null };
        sessions.set(id, session);
        connection.session = session;
        greet(world, session, `${url()}/resume`);
      }
    }
  }

  function onResume(connection: Connection, data: unknown): void {
    const { socket } = connection;
    const parsed = resume.safeParse(data);
    if (!parsed.success) {
      refuse(socket, GatewayCloseCodes.DecodeError, `resumed wrongly: ${z.prettifyError(parsed.error)}`);
      return;
    }
    const { token, session_id: id, seq } = parsed.data;
    if (token !== world.botToken) {
      socket.close(GatewayCloseCodes.AuthenticationFailed);
      return;
    }
    const session = sessions.get(id);
    const lostMs = world.clock.nowMs() - (session?.lostAtMs ?? world.clock.nowMs());
    if (!session || lostMs > resumableMs) {
      sessions.delete(id);
      say(connection, GatewayOpcodes.InvalidSession, false);
      return;
    }
    const last = seq ?? 0;
    if (last > session.events.length) {
      refuse(socket, GatewayCloseCodes.InvalidSeq, `resumed at ${last} of ${session.events.length}`);
      return;
    }
    if (session.socket && session.socket !== connection) session.socket.session = null;
    resumes += 1;
    connection.session = session;
    session.socket = connection;
    session.lostAtMs = null;
    for (const event of session.events.slice(last)) send(connection, event.text);
    record(session, 'RESUMED', { _trace: [] });
  }

  /** Closes on a mistake of the client, and notes it. */
  function refuse(socket: WebSocket, code: GatewayCloseCodes, what: string): void {
    world.problems.push({ where: 'gateway', message: `Closed with ${code}: the client ${what}` });
    socket.close(code);
  }

  function say(connection: Connection, op: GatewayOpcodes, d: unknown): void {
    send(connection, JSON.stringify({ t: null, s: null, op, d }));
  }

  const controls: Gateway = {
    sessions: () => [...sessions.values()].map(({ id, shard, socket }) => ({ id, shard, connected: socket !== null })),
    get identifies() {
      return identifies;
    },
    get resumes() {
      return resumes;
    },
    disconnect(code) {
      for (const connection of connections) {
        if (code === undefined) connection.socket.terminate();
        else connection.socket.close(code);
      }
    },
    reconnect() {
      for (const connection of connections) say(connection, GatewayOpcodes.Reconnect, null);
    },
    invalidSession(resumable) {
      for (const connection of connections) {
        if (!resumable && connection.session) sessions.delete(connection.session.id);
        if (connection.session?.socket === connection) lose(connection.session);
        connection.session = null;
        say(connection, GatewayOpcodes.InvalidSession, resumable);
      }
    },
    silence() {
      for (const connection of connections) connection.silent = true;
    },
    down() {
      isDown = true;
    },
    up() {
      isDown = false;
    },
  };

  return {
    controls,
    info: () => ({
      url: url(),
      shards: options.shards,
      session_start_limit: {
        total: 1000,
        remaining: Math.max(0, 1000 - identifies),
        reset_after: 14_400_000,
        max_concurrency: options.maxConcurrency,
      },
    }),
    dispatch(guildId, event, data) {
      for (const session of sessions.values()) if (isFor(session, guildId, event)) record(session, event, data);
    },
    close() {
      for (const connection of connections) connection.socket.terminate();
      sockets.close();
    },
  };
}
