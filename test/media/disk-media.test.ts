import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, open, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, test } from 'vitest';

import type { MediaSource } from '../../src/core/ports/media.ts';
import { HOUR } from '../../src/core/time.ts';
import { createDiskMedia } from '../../src/media/disk-media.ts';
import { bytesOf, sourceOf } from '../contracts/media.ts';
import { openDiskWorld } from './disk-world.ts';
import type { DiskWorld } from './disk-world.ts';
import { tinyPng } from './sample-images.ts';

const image = tinyPng(64, 48);
const never = new AbortController().signal;

function storeImage(world: DiskWorld, name = 'img_1', source: MediaSource = sourceOf(image)) {
  return world.media.storeImage(name, source, 1_000_000, never);
}

describe('a disk without room', () => {
  for (const call of ['mkdir', 'open', 'write', 'sync', 'close', 'rename'] as const) {
    for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG']) {
      test(`${code} from ${call} is disk_full and leaves nothing, so the job waits for room`, async () => {
        await using world = await openDiskWorld();
        world.fail(call, code);
        await expect(storeImage(world)).rejects.toMatchObject({ code: 'disk_full', cause: { code } });
        expect([...(await world.storedKeys()), ...(await world.halfFileNames())]).toEqual([]);
        expect(world.openHandles()).toBe(0);
        world.fail(null);
        expect(await bytesOf(world.media, (await storeImage(world)).file.key)).toEqual(Buffer.from(image));
      });
    }
  }

  test.runIf(existsSync('/dev/full'))(
    'a write that the system itself refuses for want of room is disk_full',
    async () => {
      await using world = await openDiskWorld();
      const fileSystem = { ...world.fileSystem, open: () => open('/dev/full', 'w') };
      const clock = { nowMs: () => 0, sleep: async () => undefined };
      const random = { fraction: () => 0, secretHex: () => '00' };
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      const media = createDiskMedia({ dir: world.dir, clock, random, log, fileSystem });
      const stored = media.storeImage('img_1', sourceOf(image), 1_000_000, never);
      await expect(stored).rejects.toMatchObject({ code: 'disk_full', cause: { code: 'ENOSPC', syscall: 'write' } });
    },
  );

  test('a file over the size limit of the system is disk_full and leaves nothing', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'media-'));
    try {
      const script = fileURLToPath(new URL('./store-under-limit.ts', import.meta.url));
      const command = ['-c', 'ulimit -f 8 && exec "$0" "$@"', process.execPath, script, dir];
      const { stdout } = await promisify(execFile)('/bin/sh', command);
      expect(JSON.parse(stdout)).toEqual({ code: 'disk_full', cause: 'EFBIG', left: [] });
    } finally {
      await rm(dir, { recursive: true });
    }
  });

  test('a disk that fails in another way is no full disk: the error passes as it is, with nothing left', async () => {
    await using world = await openDiskWorld();
    world.fail('sync', 'EIO');
    await expect(storeImage(world)).rejects.toMatchObject({ name: 'Error', code: 'EIO' });
    expect([...(await world.storedKeys()), ...(await world.halfFileNames())]).toEqual([]);
  });

  test('a half file that cannot be removed is logged, and the first error is the one that is thrown', async () => {
    await using world = await openDiskWorld();
    world.fail('unlink', 'EACCES');
    await expect(storeImage(world, 'img_1', sourceOf(image, 9_999))).rejects.toMatchObject({ code: 'truncated' });
    expect(world.errors).toEqual(['a half file stays until the next sweep']);
  });
});

