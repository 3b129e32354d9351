import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { Lock, lockGaps } from './lock-gaps.ts';

/** Writes the entries into package-lock.json that npm left out: `node scripts/complete-lock.ts`. */
const file = new URL('../package-lock.json', import.meta.url);
const content: unknown = JSON.parse(await readFile(file, 'utf8'));
const gaps = lockGaps(Lock.parse(content));

// Read a second time without a schema, so that what is there stays as it is, down to the order of keys.
const Entries = z.record(z.string(), z.unknown());
const lock = Entries.parse(content);
const packages = Object.entries({ ...Entries.parse(lock['packages']), ...Object.fromEntries(gaps) });
const sorted = packages.toSorted(([a], [b]) => a.localeCompare(b, 'en'));
await writeFile(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
console.log(`${gaps.size} entries added to package-lock.json`);
