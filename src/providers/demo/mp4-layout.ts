/**
 * The encoder's MP4 made ready to be sent. The index comes before the samples, so that a player can
 * start with the first bytes; it names the key frames, which the encoder leaves out and without
 * which seeking shows garbage; it names the colour matrix, by its number in ISO/IEC 23091-2; and it
 * holds no time of creation, so that the same frames give the same file.
 */
export function settleMp4(file: Uint8Array, matrixCode: number): Uint8Array {
  const boxes = boxesOf(file);
  const ftyp = only(boxes, 'ftyp');
  const mdat = only(boxes, 'mdat');
  const moov = only(boxes, 'moov');
  const keyFrames = box('stss', fullHeader(), uint32s(...listOf(keyFramesOf(mdat.payload, sampleSizesOf(moov)))));
  const colour = box('colr', Buffer.from('nclx'), uint16s(bt709Code, bt709Code, matrixCode), Uint8Array.of(0));
  const movedBytes = ftyp.bytes.length + moov.bytes.length + keyFrames.length + colour.length - mdat.start;

  const settled = (each: Box): Uint8Array => {
    switch (each.type) {
      case 'moov':
      case 'trak':
      case 'mdia':
      case 'minf':
        return box(each.type, ...boxesOf(each.payload).map(settled));
      case 'stbl':
        return box(each.type, ...boxesOf(each.payload).map(settled), keyFrames);
      case 'stsd': {
        const entry = only(boxesOf(each.payload.subarray(fullHeaderBytes + 4)), 'avc1');
        return box(each.type, fullHeader(), uint32s(1), box(entry.type, entry.payload, colour));
      }
      case 'mvhd':
      case 'tkhd':
      case 'mdhd':
        return withoutTimes(each);
      case 'stco': {
        const [, ...offsets] = wordsOf(each.payload.subarray(fullHeaderBytes));
        return box(each.type, fullHeader(), uint32s(...listOf(offsets.map((offset) => offset + movedBytes))));
      }
      default:
        return each.bytes;
    }
  };
  return Buffer.concat([ftyp.bytes, settled(moov), mdat.bytes]);
}

type Box = { readonly type: string; readonly start: number; readonly bytes: Uint8Array; readonly payload: Uint8Array };

const headerBytes = 8;
/** Version and flags, which some boxes begin with. */
const fullHeaderBytes = 4;
/** Primaries and transfer of HD, which are those of a screen as far as players care. */
const bt709Code = 1;
const nalLengthBytes = 4;
const nalKeyFrame = 5;

function boxesOf(bytes: Uint8Array): Box[] {
  const boxes: Box[] = [];
  for (let start = 0; start < bytes.length;) {
    const [size = 0] = wordsOf(bytes.subarray(start, start + 4));
    const whole = bytes.subarray(start, start + size);
    if (size < headerBytes || whole.length < size)
      throw new RangeError(`expected an MP4 box at ${start}, got size ${size}`);
    const type = String.fromCharCode(...whole.subarray(4, headerBytes));
    boxes.push({ type, start, bytes: whole, payload: whole.subarray(headerBytes) });
    start += size;
  }
  return boxes;
}

function only(boxes: readonly Box[], type: string): Box {
  const [found, second] = boxes.filter((each) => each.type === type);
  if (found === undefined || second !== undefined)
    throw new RangeError(`expected one ${type} box in the encoder's MP4`);
  return found;
}

function box(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, headerBytes);
  return Buffer.concat([uint32s(size), Buffer.from(type, 'latin1'), ...parts]);
}

/** Creation and modification time follow the version, 4 bytes each in version 0 and 8 in version 1. */
function withoutTimes({ bytes, payload }: Box): Uint8Array {
  const start = headerBytes + fullHeaderBytes;
  return Uint8Array.from(bytes).fill(0, start, start + (payload[0] === 0 ? 8 : 16));
}

function sampleSizesOf(moov: Box): number[] {
  const path = ['trak', 'mdia', 'minf', 'stbl', 'stsz'];
  const sizes = path.reduce((parent, type) => only(boxesOf(parent.payload), type), moov);
  const [sameSize = 0, count = 0, ...each] = wordsOf(sizes.payload.subarray(fullHeaderBytes));
  return sameSize === 0 ? each : Array.from({ length: count }, () => sameSize);
}

/** Numbers of the key frames from 1. The samples of the only track follow each other in `samples`. */
function keyFramesOf(samples: Uint8Array, sizes: readonly number[]): number[] {
  const numbers: number[] = [];
  let at = 0;
  for (const [index, size] of sizes.entries()) {
    if (((samples[at + nalLengthBytes] ?? 0) & 0x1f) === nalKeyFrame) numbers.push(index + 1);
    at += size;
  }
  return numbers;
}

function wordsOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, at) => view.getUint32(at * 4));
}

function uint32s(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4);
  return bytes;
}

function uint16s(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [at, value] of values.entries()) bytes.writeUInt16BE(value, at * 2);
  return bytes;
}

function listOf(values: readonly number[]): number[] {
  return [values.length, ...values];
}

function fullHeader(): Uint8Array {
  return uint32s(0);
}
