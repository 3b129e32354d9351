import path from 'node:path';
import { z } from 'zod';
import { baseUrl, secretList, secretText } from '../env.ts';
import { defineProvider } from '../provider-module.ts';
import engines from './engines.json' with { type: 'json' };
import { openRouterWire } from './wire.ts';

export const openrouter = defineProvider({
  name: 'openrouter',
  settings: z.object({
    OPENROUTER_API_KEY: secretText(),
    OPENROUTER_BASE_URL: baseUrl('https://openrouter.ai/api/v1'),
    OPENROUTER_WEBHOOK_SECRET: secretList(),
  }),
  secretNames: ['OPENROUTER_API_KEY', 'OPENROUTER_WEBHOOK_SECRET'],
  keyName: 'OPENROUTER_API_KEY',
  engines,
  wire: openRouterWire,
  namesMore: true,
  async open(values, _engines, { dataDir, clock, log, inputPath, operatorsFile }) {
    const { createOpenRouterProvider, refreshModels } = await import('./provider.ts');
    const { checkKey } = await import('./check.ts');
    const { openCatalogue } = await import('./catalogue.ts');
    const { keepModels } = await import('./kept-models.ts');
    const { createClient } = await import('./client.ts');
    const { OPENROUTER_API_KEY: key = '', OPENROUTER_BASE_URL: url, OPENROUTER_WEBHOOK_SECRET: secrets } = values;
    const nowMs = (): number => clock.nowMs();
    const kept = keepModels(path.join(dataDir, 'openrouter', 'models.json'), url, log);
    const catalogue = await openCatalogue({ own: engines, operatorsFile, kept, nowMs, log });
    const client = createClient({ baseUrl: url, key, nowMs });
    const deps = { baseUrl: url, key, webhookSecrets: secrets, catalogue, client, inputPath };
    return {
      provider: createOpenRouterProvider(deps),
      credential: 'main',
      check: (signal) => checkKey(client, signal),
      refresh: (signal) => refreshModels(deps, signal),
    };
  },
});
