import { z } from 'zod';
import { baseUrl, secretList, secretText } from '../env.ts';
import { defineProvider } from '../provider-module.ts';
import data from './engines.json' with { type: 'json' };
import { signingKey } from './webhook.ts';
import { openAiVideosWire } from './wire.ts';

const webhookKeys = secretList().transform((secrets, context) => {
  const keys = secrets.map(signingKey).filter((key) => key !== null);
  if (keys.length === secrets.length) return keys;
  context.addIssue({ code: 'custom', message: 'expected secrets such as whsec_…, with spaces or commas between' });
  return z.NEVER;
});

const settings = z.object({
  OPENAI_API_KEY: secretText(),
  OPENAI_BASE_URL: baseUrl('https://api.openai.com/v1'),
  OPENAI_WEBHOOK_SECRET: webhookKeys,
});

export const openAiVideos = defineProvider({
  name: 'openai-videos',
  settings,
  secretNames: ['OPENAI_API_KEY', 'OPENAI_WEBHOOK_SECRET'],
  keyName: 'OPENAI_API_KEY',
  engines: data,
  wire: openAiVideosWire,
  async open({ OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_WEBHOOK_SECRET }, engines, parts) {
    const { createOpenAiVideosProvider } = await import('./provider.ts');
    const options = {
      apiKey: OPENAI_API_KEY ?? '',
      baseUrl: OPENAI_BASE_URL,
      webhookKeys: OPENAI_WEBHOOK_SECRET,
      vendorRetirements: new Set(Object.values(data.engines).map(({ retiresOn }) => retiresOn)),
    };
    const provider = createOpenAiVideosProvider(options, engines, parts);
    return { provider, credential: 'main', check: (signal) => provider.check(signal) };
  },
});
