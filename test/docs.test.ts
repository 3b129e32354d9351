import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { citedPaths, citedScripts } from './repository/citations.ts';
import { readSources, root } from './repository/files.ts';

const readmeLinesMax = 150;
const rootPages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md'];

const pages = [
  ...(await Promise.all(
    rootPages
      .filter((path) => existsSync(join(root, path)))
      .map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
  )),
  ...(await readSources(['docs'], /\.md$/)),
];
const manifest = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));

it('every path that a page names exists, so that nobody looks for a file that is gone', () => {
  const missing = pages.flatMap(({ path, text }) =>
    citedPaths(path, text)
      .filter((cited) => !existsSync(join(root, cited)))
      .map((cited) => `${path} names ${cited}, which does not exist`),
  );
  expect(missing).toEqual([]);
});

it('every npm script that a page names exists, so that a command copied from it runs', () => {
  const missing = pages.flatMap(({ path, text }) =>
    citedScripts(text)
      .filter((name) => manifest.scripts[name] === undefined)
      .map((name) => `${path} says npm run ${name}, which package.json does not have`),
  );
  expect(missing).toEqual([]);
});

it(`the README stays under ${readmeLinesMax} lines, so that people read it`, () => {
  const readme = pages.find(({ path }) => path === 'README.md');
  expect((readme?.text ?? '').split('\n').length).toBeLessThan(readmeLinesMax);
});

describe('what counts as naming a path', () => {
  it.each([
    ['`src/core/job.ts`', ['src/core/job.ts']],
    ['`src/core/job.ts:12` and `docs/decisions.md:3-9`', ['src/core/job.ts', 'docs/decisions.md']],
    ['`src/providers/` holds `test/contracts/<port>.ts`', ['src/providers/', 'test/contracts/']],
    ['`src/providers/*/client.ts`, `src/bots/{slack,discord}/`', ['src/providers/', 'src/bots/']],
    ['`.ci/run` and [why](docs/decisions.md#store)', ['.ci/run', 'docs/decisions.md']],
    ['[up](../README.md) [web](https://example.com/src/x) [here](#way)', ['README.md']],
    ['`npm run sim -- src/x` and `/video src/core` and core/job.ts', []],
  ])('%s', (markdown, paths) => {
    const page = markdown.includes('../') ? 'docs/page.md' : 'page.md';
    expect(citedPaths(page, markdown)).toEqual(paths);
  });
});

it('a script counts as named in text, in backticks and in a code block', () => {
  const markdown = 'Run npm run sim, then `npm run db:generate`:\n```\nnpm ci && npm start\nnpm test -- x\n```\n';
  expect(citedScripts(markdown)).toEqual(['sim', 'db:generate', 'start', 'test']);
});
