import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { knownProviders } from '../../../src/providers/registry.ts';

/** An operator's file with what it says of some engines; all others of their providers are off. */
export async function onlyEngines(entries: Readonly<Record<string, object>>): Promise<Record<'ENGINES_FILE', string>> {
  const providers = new Set(Object.keys(entries).map((id) => id.slice(0, id.indexOf('/'))));
  const known = knownProviders.filter(({ name }) => providers.has(name)).flatMap((each) => each.engineIds(null));
  const engines = { ...Object.fromEntries(known.map((id) => [id, { off: true }])), ...entries };
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'reelay-faults-')), 'engines.json');
  await writeFile(file, JSON.stringify({ engines }));
  onTestFinished(() => rm(path.dirname(file), { recursive: true }));
  return { ENGINES_FILE: file };
}
