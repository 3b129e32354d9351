import type { Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import { socketsMax } from '../rules.ts';
import type { AppMethod } from '../web/api.ts';
import { refuse, Refusal } from '../web/refusal.ts';
import type { World } from '../world.ts';
import type { SocketRoad } from './delivery.ts';
import type { HttpAnswer } from './http.ts';

/** What a test does to the connections of Socket Mode. */
export interface Sockets {
  /** How many are open. */
  count(): number;
  /** Breaks the connections. */
  disconnect(): void;
  /** Asks the clients to come back on new connections: `refresh_requested`, `warning` or `link_disabled`. */
  refresh(reason?: 'refresh_requested' | 'warning' | 'link_disabled'): void;
  /** Open, but dead: no pongs, and what is sent gets lost. */
  silence(): void;
  speak(): void;
  /** Takes no new connections, or answers no apps.connections.open, and breaks what there is. */
  down(how?: 'connections' | 'api'): void;
  up(): void;
}

interface Connection {
  readonly id: number;
  readonly socket: WebSocket;
  leaving: boolean;
}

const acknowledgement = z.strictObject({
  envelope_id: z.string(),
  payload: z.record(z.string(), z.unknown()).optional(),
});

export function createSockets(world: World, http: Server) {
  const connections = new Set<Connection>();
  const tickets = new Set<string>();
  const waiting = new Map<string, { answer: (answer: HttpAnswer) => void; takesPayload: boolean }>();
  const server = new WebSocketServer({ noServer: true, autoPong: false });
  let silent = false;
  let down: 'connections' | 'api' | null = null;
  let turn = 0;
  const problem = (message: string): void => {
    world.problems.push({ where: 'socket', message });
  };

  http.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', world.origin);
    const ticket = url.searchParams.get('ticket') ?? '';
    if (down !== null || url.pathname !== '/link/' || !tickets.delete(ticket)) {
      socket.end(
        `HTTP/1.1 ${down === null ? '403 Forbidden' : '503 Service Unavailable'}\r\nconnection: close\r\n\r\n`,
      );
      return;
    }
    server.handleUpgrade(request, socket, head, (opened) => {
      connect(opened);
    });
  });

  function connect(socket: WebSocket): void {
    if (connections.size >= socketsMax) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      socket.close();
      return;
    }
    turn += 1;
    const connection: Connection = { id: turn, socket, leaving: false };
    connections.add(connection);
    socket.on('ping', (data) => {
      if (!silent) socket.pong(data);
    });
    socket.on('message', (data) => {
      if (!silent && data instanceof Buffer) take(data.toString('utf8'));
      world.changed();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      connections.delete(connection);
      world.changed();
    });
    const debug_info = { host: 'applink-1', build_number: 1, approximate_connection_time: 18_060 };
    const connection_info = { app_id: world.appId };
    socket.send(JSON.stringify({ type: 'hello', num_connections: connections.size, debug_info, connection_info }));
    world.changed();
  }

  function take(text: string): void {
    const parsed = acknowledgement.safeParse(parse(text));
    const pending = parsed.success ? waiting.get(parsed.data.envelope_id) : undefined;
    if (!parsed.success || !pending) {
      // Late ones come after the three seconds, and mean nothing any more.
      if (!parsed.success) problem(`No acknowledgement: ${text}`);
      return;
    }
    const { payload = {} } = parsed.data;
    const empty = Object.keys(payload).length === 0;
    if (!empty && !pending.takesPayload) problem(`A payload means nothing here: ${text}`);
    pending.answer({ kind: 'answer', status: 200, body: empty ? '' : JSON.stringify(payload), noRetry: false });
  }

  const road: SocketRoad = {
    open: () => connections.size,
    send(type, payload, retry, signal) {
      const able = [...connections].filter((one) => !one.leaving);
      turn += 1;
      const connection = able[turn % Math.max(1, able.length)];
      if (!connection) return Promise.resolve({ kind: 'nobody', why: 'no connection' });
      const envelopeId = `${world.ids.next('e')}-double`;
      const { promise, resolve } = Promise.withResolvers<HttpAnswer>();
      const takesPayload = type !== 'events_api';
      waiting.set(envelopeId, { answer: resolve, takesPayload });
      signal.addEventListener(
        'abort',
        () => {
          waiting.delete(envelopeId);
          resolve({ kind: 'nobody', why: 'no acknowledgement' });
        },
        { once: true },
      );
      const envelope = {
        envelope_id: envelopeId,
        type,
        payload,
        accepts_response_payload: takesPayload,
        ...(retry ? { retry_attempt: retry.number, retry_reason: retry.reason } : {}),
      };
      if (!silent) connection.socket.send(JSON.stringify(envelope));
      return promise;
    },
  };

  const controls: Sockets = {
    count: () => connections.size,
    disconnect() {
      for (const { socket } of connections) socket.terminate();
    },
    refresh(reason = 'refresh_requested') {
      for (const connection of connections) {
        connection.leaving = true;
        connection.socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-1' } }));
      }
    },
    silence() {
      silent = true;
    },
    speak() {
      silent = false;
    },
    down(how = 'connections') {
      down = how;
      controls.disconnect();
    },
    up() {
      down = null;
    },
  };

  const open: AppMethod = {
    name: 'apps.connections.open',
    run(_world, _args, { bearer }) {
      if (down === 'api') throw new Refusal('service_unavailable', { status: 503 });
      if (bearer === null) throw refuse('not_authed');
      if (world.tokens.has(bearer)) throw refuse('not_allowed_token_type');
      if (bearer !== world.appToken) throw refuse('invalid_auth');
      const ticket = world.ids.next('ticket');
      tickets.add(ticket);
      return { url: `${world.origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${world.appId}` };
    },
  };

  return {
    road,
    controls,
    open,
    close(): void {
      for (const { socket } of connections) socket.terminate();
      server.close();
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