describe('a crash', () => {
  /** A store that never ends, as if its process had been killed: its half file, and how to end it after all. */
  async function halfStored(world: DiskWorld): Promise<{ path: string; end: () => Promise<unknown> }> {
    const controller = new AbortController();
    const written = Promise.withResolvers<void>();
    const body = (async function* () {
      yield image.subarray(0, 50);
      written.resolve();
      await new Promise(() => undefined);
    })();
    const stored = world.media.storeImage('img_1', { body, bytes: null }, 1_000_000, controller.signal);
    await written.promise;
    const [name] = await world.halfFileNames();
    if (name === undefined) throw new Error('expected a half file, got none');
    const end = async () => {
      controller.abort();
      return stored.catch(() => undefined);
    };
    return { path: join(world.dir, name), end };
  }

  test('a half file is invisible, and a sweep beside its living writer leaves it alone', async () => {
    await using world = await openDiskWorld();
    const { path, end } = await halfStored(world);
    const { mtimeMs } = await lstat(path);
    expect(await world.storedKeys()).toEqual([]);
    expect(await world.media.open('_1/img_1')).toBeNull();
    expect(await world.another({ nowMs: mtimeMs + HOUR - 1 }).sweep()).toBe(0);
    expect(await world.halfFileNames()).toHaveLength(1);
    await end();
    expect(await world.halfFileNames()).toEqual([]);
  });

  test('a half file without a write for an hour is swept, with its fellows, by one of two sweepers', async () => {
    await using world = await openDiskWorld();
    const { path, end } = await halfStored(world);
    await writeFile(join(world.dir, 'incoming', 'att_2.00ff.part'), 'x');
    await utimes(join(world.dir, 'incoming', 'att_2.00ff.part'), 0, 0);
    const { mtimeMs } = await lstat(path);
    const sweepers = [world.another({ nowMs: mtimeMs + HOUR }), world.another({ nowMs: mtimeMs + HOUR })];
    const counts = await Promise.all(sweepers.map((media) => media.sweep()));
    expect(counts.reduce((sum, count) => sum + count)).toBe(2);
    expect(await world.halfFileNames()).toEqual([]);
    await end();
  });

  test('a clock that runs behind sweeps nothing', async () => {
    await using world = await openDiskWorld();
    const { end } = await halfStored(world);
    expect(await world.another({ nowMs: 0 }).sweep()).toBe(0);
    expect(await world.halfFileNames()).toHaveLength(1);
    await end();
  });

  test('a sweep takes half files only, whatever else somebody put beside them', async () => {
    await using world = await openDiskWorld();
    await mkdir(join(world.dir, 'incoming', 'folder.part'), { recursive: true });
    await writeFile(join(world.dir, 'incoming', 'notes.txt'), 'x');
    expect(await world.another({ nowMs: Date.now() + 9 * HOUR }).sweep()).toBe(0);
    expect(await world.halfFileNames()).toEqual(['incoming/notes.txt']);
  });

  test('a half file of the same random name is another writer’s, and stays', async () => {
    await using world = await openDiskWorld({ random: { fraction: () => 0, secretHex: () => '00' } });
    const { end } = await halfStored(world);
    await expect(storeImage(world)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await world.halfFileNames()).toHaveLength(1);
    await end();
  });

  test('a removal is flushed, so the file does not come back with the power', async () => {
    await using world = await openDiskWorld();
    const { file } = await storeImage(world);
    world.calls.splice(0);
    await world.media.remove(file.key);
    expect(world.calls).toEqual(['unlink', 'open', 'sync', 'close']);
  });

  test('sweeping a folder that was never used finds nothing', async () => {
    await using world = await openDiskWorld();
    expect(await world.another({ nowMs: Date.now() }).sweep()).toBe(0);
  });

  test('bytes are flushed before the name appears, and the name before the store reports success', async () => {
    await using world = await openDiskWorld();
    await storeImage(world);
    expect(world.calls.filter((call) => ['write', 'sync', 'rename'].includes(call))).toEqual([
      'write',
      'sync',
      'rename',
      'sync',
      'sync',
    ]);
  });

  test('a failed flush of the name leaves the file, whole, because an earlier success may rely on it', async () => {
    await using world = await openDiskWorld();
    const { file } = await storeImage(world);
    const larger = new Uint8Array([...image, 0]);
    world.fail('sync', 'ENOSPC', 2);
    await expect(storeImage(world, 'img_1', sourceOf(larger))).rejects.toMatchObject({ code: 'disk_full' });
    expect(await bytesOf(world.media, file.key)).toEqual(Buffer.from(larger));
  });

  test('a failed rename leaves the earlier file', async () => {
    await using world = await openDiskWorld();
    const { file } = await storeImage(world);
    world.fail('rename', 'EIO');
    await expect(storeImage(world, 'img_1', sourceOf(new Uint8Array([...image, 0])))).rejects.toThrow('EIO');
    expect(await bytesOf(world.media, file.key)).toEqual(Buffer.from(image));
    expect(await world.halfFileNames()).toEqual([]);
  });
});

