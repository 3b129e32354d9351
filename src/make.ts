import { readEnvironment } from './config.ts';
import { runEntry } from './entry.ts';
import { make } from './make/make.ts';
import { readMakeArguments } from './make/arguments.ts';

runEntry(async (signal) => {
  const streams = { out: process.stdout, err: process.stderr };
  const args = readMakeArguments(process.argv.slice(2), streams);
  return args.kind === 'exit' ? args.code : make(args, readEnvironment(), streams, signal);
});
