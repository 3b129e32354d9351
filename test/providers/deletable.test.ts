import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { knownProviders } from '../../src/providers/registry.ts';
import { readSources, root } from '../repository/files.ts';

const registry = 'src/providers/registry.ts';
const sources = await readSources(['src', 'test', 'bench', 'scripts'], /\.(?:ts|mjs|js|json)$/);
const folders = (await readdir(join(root, 'src/providers'), { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const hosted = folders.filter((name) => name !== 'demo');

test('each provider is one folder and one line of the registry', () => {
  expect(knownProviders.map(({ name }) => name).toSorted()).toEqual(folders.toSorted());
  expect(hosted.length).toBeGreaterThan(0);
});

test.each(hosted)('%s can be deleted with its line: nothing else imports what is in its folders', (name) => {
  const own = ['src/providers', 'test/providers', 'test/doubles'].map((folder) => `${folder}/${name}/`);
  const others = sources.filter(({ path }) => path !== registry && !own.some((folder) => path.startsWith(folder)));
  const importing = new RegExp(`from '[^']*/${name}/|import\\('[^']*/${name}/`, 'u');
  expect(others.filter(({ text }) => importing.test(text)).map(({ path }) => path)).toEqual([]);
  const line = sources.find(({ path }) => path === registry)?.text ?? '';
  expect(line.match(new RegExp(`/${name}/`, 'gu'))).toHaveLength(1);
});
