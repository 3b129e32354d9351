import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commands } from '../../../../src/bots/commands.ts';
import { en } from '../../../../src/bots/messages/en.ts';
import { shortcutIds } from '../../../../src/bots/slack/callback-ids.ts';
import { type ManifestAsk, slackManifest } from '../../../../src/bots/slack/install/manifest.ts';
import { botScopes, compareScopes, scopesByMethod } from '../../../../src/bots/slack/install/scopes.ts';
import { readSources } from '../../../repository/files.ts';

const overHttp: ManifestAsk = { socketMode: false, publicUrl: 'https://reelay.example.org' };
const forTrying: ManifestAsk = { socketMode: true, publicUrl: null };

const text = (charsMax: number) => z.string().min(1).max(charsMax);
const url = z.url({ protocol: /^https$/ });
const names = z.array(text(50)).max(255);

/** Slack's own limits, and no field that it does not know: github.com/slackapi/manifest-schema */
const documented = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal([1, 2]) }),
  display_information: z.strictObject({
    name: text(35),
    description: text(140),
    background_color: z.string().regex(/^#[\da-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: text(80).regex(/^[a-z\d._-]+$/), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          type: z.enum(['global', 'message']),
          name: text(24),
          callback_id: text(255),
          description: text(150),
        }),
      )
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: text(32).regex(/^\/[a-z\d_-]+$/),
          url: url.optional(),
          description: text(2_000),
          usage_hint: text(1_000),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(url).max(1_000).optional(),
    scopes: z.strictObject({ bot: names }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: url.optional(), bot_events: names.max(100) }),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: url.optional() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

const manifestOf = (ask: ManifestAsk) => documented.parse(structuredClone(slackManifest(ask, en)));

/** What the code of Slack's folder says, without what only lists it. */
const sources = (await readSources(['src/bots/slack'], /\.ts$/)).filter(
  ({ path }) => !/install\/(?:manifest|scopes|events)\.ts$|callback-ids\.ts$/.test(path),
);

/** Every match of a pattern's first group in that code, each once, in order. */
function inCode(pattern: RegExp): string[] {
  const found = sources.flatMap(({ text: code }) => Array.from(code.matchAll(pattern), ([, name = '']) => name));
  return [...new Set(found)].toSorted();
}

describe('the manifest', () => {
  it.each([overHttp, forTrying])('is one that Slack takes: %o', (ask) => {
    expect(documented.safeParse(structuredClone(slackManifest(ask, en))).error).toBeUndefined();
  });

  it('has every command of the grammar, with mentions by their ids and a word on how it is typed', () => {
    const { slash_commands: listed } = manifestOf(overHttp).features;
    expect(listed.map(({ command }) => command)).toEqual(Object.keys(commands).map((name) => `/${name}`));
    expect(listed.every(({ should_escape: escapes }) => escapes)).toBe(true);
    expect(listed.map(({ usage_hint: hint }) => hint)).toEqual([
      '[a red ball rolls across a wooden floor --size vertical --seconds 3] | help',
      expect.stringMatching(/^list \| show \|.*\| help$/),
      expect.stringMatching(/^setup \| .*\| help$/),
    ]);
  });

  it('has every shortcut that is listened for, and none more', () => {
    const ids = manifestOf(overHttp).features.shortcuts.map(({ callback_id: id }) => id);
    const heard = inCode(/shortcutIds\.(\w+)/g);
    expect(new Set(ids)).toEqual(new Set(Object.values(shortcutIds)));
    expect(heard).toEqual(Object.keys(shortcutIds).toSorted());
  });

  it('has every event that is listened for, and none more: Slack sends nothing that nobody wants', () => {
    const events = manifestOf(overHttp).settings.event_subscriptions.bot_events;
    expect(inCode(/\.event\(\s*'([\w.]+)'/g)).toEqual(events.toSorted());
  });

  it('leads everything to the one request URL, and workspaces that install it back to us', () => {
    const { features, settings, oauth_config: oauth } = manifestOf(overHttp);
    const events = 'https://reelay.example.org/slack/events';
    const urls = [...features.slash_commands.map((each) => each.url), settings.interactivity.request_url];
    expect(new Set([...urls, settings.event_subscriptions.request_url])).toEqual(new Set([events]));
    expect(oauth.redirect_urls).toEqual(['https://reelay.example.org/slack/oauth_redirect']);
  });

  it('names no address for Socket Mode, so that it can be tried from anywhere', () => {
    const manifest = manifestOf(forTrying);
    expect(JSON.stringify(manifest)).not.toContain('http');
    expect(manifest.settings.socket_mode_enabled).toBe(true);
  });

  it('asks for neither whole organizations nor rotating tokens, which are refused at the door', () => {
    expect(manifestOf(overHttp).settings).toMatchObject({ org_deploy_enabled: false, token_rotation_enabled: false });
  });
});

describe('scopes', () => {
  it('are those of the methods that are called, both ways, and nobody reads what people write', () => {
    const called = inCode(/\bcall\(\s*'([a-zA-Z.]+)'/g);
    expect(called).toEqual(Object.keys(scopesByMethod).toSorted());
    expect(manifestOf(overHttp).oauth_config.scopes.bot).toEqual([...botScopes]);
    expect(botScopes).toEqual([
      'channels:join',
      'channels:read',
      'chat:write',
      'commands',
      'files:read',
      'files:write',
      'groups:read',
      'im:write',
      'usergroups:read',
      'users:read',
    ]);
  });

  it('are each explained in docs/slack.md, and none more', async () => {
    const [page] = await readSources(['docs'], /^docs\/slack\.md$/);
    const table = /^\| scope .*?\n\n/ms.exec(page?.text ?? '')?.[0] ?? '';
    const explained = table.split('\n').flatMap((row) => row.split('|')[1]?.match(/[a-z]+(?::[a-z]+)?(?=`)/g) ?? []);
    expect(explained.toSorted()).toEqual([...botScopes]);
  });

  it('of a token are told apart from those that it needs', () => {
    const lacking: readonly string[] = ['im:write', 'usergroups:read'];
    const granted = [...botScopes.filter((scope) => !lacking.includes(scope)), 'channels:history'];
    expect(compareScopes(granted)).toEqual({
      missing: ['im:write'],
      missingOptional: ['usergroups:read'],
      superfluous: ['channels:history'],
    });
    expect(compareScopes(botScopes)).toEqual({ missing: [], missingOptional: [], superfluous: [] });
  });
});
