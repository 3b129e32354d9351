import { createApp } from '../../../src/app.ts';
import { readEnvironment } from '../../../src/config.ts';
import type { Output, Provider } from '../../../src/core/ports/provider.ts';
import { runEntry } from '../../../src/entry.ts';
import { createLog } from '../../../src/log.ts';
import type { RunningProvider } from '../../../src/providers/provider-module.ts';
import { runService } from '../../../src/run-service.ts';
import { inUseOf } from '../../../src/start-up.ts';

/**
 * The service, with an engine that stops in the middle of what PAUSE_AT names: `submit` after the engine took it and
 * before it answers, `download` after half of the file. It says so on standard output, and waits to be killed.
 */
const never = new Promise<never>(() => undefined);

function pause(at: string): Promise<never> {
  process.stdout.write(`paused at ${at}\n`);
  return never;
}

async function* half(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of body) {
    yield chunk.subarray(0, Math.ceil(chunk.length / 2));
    await pause('download');
  }
}

function paused(provider: Provider, at: string | undefined): Provider {
  const { find, cancel } = provider;
  return {
    name: provider.name,
    capabilities: () => provider.capabilities(),
    poll: (task, signal) => provider.poll(task, signal),
    find: find && ((attempt, signal) => find.call(provider, attempt, signal)),
    cancel: cancel && ((task, signal) => cancel.call(provider, task, signal)),
    async submit(ask, signal) {
      const answer = await provider.submit(ask, signal);
      return at === 'submit' ? pause(at) : answer;
    },
    async openOutput(task, signal): Promise<Output> {
      const output = await provider.openOutput(task, signal);
      return at === 'download' && output.kind === 'stream' ? { ...output, body: half(output.body) } : output;
    },
    verifyWebhook: null,
  };
}

runEntry(async (signal) => {
  const settings = readEnvironment();
  const { config } = settings;
  const log = createLog('warn');
  const at = process.env['PAUSE_AT'];
  const aroundProvider = (entry: RunningProvider): RunningProvider => {
    return { ...entry, provider: paused(entry.provider, at) };
  };
  await using app = await createApp(settings, { log, aroundProvider });
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  await runService(app, { config, inUse: inUseOf(app.deps.engines, config), hasAdminToken: false, print }, signal);
  return 0;
});
