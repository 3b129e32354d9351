import { open } from 'node:fs/promises';

import { inspectClip } from './clip-parser.ts';

const path = process.argv[2];
if (path === undefined) throw new TypeError('expected the path of a clip as the only argument, got none');

await using file = await open(path, 'r');
const readAt = async (position: number, length: number) => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
};
const { size } = await file.stat();
process.stdout.write(JSON.stringify(await inspectClip(readAt, size)));
