import type { IncomingMessage } from 'node:http';
import type { Token } from '../things.ts';
import type { World } from '../world.ts';
import { readArgs } from './args.ts';
import type { Limits } from './limits.ts';
import { needScope, type Method } from './method.ts';
import { refuse, Refusal } from './refusal.ts';
import { json, type Endpoint, type Received, type Reply } from './server.ts';

/** A method that takes no bot's token: the app's own, or a secret among its arguments. */
export interface AppMethod {
  readonly name: string;
  readonly run: (
    world: World,
    raw: Readonly<Record<string, unknown>>,
    proof: { readonly bearer: string | null; readonly basic: string | null },
  ) => Record<string, unknown>;
}

/** Answers `/api/METHOD`. */
export function apiEndpoint(
  world: World,
  received: Received,
  known: {
    readonly methods: ReadonlyMap<string, Method>;
    readonly appMethods: ReadonlyMap<string, AppMethod>;
    readonly limits: Limits;
  },
): Endpoint {
  const { http, url, bytes } = received;
  const name = url.pathname.slice('/api/'.length);
  const contentType = http.headers['content-type'];
  const sent = readArgs(bytes, contentType);
  const { token: inBody, team_id: _team, ...args } = sent ?? {};
  const isJson = contentType?.startsWith('application/json') ?? false;
  // In JSON a token among the arguments is not looked at.
  const given = authorization(http, 'Bearer') ?? (typeof inBody === 'string' && !isJson ? inBody : null);
  const token = given === null ? undefined : world.tokens.get(given);

  function run(): Promise<Reply> | Reply {
    if (http.method !== 'POST') throw refuse('invalid_post_type');
    if (sent === null) throw refuse(isJson ? 'invalid_json' : 'invalid_post_type');
    const appMethod = known.appMethods.get(name);
    if (appMethod) {
      const basic = authorization(http, 'Basic');
      return json({ ok: true, ...appMethod.run(world, args, { bearer: given, basic }) });
    }
    const method = known.methods.get(name);
    if (!method) throw new Refusal('unknown_method', { more: { req_method: name } });
    if (isJson && !method.json) throw refuse('invalid_arguments');
    return callWith(method, goodToken(world, given));
  }

  async function callWith(method: Method, good: Token): Promise<Reply> {
    const headers = {
      'x-oauth-scopes': [...good.scopes].join(','),
      ...(method.scope === null ? {} : { 'x-accepted-oauth-scopes': method.scope }),
    };
    const call = { world, workspace: good.workspace, token: good };
    try {
      known.limits.count(method, good.workspace.id, typeof args['channel'] === 'string' ? args['channel'] : null);
      if (method.scope !== null) needScope(call, method.scope);
      return json({ ok: true, ...(await method.run(call, args)) }, headers);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, more, status } = error;
      throw new Refusal(code, { more: { ...more }, status, headers: { ...headers, ...error.headers } });
    }
  }

  return { method: name, workspaceId: token?.workspace.id ?? null, args, run };
}

export function authorization(http: IncomingMessage, kind: 'Bearer' | 'Basic'): string | null {
  const [scheme, value] = (http.headers.authorization ?? '').split(' ');
  return scheme === kind && value !== undefined && value !== '' ? value : null;
}

function goodToken(world: World, given: string | null): Token {
  if (given === null) throw refuse('not_authed');
  if (given === world.appToken) throw refuse('not_allowed_token_type');
  const token = world.tokens.get(given);
  if (!token) throw refuse('invalid_auth');
  if (token.state === 'revoked') throw refuse('token_revoked');
  if (token.state === 'inactive') throw refuse('account_inactive');
  return token;
}
