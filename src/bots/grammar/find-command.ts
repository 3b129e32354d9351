import { commands, type HelpKey, type RootName } from '../commands.ts';
import { type CommandNode, isGroup, type Leaf } from './command.ts';
import { nearestWord } from './nearest.ts';
import { isTold, type Marked } from './own-moderators.ts';
import { looksLikePerson } from './person.ts';
import { type Problem, shorten } from './problem.ts';

export type Found =
  | { readonly kind: 'leaf'; readonly path: string; readonly leaf: Leaf; readonly rest: string }
  | { readonly kind: 'problem'; readonly path: string; readonly problem: Problem; readonly rest: string };

const firstWord = /^(\S+)\s*/u;

/**
 * Walks down from `/videos` to the command that is named, or meant. What people are not told of is found where it is named
 * exactly.
 */
export function findCommand(root: RootName, text: string, keepsModerators: boolean): Found {
  let node: CommandNode = commands[root];
  let path: string = root;
  let rest = text;
  while (isGroup(node)) {
    const match = firstWord.exec(rest);
    const word = match?.[1]?.toLowerCase() ?? '';
    const all = Object.entries<CommandNode>(node.commands);
    const names = all.filter(([, each]) => isTold(each, keepsModerators)).map(([each]) => each);
    let name = all.map(([each]) => each).find((each) => each === word);
    if (name !== undefined) rest = rest.slice(match?.[0].length ?? 0);
    else if (node.aliases && Object.hasOwn(node.aliases, word)) {
      const [first = '', ...more] = (node.aliases[word] ?? '').split(' ');
      name = first;
      rest = [...more, rest.slice(match?.[0].length ?? 0)].join(' ').trim();
    } else if (word === '') name = node.whenBare;
    else if (/^#?\d+$/u.test(word)) name = node.whenNumber ?? undefined;
    else if (looksLikePerson(word)) name = node.whenPerson;
    const next: CommandNode | undefined = name === undefined ? undefined : node.commands[name];
    if (name === undefined || !next) {
      const near = nearestWord(word, names);
      const nearest = near === null ? null : `/${path} ${near}`;
      const problem: Problem = {
        option: null,
        expected: { kind: 'command', commands: names },
        got: shorten(word),
        nearest,
      };
      return { kind: 'problem', path, problem, rest };
    }
    path = `${path} ${name}`;
    node = next;
  }
  return { kind: 'leaf', path, leaf: node, rest };
}

/** Every command with its path, in the order of the grammar. */
export function allLeaves(): FoundLeaf[] {
  const walk = (path: string, node: CommandNode, above: Marked): FoundLeaf[] => {
    const marked = node.ownModerators ? node : above;
    return isGroup(node)
      ? Object.entries(node.commands).flatMap(([name, child]) => walk(`${path} ${name}`, child, marked))
      : [{ path, leaf: node, ...(marked.ownModerators && { ownModerators: true }) }];
  };
  return Object.entries(commands).flatMap(([name, node]) => walk(name, node, {}));
}

export type FoundLeaf = Marked & { readonly path: string; readonly leaf: Leaf };

/** Whether something in the grammar has this name. */
export function isHelpKey(text: string): text is HelpKey {
  const keys = allLeaves().flatMap(({ path, leaf }) => [
    path,
    ...Object.keys(leaf.options).map((name) => `${path}.${name}`),
  ]);
  return keys.includes(text) || Object.hasOwn(commands, text);
}
