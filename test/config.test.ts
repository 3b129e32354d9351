import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, readPublicUrl } from '../src/config.ts';
import { knownProviders } from '../src/providers/registry.ts';

/** Keys of the engines that there are. */
const engineKeys = knownProviders.flatMap(({ keyName }) => (keyName === null ? [] : [keyName]));

const noSlackSecrets = { botToken: null, signingSecret: null, appToken: null, clientSecret: null, stateSecret: null };

const read = (environment: Record<string, string>) => readConfig(environment, '/srv/reelay');

describe('settings', () => {
  it('need nothing: every one has a default', () => {
    expect(read({})).toEqual({
      config: {
        dataDir: '/srv/reelay/data',
        databaseFile: '/srv/reelay/data/reelay.db',
        host: '127.0.0.1',
        port: 8_787,
        publicUrl: null,
        configuredKeys: [],
        signInNeeded: false,
        discord: null,
        slack: null,
        moderationUrl: 'https://api.openai.com/v1',
        budgetMonthlyMicroUsd: 100_000_000,
        providerBudgetsMicroUsd: new Map(),
        allowedTenants: [],
        enginesFile: null,
        ffmpeg: { named: null, searchPath: '', currentDir: '/srv/reelay' },
        logLevel: null,
        workingDir: '/srv/reelay',
        ssh: null,
      },
      secrets: {
        providers: [expect.any(Function)],
        alertTo: null,
        secretKey: null,
        adminToken: null,
        discordToken: null,
        moderationKey: null,
        slack: noSlackSecrets,
      },
    });
  });

  it('are read, with blanks taken for unset', () => {
    const { config, secrets } = read({
      DATA_DIR: '/var/lib/reelay',
      DATABASE_URL: 'sqlite:///var/db/books.db',
      HOST: '[::1]',
      PORT: '80',
      ADMIN_TOKEN: 'y'.repeat(16),
      PUBLIC_URL: 'https://reelay.example.org/',
      BUDGET_MONTHLY_USD: '12.5',
      PROVIDER_BUDGETS_MONTHLY_USD: 'runway:50, fal:0.5,',
      ALLOWED_TENANTS: 'discord:1, slack:T02,',
      LOG_LEVEL: ' ',
      SECRET_KEY: 'x'.repeat(32),
      INIT_CWD: '/home/kim',
      ENGINES_FILE: 'engines.json',
      FFMPEG_PATH: '/opt/ffmpeg',
      DISCORD_TOKEN: ' a.b-c.d_e ',
      DISCORD_APPLICATION_ID: '81384788765712384',
      DISCORD_API_URL: 'http://127.0.0.1:9/api/',
      OPENAI_MODERATION_KEY: ' sk-1 ',
      OPENAI_MODERATION_URL: 'http://127.0.0.1:9/v1/',
      USER: 'kim',
      SSH_CONNECTION: '203.0.113.9 51000 198.51.100.7 2222',
    });
    expect(config).toEqual({
      dataDir: '/var/lib/reelay',
      databaseFile: '/var/db/books.db',
      host: '::1',
      port: 80,
      publicUrl: 'https://reelay.example.org',
      configuredKeys: ['DISCORD_TOKEN'],
      signInNeeded: true,
      discord: { apiUrl: 'http://127.0.0.1:9/api', applicationId: '81384788765712384' },
      slack: null,
      moderationUrl: 'http://127.0.0.1:9/v1',
      budgetMonthlyMicroUsd: 12_500_000,
      providerBudgetsMicroUsd: new Map([
        ['runway', 50_000_000],
        ['fal', 500_000],
      ]),
      allowedTenants: ['discord:1', 'slack:T02'],
      enginesFile: '/srv/reelay/engines.json',
      ffmpeg: { named: '/opt/ffmpeg', searchPath: '', currentDir: '/srv/reelay' },
      logLevel: null,
      workingDir: '/home/kim',
      ssh: { user: 'kim', host: '198.51.100.7', port: 2_222 },
    });
    expect(secrets).toEqual({
      providers: [expect.any(Function)],
      alertTo: null,
      secretKey: 'x'.repeat(32),
      adminToken: 'y'.repeat(16),
      discordToken: 'a.b-c.d_e',
      moderationKey: 'sk-1',
      slack: noSlackSecrets,
    });
  });

  it('that are wrong are all named at once, with what was expected and what came, and no secret', () => {
    const wrong = {
      HOST: 'no such host!',
      PORT: '70000',
      ADMIN_TOKEN: 'hunter4',
      DATABASE_URL: 'postgres://reelay:hunter3@db/reelay',
      PUBLIC_URL: 'ftp://here',
      SECRET_KEY: 'hunter2',
      BUDGET_MONTHLY_USD: 'lots',
      PROVIDER_BUDGETS_MONTHLY_USD: 'runaway:50,fal:lots,fal:1,fal:2',
      ALLOWED_TENANTS: 'discord:1,Discord!',
      DISCORD_TOKEN: 'Bot hunter5',
      DISCORD_APPLICATION_ID: 'Reelay',
      DISCORD_API_URL: 'http://discord.example.org/api',
      LOG_LEVEL: 'loud',
    };
    const error = thrownBy(() => read(wrong));
    expect(error.problems).toHaveLength(15);
    expect(error.message).toMatchInlineSnapshot(`
      "Reelay can't start with these settings:
        - DATABASE_URL: expected the path of a SQLite file (PostgreSQL is not supported yet); got "postgres://…@db/reelay"
        - HOST: expected an address or name of this machine, such as 127.0.0.1 or 0.0.0.0; got "no such host!"
        - PORT: expected a port from 1 to 65535, or 0 for any free one; got "70000"
        - ADMIN_TOKEN: expected at least 16 characters (make one with: openssl rand -hex 16)
        - PUBLIC_URL: expected an address such as https://reelay.example.org; got "ftp://here"
        - SECRET_KEY: expected at least 32 characters (make one with: openssl rand -hex 32)
        - BUDGET_MONTHLY_USD: expected a number of dollars, such as 100; got "lots"
        - PROVIDER_BUDGETS_MONTHLY_USD: expected a provider (runway, openai-videos, openrouter, fal) with dollars after it, such as runway:50, got "runaway:50"
        - PROVIDER_BUDGETS_MONTHLY_USD: expected dollars from 0 to 1000000 for fal, such as fal:50, got "fal:lots"
        - PROVIDER_BUDGETS_MONTHLY_USD: expected fal once, got it twice
        - ALLOWED_TENANTS: expected a tenant such as discord:123 or console, got "Discord!"
        - DISCORD_TOKEN: expected the token of a bot as the Bot page of the Discord developer portal shows it: three parts with dots between them
        - DISCORD_APPLICATION_ID: expected the Application ID of the General Information page, 17 to 20 digits; got "Reelay"
        - DISCORD_API_URL: expected an address that starts with https://, since the token is sent there; got "http://discord.example.org/api"
        - LOG_LEVEL: expected one of silent, error, warn, info, debug; got "loud""
    `);
  });
});

