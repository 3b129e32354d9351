import { createCanvas } from '@napi-rs/canvas';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { live } from '../../contracts/provider-calls.ts';
import { renderClip } from '../../../src/providers/demo/render-clip.ts';
import { createScene } from '../../../src/providers/demo/scene/scene.ts';
import type { TaskRecord } from '../../../src/providers/demo/task-record.ts';
import { askFor, DemoFolder } from './demo-fixture.ts';

const tiny: TaskRecord = {
  kind: 'task',
  prompt: 'a red ball rolls across a wooden floor',
  style: null,
  seconds: 1,
  width: 128,
  height: 72,
  fps: 24,
  seed: 1,
  imagePath: null,
  createdAtMs: 0,
};

describe('a clip', () => {
  test.each([
    { size: { width: 64, height: 64 }, fps: 60, seconds: 5 },
    { size: { width: 1024, height: 576 }, fps: 24, seconds: 1 },
    { size: { width: 1080, height: 1920 }, fps: 30, seconds: 1 },
    { size: { width: 66, height: 1000 }, fps: 24, seconds: 1 },
  ])('is H.264 of just the size, length and frame rate asked for: $size.width x $size.height at $fps', async (spec) => {
    const bytes = await rendered({ ...tiny, ...spec.size, fps: spec.fps, seconds: spec.seconds });
    using input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
    const track = await input.getPrimaryVideoTrack();
    if (track === null) throw new Error('expected a video track');
    expect(await input.getMimeType()).toMatch(/^video\/mp4; codecs="avc1\./);
    expect([await track.getCodedWidth(), await track.getCodedHeight()]).toEqual([spec.size.width, spec.size.height]);
    expect(await input.computeDuration()).toBe(spec.seconds);
    // Named, or players guess and red comes out as crimson.
    const matrix = spec.size.height > 576 ? 'bt709' : 'smpte170m';
    expect(await track.getColorSpace()).toMatchObject({ matrix, fullRange: false });
    const frames = await packetsOf(new EncodedPacketSink(track));
    expect(frames).toHaveLength(spec.seconds * spec.fps);
    for (const [at, frame] of frames.entries()) expect(frame.timestamp).toBeCloseTo(at / spec.fps, 4);
    // Seeking lands on these; a wrong one shows garbage.
    const keyFrames = frames.flatMap(({ type, data }, at) => (type === 'key' ? [[at, nalType(data)]] : []));
    expect(keyFrames).toEqual(
      spec.seconds > 4
        ? [
            [0, 5],
            [4 * spec.fps, 5],
          ]
        : [[0, 5]],
    );
    // The index comes first, so that playing starts with the first bytes.
    expect(Buffer.from(bytes).indexOf('moov')).toBeLessThan(Buffer.from(bytes).indexOf('mdat'));
  });

  test('is the same for the same prompt and seed in any process and at any time, and another for another seed', async () => {
    await using folder = await DemoFolder.make();
    const ask = askFor({ prompt: tiny.prompt, seed: 5 });
    const task = await folder.submit(ask);
    await folder.verdict(task);
    const clip = await folder.clip(task);
    expect(clip.equals(await rendered({ ...tiny, seed: 5 }))).toBe(true);
    expect(clip.equals(await rendered({ ...tiny, seed: 6 }))).toBe(false);
    expect(clip.equals(await rendered({ ...tiny, seed: 5, prompt: 'a blue ball' }))).toBe(false);
    for (const box of ['mvhd', 'tkhd', 'mdhd']) {
      const times = clip.indexOf(box) + 8;
      expect(clip.subarray(times, times + 8)).toEqual(Buffer.alloc(8));
    }
  });

  test.each([
    'a blue square bouncing in the city at night in the rain',
    'a star spinning over the ocean',
    'heart floating in a snowy forest',
    'rocket flying through space',
    'a ring falling in the desert, fog',
    'boat on the ocean at sunset',
    'a balloon over green hills',
    'a triangle in the mountains',
    'diamond in a meadow',
  ])('moves: %s', async (prompt) => {
    const scene = await createScene({ ...tiny, prompt });
    const start = Buffer.from(scene.draw(0));
    expect(Buffer.from(scene.draw(0)).equals(start)).toBe(true);
    expect(Buffer.from(scene.draw(0.6)).equals(start)).toBe(false);
  });

  test('shows the colour that the prompt names', async () => {
    const redness = async (prompt: string): Promise<number> => {
      const pixels = (await createScene({ ...tiny, prompt })).draw(0.5);
      let sum = 0;
      for (let at = 0; at < pixels.length; at += 4) sum += (pixels[at] ?? 0) - (pixels[at + 2] ?? 0);
      return sum;
    };
    expect(await redness('a red ball on a wooden floor')).toBeGreaterThan(
      await redness('a blue ball on a wooden floor'),
    );
  });

  test.each([
    '',
    '🎈🎈🎈',
    '赤いボールが転がる',
    'كرة حمراء 🔴 slowly',
    '\u0000\u202e\ud800 odd \n\n text',
    'x'.repeat(6_000),
    'm '.repeat(3_000),
  ])('is made of any text: %j', async (prompt) => {
    expect((await rendered({ ...tiny, width: 64, height: 64, prompt })).length).toBeGreaterThan(1_000);
  });
});

describe('an image to start from', () => {
  test.each([
    { wide: 320, tall: 200 },
    { wide: 60, tall: 400 },
  ])('of $wide x $tall moves in the clip', async ({ wide, tall }) => {
    await using folder = await DemoFolder.make();
    const path = join(folder.dir, 'input.png');
    await writeFile(path, checkered(wide, tall));
    folder.inputs.set('in.png', path);
    const input = { kind: 'image', source: 'chat', mediaKey: 'in.png' } as const;
    const task = await folder.submit(askFor({ input }));
    expect((await folder.verdict(task)).kind).toBe('succeeded');

    const scene = await createScene({ ...tiny, imagePath: path });
    const start = Buffer.from(scene.draw(0));
    expect(Buffer.from(scene.draw(0.9)).equals(start)).toBe(false);
    const other = await createScene({ ...tiny, imagePath: null });
    expect(Buffer.from(other.draw(0)).equals(start)).toBe(false);
  });

  test('that is not one fails as invalid and not as a crash', async () => {
    await using folder = await DemoFolder.make();
    const path = join(folder.dir, 'input.png');
    await writeFile(path, 'not an image');
    folder.inputs.set('in.png', path);
    const task = await folder.submit(askFor({ input: { kind: 'image', source: 'chat', mediaKey: 'in.png' } }));
    expect(await folder.verdict(task)).toMatchObject({ kind: 'failed', code: 'invalid' });
    expect(folder.log.lines).toEqual([]);
  });
});

async function rendered(task: TaskRecord): Promise<Uint8Array> {
  const result = await renderClip(task, () => Promise.resolve(), live());
  if (result.kind !== 'clip') throw new Error(`expected a clip, got ${JSON.stringify(result)}`);
  return result.bytes;
}

async function packetsOf(sink: EncodedPacketSink): Promise<{ timestamp: number; type: string; data: Uint8Array }[]> {
  const packets = [];
  for await (const packet of sink.packets()) packets.push(packet);
  return packets;
}

/** What the first unit of a frame holds: 5 for a picture that needs no other. */
function nalType(data: Uint8Array): number {
  return (data[4] ?? 0) & 0x1f;
}

function checkered(width: number, height: number): Buffer {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  for (let x = 0; x < width; x += 20) {
    for (let y = 0; y < height; y += 20) {
      pen.fillStyle = (x + y) % 40 === 0 ? '#d33' : '#2a6';
      pen.fillRect(x, y, 20, 20);
    }
  }
  return canvas.toBuffer('image/png');
}
