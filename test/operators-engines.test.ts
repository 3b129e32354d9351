import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openOperatorsEngines } from '../src/operators-engines.ts';
import { knownProviders } from '../src/providers/registry.ts';
import { collectLog } from './core/samples.ts';

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'reelay-engines-'));
  file = path.join(dir, 'engines.json');
});
afterEach(() => rm(dir, { recursive: true }));

const first = knownProviders.find(({ keyName }) => keyName !== null)?.engineIds(null)[0] ?? 'demo/reel';
const priced = (dollarsPerSecond: number) => JSON.stringify({ engines: { [first]: { dollarsPerSecond } } });

it('is none without a file', async () => {
  const { current, reload } = await openOperatorsEngines(null, collectLog());
  expect([current(), reload]).toEqual([null, null]);
});

it('changes while the service runs, and stays as it was while the file cannot be used, which is told once', async () => {
  const log = collectLog();
  await writeFile(file, priced(0.5));
  const { current, reload: read } = await openOperatorsEngines(file, log);
  const reload = async (): Promise<void> => read?.();
  expect(current()?.engines[first]).toEqual({ dollarsPerSecond: 0.5 });
  const before = current();
  await reload();
  expect(current()).toBe(before);

  await writeFile(file, priced(0.25));
  await reload();
  expect(current()?.engines[first]).toEqual({ dollarsPerSecond: 0.25 });

  await writeFile(file, '{ half of it');
  await reload();
  await reload();
  expect(current()?.engines[first]).toEqual({ dollarsPerSecond: 0.25 });
  expect(log.errors).toHaveLength(1);

  await rm(file);
  await reload();
  expect(current()?.engines[first]).toEqual({ dollarsPerSecond: 0.25 });
});

it.each([
  ['not there', null, 'expected a file that can be read'],
  ['no JSON', 'engines: none', 'expected JSON'],
  ['of another shape', '{"engines": {"x": 1}}', 'engines'],
  [
    'about a provider that nobody knows',
    '{"engines": {"acme/reel": {"label": "Reel"}}}',
    'acme/reel: expected an engine of',
  ],
])('keeps the service from starting when it is %s, with what is wrong', async (_, text, problem) => {
  if (text !== null) await writeFile(file, text);
  await expect(openOperatorsEngines(file, collectLog())).rejects.toThrow(problem);
});
