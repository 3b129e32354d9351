import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

export type FfmpegPlaces = {
  /** `FFMPEG_PATH`: a program, or the folder that it is in; null to look along `searchPath`. */
  readonly named: string | null;
  /** `PATH`, as the system gives it. */
  readonly searchPath: string;
  /** What a relative `named` starts from. */
  readonly currentDir: string;
};

const program = 'ffmpeg';

/** Where ffmpeg is; null where there is none that can be run. One that is named is never replaced by another. */
export async function findFfmpeg({ named, searchPath, currentDir }: FfmpegPlaces): Promise<string | null> {
  if (named !== null) {
    const path = resolve(currentDir, named);
    return firstProgram([path, join(path, program)]);
  }
  // An empty or relative entry means the folder that somebody happens to stand in.
  const folders = searchPath.split(delimiter).filter((folder) => isAbsolute(folder));
  return firstProgram(folders.map((folder) => join(folder, program)));
}

async function firstProgram(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if (await isProgram(path)) return path;
  return null;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    // Not there, or not ours to run: the next one may be.
    return false;
  }
}
