import { z } from 'zod';
import { install } from '../places.ts';
import { oauthCodeMs } from '../rules.ts';
import type { Person } from '../things.ts';
import type { World } from '../world.ts';
import type { AppMethod } from './api.ts';
import { parseArgs } from './args.ts';
import { refuse } from './refusal.ts';

export interface Consent {
  readonly deny?: boolean;
  /** For the whole organization, not for one workspace. */
  readonly orgWide?: boolean;
  /** The app has token rotation on. */
  readonly rotating?: boolean;
}

interface Asked {
  readonly scopes: readonly string[];
  readonly redirectUri: string | null;
  readonly state: string | null;
}

/** What the page of consent was asked for; throws where Slack would show an error instead. */
export function readAuthorize(world: World, url: URL): Asked {
  const get = (name: string): string | null => url.searchParams.get(name);
  const wrong = (why: string): Error => new Error(`Something went wrong when authorizing this app: ${why}`);
  if (get('client_id') !== world.clientId) throw wrong('invalid_client_id');
  const scopes = (get('scope') ?? '').split(/[ ,]+/).filter((scope) => scope !== '');
  if (scopes.length === 0) throw wrong('invalid_scope: no scopes');
  const strange = scopes.find((scope) => !/^[a-z]+([._-][a-z]+)*(:[a-z.]+)?$/.test(scope));
  if (strange !== undefined) throw wrong(`invalid_scope: ${strange}`);
  const redirectUri = get('redirect_uri');
  if (redirectUri !== null && !mayLeadTo(world, redirectUri)) throw wrong(`bad_redirect_uri: ${redirectUri}`);
  return { scopes, redirectUri, state: get('state') };
}

function mayLeadTo(world: World, uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  if (protocol !== 'https:' && hostname !== '127.0.0.1' && hostname !== 'localhost') return false;
  return world.redirectUrls === null || world.redirectUrls.some((one) => uri.startsWith(one));
}

/** A person allows the app, or not; the address where their browser is then sent. */
export function consent(world: World, href: string, person: Person, how: Consent = {}): string {
  const url = new URL(href, world.origin);
  if (url.pathname !== '/oauth/v2/authorize') throw new Error(`${url.pathname} is not /oauth/v2/authorize`);
  const asked = readAuthorize(world, url);
  const back = asked.redirectUri ?? world.redirectUrls?.[0];
  if (back === undefined) throw new Error('There is no redirect_uri, and none is set up');
  const to = new URL(back);
  if (asked.state !== null) to.searchParams.set('state', asked.state);
  if (how.deny === true) {
    to.searchParams.set('error', 'access_denied');
    return to.href;
  }
  const code = `${person.workspace.id.slice(1)}.${world.codes.size + 1}.${'c'.repeat(40)}`;
  world.codes.set(code, {
    atMs: world.clock.nowMs(),
    workspace: person.workspace,
    person,
    scopes: asked.scopes,
    redirectUri: asked.redirectUri,
    orgWide: how.orgWide ?? false,
    rotating: how.rotating ?? false,
    used: false,
  });
  to.searchParams.set('code', code);
  return to.href;
}

const exchange = z.strictObject({
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  code: z.string().min(1),
  redirect_uri: z.string().optional(),
  grant_type: z.literal('authorization_code').optional(),
});

export const oauthAccess: AppMethod = {
  name: 'oauth.v2.access',
  run(world, raw, proof) {
    const args = parseArgs(exchange, raw);
    const [basicId, basicSecret] = Buffer.from(proof.basic ?? '', 'base64')
      .toString('utf8')
      .split(':');
    if ((args.client_id ?? basicId) !== world.clientId) throw refuse('invalid_client_id');
    if ((args.client_secret ?? basicSecret) !== world.clientSecret) throw refuse('bad_client_secret');
    const code = world.codes.get(args.code);
    if (!code || code.used || world.clock.nowMs() > code.atMs + oauthCodeMs) throw refuse('invalid_code');
    if (code.redirectUri !== (args.redirect_uri ?? null)) throw refuse('bad_redirect_uri');
    code.used = true;
    const token = install(world, code.workspace, code.scopes);
    const { workspace, person, orgWide } = code;
    return {
      app_id: world.appId,
      authed_user: { id: person.id },
      scope: [...token.scopes].join(','),
      token_type: 'bot',
      access_token: code.rotating ? `xoxe.${token.value}` : token.value,
      ...(code.rotating ? { refresh_token: 'xoxe-1-Double', expires_in: 43_200 } : {}),
      bot_user_id: workspace.botUserId,
      team: orgWide ? null : { id: workspace.id, name: workspace.name },
      enterprise: orgWide ? { id: workspace.id.replace('T', 'E'), name: `${workspace.name} Group` } : null,
      is_enterprise_install: orgWide,
    };
  },
};
