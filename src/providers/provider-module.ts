import type { z } from 'zod';
import type { EngineId } from '../core/engine.ts';
import type { ConfiguredProvider } from '../core/engines.ts';
import type { Clock, Log } from '../core/ports/world.ts';
import { entriesOf, type EngineEntry, type EngineFile, type EngineProblems } from './engine-file.ts';

/** What every provider may work with. */
export type ProviderParts = {
  /** Where it may keep files of its own. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The local file of a stored input; null when there is none. */
  readonly inputPath: (mediaKey: string) => Promise<string | null>;
  /** The operator's engine file as it is now; null without one. */
  readonly operatorsFile: () => EngineFile | null;
};

export type RunningProvider = ConfiguredProvider &
  Partial<AsyncDisposable> & {
    /** Kills its process on this machine, so that people can see what happens then. Absent where it has none; false when none is at work. */
    readonly crash?: () => boolean;
    /** Asks the engine whether it is there and takes our key, without buying anything. Absent where nobody has to ask. */
    readonly check?: (signal: AbortSignal) => Promise<ProviderCheck>;
    /** Reads what its API says of its engines now, such as live models or limits; called at start and each hour. A failure leaves what was known. */
    readonly refresh?: (signal: AbortSignal) => Promise<void>;
  };

/** `note` is a sentence of ours about what was found, such as what credit is left. */
export type ProviderCheck = {
  readonly kind: 'alive' | 'key_refused' | 'out_of_credit' | 'no_answer';
  readonly note: string | null;
};

/** A provider as its folder describes it, before anything is configured. */
export type ProviderModule<Values, Wire> = {
  readonly name: string;
  /** Names of its settings in the environment; those in `secretNames` are never echoed. */
  readonly settings: z.ZodType<Values>;
  readonly secretNames: readonly string[];
  /** The setting without which it is not configured. Null: always there. */
  readonly keyName: string | null;
  readonly engines: EngineFile;
  readonly wire: z.ZodType<Wire>;
  /** Whether its API names engines beyond its data. Then what the operator says of those is only checked once they are known. */
  readonly namesMore?: boolean;
  /** Makes it ready to use. Loads its SDK only here. `engines` answers with the engines as they are at each call. */
  readonly open: (
    values: Values,
    engines: () => readonly EngineEntry<Wire>[],
    parts: ProviderParts,
  ) => Promise<RunningProvider>;
};

export type OpenProvider = (parts: ProviderParts) => Promise<RunningProvider>;

export type Environment = Readonly<Record<string, string | undefined>>;

/** A provider that the service can be configured with, whatever its settings and its data look like. */
export type KnownProvider = {
  readonly name: string;
  readonly secretNames: readonly string[];
  readonly keyName: string | null;
  /** How to open it with these settings; null where it is not configured. Problems are by the name of the setting. */
  readonly read: (
    environment: Environment,
  ) =>
    | { readonly open: OpenProvider | null }
    | { readonly problems: readonly (readonly [name: string, message: string])[] };
  /** Its engines, whether or not it is configured. */
  readonly engineIds: (operators: EngineFile | null) => readonly EngineId[];
  /** What is wrong with the operator's entries for it. */
  readonly problemsWith: (operators: EngineFile | null) => EngineProblems;
};

export function defineProvider<Values, Wire>(module: ProviderModule<Values, Wire>): KnownProvider {
  const { name, secretNames, keyName, settings, engines: own, wire, namesMore = false } = module;
  return {
    name,
    secretNames,
    keyName,
    read(environment) {
      const parsed = settings.safeParse(environment);
      if (!parsed.success) {
        return { problems: parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message] as const) };
      }
      if (keyName !== null && (environment[keyName] ?? '').trim() === '') return { open: null };
      return {
        open: (parts) => {
          const engines = engineList(name, own, wire, parts.operatorsFile);
          return module.open(parsed.data, engines, parts);
        },
      };
    },
    engineIds: (operators) => entriesOf(name, own, operators, wire).entries.map(({ capabilities }) => capabilities.id),
    problemsWith: (operators) =>
      entriesOf(name, own, operators && namesMore ? aboutKnown(operators, own) : operators, wire).problems,
  };
}

/** What the operator says of engines in the data, and of those that are like one of them. */
function aboutKnown(operators: EngineFile, own: EngineFile): EngineFile {
  const isKnown = ([id, { like }]: readonly [string, EngineFile['engines'][EngineId]]): boolean =>
    id in own.engines || (typeof like === 'string' && like in own.engines);
  return { ...operators, engines: Object.fromEntries(Object.entries(operators.engines).filter(isKnown)) };
}

/** Merged once for each state of the operator's file. */
function engineList<Wire>(
  name: string,
  own: EngineFile,
  wire: z.ZodType<Wire>,
  operatorsFile: () => EngineFile | null,
): () => readonly EngineEntry<Wire>[] {
  let known: { readonly of: EngineFile | null; readonly entries: readonly EngineEntry<Wire>[] } | null = null;
  return () => {
    const of = operatorsFile();
    if (known?.of !== of) known = { of, entries: entriesOf(name, own, of, wire).entries };
    return known.entries;
  };
}
