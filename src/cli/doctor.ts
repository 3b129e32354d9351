import { Argument, type Command } from 'commander';
import { openBooks } from '../books.ts';
import type { Finding } from '../bots/finding.ts';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { partsOf } from '../bots/messages/text.ts';
import { spoken } from '../bots/view.ts';
import type { readEnvironment } from '../config.ts';
import { listBudgets } from '../core/budgets.ts';
import type { Tenant } from '../core/tenant.ts';
import { exitCodes } from '../entry.ts';
import { ffmpegPathFor } from '../ffmpeg-path.ts';
import { createLog } from '../log.ts';
import { type Answer, answeringWith, type Finish } from './run.ts';

const words = catalogueFor('en');
const { doctor } = words;

const marks = { ok: 'ok   ', next: 'next ', wrong: 'WRONG' } as const;

type Settings = ReturnType<typeof readEnvironment>;

/** What was looked at in a chat; null where nothing of it is set up. */
type Look = {
  readonly findings: readonly Finding[];
  /** What a person opens next. */
  readonly link: { readonly name: 'invite' | 'install'; readonly sentence: string; readonly url: string | null };
};

type ChatCheck = {
  readonly look: (settings: Settings) => Promise<Look | null>;
  readonly well: string;
  /** What to do once all is well; null where that is told by the link. */
  readonly next: string | null;
  readonly trouble: string;
  readonly unset: string;
};

const checks = {
  discord: {
    look: lookAtDiscord,
    well: doctor.discordWell,
    next: null,
    trouble: doctor.discordTrouble,
    unset: doctor.discordUnset,
  },
  slack: {
    look: lookAtSlack,
    well: doctor.slackWell,
    next: doctor.slackNext,
    trouble: doctor.slackTrouble,
    unset: doctor.slackUnset,
  },
} as const satisfies Record<string, ChatCheck>;

const chats = Object.keys(checks);

function isChat(name: string | undefined): name is keyof typeof checks {
  return name !== undefined && chats.includes(name);
}

export function addDoctorCommand(program: Command, finish: Finish): void {
  const check = program
    .command('doctor')
    .description('Looks at everything that has to be right before people can use a chat, and says what to do about it.')
    .addArgument(new Argument('<chat>', 'which chat').choices(chats));
  answeringWith(check, finish, async (settings) => {
    const [chat] = check.args;
    if (!isChat(chat)) throw new TypeError(`expected a chat, got ${String(chat)}`);
    return checkUp(checks[chat], settings);
  });
}

async function checkUp({ look, well, next, trouble, unset }: ChatCheck, settings: Settings): Promise<Answer> {
  const looked = await look(settings);
  const chat = looked?.findings ?? [{ state: 'wrong', words: unset } as const];
  const findings = [...chat, await lookAtFfmpeg(settings), ...(await lookAtBudgets(settings))];
  const isWell = findings.every(({ state }) => state !== 'wrong');
  const link = looked?.link ?? null;
  const lines = [
    ...findings.map(({ state, words: sentence }) => `${marks[state]} ${sentence}`),
    ...(link === null || link.url === null ? [] : ['', link.sentence, link.url]),
    ...(isWell && next !== null ? ['', next] : []),
  ];
  const view = spoken(partsOf(isWell ? well : trouble), lines.map(partsOf), isWell ? 'good' : 'bad');
  const data = { findings, ...(link === null ? {} : { [link.name]: link.url }) };
  return { view, data, code: isWell ? exitCodes.ok : exitCodes.failed };
}

/** What is there in any chat, or is not. */
async function lookAtFfmpeg({ config }: Settings): Promise<Finding> {
  const path = await ffmpegPathFor(config);
  return path === null
    ? { state: 'next', words: doctor.ffmpegMissing }
    : { state: 'ok', words: doctor.ffmpegFound(path) };
}

async function lookAtBudgets(settings: Settings): Promise<Finding[]> {
  const { store, rules, clock } = await openBooks(settings, createLog(settings.config.logLevel ?? 'silent'));
  try {
    const budgets = await listBudgets({ store, rules, clock });
    return budgets.map((budget): Finding => {
      const isUsedUp = budget.usedMicroUsd >= budget.capMicroUsd;
      return { state: isUsedUp ? 'next' : 'ok', words: words.usage.budget(budget) };
    });
  } finally {
    await store.close();
  }
}

async function discordTenants(settings: Settings): Promise<readonly Tenant[]> {
  const { store } = await openBooks(settings, createLog(settings.config.logLevel ?? 'silent'));
  try {
    return await store.tenants({ platform: 'discord' });
  } finally {
    await store.close();
  }
}

async function lookAtDiscord(settings: Settings): Promise<Look | null> {
  const { config, secrets } = settings;
  const { discord } = config;
  const { discordToken } = secrets;
  if (discord === null || discordToken === null) return null;
  const { checkUp: look } = await import('../bots/discord/doctor.ts');
  const { writtenIn } = await import('../bots/discord/look-at-channels.ts');
  const written = writtenIn(await discordTenants(settings));
  const { signal } = new AbortController();
  const { findings, invite } = await look({ ...discord, token: discordToken }, words, signal, written);
  return { findings, link: { name: 'invite', sentence: doctor.discordInvite, url: invite } };
}

async function lookAtSlack(settings: Settings): Promise<Look | null> {
  const { config, secrets } = settings;
  if (config.slack === null) return null;
  const { clientId, apiUrl } = config.slack;
  const { clientSecret, ...keys } = secrets.slack;
  const client = clientId === null || clientSecret === null ? null : { id: clientId, secret: clientSecret };
  const { checkUp: look } = await import('../bots/slack/install/doctor.ts');
  const { countInstallations, createInstallations } = await import('../bots/slack/install/installations.ts');
  // What is wrong is told among the findings.
  const log = createLog(config.logLevel ?? 'silent');
  const books = await openBooks(settings, log);
  try {
    const { store, sealing } = books;
    const found = createInstallations({ installations: store.installations, sealing });
    const installations = await countInstallations(found, store);
    const asked = { ...keys, apiUrl, publicUrl: config.publicUrl, client, installations };
    const { findings, install } = await look(asked, words, { ...books, log }, new AbortController().signal);
    return { findings, link: { name: 'install', sentence: doctor.slackInstall, url: install } };
  } finally {
    await books.store.close();
  }
}
