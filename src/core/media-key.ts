import type { JobId } from './ids.ts';

/** Names are ours (`att_01j…`), but they end up in paths, so nothing else ever passes. */
const namePattern = /^[a-z0-9_]{1,80}$/;

/**
 * The key under which a file of this name is kept: a shard and the name, `4k/att_01j…4k`, so that a folder never holds more
 * than a thousandth of all files. It is known before the first byte is written.
 */
export function mediaKeyOf(name: string): string {
  if (!namePattern.test(name)) {
    throw new TypeError(
      `expected a file name of 1 to 80 characters a-z, 0-9 and _, got ${JSON.stringify(name.slice(0, 100))}`,
    );
  }
  return `${shardOf(name)}/${name}`;
}

/** Whether `mediaKeyOf` can have made it. */
export function isMediaKey(key: string): boolean {
  const name = key.slice(key.indexOf('/') + 1);
  return namePattern.test(name) && key === `${shardOf(name)}/${name}`;
}

/** The end of an id is its random part, so shards fill evenly. */
function shardOf(name: string): string {
  return name.slice(-2).padStart(2, '_');
}

/** What the clip of a job is called that is a copy. Before anything is copied, so that doing it twice leaves one file. */
export function copyNameOf(jobId: JobId): string {
  return jobId;
}

/** What our copy of a job's input is called. */
export function inputNameOf(jobId: JobId): string {
  return `${jobId}_input`;
}