describe('a copy', () => {
  test('takes no room where a file can have two names', async () => {
    await using world = await openDiskWorld();
    const { file } = await storeImage(world);
    const copy = await world.media.copy(file, 'job_2', never);
    const inodeOf = async (key = ''): Promise<number> => (await lstat(join(world.dir, key))).ino;
    expect(await inodeOf(copy?.key)).toBe(await inodeOf(file.key));
  });

  for (const code of ['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP']) {
    test(`is made byte by byte where the file system says ${code}`, async () => {
      await using world = await openDiskWorld();
      const { file } = await storeImage(world);
      world.fail('link', code);
      const copy = await world.media.copy(file, 'job_2', never);
      expect(copy).toEqual({ ...file, key: copy?.key });
      expect(await bytesOf(world.media, copy?.key ?? '')).toEqual(Buffer.from(image));
      const other = { ...file, sha256: 'ab'.repeat(32) };
      await expect(world.media.copy(other, 'job_3', never)).rejects.toMatchObject({ code: 'truncated' });
      expect(await world.storedKeys()).toHaveLength(2);
      expect(await world.halfFileNames()).toEqual([]);
    });
  }

  test.each(['mkdir', 'link', 'rename', 'sync'] as const)(
    'for which %s finds no room is disk_full and leaves nothing half, so it is tried again later',
    async (call) => {
      await using world = await openDiskWorld();
      const { file } = await storeImage(world);
      world.fail(call, 'ENOSPC');
      await expect(world.media.copy(file, 'job_2', never)).rejects.toMatchObject({ code: 'disk_full' });
      expect(await world.halfFileNames()).toEqual([]);
      world.fail(null);
      expect(await world.media.copy(file, 'job_2', never)).toMatchObject({ sha256: file.sha256 });
    },
  );
});

describe('streaming', () => {
  test('a chunk is on disk before the next is asked for, so memory holds one at a time', async () => {
    await using world = await openDiskWorld();
    const body = (async function* () {
      yield image;
      for (let chunk = 1; chunk <= 50; chunk++) {
        expect(world.calls.filter((call) => call === 'write')).toHaveLength(chunk);
        yield new Uint8Array(10_000);
      }
    })();
    const { file } = await storeImage(world, 'img_1', { body, bytes: image.length + 500_000 });
    expect(file.bytes).toBe(image.length + 500_000);
  });

  test('a reader that stops early leaves no file open', async () => {
    await using world = await openDiskWorld();
    const body = (async function* () {
      yield image;
      yield new Uint8Array(200_000);
    })();
    const { file } = await storeImage(world, 'img_1', { body, bytes: null });
    const source = await world.media.open(file.key);
    expect(world.openHandles()).toBe(0);
    for await (const chunk of source?.body ?? []) {
      expect(chunk.byteLength).toBe(64 * 1_024);
      expect(world.openHandles()).toBe(1);
      break;
    }
    expect(world.openHandles()).toBe(0);
  });

  test('a file that changed between opening and reading fails instead of giving other bytes than announced', async () => {
    await using world = await openDiskWorld();
    const { file } = await storeImage(world);
    const source = await world.media.open(file.key);
    await storeImage(world, 'img_1', sourceOf(new Uint8Array([...image, 0])));
    const read = async () => {
      for await (const chunk of source?.body ?? []) expect(chunk).toBeDefined();
    };
    await expect(read()).rejects.toThrow(`expected ${image.length} bytes`);
  });

  test('an abort while a clip is being checked removes it and gives the reason', async () => {
    const controller = new AbortController();
    const reason = new Error('lease ended');
    await using world = await openDiskWorld({
      clipCheck: async (_path, signal) => {
        controller.abort(reason);
        signal.throwIfAborted();
        throw new Error('expected the signal of the store, got another');
      },
    });
    const stored = world.media.storeClip('att_1', sourceOf(image), { seconds: 2, bytesMax: 9_999 }, controller.signal);
    await expect(stored).rejects.toBe(reason);
    expect([...(await world.storedKeys()), ...(await world.halfFileNames())]).toEqual([]);
  });

  test('an abort that comes too late for the check still keeps the file from appearing', async () => {
    const controller = new AbortController();
    const facts = {
      mime: 'video/mp4' as const,
      size: { width: 64, height: 48 },
      durationMs: 2_000,
      fps: 24,
      codec: 'avc',
      hasAudio: false,
    };
    await using world = await openDiskWorld({
      clipCheck: async () => {
        controller.abort(new Error('late'));
        return facts;
      },
    });
    const stored = world.media.storeClip('att_1', sourceOf(image), { seconds: 2, bytesMax: 9_999 }, controller.signal);
    await expect(stored).rejects.toThrow('late');
    expect([...(await world.storedKeys()), ...(await world.halfFileNames())]).toEqual([]);
  });
});

