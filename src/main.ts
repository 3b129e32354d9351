import { createApp } from './app.ts';
import { readEnvironment } from './config.ts';
import { runEntry } from './entry.ts';
import { runService } from './run-service.ts';
import { inUseOf } from './start-up.ts';

runEntry(async (signal) => {
  const settings = readEnvironment();
  await using app = await createApp(settings);
  const { config, secrets } = settings;
  const print = (line: string): void => console.log(line);
  const inUse = inUseOf(app.deps.engines, config);
  await runService(app, { config, inUse, hasAdminToken: secrets.adminToken !== null, print }, signal);
  return 0;
});
