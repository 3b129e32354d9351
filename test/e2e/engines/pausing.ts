import type { Output, Provider } from '../../../src/core/ports/provider.ts';
import type { RunningProvider } from '../../../src/providers/provider-module.ts';

/** Steps at which the service can die, while it asks an engine something or has just got its answer. */
export type Moment = 'poll' | 'open' | 'read';

export type PauseAt = {
  readonly moment: Moment | 'submit';
  isOver: boolean;
  readonly isHit: () => boolean;
  readonly hit: () => void;
};

export function pauseAt(moment: PauseAt['moment']): PauseAt {
  let isHit = false;
  const hit = (): void => {
    isHit = true;
  };
  return { moment, isOver: false, isHit: () => isHit, hit };
}

/** It stands still for ever once that moment has come, as a process does that was killed. */
export function pausing(running: RunningProvider, at: PauseAt): RunningProvider {
  const { provider } = running;
  const stand = (): Promise<never> => {
    at.hit();
    return new Promise<never>(() => undefined);
  };
  const comes = (moment: PauseAt['moment']): boolean => at.moment === moment && !at.isOver;
  const { find, cancel, verifyWebhook } = provider;
  const around: Provider = {
    name: provider.name,
    capabilities: () => provider.capabilities(),
    find: find && ((...asked) => find.apply(provider, asked)),
    cancel: cancel && ((...asked) => cancel.apply(provider, asked)),
    verifyWebhook: verifyWebhook && ((...asked) => verifyWebhook.apply(provider, asked)),
    async submit(...asked) {
      const answer = await provider.submit(...asked);
      return comes('submit') ? stand() : answer;
    },
    async poll(...asked) {
      const report = await provider.poll(...asked);
      return comes('poll') && report.kind === 'succeeded' ? stand() : report;
    },
    async openOutput(...asked): Promise<Output> {
      const output = await provider.openOutput(...asked);
      if (comes('open')) return stand();
      return comes('read') && output.kind === 'stream' ? { ...output, body: half(output.body, stand) } : output;
    },
  };
  return { ...running, provider: around };
}

async function* half(body: AsyncIterable<Uint8Array>, stand: () => Promise<never>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    yield chunk.subarray(0, Math.ceil(chunk.length / 2));
    await stand();
  }
}
