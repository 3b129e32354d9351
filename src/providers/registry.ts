import { demo } from './demo/module.ts';
import type { KnownProvider } from './provider-module.ts';

/** Every provider that can be configured, one line each. Where nothing else speaks for an engine, the first goes before the others. */
export const knownProviders: readonly KnownProvider[] = [demo];
