import type { Attempt } from '../../../src/core/attempt.ts';
import type { Job } from '../../../src/core/job.ts';
import type { Outcome } from '../../../src/core/recorder.ts';
import type { Chat } from '../../../src/core/ports/chat.ts';
import type { Provider } from '../../../src/core/ports/provider.ts';
import type { JobClaim } from '../../../src/core/ports/claims.ts';
import type { Members } from '../../../src/core/ports/members.ts';
import type { StepDeps } from '../../../src/core/steps/deps.ts';
import type { Tenant } from '../../../src/core/tenant.ts';
import { nothingSetUp, type TenantSettings } from '../../../src/core/tenant-settings.ts';
import { enginesOf } from '../../doubles/engines.ts';
import { createMemoryMedia } from '../../doubles/memory-media.ts';
import { manualClock, noonMs, sequentialIds } from '../../doubles/world.ts';
import { aChat, aProvider, aRequest, collectLog, lease, tenantId, unexpected } from '../samples.ts';

type Fakes = {
  readonly providers?: Parameters<typeof enginesOf>[0];
  readonly known?: Parameters<typeof enginesOf>[1];
  readonly provider?: Partial<Provider>;
  readonly chat?: Partial<Chat>;
  readonly store?: Partial<StepDeps['store']>;
  readonly settings?: Partial<TenantSettings>;
  readonly members?: Partial<Members>;
};

/** Everything that a step works with, in the hands of a test. Chance leaves nothing out, so back-offs are whole. */
export function workbench(fakes: Fakes = {}) {
  const clock = manualClock();
  const late: Outcome[] = [];
  return {
    clock,
    late,
    media: createMemoryMedia(),
    ids: sequentialIds(),
    log: collectLog(),
    store: {
      noteUpload: unexpected('noteUpload'),
      clip: unexpected('clip'),
      tenant: async () => aTenant(fakes.settings),
      members: {
        note: unexpected('note'),
        of: unexpected('of'),
        block: unexpected('block'),
        strike: unexpected('strike'),
        ...fakes.members,
      },
      ...fakes.store,
    },
    random: { fraction: () => 1, secretHex: (bytes: number) => 'a'.repeat(2 * bytes) },
    engines: enginesOf(fakes.providers ?? [{ provider: aProvider(fakes.provider), credential: 'main' }], {
      nowMs: () => clock.nowMs(),
      ...fakes.known,
    }),
    chats: new Map<string, Chat>([['discord', aChat(fakes.chat)]]),
    callbackUrl: (provider: string, jobId: string, attemptId: string) => `https://x/${provider}/${jobId}/${attemptId}`,
    onLateAnswer: (outcome: Outcome): void => void late.push(outcome),
    /** How long from now until then. */
    inMs: (atMs: number): number => atMs - clock.nowMs(),
  };
}

export const nobodyStops = new AbortController().signal;

export function aJobClaim(step: JobClaim['step'], job: Job, attempt: Attempt | null = null): JobClaim {
  return { step, job, attempt, request: aRequest(), original: null, lease };
}

function aTenant(settings: Partial<TenantSettings> = {}): Tenant {
  return {
    id: tenantId,
    name: null,
    budget: null,
    settings: { ...nothingSetUp, ...settings },
    timeZone: 'UTC',
    formerZones: [],
    createdAtMs: noonMs,
    leftAtMs: null,
  };
}
