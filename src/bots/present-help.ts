import { isNameless, type Leaf } from './grammar/command.ts';
import { allLeaves, type FoundLeaf, isHelpKey } from './grammar/find-command.ts';
import { type OptionSpec, toldKind } from './grammar/option.ts';
import { isTold } from './grammar/own-moderators.ts';
import { code, option, partsOf, say, type Text } from './messages/text.ts';
import { type Showing, spoken, type View } from './view.ts';

/** What differs between the places where help is read. */
export type HelpPlace = {
  /** Whether we keep who moderates. */
  readonly keepsModerators?: boolean;
  /** Whether text names no file. */
  readonly filesInFormAlone?: boolean;
  /** Whether an image is attached beside the text, and nothing else. */
  readonly attachesImages?: boolean;
};

/** Help, made from the grammar. `topic` is a command's last word (`show`); anything else gives the overview, and says so. */
export function presentHelp(topic: string | null, { words }: Showing, place: HelpPlace): View {
  const leaves = allLeaves().filter(({ path }) => !isForModerators(path));
  const found = leaves.find(({ path }) => topic !== null && path.split(' ').at(-1) === topic);
  if (found) return presentTopic(found.path, found.leaf, { words, place });
  return overview(topic, leaves, { heading: words.help.overview(), more: words.help.more() }, words);
}

/** The same for moderators. `topic` is what follows `/video-admin`: `quota set`. */
export function presentAdminHelp(topic: string | null, { words }: Showing, place: HelpPlace): View {
  const keepsModerators = place.keepsModerators === true;
  const leaves = allLeaves()
    .filter((each) => isForModerators(each.path) && isTold(each, keepsModerators))
    .map((each) => ({ ...each, leaf: toldLeaf(each.leaf, keepsModerators) }));
  const found = leaves.find(({ path }) => topic !== null && path === `video-admin ${topic}`);
  if (found) return presentTopic(found.path, found.leaf, { words, place });
  return overview(topic, leaves, { heading: words.admin.helpHeading(), more: words.admin.helpMore() }, words);
}

function overview(
  topic: string | null,
  leaves: readonly FoundLeaf[],
  { heading, more }: { readonly heading: string; readonly more: Text },
  words: Words,
): View {
  const unknown = topic === null ? [] : [words.help.unknownTopic(topic)];
  const lines = leaves.map((each) => overviewLine(each, words));
  return spoken(partsOf(heading), [...unknown, ...lines, more], 'note');
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

function presentTopic(
  path: string,
  leaf: Leaf,
  { words, place }: { readonly words: Words; readonly place: HelpPlace },
): View {
  const named = Object.entries(leaf.options).filter(([name]) => name !== leaf.bare);
  const isNoText = place.filesInFormAlone === true || place.attachesImages === true;
  const untyped = isNoText ? named.filter(([, { kind }]) => kind.kind === 'attachment') : [];
  const options = named.filter((each) => !untyped.includes(each));
  const takes = (what: 'image' | 'video'): boolean =>
    untyped.some(([, { kind }]) => kind.kind === 'attachment' && kind.accepts === what);
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
    ...(place.attachesImages === true && takes('image') ? [partsOf(words.help.imageBeside())] : []),
    // The form of no other command has a field for a file.
    ...(place.filesInFormAlone === true && path === 'video' && takes('image')
      ? [words.help.imageInForm(`/${path}`, takes('video'))]
      : []),
    ...leaf.examples.map((example) => say`${words.help.example()} ${code(`/${path} ${example}`.trimEnd())}`),
  ];
  return spoken([code(usage(path, leaf, words))], lines, 'note');
}

function usage(path: string, leaf: Leaf, words: Words): string {
  const places = Object.entries(leaf.options)
    .filter(([name]) => isNameless(leaf, name))
    .map(([, { kind, required }]) => {
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
