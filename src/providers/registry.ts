import { demo } from './demo/module.ts';
import { fal } from './fal/module.ts';
import { openAiVideos } from './openai-videos/module.ts';
import { openrouter } from './openrouter/module.ts';
import type { KnownProvider } from './provider-module.ts';
import { runway } from './runway/module.ts';

/** Every provider that can be configured, one line each. Where nothing else speaks for an engine, the first goes before the others. */
export const knownProviders: readonly KnownProvider[] = [demo, runway, openAiVideos, openrouter, fal];
