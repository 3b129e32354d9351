import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Fault, Faults } from '../faults.ts';
import type { World } from '../world.ts';
import { isMistake, rateLimited, Refusal } from './refusal.ts';

/** One request as the double saw it. */
export interface RequestLog {
  /** `chat.postMessage`, or `upload`, `response_url`, `download`, `authorize`. */
  readonly method: string;
  readonly workspaceId: string | null;
  readonly path: string;
  readonly atMs: number;
  /** As they came: of a form all of it text. */
  args: Readonly<Record<string, unknown>>;
  readonly sizeBytes: number;
  /** Null while it is under way, and where the connection was dropped. */
  status: number | null;
  /** Slack's word for what was wrong. */
  error: string | null;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** A request that has arrived whole. */
export interface Received {
  readonly http: IncomingMessage;
  readonly url: URL;
  readonly bytes: Buffer;
}

/** What answers it. Throws a `Refusal` where Slack refuses. */
export interface Endpoint {
  readonly method: string;
  readonly workspaceId: string | null;
  readonly args: Readonly<Record<string, unknown>>;
  readonly run: () => Promise<Reply> | Reply;
}

export interface WebServer {
  readonly http: Server;
  readonly requests: RequestLog[];
  listen(): Promise<number>;
  close(): Promise<void>;
}

const dropped = Symbol('dropped');

export function createWebServer(world: World, faults: Faults, find: (received: Received) => Endpoint): WebServer {
  const requests: RequestLog[] = [];

  async function answered(received: Received): Promise<Reply | typeof dropped> {
    const endpoint = find(received);
    const log: RequestLog = {
      method: endpoint.method,
      workspaceId: endpoint.workspaceId,
      path: received.url.pathname,
      atMs: world.clock.nowMs(),
      args: endpoint.args,
      sizeBytes: received.bytes.length,
      status: null,
      error: null,
    };
    requests.push(log);
    const fault = faults.take(log);
    world.changed();
    if (fault === 'drop_request') return dropped;
    if (isObject(fault) && 'delayUntil' in fault) await fault.delayUntil;
    const reply = await work(endpoint, fault, log);
    world.changed();
    if (fault === 'drop_answer') return dropped;
    if (isObject(fault) && 'answerAfter' in fault) await fault.answerAfter;
    log.status = reply.status;
    // A second time, for those who wait for the log to say so.
    world.changed();
    return reply;
  }

  async function work(endpoint: Endpoint, fault: Fault | null, log: RequestLog): Promise<Reply> {
    try {
      const instead = isObject(fault) && ('status' in fault || 'error' in fault) ? fault : null;
      if (isObject(fault) && 'rateLimited' in fault) throw rateLimited(fault.rateLimited.retryAfterS);
      const reply = instead && instead.afterWork !== true ? null : await endpoint.run();
      if (instead && 'error' in instead) throw new Refusal(instead.error);
      if (instead) return ownReply(instead);
      if (!reply) throw new Error('There is neither an answer nor a fault');
      return reply;
    } catch (error) {
      const where = endpoint.method;
      if (error instanceof Refusal) {
        const planned = isObject(fault) && ('error' in fault || 'rateLimited' in fault);
        log.error = error.code;
        if (!planned && isMistake(error)) {
          world.problems.push({ where, message: `${error.code} ${JSON.stringify(error.more)}` });
        }
        return json({ ok: false, error: error.code, ...error.more }, error.headers, error.status);
      }
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      world.problems.push({ where, message: `The double failed: ${why}` });
      return json({ ok: false, error: 'fatal_error' }, {}, 500);
    }
  }

  async function handle(http: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await readAll(http);
    const reply = await answered({ http, url: new URL(http.url ?? '/', world.origin), bytes });
    if (reply === dropped) {
      http.socket.destroy();
      return;
    }
    response.writeHead(reply.status, reply.headers).end(reply.body);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A client that hangs up in the middle of its request has sent none.
      if (!request.complete) return;
      world.problems.push({ where: 'server', message: String(error) });
      request.socket.destroy();
    });
  });

  return {
    http: server,
    requests,
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          if (typeof address === 'object' && address) resolve(address.port);
          else reject(new Error('The server has no port'));
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

export function json(body: unknown, headers: Readonly<Record<string, string>> = {}, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

export function text(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body };
}

/** A fault may answer with a page, as what stands before Slack does. */
function ownReply(fault: Extract<Fault, { status: number }>): Reply {
  if (typeof fault.body === 'string') return text(fault.body, fault.status, fault.headers);
  return json(fault.body ?? {}, fault.headers, fault.status);
}

function isObject(fault: Fault | null): fault is Exclude<Fault, string> {
  return typeof fault === 'object' && fault !== null;
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk);
  return Buffer.concat(chunks);
}
