import { createApp } from './app.ts';
import { readEnvironment } from './config.ts';
import { runEntry } from './entry.ts';

runEntry(async (signal) => {
  await using app = await createApp(readEnvironment());
  app.log.info('Reelay works everything that is due; stop it with Ctrl+C');
  await app.work(null, signal);
  return 0;
});
