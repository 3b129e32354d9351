import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Lock, lockGaps } from '../scripts/lock-gaps.ts';
import { readSources, root, type SourceFile } from './repository/files.ts';
import {
  barrels,
  crookedImports,
  hiddenClocks,
  linesMax,
  lintDisables,
  longFiles,
  portsWithoutContract,
  vagueFolders,
} from './repository/shape.ts';

const sources = await readSources(['src', 'test', 'bench', 'scripts'], /\.(?:ts|mjs)$/);
const production = sources.filter(({ path }) => path.startsWith('src/'));

it('the scans below see the whole repository, so that an empty list means something', () => {
  expect(sources.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['src/preflight.mjs', 'src/core/ports/provider.ts', 'test/repository.test.ts']),
  );
});

describe('a folder is named after what is in it', () => {
  it('in this repository', () => {
    expect(vagueFolders(sources)).toEqual([]);
  });

  it.each(['src/utils/text.ts', 'src/core/helpers/text.ts', 'test/common/deep/text.ts', 'src/bots/types/job.ts'])(
    '%s is refused',
    (path) => {
      expect(vagueFolders([file(path), file('src/core/types.ts')])).toHaveLength(1);
    },
  );
});

describe(`no file is longer than ${linesMax} lines`, () => {
  it('in this repository', () => {
    expect(longFiles(sources)).toEqual([]);
  });

  it('one line more is refused', () => {
    const [full, over] = [file('src/full.ts', '\n'.repeat(linesMax)), file('src/over.ts', '\n'.repeat(linesMax + 1))];
    expect(longFiles([full, over])).toEqual([expect.stringMatching(/^src\/over\.ts: 401 lines/)]);
  });
});

describe('an import names the file where a thing is, because there are no barrels', () => {
  it('in this repository', () => {
    expect(barrels(sources)).toEqual([]);
  });

  it.each([
    `export * from './job.ts';\n`,
    `/** All of core. */\nexport { a, b } from './job.ts';\nexport type {\n  C,\n  D,\n} from './clip.ts';\n`,
    `import { a } from './job.ts';\n\nexport { a };\n`,
  ])('refused: %j', (text) => {
    expect(barrels([file('src/core/all.ts', text)])).toHaveLength(1);
  });

  it.each([
    `export const a = 1;\nexport { b } from './job.ts';\n`,
    `import { a } from './job.ts';\nexport function b(): void {\n  a();\n}\n`,
    `import { main } from './app.ts';\nawait main();\n`,
  ])('allowed: %j', (text) => {
    expect(barrels([file('src/core/own.ts', text)])).toEqual([]);
  });
});

describe('no rule is switched off in the middle of a file', () => {
  it('in this repository', () => {
    expect(lintDisables(sources)).toEqual([]);
  });

  // Samples of what is refused; nothing is switched off here.
  it.each(['oxlint-disable-next-line no-console', 'eslint-disable'])('a comment with %s is refused', (directive) => {
    const text = [`const a = 1; // ${directive}`, `/* ${directive} */`].join('\n');
    expect(lintDisables([file('src/a.ts', text)])).toEqual([
      expect.stringContaining('src/a.ts:1'),
      expect.stringContaining('src/a.ts:2'),
    ]);
  });
});

describe('no part of the service reads the clock on the side', () => {
  it('in this repository', () => {
    expect(hiddenClocks(production.filter(({ path }) => path !== 'src/system.ts'))).toEqual([]);
  });

  it('new Date() is refused, a date of a given moment is not', () => {
    const text = `const a = new Date(0);\nconst b = new Date();\nconst c = new Date(\n);\n`;
    expect(hiddenClocks([file('src/db/a.ts', text)])).toHaveLength(2);
  });
});

describe('an import takes the straight way, so that boundary rules see where it leads', () => {
  it('in this repository', () => {
    expect(crookedImports(production)).toEqual([]);
  });

  it.each(['./../db/store.ts', './ports/../../db/store.ts', '../core/../db/store.ts', './/job.ts'])(
    '%s is refused',
    (specifier) => {
      const forms = [
        `import { a } from '${specifier}';`,
        `export * from '${specifier}';`,
        `await import('${specifier}');`,
      ];
      expect(crookedImports([file('src/core/a.ts', forms.join('\n'))])).toHaveLength(forms.length);
    },
  );

  it.each(['./job.ts', '../db/store.ts', '../../package.json', './ports/clock.ts'])('%s is allowed', (specifier) => {
    expect(crookedImports([file('src/core/a.ts', `import { a } from '${specifier}';`)])).toEqual([]);
  });
});

describe('every port has a contract suite that some implementation runs', () => {
  const port = file('src/core/ports/clock.ts', 'export interface Clock {}\n');
  const suite = file('test/contracts/clock.ts', 'export function clockContract(): void {}\n');
  const run = file('test/system.test.ts', `import { clockContract } from './contracts/clock.ts';\n`);

  it('in this repository', () => {
    expect(portsWithoutContract(sources)).toEqual([]);
  });

  it('a suite that is missing, empty or never run is a complaint each', () => {
    expect(portsWithoutContract([port])).toHaveLength(1);
    expect(portsWithoutContract([port, file('test/contracts/clock.ts'), run])).toHaveLength(1);
    expect(portsWithoutContract([port, suite])).toHaveLength(1);
    expect(portsWithoutContract([port, suite, run])).toEqual([]);
  });
});

describe('the lock file holds the packages of every platform, without which npm ci refuses it on all of them', () => {
  it('in this repository; otherwise run: node scripts/complete-lock.ts', async () => {
    const lock = Lock.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
    expect([...lockGaps(lock).keys()]).toEqual([]);
  });

  it('a gap is filled with what the name says, one that is filled is left alone', () => {
    const optionalDependencies = {
      '@x/linux-x64': '1.2.3',
      '@x/binding-linux-arm-musleabihf': '1.2.3',
      'x-win32-ia32': '1.2.3',
    };
    const packages = {
      'node_modules/x': { dev: true, optionalDependencies },
      'node_modules/x/node_modules/x-win32-ia32': { version: '1.2.3' },
      'node_modules/@x/linux-x64': { version: '1.2.3' },
    };
    expect([...lockGaps({ packages })]).toEqual([
      [
        'node_modules/@x/binding-linux-arm-musleabihf',
        { version: '1.2.3', cpu: ['arm'], dev: true, libc: ['musl'], optional: true, os: ['linux'] },
      ],
    ]);
  });

  it('a gap that cannot be filled from its name is an error, not a guess', () => {
    const lockWith = (optionalDependencies: Record<string, string>) => ({
      packages: { 'node_modules/x': { optionalDependencies } },
    });
    expect(() => lockGaps(lockWith({ 'x-native': '1.2.3' }))).toThrow('got x-native@1.2.3');
    expect(() => lockGaps(lockWith({ 'x-linux-x64': '^1.2.3' }))).toThrow('got x-linux-x64@^1.2.3');
  });
});

function file(path: string, text = ''): SourceFile {
  return { path, text };
}
