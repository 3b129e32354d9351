import type { Leaf } from '../../grammar/command.ts';
import { allLeaves, type FoundLeaf } from '../../grammar/find-command.ts';
import { isTold } from '../../grammar/own-moderators.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { code, option, partsOf, say, type Text } from '../../messages/text.ts';
import { described, isForModerators, optionHelp } from '../../present-help.ts';
import { spoken, type View } from '../../view.ts';
import { whoseWordsOf } from '../commands/option-fields.ts';

/** Help as commands and menus are at Discord, where each option has a field of its own. `topic` is what follows the root. */
export function presentDiscordHelp(topic: string | null, area: 'everybody' | 'moderators', words: Catalogue): View {
  const isMeant = (each: FoundLeaf): boolean =>
    isForModerators(each.path) === (area === 'moderators') && isTold(each, false);
  const leaves = allLeaves().filter(isMeant);
  const found = leaves.find(
    ({ path }) => topic !== null && (path === topic || path.split(' ').slice(1).join(' ') === topic),
  );
  if (found) return presentTopic(found.path, found.leaf, words);
  const { help, menus, menuHelp } = words.discordCommands;
  const menu = area === 'moderators' ? 'removeClip' : 'makeVideo';
  const lines: Text[] = [
    ...leaves.map(({ path, leaf }) => say`${code(`/${path}`)}: ${described(path, leaf.help, words)}`),
    say`${menus[menu]}: ${menuHelp[menu]}`,
    area === 'moderators' ? help.moreForModerators() : help.more(),
  ];
  const heading = area === 'moderators' ? words.admin.helpHeading() : words.help.overview();
  return spoken(partsOf(heading), lines, 'note');
}

function presentTopic(path: string, leaf: Leaf, words: Catalogue): View {
  const { everybody, allTogether } = words.discordCommands;
  const besides = { default: everybody(), budget: allTogether() };
  const lines: Text[] = [
    partsOf(`${described(path, leaf.help, words)}.`),
    ...Object.entries(leaf.options).flatMap(([name, spec]) => [
      spec.kind.kind === 'prompts'
        ? words.discordCommands.help.linesInForm(`/${path}`)
        : say`${option(name)}: ${optionHelp(path, name, spec, words)}`,
      ...(name === 'who' ? whoseWordsOf(leaf).map((word) => say`${option(word)}: ${besides[word]}`) : []),
    ]),
    ...examplesOf(leaf).map((example) => say`${words.help.example()} ${code(`/${path} ${example}`.trimEnd())}`),
  ];
  return spoken([code(`/${path}`)], lines, 'note');
}

/** Typed options hold one line. */
function examplesOf({ examples }: Leaf): readonly string[] {
  return examples.filter((example) => !example.includes('\n'));
}
