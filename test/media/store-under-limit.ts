import { readdir } from 'node:fs/promises';

import { MediaError } from '../../src/core/ports/media.ts';
import { createDiskMedia } from '../../src/media/disk-media.ts';
import { errorCodeOf } from '../../src/media/file-system.ts';

// Stores 64 kB in the folder given, under whatever limits this process was started with, and prints what came of it.
const [, , dir] = process.argv;
if (dir === undefined) throw new TypeError('expected a folder as the only argument, got none');

const media = createDiskMedia({
  dir,
  clock: { nowMs: () => 0, sleep: async () => undefined },
  random: { fraction: () => 0, secretHex: () => '00' },
  log: { debug() {}, info() {}, warn() {}, error() {} },
});
const body = (async function* () {
  for (let chunk = 0; chunk < 16; chunk++) yield new Uint8Array(4_096);
})();
const error: unknown = await media
  .storeImage('img_1', { body, bytes: null }, 1_000_000, new AbortController().signal)
  .then(
    () => null,
    (reason: unknown) => reason,
  );
const code = error instanceof MediaError ? error.code : 'stored';
const cause = error instanceof Error ? errorCodeOf(error.cause) : null;
const left = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
process.stdout.write(JSON.stringify({ code, cause, left: left.map((entry) => entry.name) }));
