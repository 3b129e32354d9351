import { z } from 'zod';
import { baseUrl, secretText } from '../env.ts';
import { defineProvider } from '../provider-module.ts';
import engines from './engines.json' with { type: 'json' };
import { runwayWire } from './wire.ts';

/** Engines of Runway, and of others that it resells. */
export const runway = defineProvider({
  name: 'runway',
  settings: z.object({
    RUNWAYML_API_SECRET: secretText(),
    RUNWAYML_BASE_URL: baseUrl('https://api.dev.runwayml.com'),
  }),
  secretNames: ['RUNWAYML_API_SECRET'],
  keyName: 'RUNWAYML_API_SECRET',
  engines,
  wire: runwayWire,
  open: async ({ RUNWAYML_API_SECRET: apiKey = '', RUNWAYML_BASE_URL: baseUrlText }, entries, parts) => {
    const { createRunwayProvider } = await import('./provider.ts');
    return createRunwayProvider({ apiKey, baseUrl: baseUrlText }, entries, parts);
  },
});
