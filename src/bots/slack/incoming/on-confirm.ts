import type { Command } from '../../grammar/command.ts';
import { parseForm } from '../../grammar/parse-form.ts';
import { parseText } from '../../grammar/parse-text.ts';
import { isLost, type KeptForm } from '../../kept-forms.ts';
import type { Typed } from '../../present-answers.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { externalIdOf } from '../places.ts';
import { carryOut } from './carry-out.ts';
import type { Incoming } from './deps.ts';
import { parseContext } from './parse-context.ts';
import type { Press } from './read-press.ts';
import { textReply, unknownButton } from './reply.ts';
import { inThread, readRetry } from './retry-value.ts';
import type { Deed } from './taking.ts';
import { withoutFile } from './typed-files.ts';
import { localeHere } from './who-asks.ts';

/**
 * The answer to being asked whether so much may start. It starts once, however often it is pressed: it counts as the event
 * that was asked about.
 */
export function confirming({ came, value }: Press, deps: Incoming): Deed {
  const retry = readRetry(value);
  const there = inThread(came, retry);
  return {
    came: there,
    async perform(workspace) {
      if (retry === null || retry.event === null) return unknownButton();
      const { event, agreedMicroUsd } = retry;
      const confirms = { event, agreedMicroUsd };
      if (retry.kind === 'typed') {
        // No button of ours names a file: it could be anybody's.
        const command = readTyped(retry, deps);
        const asksForVideo = command.kind === 'video' || command.kind === 'again';
        if (!asksForVideo || withoutFile(command)) return unknownButton();
        return carryOut({ came: there, command, belongsAt: null, confirms }, workspace, deps);
      }
      const kept = deps.forms.of(retry.name, externalIdOf(came.teamId, came.userId));
      if (isLost(kept)) return textReply(catalogueFor(localeHere).taking.confirmLost(kept.kind));
      const command = commandOf(kept, deps);
      const belongsAt = kept.kind === 'video' ? kept.at : null;
      return carryOut({ came: there, command, belongsAt, confirms }, workspace, deps);
    },
  };
}

function commandOf(kept: KeptForm, deps: Incoming): Command {
  return kept.kind === 'video' ? parseForm(kept.form, null, parseContext(deps)).command : readTyped(kept, deps);
}

function readTyped({ command, typed }: Typed, deps: Incoming): Command {
  const [root, ...path] = command.split(' ');
  return parseText(root === 'video' ? 'video' : 'videos', [...path, typed].join(' '), parseContext(deps));
}
