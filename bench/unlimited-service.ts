import { createApp } from '../src/app.ts';
import { readEnvironment } from '../src/config.ts';
import type { AdmissionRules } from '../src/core/policy.ts';
import type { Provider } from '../src/core/ports/provider.ts';
import { runEntry } from '../src/entry.ts';
import { createLog } from '../src/log.ts';
import type { RunningProvider } from '../src/providers/provider-module.ts';
import { runService } from '../src/run-service.ts';
import { inUseOf } from '../src/start-up.ts';

/** The service as it is, but for limits: every command is admitted, so that each costs what an admission costs. */
const unlimited: AdmissionRules = {
  member: { limits: [], inFlightMax: null, requestsPerMinuteMax: null },
  service: [],
  freeBytesMin: 0,
};

function withoutHourlyLimit(provider: Provider): Provider {
  const { find, cancel } = provider;
  return {
    name: provider.name,
    capabilities: () => provider.capabilities().map((engine) => ({ ...engine, videosPerHourMax: null })),
    submit: (ask, signal) => provider.submit(ask, signal),
    poll: (task, signal) => provider.poll(task, signal),
    find: find && ((attempt, signal) => find.call(provider, attempt, signal)),
    cancel: cancel && ((task, signal) => cancel.call(provider, task, signal)),
    openOutput: (task, signal) => provider.openOutput(task, signal),
    verifyWebhook: null,
  };
}

runEntry(async (signal) => {
  const settings = readEnvironment();
  const { config } = settings;
  const log = createLog('error');
  const aroundProvider = (entry: RunningProvider): RunningProvider => {
    return { ...entry, provider: withoutHourlyLimit(entry.provider) };
  };
  await using app = await createApp(settings, { rules: unlimited, log, aroundProvider });
  const print = (line: string): void => console.log(line);
  await runService(app, { config, inUse: inUseOf(app.deps.engines, config), hasAdminToken: false, print }, signal);
  return 0;
});
