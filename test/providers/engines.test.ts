import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { entriesOf, readEngineFile } from '../../src/providers/engine-file.ts';
import { knownProviders } from '../../src/providers/registry.ts';
import { root } from '../repository/files.ts';

const names = knownProviders.map(({ name }) => name).filter((name) => name !== 'demo');

async function entriesIn(name: string) {
  const text = await readFile(join(root, 'src/providers', name, 'engines.json'), 'utf8');
  const read = readEngineFile(JSON.parse(text));
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return entriesOf(name, read.file, null, z.unknown()).entries.map(({ capabilities }) => capabilities);
}

const engines = (await Promise.all(names.map(entriesIn))).flat();

test('every engine has a label of its own, so that people can tell whose it is', () => {
  const labels = engines.map(({ label }) => label.toLowerCase());
  expect(labels.filter((label, at) => labels.indexOf(label) !== at)).toEqual([]);
  // What a provider resells says where; what only it makes bears its name or stands alone.
  for (const { label, provider } of engines.filter((engine) => engine.label.endsWith(')'))) {
    expect(/\((.+)\)$/.exec(label)?.[1]?.toLowerCase()).toBe(provider);
  }
});

test('no name of an engine is that of a provider or of another model, so that it means one thing', () => {
  for (const { id, also } of engines) {
    for (const name of also) {
      expect(names).not.toContain(name);
      const others = engines.filter((other) => other.id !== id && other.model.toLowerCase() === name);
      expect(others.map(({ model }) => plain(model))).toEqual(others.map(() => plain(id.slice(id.lastIndexOf('/')))));
    }
  }
});

test('an engine that goes away names one that stays', () => {
  const isKnown = (id: string | null): boolean => names.includes(id?.split('/')[0] ?? '');
  for (const { retiresOn, replacedBy } of engines.filter((engine) => engine.retiresOn !== null)) {
    expect(replacedBy).not.toBeNull();
    // Its provider may have been taken away.
    if (isKnown(replacedBy)) expect(engines.find(({ id }) => id === replacedBy)).toMatchObject({ retiresOn: null });
    expect(retiresOn).toMatch(/^20\d\d-/);
  }
});

/** The same model is written differently from provider to provider. */
function plain(model: string): string {
  return model.toLowerCase().replaceAll(/[^a-z\d]/g, '');
}
