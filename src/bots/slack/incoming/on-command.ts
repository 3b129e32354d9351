import { commands, isRootName, type RootName } from '../../commands.ts';
import type { Command } from '../../grammar/command.ts';
import { nearestWord } from '../../grammar/nearest.ts';
import { parseText } from '../../grammar/parse-text.ts';
import { cleanText } from '../../grammar/prompt-text.ts';
import { shorten } from '../../grammar/problem.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import type { Workspace } from '../workspace.ts';
import type { TypedCommand } from './came.ts';
import { carryOut } from './carry-out.ts';
import type { Incoming } from './deps.ts';
import type { Deed } from './taking.ts';
import { lookUpNames } from './look-up-names.ts';
import { parseContext } from './parse-context.ts';
import { namesMentioned, readArguments, readProse, withNames } from './read-text.ts';
import { emptyForm, type Reply, textReply } from './reply.ts';
import { sayingWhere, withoutFile } from './typed-files.ts';
import { localeHere } from './who-asks.ts';

/** `/video`, `/videos …`, `/video-admin …`; and any other that leads to us. */
export function onCommand(typed: TypedCommand, deps: Incoming): Deed {
  const { came, command } = typed;
  const root = command.replace(/^\//u, '').toLowerCase();
  return {
    came,
    mayDecide: root === 'video-admin',
    perform: (workspace) => perform(isRootName(root) ? root : null, typed, workspace, deps),
  };
}

async function perform(
  root: RootName | null,
  { came, command, text }: TypedCommand,
  workspace: Workspace,
  deps: Incoming,
): Promise<Reply> {
  if (root === null) return unknown(command);
  if (root === 'video' && cleanText(text).trim() === '') return emptyForm;
  const read = root === 'video' ? await readPrompt(text, workspace, deps) : readOther(root, came.teamId, text, deps);
  const file = withoutFile(read);
  const reply = await carryOut({ came, command: file?.mistake ?? read, belongsAt: null }, workspace, deps);
  return file ? sayingWhere(reply, file) : reply;
}

async function readPrompt(text: string, workspace: Workspace, deps: Incoming): Promise<Command> {
  const names = await lookUpNames(text, workspace, 'lookUp', deps);
  return parseText('video', readProse(text, names), parseContext(deps));
}

function readOther(root: RootName, teamId: string, text: string, deps: Incoming): Command {
  const context = parseContext(deps, namesMentioned(text, teamId));
  return withReadableReason(parseText(root, readArguments(text, teamId), context));
}

/** Why something was decided is prose, which others read later. */
export function withReadableReason(command: Command): Command {
  if (command.kind !== 'admin') return command;
  const { command: decided } = command;
  if (!('reason' in decided) || decided.reason === null) return command;
  return { ...command, command: { ...decided, reason: withNames(decided.reason) } };
}

const nameCharsShown = 40;

function unknown(command: string): Reply {
  const name = cleanText(command).replace(/^\//u, '');
  const lengthsApart = (one: string): number => Math.abs(one.length - name.length);
  // Of two that are as near, the one of the same length: letters are swapped more often than left out.
  const names = Object.keys(commands).toSorted((one, other) => lengthsApart(one) - lengthsApart(other));
  const near = nearestWord(name.toLowerCase(), names);
  const { slackCommands } = catalogueFor(localeHere);
  const shown = `/${shorten(name, nameCharsShown)}`;
  return textReply(slackCommands.noSuchCommand(shown, near === null ? null : `/${near}`));
}
