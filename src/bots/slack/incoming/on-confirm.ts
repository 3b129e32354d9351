import { isRootName, type RootName } from '../../commands.ts';
import type { Command } from '../../grammar/command.ts';
import { parseForm } from '../../grammar/parse-form.ts';
import { parseText } from '../../grammar/parse-text.ts';
import { isLost, type KeptForm } from '../../kept-forms.ts';
import type { Typed } from '../../present-answers.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { externalIdOf } from '../places.ts';
import type { Came } from './came.ts';
import { carryOut, type PressedTyped } from './carry-out.ts';
import type { Incoming } from './deps.ts';
import { withReadableReason } from './on-command.ts';
import { parseContext } from './parse-context.ts';
import type { Press } from './read-press.ts';
import { fromField } from './read-text.ts';
import { textReply, unknownButton } from './reply.ts';
import { inThread, readRetry, type Retry } from './retry-value.ts';
import type { Deed } from './taking.ts';
import { withoutFile } from './typed-files.ts';
import { localeHere } from './who-asks.ts';

/**
 * Does what was typed: the answer to being asked whether so much may start, or whether so many are meant; and what asks a
 * moderator. It is done once, however often it is pressed: it counts as the event that it is about.
 */
export function carryingOut({ came, value }: Press, kind: 'confirm' | 'ask', deps: Incoming): Deed {
  const retry = readRetry(value);
  const there = inThread(came, retry);
  return {
    came: there,
    mayDecide: retry?.kind === 'typed' && rootOf(retry) === 'video-admin',
    async perform(workspace) {
      const pressed = retry && pressedTyped(kind, retry);
      if (retry === null || pressed === null) return unknownButton();
      if (retry.kind === 'typed') {
        const command = readTyped(retry, came, deps);
        // No button of ours names a file: it could be anybody's.
        if (!isOneOfOurs(command, pressed) || withoutFile(command)) return unknownButton();
        return carryOut({ came: there, command, belongsAt: null, pressed }, workspace, deps);
      }
      const kept = deps.forms.of(retry.name, externalIdOf(came.teamId, came.userId));
      if (isLost(kept)) return textReply(catalogueFor(localeHere).taking.confirmLost(kept.kind));
      const command = commandOf(kept, came, deps);
      const belongsAt = kept.kind === 'video' ? kept.at : null;
      return carryOut({ came: there, command, belongsAt, pressed }, workspace, deps);
    },
  };
}

function pressedTyped(kind: 'confirm' | 'ask', { event, agreedMicroUsd, asksModerator }: Retry): PressedTyped | null {
  if (event === null) return null;
  if (kind === 'confirm') return { kind, event, agreedMicroUsd };
  return asksModerator && { kind, event, reason: asksModerator };
}

/** A price is told for videos, and what moderators decide has none. */
function isOneOfOurs(command: Command, pressed: PressedTyped): boolean {
  if (command.kind === 'video' || command.kind === 'again') return true;
  return command.kind === 'admin' && pressed.kind === 'confirm' && pressed.agreedMicroUsd === null;
}

function commandOf(kept: KeptForm, came: Came, deps: Incoming): Command {
  return kept.kind === 'video' ? parseForm(kept.form, null, parseContext(deps)).command : readTyped(kept, came, deps);
}

function rootOf({ command }: Typed): RootName {
  const [root = ''] = command.split(' ');
  return isRootName(root) ? root : 'videos';
}

function readTyped(typed: Typed, { teamId }: Came, deps: Incoming): Command {
  const [, ...path] = typed.command.split(' ');
  const text = [...path, fromField(typed.typed, teamId)].join(' ');
  return withReadableReason(parseText(rootOf(typed), text, parseContext(deps)));
}
