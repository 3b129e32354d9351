import type { OxlintOverride } from 'oxlint';

/**
 * Who may import whom, as lint rules; `test/architecture.test.ts` proves that each of them bites.
 *
 * Patterns work as in .gitignore: the last one that matches decides, and `!` lets an import pass. They see an
 * import as it is written, so `../` counts folders, and every depth needs a rule of its own. Where two rules
 * cover a file, the later one holds.
 */
const database = ['drizzle-orm', 'drizzle-orm/**', 'better-sqlite3'];
const chat = ['discord.js', '@discordjs/**', '@slack/**'];
const engines = ['openai', 'openai/**', '@runwayml/**', '@fal-ai/**', 'h264-mp4-encoder', '@napi-rs/canvas'];
const web = ['hono', 'hono/**', '@hono/**'];
const processes = ['pino', 'commander', 'prom-client'];
/** What all chat surfaces share may have these. */
const surface = ['zod', 'temporal-polyfill', 'fastest-levenshtein'];
const node = ['node:*', 'node:*/*'];
const notForEngines = [...database, ...chat, ...web, ...processes];

/** Of node:crypto, core may have what always gives the same answer. */
const pureCrypto = {
  name: 'node:crypto',
  allowImportNames: ['createHash', 'createHmac', 'timingSafeEqual'],
  message: 'Chance is injected: use the Random or Ids port.',
};

export const boundaries: OxlintOverride[] = [
  restrict(['src/*/**'], ['**'], 'No boundary is drawn for this folder at this depth: see boundaries.config.ts.'),
  restrict(['src/*.ts'], ['../**', '!../package.json'], 'src imports nothing outside src.'),
  restrict(
    ['src/bots/console/assets/*.js'],
    ['**', '!./**'],
    'The scripts of a page import each other and nothing else: there is no build step.',
  ),

  restrict(
    ['src/cli/*.ts', 'src/make/*.ts'],
    ['**', ...allow(['./**', '../*.ts', '../bots/**', 'commander', 'zod', ...node]), ...allowCore(1)],
    'Commands reach the database, engines and media through app.ts and books.ts.',
  ),

  // These name every library they may have.
  ...[1, 2].flatMap((depth) => [
    restrict(
      [at('core', depth)],
      [
        ...onlyItself(depth),
        ...allow(['zod', 'node:assert', 'node:assert/strict', 'node:crypto', 'temporal-polyfill']),
      ],
      'core imports itself, zod, node:assert, node:crypto and temporal-polyfill; the rest comes through a port.',
      [pureCrypto],
    ),
    restrict(
      [at('db', depth)],
      [...onlyItself(depth), ...allowCore(depth), ...allow([...database, 'zod', ...node])],
      'db imports itself, core, drizzle-orm, better-sqlite3, zod and node.',
    ),
    restrict(
      [at('http', depth)],
      [...onlyItself(depth), ...allowCore(depth), ...allow([...web, 'zod', ...node])],
      'http imports itself, core, hono, zod and node; sub-apps of chat platforms are handed to it.',
    ),
  ]),

  // These bring libraries of their own, and name those that belong elsewhere.
  ...[1, 2].map((depth) =>
    restrict(
      [at('media', depth)],
      [`${up(depth)}**`, ...allowCore(depth), ...notForEngines],
      'media imports itself, core, node and libraries for files.',
    ),
  ),
  restrict(
    [at('moderation', 1)],
    ['**', ...allow(['./**', 'openai', 'zod', ...node]), ...allowCore(1)],
    'moderation imports itself, core, openai, zod and node.',
  ),
  ...[2, 3].flatMap((depth) => [
    restrict(
      [at('providers', depth)],
      [
        `${up(depth - 1)}**`,
        `!${up(depth - 1)}*.ts`,
        `${up(depth - 1)}registry.ts`,
        ...allowCore(depth),
        ...notForEngines,
      ],
      'A provider imports itself, files directly in src/providers, core, node and its SDK; never another provider.',
    ),
    restrict(
      [at('bots', depth)],
      [
        `${up(depth - 1)}**`,
        ...allow(['*.ts', 'grammar/**', 'messages/**'].map((path) => up(depth - 1) + path)),
        ...allowCore(depth),
        ...database,
        ...engines,
        ...processes,
      ],
      'A chat platform imports itself, what all surfaces share, core, node and its SDK; never another platform.',
    ),
  ]),

  restrict(
    ['src/providers/*.ts'],
    ['../**', ...allowCore(1), './*/**', './registry.ts', ...notForEngines],
    'What providers share imports core, node and libraries; only registry.ts knows the providers.',
  ),
  restrict(
    ['src/providers/registry.ts'],
    ['**', '!./**', ...allowCore(1), ...allow(node)],
    'The registry imports the providers, core and node.',
  ),
  // SQLite's file lock is the one that the operating system releases however its holder ends.
  restrict(
    ['src/providers/demo/renderer-lock.ts'],
    ['**', ...allow(['better-sqlite3'])],
    'The renderer lock is all that a provider may have of SQLite.',
  ),
  restrict(
    ['src/bots/*.ts'],
    ['**', ...allow(['./*.ts', './grammar/**', './messages/**', ...surface]), ...allowCore(1)],
    'What all surfaces share imports itself, core and a few pure libraries; never a platform.',
  ),
  restrict(
    ['src/bots/grammar/*.ts', 'src/bots/messages/*.ts'],
    ['**', ...allow(['./**', '../*.ts', '../grammar/**', '../messages/**', ...surface]), ...allowCore(2)],
    'What all surfaces share imports itself, core and a few pure libraries; never a platform.',
  ),
];

function restrict(
  files: string[],
  group: string[],
  message: string,
  paths: (typeof pureCrypto)[] = [],
): OxlintOverride {
  return { files, rules: { 'no-restricted-imports': ['error', { paths, patterns: [{ group, message }] }] } };
}

/** The files `depth` folders below src: `src/core/*.ts` is at 1. */
function at(folder: string, depth: number): string {
  return `src/${folder}/${'*/'.repeat(depth - 1)}*.ts`;
}

function up(folders: number): string {
  return '../'.repeat(folders);
}

function onlyItself(depth: number): string[] {
  return depth === 1 ? ['**', '!./**'] : ['**', '!./**', '!../**', `${up(depth)}**`];
}

function allowCore(depth: number): string[] {
  return allow([`${up(depth)}core/**`]);
}

function allow(patterns: string[]): string[] {
  return patterns.map((pattern) => `!${pattern}`);
}
