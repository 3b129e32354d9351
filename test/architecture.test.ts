import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, matchesGlob } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { boundaries } from '../boundaries.config.ts';
import { boundaryCases } from './fixtures/boundary-cases.ts';
import { ruleCases } from './fixtures/rule-cases.ts';

const root = join(import.meta.dirname, '..');
const Report = z.object({
  diagnostics: z.array(
    z.object({
      code: z.string(),
      filename: z.string(),
      labels: z.array(z.object({ span: z.object({ line: z.number() }) })),
    }),
  ),
});
type Finding = { readonly rule: string; readonly line: number };

let tree = '';
let findings: ReadonlyMap<string, readonly Finding[]> = new Map();

// One run of the linter, with the repository's own configuration, over a tree that breaks each rule once.
beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'reelay-lint-'));
  for (const name of ['oxlint.config.ts', 'boundaries.config.ts', 'tsconfig.json', 'package.json']) {
    await cp(join(root, name), join(tree, name));
  }
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'), 'dir');
  for (const { file, forbidden, allowed } of boundaryCases) {
    await plant(
      file,
      [...forbidden, ...allowed].map((from, at) => `export { v as v${at} } from '${from}';\n`).join(''),
    );
  }
  for (const { file, code } of ruleCases) {
    await plant(file, code);
  }
  findings = await lint(tree);
});

afterAll(async () => {
  await rm(tree, { recursive: true });
});

it.each(boundaryCases)(
  '$file may import what its boundary allows, and nothing else',
  ({ file, forbidden, allowed }) => {
    const refused = [...forbidden, ...allowed].filter((_, at) => rulesOf(file, at + 1).length > 0);
    expect(refused).toEqual(forbidden);
    expect(new Set(rulesOf(file))).toEqual(new Set(['eslint(no-restricted-imports)']));
  },
);

it('every boundary is tried by a case, so that none can rot unnoticed', () => {
  const globs = boundaries.flatMap(({ files }) => files);
  expect(globs.filter((glob) => !boundaryCases.some(({ file }) => matchesGlob(file, glob)))).toEqual([]);
});

it.each(ruleCases.filter(({ rule }) => rule !== null))('$rule catches $file', ({ file, rule }) => {
  expect(new Set(rulesOf(file))).toEqual(new Set([rule]));
});

it.each(ruleCases.filter(({ rule }) => rule === null))('$file is in order', ({ file }) => {
  expect(rulesOf(file)).toEqual([]);
});

function rulesOf(file: string, line?: number): string[] {
  const found = findings.get(file) ?? [];
  return found.filter((finding) => line === undefined || finding.line === line).map(({ rule }) => rule);
}

async function plant(file: string, code: string): Promise<void> {
  const path = join(tree, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, code);
}

async function lint(cwd: string): Promise<Map<string, Finding[]>> {
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  // Findings make it exit with 1, which execFile takes for a failure.
  const { stdout } = await promisify(execFile)(process.execPath, [oxlint, '--format', 'json', 'src', 'test'], {
    cwd,
    maxBuffer: 32 * 1024 * 1024,
  }).catch((error: unknown) => z.object({ stdout: z.string() }).parse(error));
  const byFile = new Map<string, Finding[]>();
  for (const { code, filename, labels } of Report.parse(JSON.parse(stdout)).diagnostics) {
    const found = byFile.get(filename) ?? [];
    found.push({ rule: code, line: labels[0]?.span.line ?? 0 });
    byFile.set(filename, found);
  }
  return byFile;
}
