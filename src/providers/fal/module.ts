import { z } from 'zod';
import { baseUrl, secretText } from '../env.ts';
import { defineProvider } from '../provider-module.ts';
import engines from './engines.json' with { type: 'json' };
import { appsOf, falWire } from './wire.ts';

export const fal = defineProvider({
  name: 'fal',
  settings: z.object({
    FAL_KEY: secretText(),
    FAL_QUEUE_URL: baseUrl('https://queue.fal.run'),
    FAL_JWKS_URL: baseUrl('https://rest.fal.ai/.well-known/jwks.json'),
  }),
  secretNames: ['FAL_KEY'],
  keyName: 'FAL_KEY',
  engines,
  wire: falWire,
  async open({ FAL_KEY: key, FAL_QUEUE_URL: queueUrl, FAL_JWKS_URL: jwksUrl }, entries, parts) {
    if (key === undefined) throw new Error('expected FAL_KEY to be set, got nothing');
    const { createFalProvider } = await import('./provider.ts');
    const ownApps = Object.values(engines.engines).flatMap(({ wire }) => appsOf(falWire.parse(wire)));
    const provider = createFalProvider({ key, queueUrl, jwksUrl, ownApps }, entries, parts);
    return { provider, credential: 'main', check: (signal) => provider.check(signal) };
  },
});