describe('the settings of Slack', () => {
  const manyWorkspaces = {
    PUBLIC_URL: 'https://reelay.example.org',
    SLACK_CLIENT_ID: '12.34',
    SLACK_CLIENT_SECRET: 'c'.repeat(32),
    SLACK_SIGNING_SECRET: 'a'.repeat(32),
  };

  it('are read: for one workspace over Socket Mode, or for many over HTTP', () => {
    const one = read({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_MODERATORS: 'U024BE7LH, T01:W02' });
    expect(one.config.slack).toEqual({
      apiUrl: 'https://slack.com/api/',
      clientId: null,
      moderators: [
        { teamId: null, userId: 'U024BE7LH' },
        { teamId: 'T01', userId: 'W02' },
      ],
    });
    expect(one.secrets.slack).toEqual({ ...noSlackSecrets, botToken: 'xoxb-1', appToken: 'xapp-1' });
    const many = read({
      ...manyWorkspaces,
      SLACK_API_URL: 'http://127.0.0.1:9/api',
      SLACK_STATE_SECRET: 's'.repeat(32),
    });
    expect(many.config.slack).toEqual({ apiUrl: 'http://127.0.0.1:9/api/', clientId: '12.34', moderators: [] });
    expect(many.secrets.slack).toEqual({
      ...noSlackSecrets,
      signingSecret: 'a'.repeat(32),
      clientSecret: 'c'.repeat(32),
      stateSecret: 's'.repeat(32),
    });
  });

  it.each<[Record<string, string>, string[]]>([
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_SIGNING_SECRET']],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_BOT_TOKEN']],
    [{ SLACK_CLIENT_ID: '1.2', SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_CLIENT_SECRET', 'PUBLIC_URL']],
    [{ SLACK_CLIENT_SECRET: 'c'.repeat(32) }, ['SLACK_CLIENT_ID', 'SLACK_SIGNING_SECRET']],
    [{ ...manyWorkspaces, SLACK_MODERATORS: 'T01:U01,U02' }, ['SLACK_MODERATORS']],
  ])('that do not suffice say what is missing: %o', (environment, missing) => {
    const { problems } = thrownBy(() => read(environment));
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(missing);
  });

  it('that are wrong are named without their secret', () => {
    const { problems } = thrownBy(() =>
      read({
        SLACK_BOT_TOKEN: 'xoxp-hunter2',
        SLACK_SIGNING_SECRET: 'hunter2',
        SLACK_APP_TOKEN: 'hunter2',
        SLACK_CLIENT_ID: 'Reelay',
        SLACK_CLIENT_SECRET: 'hunter2',
        SLACK_STATE_SECRET: 'hunter2',
        SLACK_MODERATORS: '@ada',
        SLACK_API_URL: 'http://slack.example.org/api',
        PUBLIC_URL: 'https://reelay.example.org',
      }),
    );
    expect(problems.join('\n')).not.toContain('hunter2');
    expect(problems).toMatchInlineSnapshot(`
      [
        "SLACK_BOT_TOKEN: expected the Bot User OAuth Token of the OAuth & Permissions page, which starts with xoxb-",
        "SLACK_SIGNING_SECRET: expected the Signing Secret of the Basic Information page, letters a to f and digits",
        "SLACK_APP_TOKEN: expected an App-Level Token of the Basic Information page, which starts with xapp-",
        "SLACK_CLIENT_ID: expected the Client ID of the Basic Information page, two numbers with a dot between them; got "Reelay"",
        "SLACK_CLIENT_SECRET: expected the Client Secret of the Basic Information page, letters a to f and digits",
        "SLACK_STATE_SECRET: expected at least 32 characters (make one with: openssl rand -hex 32)",
        "SLACK_MODERATORS: expected member IDs such as U024BE7LH, with T0123ABCD: before them where there are several workspaces, got "@ada"",
        "SLACK_API_URL: expected an address that starts with https://, since the token is sent there; got "http://slack.example.org/api"",
      ]
    `);
  });
});

