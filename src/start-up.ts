import type { Config } from './config.ts';
import type { EngineCapabilities } from './core/engine.ts';
import type { Engines } from './core/engines.ts';
import { knownProviders } from './providers/registry.ts';

/** What the parts of the service say of themselves. */
export type InUse = {
  /** Such as `browser console`. */
  readonly chats: readonly string[];
  readonly engines: readonly string[];
  /** Whether any of the engines costs real money. */
  readonly costsMoney: boolean;
  /** Names of the keys that this version knows what to do with; those of one chat together, the first that it takes before the others. */
  readonly usableKeys: readonly (readonly [string, ...string[]])[];
};

export type StartUp = {
  readonly config: Pick<Config, 'host' | 'publicUrl' | 'configuredKeys' | 'signInNeeded' | 'ssh' | 'dataDir'>;
  /** Where people open it: see `addressOf`. */
  readonly address: string;
  /** The port that was bound. */
  readonly port: number;
  readonly inUse: InUse;
  readonly hasAdminToken: boolean;
  /** The link that signs in once; null where nobody must, or the token does it. */
  readonly signInLink: string | null;
};

/** What this version has: its chats, and the engines that are configured. */
export function inUseOf(engines: Pick<Engines, 'all'>, { discord, slack }: Pick<Config, 'discord' | 'slack'>): InUse {
  const all = engines.all().map(({ capabilities }) => capabilities);
  return {
    chats: ['console in the browser', ...(discord === null ? [] : ['Discord']), ...(slack === null ? [] : ['Slack'])],
    engines: enginesByProvider(all),
    costsMoney: all.some(({ playMoney }) => !playMoney),
    usableKeys: [
      ['DISCORD_TOKEN'],
      ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_CLIENT_SECRET'],
      ...knownProviders.flatMap(({ keyName }) => (keyName === null ? [] : [[keyName] as const])),
    ],
  };
}

/** One engine by its name, several by their number: some providers have dozens. */
function enginesByProvider(all: readonly EngineCapabilities[]): string[] {
  const byProvider = Map.groupBy(all, ({ provider }) => provider);
  return Array.from(byProvider, ([provider, engines]) => {
    const [first] = engines;
    if (engines.length > 1 || !first) return `${provider} (${engines.length} engines)`;
    return first.playMoney ? `${first.id} (free)` : first.id;
  });
}

/** Where people open a service that listens on `port`. */
export function addressOf({ publicUrl, host }: Pick<Config, 'publicUrl' | 'host'>, port: number): string {
  return publicUrl ?? `http://${hostInUrl(host)}:${port}`;
}

/** Lines that say where Reelay is, what it has and what to do next. */
export function startUpLines({ config, address, port, inUse, hasAdminToken, signInLink }: StartUp): readonly string[] {
  const isSet = (key: string): boolean => config.configuredKeys.includes(key);
  const isUsable = (key: string): boolean => inUse.usableKeys.flat().includes(key);
  const facts = [
    { label: 'Chats', values: inUse.chats },
    { label: 'Engines', values: inUse.engines },
    { label: 'Not set', values: inUse.usableKeys.flatMap((keys) => (keys.some(isSet) ? [] : [keys[0]])) },
    { label: 'Not used', values: config.configuredKeys.filter((key) => !isUsable(key)) },
    { label: 'Data', values: [config.dataDir] },
  ];
  const next =
    signInLink === null
      ? `open ${address} and type /video a red ball rolling`
      : `sign in with this link, which works once: ${signInLink}`;
  return [
    `Reelay is running: ${address}`,
    '',
    ...facts
      .filter(({ values }) => values.length > 0)
      .map(({ label, values }) => `  ${label.padEnd(9)} ${values.join(', ')}`),
    '',
    ...unreachableLines(config, isSet),
    ...(inUse.costsMoney ? [] : ['No engine that costs money is set up: everything here is free to try.']),
    `Next: ${next}`,
    ...(config.signInNeeded && hasAdminToken ? ['Sign in there with your ADMIN_TOKEN.'] : []),
    ...tunnelLines(config, port),
    'Stop with Ctrl+C: what is under way goes on at the next start.',
  ];
}

/** Slack sends what is signed to an address, and over Socket Mode nothing is. */
function unreachableLines({ publicUrl }: StartUp['config'], isSet: (key: string) => boolean): readonly string[] {
  if (!isSet('SLACK_SIGNING_SECRET') || isSet('SLACK_APP_TOKEN') || publicUrl !== null) return [];
  return [
    'Slack cannot reach this service yet: set PUBLIC_URL to where it is reached from outside, or SLACK_APP_TOKEN to use Socket Mode.',
  ];
}

/** For who came to this machine over SSH, and has no other way to reach it with a browser. */
function tunnelLines({ ssh, publicUrl, host }: StartUp['config'], port: number): readonly string[] {
  const isLocal = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (ssh === null || publicUrl !== null || !isLocal) return [];
  const sshPort = ssh.port === 22 ? '' : `-p ${ssh.port} `;
  return [
    'This is a remote machine. To open that address in your own browser, first run there, on your computer:',
    `  ssh ${sshPort}-L ${port}:${hostInUrl(host)}:${port} ${ssh.user}@${ssh.host}`,
  ];
}

/** As a browser takes it: IPv6 in brackets, and this machine where every address is listened on. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
