import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** The service without limits, in a process and a folder of its own. */
export type RunningService = AsyncDisposable & { readonly address: string };

export async function startService(env: Readonly<Record<string, string>> = {}): Promise<RunningService> {
  const dir = await mkdtemp(path.join(tmpdir(), 'reelay-bench-'));
  const entry = fileURLToPath(new URL('unlimited-service.ts', import.meta.url));
  const service = spawn(process.execPath, [entry], {
    env: { PATH: process.env['PATH'], DATA_DIR: dir, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(service, 'exit');
  const end = async (): Promise<void> => {
    service.kill('SIGKILL');
    await ended;
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return { address: await addressOf(service.stdout), [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Where the service says that it is. */
async function addressOf(output: Readable): Promise<string> {
  let text = '';
  output.setEncoding('utf8').on('data', (more: string) => (text += more));
  for (;;) {
    const address = /Reelay is running: (\S+)/.exec(text)?.[1];
    if (address !== undefined) return address;
    await Promise.race([
      once(output, 'data'),
      once(output, 'end').then(() => {
        throw new Error(`expected the service to say where it is, got ${text}`);
      }),
    ]);
  }
}