it('a token that Slack rotates is told apart, since only a new app has another', () => {
  const { problems } = thrownBy(() => read({ SLACK_BOT_TOKEN: 'xoxe.xoxb-hunter2', SLACK_APP_TOKEN: 'xapp-1' }));
  expect(problems).toEqual([
    'SLACK_BOT_TOKEN: token rotation is on for this app, which Reelay cannot use, and which cannot be switched off again; make the app anew from npm run reelay -- manifest slack',
  ]);
});

describe('the address outside', () => {
  it.each([
    ['https://reelay.example.org', 'https://reelay.example.org'],
    ['https://Reelay.Example.org:443/', 'https://reelay.example.org'],
    ['http://localhost:9000/', 'http://localhost:9000'],
  ])('%s is %s', (given, expected) => {
    expect(read({ PUBLIC_URL: given }).config.publicUrl).toBe(expected);
    expect(readPublicUrl({ PUBLIC_URL: given, SLACK_BOT_TOKEN: 'wrong' })).toBe(expected);
  });

  it.each([
    ['https://kim:hunter2@reelay.example.org', 'a user, a password'],
    ['https://:hunter2@reelay.example.org', 'a password'],
    ['https://reelay.example.org/studio/', 'a path'],
    ['https://reelay.example.org//', 'a path'],
    ['https://reelay.example.org/?key=hunter2', 'a query'],
    ['https://reelay.example.org/#hunter2', 'a fragment (#…)'],
    ['https://kim@reelay.example.org/studio?a#b', 'a user, a path, a query, a fragment (#…)'],
  ])('%s is refused for what it has too much, which is named and not shown', (given, surplus) => {
    const error = thrownBy(() => read({ PUBLIC_URL: given }));
    expect(error.problems).toEqual([
      `PUBLIC_URL: expected scheme, host and port alone, such as https://reelay.example.org, got one with ${surplus}`,
    ]);
  });

  it.each(['https://kim:hun/hunter2@reelay.example.org', 'ftp://kim:@hunter2@here', 'https://kim:hunter2@'])(
    'with a password is never shown whole, also when it cannot be read',
    (given) => {
      const { message } = thrownBy(() => read({ PUBLIC_URL: given }));
      expect(message).toContain('PUBLIC_URL: expected');
      expect(message).not.toContain('hunter2');
    },
  );
});

