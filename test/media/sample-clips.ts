import h264 from 'h264-mp4-encoder';
import {
  BufferSource,
  BufferTarget,
  EncodedPacket,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MkvOutputFormat,
  MovOutputFormat,
  MP4,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import type { OutputFormat } from 'mediabunny';

export const sampleSize = { width: 64, height: 48 };
export const sampleFps = 24;

/** A real H.264 MP4 of a flickering picture, a few kB: header, frames, index at the end. */
export function encodeMp4(seconds: number, shade = 0): Promise<Uint8Array> {
  return encodeShades(Array.from({ length: seconds * sampleFps }, (_, i) => (shade + i * 7) % 256));
}

/** One that is black, but for its very last picture. */
export function encodeFlash(seconds: number): Promise<Uint8Array> {
  return encodeShades(Array.from({ length: seconds * sampleFps }, (_, i) => (i + 1 === seconds * sampleFps ? 255 : 0)));
}

async function encodeShades(shades: readonly number[]): Promise<Uint8Array> {
  const encoder = await h264.createH264MP4Encoder();
  try {
    Object.assign(encoder, { ...sampleSize, frameRate: sampleFps, speed: 10, quantizationParameter: 40 });
    encoder.initialize();
    const frame = new Uint8Array(sampleSize.width * sampleSize.height * 4);
    for (const shade of shades) encoder.addFrameRgba(frame.fill(shade));
    encoder.finalize();
    return encoder.FS.readFile(encoder.outputFilename, { encoding: 'binary' }).slice();
  } finally {
    encoder.delete();
  }
}

const containers = {
  'mp4 with its index in front': () => new Mp4OutputFormat({ fastStart: 'in-memory' }),
  'fragmented mp4': () => new Mp4OutputFormat({ fastStart: 'fragmented' }),
  mov: () => new MovOutputFormat(),
  matroska: () => new MkvOutputFormat(),
  'live matroska': () => new MkvOutputFormat({ appendOnly: true }),
} satisfies Record<string, () => OutputFormat>;

export type Container = keyof typeof containers;
export const otherContainers: readonly Container[] = [
  'mp4 with its index in front',
  'fragmented mp4',
  'mov',
  'matroska',
  'live matroska',
];

/** The same frames in another container, from a later second on its clock if told. */
export async function repack(mp4: Uint8Array, container: Container, fromSecond = 0): Promise<Uint8Array> {
  using input = new Input({ source: new BufferSource(mp4), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  const decoderConfig = await track?.getDecoderConfig();
  if (!track || !decoderConfig) throw new Error('expected a sample clip with a video track, got none');
  const packets: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) {
    packets.push(packet.clone({ timestamp: packet.timestamp + fromSecond }));
  }
  return await write(containers[container](), 'avc', packets, decoderConfig);
}

type WebmOptions = { readonly firstFrame?: 'key' | 'delta' | 'empty'; readonly sound?: boolean };

/** A WebM whose frames look like VP8 from outside: enough for a container check, which decodes nothing. */
export async function webmLike(seconds: number, { firstFrame = 'key', sound = false }: WebmOptions = {}) {
  const first = { key: new Uint8Array(40).fill(0x10), delta: new Uint8Array(40).fill(0x11), empty: new Uint8Array() };
  const frames = Array.from({ length: seconds * sampleFps }, (_, i) => {
    // The muxer insists on a key frame first; what the frame itself says is what matters.
    const data = i === 0 ? first[firstFrame] : first.delta;
    return new EncodedPacket(data, i === 0 ? 'key' : 'delta', i / sampleFps, 1 / sampleFps);
  });
  const config = { codec: 'vp8', codedWidth: sampleSize.width, codedHeight: sampleSize.height };
  return write(new WebMOutputFormat(), 'vp8', frames, config, sound);
}

async function write(
  format: OutputFormat,
  codec: 'avc' | 'vp8',
  packets: readonly EncodedPacket[],
  decoderConfig: VideoDecoderConfig,
  sound = false,
): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const video = new EncodedVideoPacketSource(codec);
  const audio = new EncodedAudioPacketSource('opus');
  output.addVideoTrack(video, { frameRate: sampleFps });
  if (sound) output.addAudioTrack(audio);
  await output.start();
  if (sound) {
    const silence = new EncodedPacket(new Uint8Array([0xf8, 0xff, 0xfe]), 'key', 0, 0.02);
    await audio.add(silence, { decoderConfig: { codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 } });
    audio.close();
  }
  for (const packet of packets) await video.add(packet, { decoderConfig });
  await output.finalize();
  if (target.buffer === null) throw new Error('expected a finished file, got none');
  return new Uint8Array(target.buffer);
}

/** Changes 32-bit numbers inside the first box of a type, at offsets counted from its content. */
export function patchBox(mp4: Uint8Array, type: string, numbers: Readonly<Record<number, number>>): Uint8Array {
  const patched = Buffer.from(mp4);
  const content = contentOf(patched, type);
  for (const [offset, value] of Object.entries(numbers)) patched.writeUInt32BE(value, content + Number(offset));
  return new Uint8Array(patched);
}

export function renameBox(mp4: Uint8Array, type: string, newType: string): Uint8Array {
  const renamed = Buffer.from(mp4);
  renamed.write(newType, contentOf(renamed, type) - 4, 'latin1');
  return new Uint8Array(renamed);
}

/** Where a box's content begins, behind its size and type. */
export function contentOf(mp4: Uint8Array, type: string): number {
  const at = Buffer.from(mp4).indexOf(type, 0, 'latin1');
  if (at === -1) throw new Error(`expected a ${type} box in the sample, got none`);
  return at + 4;
}
