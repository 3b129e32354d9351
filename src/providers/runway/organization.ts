import type { EngineCapabilities } from '../../core/engine.ts';
import type { EngineEntry } from '../engine-file.ts';
import type { ProviderCheck } from '../provider-module.ts';
import { organizationAnswer } from './answers.ts';
import { type Api, describeFailure } from './api.ts';
import type { RunwayWire } from './wire.ts';

/** A tier without a limit; what comes above it waits in Runway's own queue. */
const unlimited = 100;

/** By the model's name at Runway. */
export type Limits = ReadonlyMap<string, number>;

export async function checkOrganization(api: Api, signal: AbortSignal): Promise<ProviderCheck> {
  signal.throwIfAborted();
  const answer = await api((client) => client.organization.retrieve({ signal }));
  if (answer.kind !== 'ok') {
    const isRefused = answer.kind === 'refused' && (answer.status === 401 || answer.status === 403);
    return { kind: isRefused ? 'key_refused' : 'no_answer', note: describeFailure(answer) };
  }
  const organization = organizationAnswer.safeParse(answer.json).data;
  if (!organization) return { kind: 'no_answer', note: 'its answer names no balance' };
  const { creditBalance } = organization;
  return { kind: creditBalance > 0 ? 'alive' : 'out_of_credit', note: `${Math.floor(creditBalance)} credits left` };
}

/** How many tasks of each model the organisation's tier runs at once. Rejects when Runway does not say. */
export async function readLimits(api: Api, signal: AbortSignal): Promise<Limits> {
  signal.throwIfAborted();
  const answer = await api((client) => client.organization.retrieve({ signal }));
  if (answer.kind !== 'ok') throw new Error(`expected Runway's limits, got ${describeFailure(answer)}`);
  const models = organizationAnswer.safeParse(answer.json).data?.tier?.models;
  if (!models) throw new Error("expected Runway's limits, got an answer without them");
  return new Map(
    Object.entries(models).map(([model, { maxConcurrentGenerations: most }]) => [
      model,
      // With none at all its jobs would wait for ever; so one of them learns why.
      Math.min(unlimited, Math.max(1, Math.floor(most ?? unlimited))),
    ]),
  );
}

export function withLimits(entries: readonly EngineEntry<RunwayWire>[], limits: Limits): EngineCapabilities[] {
  return entries.map(({ capabilities, wire }) => {
    const concurrencyMax = limits.get(wire.model ?? capabilities.model);
    return concurrencyMax === undefined ? capabilities : { ...capabilities, concurrencyMax };
  });
}
