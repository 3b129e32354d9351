import { readEnvironment } from './config.ts';
import { runEntry } from './entry.ts';
import { make } from './make/make.ts';
import { readMakeArguments } from './make/arguments.ts';

runEntry(async (signal) => {
  const args = readMakeArguments(process.argv.slice(2));
  if (args.kind === 'exit') return args.code;
  return make(args, readEnvironment(), { out: process.stdout, err: process.stderr }, signal);
});