describe('the folder', () => {
  test('a folder that does not exist yet has free room, and holds nothing to open or remove', async () => {
    await using world = await openDiskWorld();
    await rm(world.dir, { recursive: true });
    expect(await world.media.open('_1/img_1')).toBeNull();
    await world.media.remove('_1/img_1');
    expect(await world.media.freeBytes()).toBeGreaterThan(0);
  });

  test('files spread over folders by the end of their name, readable by their owner alone', async () => {
    await using world = await openDiskWorld();
    await storeImage(world, 'att_01j4k');
    await storeImage(world, 'att_01j4z');
    await storeImage(world, 'x');
    expect(await world.storedKeys()).toEqual(['4k/att_01j4k', '4z/att_01j4z', '_x/x']);
    expect((await lstat(join(world.dir, '4k/att_01j4k'))).mode & 0o777).toBe(0o600);
  });

  test('programs on this machine are told where a stored file lies, and of nothing else', async () => {
    await using world = await openDiskWorld();
    const { file } = await storeImage(world);
    const path = await world.media.localPath(file.key);
    expect(path).not.toBeNull();
    expect(await readFile(path ?? '')).toEqual(Buffer.from(image));
    expect(await world.media.localPath('_2/img_2')).toBeNull();
    await world.media.remove(file.key);
    expect(await world.media.localPath(file.key)).toBeNull();
    await expect(world.media.localPath('../../etc/passwd')).rejects.toThrow(TypeError);
  });

  test('a link in place of a file is not followed, so nothing outside the folder is served', async () => {
    await using world = await openDiskWorld();
    await mkdir(join(world.dir, '_1'));
    await symlink('/etc/hostname', join(world.dir, '_1', 'img_1'));
    await expect(world.media.open('_1/img_1')).rejects.toThrow('got a link or a folder');
  });

  test('a link in place of a shard is not followed, so nothing outside is read, written or removed', async () => {
    await using world = await openDiskWorld();
    await using elsewhere = await openDiskWorld();
    await writeFile(join(elsewhere.dir, 'img_1'), 'precious');
    await symlink(elsewhere.dir, join(world.dir, '_1'));
    await expect(world.media.open('_1/img_1')).rejects.toThrow('it leads to');
    await expect(world.media.remove('_1/img_1')).rejects.toThrow('it leads to');
    await expect(storeImage(world)).rejects.toThrow('it leads to');
    expect(await elsewhere.storedKeys()).toEqual(['img_1']);
    expect(await world.halfFileNames()).toEqual([]);
  });

  test('a media folder that is itself a link to another disk works', async () => {
    await using world = await openDiskWorld();
    await using linked = await openDiskWorld();
    await rm(linked.dir, { recursive: true });
    await symlink(world.dir, linked.dir);
    const { file } = await storeImage(linked);
    expect(await bytesOf(world.media, file.key)).toEqual(Buffer.from(image));
  });
});