describe('where the operator is told', () => {
  it('is a channel of a chat, or an address over https', () => {
    expect(read({ ALERT_TO: 'discord:81384788765712384' }).secrets.alertTo).toEqual({
      kind: 'channel',
      platform: 'discord',
      channel: '81384788765712384',
    });
    expect(read({ ALERT_TO: 'slack:C0123456789' }).secrets.alertTo).toMatchObject({ platform: 'slack' });
    const url = 'https://example.com/hooks/1';
    expect(read({ ALERT_TO: url }).secrets.alertTo).toEqual({ kind: 'webhook', url });
  });

  it('is nothing else, and what was set is not repeated, since its address is a secret', () => {
    for (const ALERT_TO of [
      'http://example.com/secret-hook',
      'me@example.com',
      'discord:general',
      'teams:1234567890',
    ]) {
      expect(() => read({ ALERT_TO })).toThrow(
        /^(?!.*(?:secret-hook|me@|general|teams:1)).*ALERT_TO: expected the address/su,
      );
    }
  });
});

describe('sign-in', () => {
  const strangersOrMoney: readonly Record<string, string>[] = [
    { HOST: '0.0.0.0' },
    { HOST: '::' },
    { HOST: '192.168.1.5' },
    { HOST: '127.0.0.1.example.org' },
    { PUBLIC_URL: 'https://reelay.example.org' },
    { DISCORD_TOKEN: 'a.b.c' },
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
    ...engineKeys.map((name) => ({ [name]: 'x' })),
    { ADMIN_TOKEN: 'x'.repeat(16) },
  ];
  for (const environment of strangersOrMoney) {
    it(`is needed with ${JSON.stringify(environment)}: strangers could come, money be spent, or somebody wants it so`, () => {
      expect(read(environment).config.signInNeeded).toBe(true);
    });
  }

  const playing: readonly Record<string, string>[] = [
    {},
    { HOST: 'localhost' },
    { HOST: '127.9.9.9' },
    { HOST: '::1' },
    { PUBLIC_URL: 'http://localhost:9000' },
    { PUBLIC_URL: 'http://[::1]:9000' },
    { DISCORD_TOKEN: ' ' },
    ...engineKeys.map((name) => ({ [name]: ' ' })),
  ];
  for (const environment of playing) {
    it(`is not asked of somebody who tries it on their own machine with ${JSON.stringify(environment)}`, () => {
      expect(read(environment).config.signInNeeded).toBe(false);
    });
  }
});

function thrownBy(run: () => unknown): ConfigError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('expected a ConfigError, got none');
}
