import path from 'node:path';
import type { KnownProvider } from '../provider-module.ts';
import { DEMO_ENGINE } from './capabilities.ts';

/** Needs no key and no network, and has no data that an operator could change. */
export const demo: KnownProvider = {
  name: 'demo',
  secretNames: [],
  keyName: null,
  read: () => ({
    async open({ dataDir, clock, log, inputPath }) {
      const { createDemoProvider } = await import('./provider.ts');
      const provider = createDemoProvider({ dir: path.join(dataDir, 'demo'), clock, log, openInput: inputPath });
      const close = (): PromiseLike<void> => provider[Symbol.asyncDispose]();
      return { provider, credential: 'demo', crash: () => provider.crash(), [Symbol.asyncDispose]: close };
    },
  }),
  engineIds: () => [DEMO_ENGINE],
  problemsWith: () => [],
};
