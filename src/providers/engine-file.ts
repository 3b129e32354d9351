import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import type { EngineCapabilities, EngineId } from '../core/engine.ts';
import { DOLLAR_MICRO_USD } from '../core/money.ts';
import { HOUR, SECOND } from '../core/time.ts';
import { date, engineId, partEntry, wholeEntry } from './engine-entry.ts';

/** Engines as data: each provider has such a file, and the operator may have one that goes before it. */
const file = z.strictObject({
  $schema: z.string().optional(),
  /** Holds for all entries that have none of their own. */
  asOf: date.optional(),
  engines: z.record(engineId, z.record(z.string(), z.unknown())),
});

export type EngineFile = z.infer<typeof file>;

/** An engine as its provider's adapter works with it: what it can do, and how its API names that. */
export type EngineEntry<Wire> = { readonly capabilities: EngineCapabilities; readonly wire: Wire };

/** What cannot be used, as sentences that name the entry and the field. */
export type EngineProblems = readonly string[];

type Fields = Readonly<Record<string, unknown>>;

/** Who names so few fields of a new engine means another one with a difference. */
const newFieldsMax = 5;

/** What an engine that is like another one does not take over: whoever types a name means the engine that has it. */
const notShared = { also: [], label: undefined } as const;

/** Reads what was parsed from JSON. Of an operator's file, every entry is checked for what it says. */
export function readEngineFile(json: unknown): { readonly file: EngineFile } | { readonly problems: EngineProblems } {
  const parsed = file.safeParse(json);
  if (!parsed.success) return { problems: parsed.error.issues.map((issue) => describe('file', issue)) };
  const problems = Object.entries(parsed.data.engines).flatMap(([id, fields]) =>
    (partEntry.safeParse(fields).error?.issues ?? []).map((issue) => describe(id, issue)),
  );
  return problems.length > 0 ? { problems } : { file: parsed.data };
}

/**
 * The engines of one provider: its own file with the operator's on top, field by field. An entry that cannot be used
 * is left out and told of; the others hold.
 */
export function entriesOf<Wire>(
  provider: string,
  own: EngineFile,
  operators: EngineFile | null,
  wire: z.ZodType<Wire>,
): { readonly entries: readonly EngineEntry<Wire>[]; readonly problems: EngineProblems } {
  const merged = new Map(fieldsOf(provider, own));
  // One that is taken away can still be what another one is like.
  const bases = new Map(merged);
  const isNew = new Set<string>();
  const problems: string[] = [];
  for (const [id, { like, off, ...changes }] of operators ? fieldsOf(provider, operators) : []) {
    const base = bases.get(typeof like === 'string' ? like : id);
    if (off === true) merged.delete(id);
    else if (typeof like === 'string' && !base)
      problems.push(`${id}: like: expected an engine of ${provider}, got ${like}`);
    else {
      if (!base) isNew.add(id);
      const fields = { ...base, ...(typeof like === 'string' ? notShared : {}), ...changes };
      merged.set(id, fields);
      bases.set(id, fields);
    }
  }
  const entries = Array.from(merged).flatMap(([id, { wire: wireFields, ...fields }]) => {
    if (isNew.has(id) && Object.keys(fields).length <= newFieldsMax) {
      problems.push(
        `${id}: expected all fields of a new engine, or "like" with an engine of ${provider} that it is like`,
      );
      return [];
    }
    const capabilities = wholeEntry.safeParse(fields);
    const parsedWire = wire.safeParse(wireFields);
    problems.push(...(capabilities.error?.issues ?? []).map((issue) => describe(id, issue)));
    problems.push(...(parsedWire.error?.issues ?? []).map((issue) => describe(`${id}: wire`, issue)));
    if (!capabilities.success || !parsedWire.success) return [];
    return [{ capabilities: capabilitiesOf(provider, id, capabilities.data), wire: parsedWire.data }];
  });
  return { entries, problems };
}

function fieldsOf(provider: string, { asOf, engines }: EngineFile): (readonly [string, Fields])[] {
  return Object.entries(engines)
    .filter(([id]) => id.startsWith(`${provider}/`))
    .map(([id, fields]) => [id, asOf === undefined ? fields : { asOf, ...fields }]);
}

function capabilitiesOf(provider: string, id: string, entry: z.infer<typeof wholeEntry>): EngineCapabilities {
  const { dollarsPerSecond, rates, typicalSecondsP95, pollEverySecondsMin, horizonHours, ...same } = entry;
  const model = id.slice(provider.length + 1);
  const { wire: _, ...known } = same;
  return {
    ...known,
    id: engineIdOf(provider, model),
    provider,
    model,
    playMoney: false,
    price: {
      perSecondMicroUsd: microUsd(dollarsPerSecond),
      rates: rates.map(({ dollarsPerSecond: dollars, audio, input, linesMin }) => ({
        perSecondMicroUsd: microUsd(dollars),
        ...(audio === undefined ? {} : { audio }),
        ...(input === undefined ? {} : { input }),
        ...(linesMin === undefined ? {} : { linesMin }),
      })),
    },
    videosPerHourMax: null,
    typicalMsP95: typicalSecondsP95 * SECOND,
    pollEveryMsMin: Math.round(pollEverySecondsMin * SECOND),
    horizonMs: Math.round(horizonHours * HOUR),
  };
}

function engineIdOf(provider: string, model: string): EngineId {
  return `${provider}/${model}`;
}

function microUsd(dollars: number): number {
  return Math.round(dollars * DOLLAR_MICRO_USD);
}

function describe(where: string, issue: z.core.$ZodIssue): string {
  const { path, message } = issue;
  const said = issue.code === 'unrecognized_keys' ? issue.keys.map(unknownField).join('; ') : message;
  return [where, path.join('.'), said].filter((part) => part !== '').join(': ');
}

function unknownField(name: string): string {
  const typos = (field: string): number => distance(name.toLowerCase(), field.toLowerCase());
  const [nearest] = Object.keys(partEntry.shape).toSorted((a, b) => typos(a) - typos(b));
  const meant = nearest !== undefined && typos(nearest) <= 3 ? `; did you mean ${nearest}?` : '';
  return `expected a field that engines have, got ${name}${meant}`;
}
