import * as nodeFs from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

import type { FileSystem } from '../../src/media/file-system.ts';

export type FaultyCall = 'mkdir' | 'link' | 'open' | 'write' | 'sync' | 'close' | 'rename' | 'unlink';

/** The real file system, with a record of what was called in which order, and faults on demand. */
export type FaultyFileSystem = {
  readonly fileSystem: FileSystem;
  /** This call fails with this error code, from the nth time on; null mends everything. */
  fail(call: FaultyCall | null, code?: string, nth?: number): void;
  readonly calls: FaultyCall[];
  openHandles(): number;
};

export function createFaultyFileSystem(): FaultyFileSystem {
  const calls: FaultyCall[] = [];
  const handles = new Set<FileHandle>();
  let fault: { readonly call: FaultyCall; readonly code: string; passes: number } | null = null;

  function enter(call: FaultyCall): void {
    calls.push(call);
    if (fault?.call !== call) return;
    if (fault.passes > 0) fault.passes--;
    else throw Object.assign(new Error(`${fault.code}: ${call}`), { code: fault.code });
  }

  async function open(path: string, flags: string | number, mode?: number): Promise<FileHandle> {
    enter('open');
    const handle = await nodeFs.open(path, flags, mode);
    handles.add(handle);
    const real = {
      writeFile: handle.writeFile.bind(handle),
      sync: handle.sync.bind(handle),
      close: handle.close.bind(handle),
    };
    handle.writeFile = async (data, options) => {
      enter('write');
      return real.writeFile(data, options);
    };
    handle.sync = async () => {
      enter('sync');
      return real.sync();
    };
    // A close that reports an error has closed all the same, as close(2) does.
    handle.close = async () => {
      handles.delete(handle);
      await real.close();
      enter('close');
    };
    return handle;
  }

  return {
    fileSystem: {
      lstat: (path) => nodeFs.lstat(path),
      link: async (existing, added) => {
        enter('link');
        return nodeFs.link(existing, added);
      },
      readdir: (path) => nodeFs.readdir(path),
      realpath: (path) => nodeFs.realpath(path),
      statfs: (path) => nodeFs.statfs(path),
      open,
      mkdir: async (path, options) => {
        enter('mkdir');
        return nodeFs.mkdir(path, options);
      },
      rename: async (from, to) => {
        enter('rename');
        return nodeFs.rename(from, to);
      },
      unlink: async (path) => {
        enter('unlink');
        return nodeFs.unlink(path);
      },
    },
    fail(call, code = 'EIO', nth = 1) {
      fault = call === null ? null : { call, code, passes: nth - 1 };
    },
    calls,
    openHandles: () => handles.size,
  };
}
