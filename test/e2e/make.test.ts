import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { createCanvas } from '@napi-rs/canvas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from './program.ts';

const small = ['--size', '160x90', '--seconds', '1', '--fps', '24'];
/** These render for real, in processes of their own. */
const realTimeMs = 60_000;
const hasFfprobe = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'].some((dir) => existsSync(`${dir}/ffprobe`));

let machine: Machine;
beforeEach(async () => {
  machine = await Machine.start();
});
afterEach(() => machine[Symbol.asyncDispose]());

describe('one clip from the terminal', { timeout: realTimeMs }, () => {
  it('leaves a playable H.264 file of the size, length and frame rate asked for, and prints its path last', async () => {
    const size = ['--size', 'vertical', '--seconds', '1', '--fps', '30'];
    const ended = await machine.run('make', ['a red ball rolls across a wooden floor', ...size, '--out', 'ball.mp4']);
    expect(ended).toMatchObject({ code: 0, out: `${machine.file('ball.mp4')}\n` });
    expect(ended.err).toMatch(/#1 is ready\b.*12 credits \(demo, no real money\)/);
    const head = (await readFile(machine.file('ball.mp4'))).subarray(4, 8).toString('latin1');
    expect(head).toBe('ftyp');
    const { view } = await machine.story(1);
    const size1080 = { width: 1080, height: 1920 };
    expect(view.clip?.facts).toMatchObject({ codec: 'avc', size: size1080, durationMs: 1_000, fps: 30 });
  });

  it.skipIf(!hasFfprobe)('leaves a file that ffprobe accepts too (skipped where there is no ffprobe)', async () => {
    await machine.run('make', ['a blue square', ...small, '--out', 'square.mp4']);
    const asked = ['-v', 'error', '-show_entries', 'stream=codec_name,width,height,avg_frame_rate', '-of', 'csv=p=0'];
    const probed = await promisify(execFile)('ffprobe', [...asked, machine.file('square.mp4')]);
    expect(probed).toMatchObject({ stdout: 'h264,160,90,24/1\n', stderr: '' });
  });

  it('gives clips that are asked for at once names of their own, so that none is written over', async () => {
    const prompts = ['Twin!', 'twin?', 'TWIN'];
    const ended = await Promise.all(prompts.map((prompt) => machine.run('make', [prompt, ...small])));
    const files = ended.map(({ out }) => out.trim()).toSorted();
    expect(files).toEqual(['twin-2.mp4', 'twin-3.mp4', 'twin.mp4'].map((name) => machine.file(name)).toSorted());
  });

  it('names the file after the prompt and never writes over another; starts from an image; answers scripts in JSON', async () => {
    await writeFile(machine.file('a-red-ball.mp4'), 'mine');
    await writeFile(machine.file('start.png'), await createCanvas(32, 18).encode('png'));
    const { code, out, err } = await machine.run('make', ['A red ball!', ...small, '--image', 'start.png', '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      number: 1,
      file: machine.file('a-red-ball-2.mp4'),
      chargedMicroUsd: 120_000,
    });
  });
});
