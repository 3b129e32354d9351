import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { TrieRouter } from 'hono/router/trie-router';
import { ApiError, refuse } from '../api-error.ts';
import { fileAt } from '../cdn.ts';
import { asRateLimit, type Fault, type Faults } from '../faults.ts';
import { requestBytesMax } from '../rules.ts';
import type { World } from '../world.ts';
import { applicationRoutes } from './applications.ts';
import { readBody, type Body } from './body.ts';
import { channelRoutes } from './channels.ts';
import { interactionRoutes } from './interactions.ts';
import type { Limits } from './limits.ts';
import { messageRoutes } from './messages.ts';
import type { Answer, Route } from './route.ts';

/** One request as the double saw it. */
export interface RequestLog {
  readonly route: string;
  readonly method: string;
  /** Behind `/api/v10`, without the query. Of a file, the path on the CDN. */
  readonly path: string;
  readonly query: string;
  readonly atMs: number;
  json: unknown;
  files: readonly { readonly filename: string; readonly sizeBytes: number }[];
  /** Null while it is under way, and where the connection was dropped. */
  status: number | null;
  /** Discord's own code of an error. */
  code: number | null;
}

export interface RestServer {
  readonly http: Server;
  readonly requests: RequestLog[];
  listen(): Promise<number>;
  close(): Promise<void>;
}

const prefix = '/api/v10';
const dropped = Symbol('dropped');
type Reply = { status: number; headers: Record<string, string>; body: Buffer | string };

