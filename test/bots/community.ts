import type { Asker } from '../../src/bots/asker.ts';
import { parseTenantId } from '../../src/core/ids.ts';
import { defaultRules } from '../../src/core/policy.ts';
import type { RequestDeps } from '../../src/core/usecases/request.ts';
import { destination } from '../core/samples.ts';
import { bob } from '../core/service.ts';
import { linesOf, openChat } from './asking.ts';

export const mo = { platform: 'discord', externalId: '300', name: 'Mo' } as const;
export const moderator = { person: mo, role: 'moderator' } as const;
export const elsewhere = { ...destination, tenantId: parseTenantId('discord:2') };

/** A chat under the default limits in which Ada and Bob have each made one video. */
export async function openCommunity() {
  const chat = await openChat();
  const deps: RequestDeps = { ...chat.deps, rules: defaultRules };
  const say = async (text: string, more: Partial<Asker> = {}): Promise<string[]> => {
    const answer = await chat.type(text, more, deps);
    return answer.kind === 'said' ? linesOf(answer.view) : [answer.kind];
  };
  await say('video a red ball');
  await say('video a blue ball', { person: bob });
  return { ...chat, deps, say };
}
