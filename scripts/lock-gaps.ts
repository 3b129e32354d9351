import { z } from 'zod';

const Package = z.looseObject({
  version: z.string().optional(),
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
export const Lock = z.looseObject({ packages: z.record(z.string(), Package) });

type LockEntry = {
  readonly version: string;
  readonly cpu: readonly string[];
  readonly dev?: true;
  readonly libc?: readonly string[];
  readonly optional: true;
  readonly os: readonly string[];
};

const platform =
  /\b(?<os>aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-(?<cpu>[a-z0-9]+)(?:-(?<abi>[a-z]+))?$/;

/**
 * Optional packages that some locked package names and the lock file lacks, by their place in node_modules.
 * npm leaves them out when the registry does not serve them, and `npm ci` then refuses the file on every platform.
 */
export function lockGaps(lock: z.infer<typeof Lock>): Map<string, LockEntry> {
  const gaps = new Map<string, LockEntry>();
  for (const [path, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (!isLocked(lock, path, name)) {
        gaps.set(`node_modules/${name}`, entryOf(name, version, dev === true));
      }
    }
  }
  return gaps;
}

/** Looks where Node would: in node_modules of the package, then of each folder above it. */
function isLocked(lock: z.infer<typeof Lock>, path: string, name: string): boolean {
  const folders = path.split('node_modules/').map((_, at, parts) => parts.slice(0, at + 1).join('node_modules/'));
  return folders.some((folder) => {
    const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
    return lock.packages[`${prefix}node_modules/${name}`] !== undefined;
  });
}

function entryOf(name: string, version: string, dev: boolean): LockEntry {
  const { os, cpu, abi = '' } = platform.exec(name)?.groups ?? {};
  if (os === undefined || cpu === undefined || !/^\d+\.\d+\.\d+/.test(version)) {
    throw new Error(`expected an exact version of a package named after its platform, got ${name}@${version}`);
  }
  const libc = /^(?:gnu|musl)/.exec(abi)?.[0];
  return {
    version,
    cpu: [cpu],
    ...(dev && { dev }),
    ...(libc !== undefined && { libc: [libc === 'gnu' ? 'glibc' : libc] }),
    optional: true,
    os: [os],
  };
}
