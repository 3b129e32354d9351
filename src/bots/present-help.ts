import type { Leaf } from './grammar/command.ts';
import { allLeaves, isHelpKey } from './grammar/find-command.ts';
import { type OptionSpec, toldKind } from './grammar/option.ts';
import { isTold } from './grammar/own-moderators.ts';
import { code, option, partsOf, say, type Text } from './messages/text.ts';
import { type Showing, spoken, type View } from './view.ts';

/** Help, made from the grammar. `topic` is a command's last word (`show`); anything else gives the overview. */
export function presentHelp(topic: string | null, { words }: Showing): View {
  const leaves = allLeaves().filter(({ path }) => !isForModerators(path));
  const found = leaves.find(({ path }) => topic !== null && path.split(' ').at(-1) === topic);
  if (found) return presentTopic(found.path, found.leaf, words);
  const lines = leaves.map((each) => overviewLine(each, words));
  return spoken(partsOf(words.help.overview()), [...lines, words.help.more()], 'note');
}

/** The same for moderators, of whom we keep a list or not. `topic` is what follows `/video-admin`: `quota set`. */
export function presentAdminHelp(topic: string | null, { words }: Showing, keepsModerators: boolean): View {
  const leaves = allLeaves()
    .filter((each) => isForModerators(each.path) && isTold(each, keepsModerators))
    .map((each) => ({ ...each, leaf: toldLeaf(each.leaf, keepsModerators) }));
  const found = leaves.find(({ path }) => topic !== null && path === `video-admin ${topic}`);
  if (found) return presentTopic(found.path, found.leaf, words);
  const lines = leaves.map((each) => overviewLine(each, words));
  return spoken(partsOf(words.admin.helpHeading()), [...lines, words.admin.helpMore()], 'note');
}

function toldLeaf(leaf: Leaf, keepsModerators: boolean): Leaf {
  const options = Object.entries(leaf.options).map(
    ([name, spec]) => [name, { ...spec, kind: toldKind(spec.kind, keepsModerators) }] as const,
  );
  return { ...leaf, options: Object.fromEntries(options) };
}

export function isForModerators(path: string): boolean {
  return path.startsWith('video-admin ');
}

function overviewLine({ path, leaf }: { readonly path: string; readonly leaf: Leaf }, words: Words): Text {
  return say`${code(usage(path, leaf, words))}: ${described(path, leaf.help, words)}`;
}

type Words = Showing['words'];

function presentTopic(path: string, leaf: Leaf, words: Words): View {
  const options = Object.entries(leaf.options).filter(([name]) => name !== leaf.bare);
  const bare = leaf.bare === null ? undefined : leaf.options[leaf.bare];
  const lines: Text[] = [
    partsOf(`${described(path, leaf.help, words)}.`),
    ...(bare && leaf.bare !== null
      ? [say`${words.help.placeholder(bare.kind)}: ${optionHelp(path, leaf.bare, bare, words)}`]
      : []),
    ...options.map(
      ([name, spec]) =>
        say`${option(name, words.help.placeholder(spec.kind) || null)}: ${optionHelp(path, name, spec, words)}`,
    ),
    ...leaf.examples.map((example) => say`${words.help.example()} ${code(`/${path} ${example}`.trimEnd())}`),
  ];
  return spoken([code(usage(path, leaf, words))], lines, 'note');
}

function usage(path: string, leaf: Leaf, words: Words): string {
  const nameless = Object.entries(leaf.options).filter(
    ([name, { required }]) => name === leaf.bare || (leaf.deal !== undefined && required === true),
  );
  const places = nameless.map(([, { kind, required }]) => {
    const placeholder = words.help.placeholder(kind);
    return required === true ? placeholder : `[${placeholder}]`;
  });
  return [`/${path}`, ...places].join(' ');
}

/** With what it can be, where that is told. */
export function optionHelp(path: string, name: string, spec: OptionSpec, words: Words): string {
  const bounds = words.help.bounds(spec.kind);
  const help = described(`${path}.${name}`, spec.help, words);
  return bounds === '' ? help : `${help} (${bounds})`;
}

export function described(key: string, english: string, words: Words): string {
  return isHelpKey(key) ? words.help.describe(key, english) : english;
}
