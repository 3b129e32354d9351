import type { Output, Provider, TaskRef, TaskReport } from '../../src/core/ports/provider.ts';

/** Polls until `until` holds and returns that report; `pause` lets the engine get on between polls. */
export async function pollUntil(
  provider: Provider,
  task: TaskRef,
  until: (report: TaskReport) => boolean | Promise<boolean>,
  pause: () => Promise<void>,
): Promise<TaskReport> {
  for (;;) {
    const report = await provider.poll(task, live());
    if (await until(report)) return report;
    await pause();
  }
}

export async function bytesOf(output: Extract<Output, { kind: 'stream' }>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of output.body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function refOf({ attemptId, engine, credential }: Omit<TaskRef, 'taskId'>): Omit<TaskRef, 'taskId'> {
  return { attemptId, engine, credential };
}

export function live(): AbortSignal {
  return new AbortController().signal;
}
