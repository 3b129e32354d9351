/** Reads bytes of a file, fewer where it ends. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

/** What the outermost headers of a file say about it, before anything inside is parsed. */
export type ContainerShape =
  | { readonly kind: 'whole' }
  | { readonly kind: 'cut_off'; readonly reason: string }
  | { readonly kind: 'foreign'; readonly reason: string };

/** A minute of one-frame fragments stays below this; more is an attempt to keep us busy. */
const boxesMax = 10_000;
const brandBoxes = new Set(['ftyp', 'styp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot']);
/** Boxes that a clip cannot do without; a cut in any other, or junk at the end, does no harm. */
const vitalBoxes = new Set(['moov', 'mdat', 'moof']);

/** Tells a whole MP4, MOV, WebM or Matroska file from one that was cut off and from anything else. */
export async function readShape(readAt: ReadAt, sizeBytes: number): Promise<ContainerShape> {
  const head = await readAt(0, 64);
  if (head.length >= 8 && brandBoxes.has(head.toString('latin1', 4, 8))) return walkBoxes(readAt, sizeBytes);
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return walkElements(readAt, sizeBytes);
  const text = head.length > 0 && head.every((byte) => (byte >= 32 && byte < 127) || (byte >= 9 && byte <= 13));
  const got = text ? 'text' : 'something else';
  return { kind: 'foreign', reason: `expected an MP4, MOV, WebM or Matroska file, got ${got}` };
}

async function walkBoxes(readAt: ReadAt, sizeBytes: number): Promise<ContainerShape> {
  let start = 0;
  let hasIndex = false;
  for (let boxes = 0; start + 8 <= sizeBytes; boxes++) {
    if (boxes === boxesMax) return { kind: 'foreign', reason: `expected at most ${boxesMax} parts, got more` };
    const header = await readAt(start, 16);
    const type = header.toString('latin1', 4, 8);
    const end = boxEnd(header, start, sizeBytes);
    if (end === null) break;
    if (end > sizeBytes) {
      if (vitalBoxes.has(type)) return cutOff(end, sizeBytes);
      break;
    }
    hasIndex ||= type === 'moov';
    start = end;
  }
  // The index is often written last, so a file without one has most likely lost its end.
  return hasIndex ? { kind: 'whole' } : { kind: 'cut_off', reason: 'expected an index (moov), got a file without one' };
}

/** Where a box ends; null when its header makes no sense. */
function boxEnd(header: Buffer, start: number, sizeBytes: number): number | null {
  const size32 = header.readUInt32BE(0);
  if (size32 === 0) return sizeBytes;
  if (size32 >= 8) return start + size32;
  if (size32 !== 1 || header.length < 16) return null;
  const size64 = header.readBigUInt64BE(8);
  return size64 < 16n || size64 > BigInt(Number.MAX_SAFE_INTEGER) ? null : start + Number(size64);
}

/** Matroska and WebM are a header followed by one segment that, unless it was made live, knows its size. */
async function walkElements(readAt: ReadAt, sizeBytes: number): Promise<ContainerShape> {
  const header = elementAt(await readAt(0, 12), 0);
  if (header === null || header.end === null)
    return { kind: 'foreign', reason: 'expected a Matroska header, got junk' };
  const segment = elementAt(await readAt(header.end, 12), header.end);
  if (segment === null) return cutOff(header.end + 12, sizeBytes);
  return segment.end !== null && segment.end > sizeBytes ? cutOff(segment.end, sizeBytes) : { kind: 'whole' };
}

/** Reads an element's header: a four-byte id, then a length of 1 to 8 bytes whose leading bits say how many. */
function elementAt(bytes: Buffer, start: number): { readonly end: number | null } | null {
  const lengthStart = 4;
  const first = bytes[lengthStart];
  if (first === undefined || first === 0) return null;
  const width = Math.clz32(first) - 23;
  if (bytes.length < lengthStart + width) return null;
  let length = BigInt(first & (0xff >> width));
  for (let i = 1; i < width; i++) length = (length << 8n) | BigInt(bytes[lengthStart + i] ?? 0);
  const unknown = (1n << BigInt(7 * width)) - 1n;
  return { end: length === unknown ? null : start + lengthStart + width + Number(length) };
}

function cutOff(expectedBytes: number, sizeBytes: number): ContainerShape {
  return { kind: 'cut_off', reason: `expected at least ${expectedBytes} bytes by its own account, got ${sizeBytes}` };
}
