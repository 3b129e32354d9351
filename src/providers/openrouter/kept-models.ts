import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../core/ports/world.ts';
import { engineId } from '../engine-entry.ts';
import type { Live } from './live-models.ts';

/**
 * What the API listed last, on disk: a job at an engine that was found there is polled on after a start without network.
 * Nothing hangs on it else, so that trouble with the file is only told.
 */
export type Kept = {
  read(): Promise<Live>;
  write(live: Live): Promise<void>;
};

const bytesMax = 2 * 1_024 ** 2;

const content = z.object({
  baseUrl: z.string(),
  engines: z.record(engineId, z.record(z.string(), z.unknown()).nullable()),
});

/** Of another API's models nothing holds here. */
export function keepModels(path: string, baseUrl: string, log: Log): Kept {
  return {
    async read() {
      try {
        const text = await readFile(path, 'utf8');
        const { baseUrl: of, engines } = content.parse(JSON.parse(text.length > bytesMax ? '' : text));
        return of === baseUrl ? engines : {};
      } catch (error) {
        if (!isMissing(error)) log.warn('what OpenRouter listed last cannot be read; it is asked anew', { path });
        return {};
      }
    },
    async write(engines) {
      const temp = `${path}.${randomUUID()}.tmp`;
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(temp, JSON.stringify({ baseUrl, engines }));
        await rename(temp, path);
      } catch (error) {
        log.warn('what OpenRouter lists could not be kept', { path, why: String(error) });
        await rm(temp, { force: true });
      }
    },
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
