import { readFile } from 'node:fs/promises';
import { ConfigError } from './config.ts';
import type { Log } from './core/ports/world.ts';
import { type EngineFile, type EngineProblems, readEngineFile } from './providers/engine-file.ts';
import { knownProviders } from './providers/registry.ts';

/** The operator's engine file, which may change while the service runs. */
export type OperatorsEngines = {
  /** As it was last found in order; null without a file. The same object until it changes. */
  readonly current: () => EngineFile | null;
  /** Reads it again. What cannot be used changes nothing, and is told once. Null without a file. */
  readonly reload: (() => Promise<void>) | null;
};

/** Throws `ConfigError` for a file that cannot be used. */
export async function openOperatorsEngines(path: string | null, log: Log): Promise<OperatorsEngines> {
  if (path === null) return { current: () => null, reload: null };
  let found = await find(path);
  const first = parse(found);
  if ('problems' in first) throw new ConfigError(first.problems.map((problem) => `ENGINES_FILE: ${problem}`));
  let current = first.file;
  return {
    current: () => current,
    async reload() {
      const now = await find(path);
      if (isSame(now, found)) return;
      found = now;
      const read = parse(now);
      if ('file' in read) {
        current = read.file;
        log.info('the engine file was read anew', { path });
      } else {
        log.error(
          'the engine file cannot be used as it is now; the engines stay as they were',
          read.problems.join('\n'),
          {
            path,
          },
        );
      }
    },
  };
}

type Found = { readonly text: string } | { readonly missing: string };

async function find(path: string): Promise<Found> {
  try {
    return { text: await readFile(path, 'utf8') };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

function isSame(a: Found, b: Found): boolean {
  return 'text' in a ? 'text' in b && a.text === b.text : 'missing' in b && a.missing === b.missing;
}

function parse(found: Found): { readonly file: EngineFile } | { readonly problems: EngineProblems } {
  if ('missing' in found) return { problems: [`expected a file that can be read: ${found.missing}`] };
  let json: unknown;
  try {
    json = JSON.parse(found.text);
  } catch (error) {
    return { problems: [`expected JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const read = readEngineFile(json);
  if ('problems' in read) return read;
  // The demo has no data that could be changed.
  const names = new Set(knownProviders.flatMap(({ name, keyName }) => (keyName === null ? [] : [name])));
  const unknown = Object.keys(read.file.engines).filter((id) => !names.has(id.split('/')[0] ?? ''));
  const problems = [
    ...unknown.map((id) => `${id}: expected an engine of ${[...names].join(', ')}`),
    ...knownProviders.flatMap((provider) => provider.problemsWith(read.file)),
  ];
  return problems.length > 0 ? { problems } : read;
}
