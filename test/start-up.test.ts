import { describe, expect, it } from 'vitest';
import { aProvider, someCapabilities } from './core/samples.ts';
import { addressOf, inUseOf, type StartUp, startUpLines } from '../src/start-up.ts';

const playing: StartUp = {
  config: {
    host: '127.0.0.1',
    publicUrl: null,
    configuredKeys: [],
    signInNeeded: false,
    ssh: null,
    dataDir: '/srv/reelay/data',
  },
  address: '',
  port: 8_787,
  inUse: { chats: ['browser console'], engines: ['Demo'], costsMoney: false, usableKeys: [] },
  hasAdminToken: false,
  signInLink: null,
};

function textOf(config: Partial<StartUp['config']> = {}, more: Partial<StartUp> = {}): string {
  const start = { ...playing, ...more, config: { ...playing.config, ...config } };
  return startUpLines({ ...start, address: addressOf(start.config, start.port) }).join('\n');
}

describe('what is told at the start', () => {
  it('with nothing configured is where to go and what to type, and that nothing costs money', () => {
    expect(textOf()).toMatchInlineSnapshot(`
      "Reelay is running: http://127.0.0.1:8787

        Chats     browser console
        Engines   Demo
        Data      /srv/reelay/data

      No engine that costs money is set up: everything here is free to try.
      Next: open http://127.0.0.1:8787 and type /video a red ball rolling
      Stop with Ctrl+C: what is under way goes on at the next start."
    `);
  });

  it('with real engines is what is used and what is not, the one-time link, and no word of being free', () => {
    const config = {
      publicUrl: 'https://reelay.example.org',
      configuredKeys: ['FAL_KEY', 'DISCORD_TOKEN'],
      signInNeeded: true,
    };
    const inUse = {
      chats: ['browser console', 'Discord'],
      engines: ['Demo', 'Runway'],
      costsMoney: true,
      usableKeys: [['DISCORD_TOKEN'], ['OPENAI_API_KEY']] as const,
    };
    const signInLink = 'https://reelay.example.org/sign-in?once=abc';
    expect(textOf(config, { inUse, signInLink })).toMatchInlineSnapshot(`
      "Reelay is running: https://reelay.example.org

        Chats     browser console, Discord
        Engines   Demo, Runway
        Not set   OPENAI_API_KEY
        Not used  FAL_KEY
        Data      /srv/reelay/data

      Next: sign in with this link, which works once: https://reelay.example.org/sign-in?once=abc
      Stop with Ctrl+C: what is under way goes on at the next start."
    `);
  });

  it('asks for the token where there is one', () => {
    expect(textOf({ signInNeeded: true }, { hasAdminToken: true })).toContain('Sign in there with your ADMIN_TOKEN.');
    expect(textOf({ signInNeeded: false }, { hasAdminToken: true })).not.toContain('ADMIN_TOKEN');
  });

  it('on a remote machine is the tunnel, with the port that was bound and the way the person came', () => {
    const ssh = { user: 'kim', host: '198.51.100.7', port: 22 };
    expect(textOf({ ssh }, { port: 8_790 })).toContain('  ssh -L 8790:127.0.0.1:8790 kim@198.51.100.7\n');
    expect(textOf({ ssh: { ...ssh, port: 2_222 } })).toContain(
      '  ssh -p 2222 -L 8787:127.0.0.1:8787 kim@198.51.100.7\n',
    );
    expect(textOf({ ssh, host: '::1' })).toContain('-L 8787:[::1]:8787 ');
  });

  it('speaks of no tunnel where the service can be reached without one', () => {
    const ssh = { user: 'kim', host: '198.51.100.7', port: 22 };
    expect(textOf({ ssh, publicUrl: 'https://reelay.example.org' })).not.toContain('ssh ');
    expect(textOf({ ssh, host: '0.0.0.0' })).not.toContain('ssh ');
  });

  it('names an address that a browser can open, whatever is listened on', () => {
    expect(textOf({ host: '0.0.0.0' })).toContain('Reelay is running: http://localhost:8787\n');
    expect(textOf({ host: '::1' })).toContain('Reelay is running: http://[::1]:8787\n');
  });

  it('takes each chat as one: a chat that is set up lacks nothing, and one that is not is named once', () => {
    const inUse = inUseOf({ all: () => [] }, { discord: null, slack: null });
    const keys = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'];
    expect(textOf({ configuredKeys: keys }, { inUse })).toMatch(/^  Not set   DISCORD_TOKEN(?!.*SLACK)/mu);
    expect(textOf({}, { inUse })).toContain('  Not set   DISCORD_TOKEN, SLACK_BOT_TOKEN');
    expect(textOf({ configuredKeys: ['OTHER_KEY', ...keys] }, { inUse })).toContain('  Not used  OTHER_KEY\n');
  });

  it('says that Slack cannot reach it, and what to set, where there is neither an address nor Socket Mode', () => {
    const configuredKeys = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'];
    const said =
      'Slack cannot reach this service yet: set PUBLIC_URL to where it is reached from outside, or SLACK_APP_TOKEN to use Socket Mode.\n';
    expect(textOf({ configuredKeys })).toContain(said);
    expect(textOf({ configuredKeys: [...configuredKeys, 'SLACK_APP_TOKEN'] })).not.toContain(said);
    expect(textOf({ configuredKeys, publicUrl: 'https://reelay.example.org' })).not.toContain(said);
  });

  it('calls nothing free once an engine costs money', () => {
    const engineOf = (playMoney: boolean) => ({
      provider: aProvider(),
      credential: 'main',
      capabilities: someCapabilities({ playMoney }),
    });
    expect(inUseOf({ all: () => [engineOf(true)] }, { discord: null, slack: null })).toMatchObject({
      engines: ['acme/reel-1 (free)'],
      costsMoney: false,
    });
    const many = { all: () => [engineOf(false), engineOf(false)] };
    expect(inUseOf(many, { discord: null, slack: null }).engines).toEqual(['acme (2 engines)']);
    const slack = { apiUrl: 'https://slack.com/api/', clientId: null, moderators: [] };
    const discord = { apiUrl: 'https://discord.com/api', applicationId: null };
    expect(inUseOf({ all: () => [] }, { discord, slack: null }).chats).toEqual(['console in the browser', 'Discord']);
    expect(inUseOf({ all: () => [] }, { discord: null, slack }).chats).toEqual(['console in the browser', 'Slack']);
    expect(inUseOf({ all: () => [engineOf(true), engineOf(false)] }, { discord: null, slack }).costsMoney).toBe(true);
  });
});
