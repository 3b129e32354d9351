import type { Judged } from './judged.ts';
import { nearestWord } from './nearest.ts';
import type { OptionKind } from './option.ts';

export type KnownEngines = {
  /** Ids of the engines that can be asked now; null where the surface does not know them. */
  readonly engines: readonly string[] | null;
  /** What else people call engines, in lower case, also those that cannot be asked now; and what is meant by it. */
  readonly engineAliases?: ReadonlyMap<string, string>;
};

const anyEngine = /^[\w.-]{1,40}(?:\/[\w.:-]{1,80}){0,3}$/u;

/** By id, or by provider or model alone where that names just one. `auto` is an answer too: the one that is meant when nothing is said. */
export function judgeEngine(text: string, context: KnownEngines): Judged {
  const typed = text.toLowerCase();
  if (typed === 'auto') return { value: { kind: 'text', text: 'auto' } };
  const { engines } = context;
  if (engines === null) return anyEngine.test(text) ? { value: { kind: 'text', text } } : { nearest: null };
  const exact = engines.find((engine) => engine.toLowerCase() === typed);
  if (exact !== undefined) return { value: { kind: 'text', text: exact } };
  const meant = context.engineAliases?.get(typed);
  if (meant !== undefined) return { value: { kind: 'text', text: meant } };
  const named = engines.filter((engine) => engine.toLowerCase().split('/').includes(typed));
  const [only] = named;
  if (only !== undefined && named.length === 1) return { value: { kind: 'text', text: only } };
  // What people call an engine goes before a piece of another one's id.
  const words = new Map([
    ...engines.flatMap((engine) => [engine, ...engine.split(/[/:-]/u)].map((word) => [word, engine] as const)),
    ...(context.engineAliases ?? []),
  ]);
  const near = nearestWord(typed, words.keys());
  return { nearest: only ?? (near === null ? null : (words.get(near) ?? null)) };
}

/** Each by its name, and each once. What is wrong with one of them is put right in its place. */
export function judgeEngines(
  { min, max }: Extract<OptionKind, { kind: 'engines' }>,
  text: string,
  context: KnownEngines,
): Judged {
  const names = text.split(/[\s,;+]+/u).filter((name) => name !== '' && !/^(?:and|vs\.?|&)$/iu.test(name));
  const judged = names.map((name) => (name.toLowerCase() === 'auto' ? { nearest: null } : judgeEngine(name, context)));
  const found = judged.flatMap((each) => ('value' in each && each.value.kind === 'text' ? [each.value.text] : []));
  const [first, ...others] = new Set(found);
  const isWhole = found.length === names.length && others.length + 1 >= min && others.length + 1 <= max;
  if (first !== undefined && isWhole) return { value: { kind: 'engines', engines: [first, ...others] } };
  const put = judged.map((each) =>
    'value' in each ? (each.value.kind === 'text' ? each.value.text : null) : each.nearest,
  );
  const right = [...new Set(put.filter((name) => name !== null))].slice(0, max);
  return { nearest: put.includes(null) || right.length < min ? null : right.join(',') };
}

const allWords = ['all', 'any', 'every', 'everything', 'none', 'default'];

/** Engines by their ids, and whole providers by their names; null for all. */
export function judgeAllowed(text: string, context: KnownEngines): Judged {
  if (allWords.includes(text.toLowerCase())) return { value: { kind: 'allowed_engines', engines: null } };
  const names = text.split(/[\s,;+]+/u).filter((name) => name !== '' && !/^(?:and|&)$/iu.test(name));
  const providers = new Set(context.engines?.map((id) => id.slice(0, id.indexOf('/'))));
  const judged = names.map((name): string | { readonly nearest: string | null } => {
    const typed = name.toLowerCase().replace(/\/\*?$/u, '');
    const asked = context.engines === null && anyEngine.test(typed) ? typed : null;
    if (providers.has(typed) || asked !== null) return typed;
    const engine = judgeEngine(typed === 'auto' ? '' : typed, context);
    if (!('value' in engine)) return { nearest: engine.nearest ?? nearestWord(typed, providers) };
    return engine.value.kind === 'text' ? engine.value.text : { nearest: null };
  });
  const found = judged.filter((each) => typeof each === 'string');
  if (found.length === judged.length && found.length > 0) {
    return { value: { kind: 'allowed_engines', engines: [...new Set(found)] } };
  }
  const put = judged.map((each) => (typeof each === 'string' ? each : each.nearest));
  return { nearest: put.length === 0 || put.includes(null) ? null : [...new Set(put)].join(',') };
}