export function createRestServer(
  world: World,
  options: { readonly faults: Faults; readonly limits: Limits; readonly more: readonly Route[] },
): RestServer {
  const { faults, limits } = options;
  const requests: RequestLog[] = [];
  const router = new TrieRouter<Route>();
  for (const route of [
    ...messageRoutes,
    ...channelRoutes,
    ...interactionRoutes,
    ...applicationRoutes,
    ...options.more,
  ]) {
    router.add(route.method, prefix + route.path, route);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const bytes = await readAll(request);
    const reply = await answered(request, url, bytes);
    if (reply === dropped) {
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status, reply.headers).end(reply.body);
  }

  async function answered(request: IncomingMessage, url: URL, bytes: Buffer): Promise<Reply | typeof dropped> {
    const method = request.method ?? 'GET';
    const isFile = /^\/(ephemeral-)?attachments\//.test(url.pathname);
    const found = match(router, method, url.pathname);
    const log: RequestLog = {
      route: isFile ? 'cdn' : (found?.route.name ?? 'unknown'),
      method,
      path: url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) : url.pathname,
      query: url.search,
      atMs: world.clock.nowMs(),
      json: undefined,
      files: [],
      status: null,
      code: null,
    };
    requests.push(log);
    const fault = faults.take(log);
    if (fault === 'drop_request') return dropped;
    if (typeof fault === 'object' && fault && 'delayUntil' in fault) await fault.delayUntil;
    const outcome = isFile && !isAnswer(fault) ? cdn(url) : await work(request, url, bytes, found, log, fault);
    world.changed();
    if (fault === 'drop_answer') return dropped;
    if (typeof fault === 'object' && fault && 'answerAfter' in fault) await fault.answerAfter;
    log.status = outcome.status;
    log.code = codeOf(outcome);
    // A second time, for those who wait for the log to say so.
    world.changed();
    return outcome;
  }

  async function work(
    request: IncomingMessage,
    url: URL,
    bytes: Buffer,
    found: Found | null,
    log: RequestLog,
    fault: Fault | null,
  ): Promise<Reply> {
    let headers: Record<string, string> = {};
    try {
      const instead = isAnswer(fault) ? fault : null;
      const body = await bodyOf(request, bytes, log);
      if (instead && !instead.afterWork) return json(instead.status, instead.headers ?? {}, instead.body);
      if (typeof fault === 'object' && fault && 'rateLimited' in fault) throw asRateLimit(fault);
      if (!found) throw refuse('not_found');
      if (found.route.proof === 'bot') needToken(world, request);
      headers = limits.count(found.route, found.params);
      const answer: Answer = found.route.run({
        world,
        params: found.params,
        query: url.searchParams,
        json: body.json,
        files: body.files,
      });
      if (instead) return json(instead.status, instead.headers ?? {}, instead.body);
      return json(answer.status, headers, answer.body);
    } catch (error) {
      const where = `${log.method} ${log.path}`;
      if (error instanceof ApiError) {
        if (isMistake(error)) world.problems.push({ where, message: JSON.stringify(error.body) });
        return json(error.status, { ...headers, ...error.headers }, error.body);
      }
      world.problems.push({
        where,
        message: `The double failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      });
      return json(500, headers, { message: 'Internal Server Error', code: 0 });
    }
  }

  async function bodyOf(request: IncomingMessage, bytes: Buffer, log: RequestLog): Promise<Body> {
    if (log.route !== 'cdn' && !/^DiscordBot \(\S+, \S+\)/.test(request.headers['user-agent'] ?? '')) {
      world.problems.push({
        where: `${log.method} ${log.path}`,
        message: `User-Agent: expected "DiscordBot (URL, VERSION)", got "${request.headers['user-agent'] ?? ''}"`,
      });
    }
    if (bytes.length > requestBytesMax) throw refuse('too_large');
    const body = await readBody(bytes, request.headers['content-type']);
    log.json = body.json;
    log.files = body.files.map((file) => ({ filename: file.filename, sizeBytes: file.bytes.length }));
    return body;
  }

  function cdn(url: URL): Reply {
    const file = fileAt(world, url);
    if (!file) {
      return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'This content is no longer available.' };
    }
    return {
      status: 200,
      headers: { 'content-type': file.contentType, 'content-length': String(file.bytes.length) },
      body: file.bytes,
    };
  }

  const http = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      world.problems.push({ where: 'server', message: String(error) });
      request.socket.destroy();
    });
  });

  return {
    http,
    requests,
    listen: () =>
      new Promise((resolve, reject) => {
        http.once('error', reject);
        http.listen(0, '127.0.0.1', () => {
          const address = http.address();
          if (typeof address === 'object' && address) resolve(address.port);
          else reject(new Error('The server has no port'));
        });
      }),
    close: () =>
      new Promise((resolve) => {
        http.close(() => {
          resolve();
        });
        http.closeAllConnections();
      }),
  };
}

function isAnswer(fault: Fault | null): fault is Extract<Fault, { status: number }> {
  return typeof fault === 'object' && fault !== null && 'status' in fault;
}

interface Found {
  readonly route: Route;
  readonly params: Record<string, string>;
}

function match(router: TrieRouter<Route>, method: string, path: string): Found | null {
  const [handlers] = router.match(method, path);
  const first = handlers[0];
  if (!first) return null;
  const [route, raw] = first;
  const params = Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [key, decodeURIComponent(String(value))]),
  );
  return { route, params };
}

function needToken(world: World, request: IncomingMessage): void {
  if (world.botToken === null || request.headers.authorization !== `Bot ${world.botToken}`)
    throw refuse('unauthorized');
}

/** What a correct app never gets to hear. */
function isMistake(error: ApiError): boolean {
  const code = error.body['code'];
  return code === 50035 || code === 50109 || (error.status === 404 && code === 0);
}

function codeOf(reply: Reply): number | null {
  if (typeof reply.body !== 'string' || reply.headers['content-type'] !== 'application/json') return null;
  const parsed: unknown = JSON.parse(reply.body);
  if (typeof parsed !== 'object' || parsed === null || !('code' in parsed)) return null;
  return typeof parsed.code === 'number' ? parsed.code : null;
}

function json(status: number, headers: Readonly<Record<string, string>>, body: unknown): Reply {
  if (body === undefined) return { status, headers: { ...headers }, body: '' };
  // A fault may answer with a page, as what stands before Discord does.
  if (typeof body === 'string') return { status, headers: { 'content-type': 'text/html', ...headers }, body };
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk);
  return Buffer.concat(chunks);
}
