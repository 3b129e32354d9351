/** Names are ours (`att_01j…`), but they end up in paths, so nothing else ever passes. */
const namePattern = /^[a-z0-9_]{1,80}$/;

/** A key is a shard and a name, `4k/att_01j…4k`: a folder never holds more than a thousandth of all files. */
export function keyOf(name: string): string {
  if (!namePattern.test(name)) {
    throw new TypeError(`expected a file name of 1 to 80 characters a-z, 0-9 and _, got ${quote(name)}`);
  }
  return `${shardOf(name)}/${name}`;
}

/** Lets only keys through that `keyOf` can have made, so no key can leave the media folder or name a half file. */
export function checkKey(key: string): string {
  const name = key.slice(key.indexOf('/') + 1);
  if (!namePattern.test(name) || key !== `${shardOf(name)}/${name}`) {
    throw new TypeError(`expected a media key such as 4k/att_01j4k, got ${quote(key)}`);
  }
  return key;
}

/** The end of an id is its random part, so shards fill evenly. */
function shardOf(name: string): string {
  return name.slice(-2).padStart(2, '_');
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
