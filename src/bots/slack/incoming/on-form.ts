import { isRootName } from '../../commands.ts';
import type { Command } from '../../grammar/command.ts';
import { parseOptions } from '../../grammar/parse-options.ts';
import { parseText } from '../../grammar/parse-text.ts';
import { isLost } from '../../kept-forms.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { destinationOf, externalIdOf, isChannelId } from '../places.ts';
import type { Came } from './came.ts';
import { carryOut } from './carry-out.ts';
import { isCommandPath } from './command-paths.ts';
import type { Incoming } from './deps.ts';
import { decisionLabelOf, readDecision } from './decision-form.ts';
import { placeField } from './draw-form.ts';
import { formErrors } from './form-errors.ts';
import { type FormPlace, noPlace, readPlace } from './form-place.ts';
import type { Deed } from './taking.ts';
import { withReadableReason } from './on-command.ts';
import { parseContext } from './parse-context.ts';
import { optionsIn, type SentForm, typedIn } from './read-form.ts';
import { fromField } from './read-text.ts';
import { unknownButton } from './reply.ts';
import { sayingWhere, withoutFile } from './typed-files.ts';
import { localeHere } from './who-asks.ts';

/** What is wrong in a form, by its fields, while it is still open; or what is to be done about it. */
export type OnForm =
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'deed'; readonly deed: Deed };

/** A form that was sent. `of` is who sent it. */
export function onForm(sent: SentForm, of: Came, deps: Incoming): OnForm {
  const written = readPlace(sent.metadata);
  if (sent.id === null || written === null) return deed({ came: ofForm(of, sent, noPlace), ...unknown });
  const { chosen } = sent;
  const place = chosen && written.channel === null ? chosenPlace(written, chosen) : written;
  const came = ofForm(of, sent, place);
  switch (sent.id.kind) {
    case 'video':
      return onVideoForm(sent, place, came, deps);
    case 'decision':
      return onDecisionForm(sent, sent.id.command, came, deps);
    case 'typed': {
      const command = readTyped(sent.id.command, fromField(typedIn(sent), of.teamId), deps);
      if (command === null) return deed({ came, ...unknown });
      const mayDecide = sent.id.command.startsWith('video-admin');
      return deed({
        came,
        mayDecide,
        async perform(workspace) {
          const file = withoutFile(command);
          const reply = await carryOut({ came, command: file?.mistake ?? command, belongsAt: null }, workspace, deps);
          return file ? sayingWhere(reply, file) : reply;
        },
      });
    }
  }
}

const unknown = { perform: async () => unknownButton() };

function deed(of: Deed): OnForm {
  return { kind: 'deed', deed: of };
}

function chosenPlace(place: FormPlace, { channelId, responseUrl }: NonNullable<SentForm['chosen']>): FormPlace {
  return { ...place, channel: channelId, answerIn: channelId, responseUrl };
}

/** Answered where it was opened. Sent twice, it is the same form: each that is opened is one of its own. */
function ofForm(came: Came, { viewId }: SentForm, { answerIn, channel, thread, responseUrl }: FormPlace): Came {
  const at = answerIn === null ? null : { channelId: answerIn, thread: answerIn === channel ? thread : null };
  return { ...came, name: viewId, at, responseUrl };
}

function onVideoForm(sent: SentForm, place: FormPlace, came: Came, deps: Incoming): OnForm {
  const words = catalogueFor(localeHere);
  const { channel, thread } = place;
  if (channel === null || !isChannelId(channel)) {
    return { kind: 'errors', errors: { [placeField]: words.slackCommands.noPlace() } };
  }
  const given = optionsIn(sent, came.teamId);
  const held = given['image'] === null ? heldFile(place, came, deps) : null;
  if (held?.kind === 'lost') return { kind: 'errors', errors: { image: words.taking.fileLost(held.why) } };
  const options = held ? { ...given, [held.option]: held.file } : given;
  const command = parseOptions('video', options, parseContext(deps));
  if (command.kind === 'mistake') {
    return { kind: 'errors', errors: formErrors(command.problems, sent.fields, words) };
  }
  const belongsAt = place.isPrivate ? destinationOf(came.teamId, channel, thread) : null;
  return deed({
    came,
    perform: (workspace) => carryOut({ came, command, belongsAt }, workspace, deps),
  });
}

function onDecisionForm(sent: SentForm, command: string, came: Came, deps: Incoming): OnForm {
  const words = catalogueFor(localeHere);
  const read = readDecision(command, sent.metadata, sent.fields, parseContext(deps));
  if (read === null) return deed({ came, ...unknown });
  if (read.kind === 'mistake') {
    const nameOf = (name: string): string => decisionLabelOf(name, words);
    return { kind: 'errors', errors: formErrors(read.problems, sent.fields, words, nameOf) };
  }
  const decided = withReadableReason(read);
  const perform: Deed['perform'] = (workspace) =>
    carryOut({ came, command: decided, belongsAt: null }, workspace, deps);
  return deed({ came, mayDecide: true, perform });
}

type Held =
  | { readonly kind: 'lost'; readonly why: 'too_old' | 'pushed_out' }
  | {
      readonly kind: 'file';
      readonly option: 'image' | 'video';
      readonly file: Parameters<typeof parseOptions>[1][string];
    };

/** What the form started from; null where it started from no file. */
function heldFile({ kept }: FormPlace, { teamId, userId }: Came, { forms }: Pick<Incoming, 'forms'>): Held | null {
  if (kept === null) return null;
  const form = forms.of(kept, externalIdOf(teamId, userId));
  if (isLost(form)) return { kind: 'lost', why: form.kind };
  const input = form.kind === 'video' ? form.form.input : null;
  if (input === null) return null;
  return { kind: 'file', option: input.kind, file: { source: input.source, name: input.kind, contentType: null } };
}

/** Null for a command that there is not, or that has a form of its own. */
function readTyped(path: string, text: string, deps: Incoming): Command | null {
  const [root = '', ...rest] = path.split(' ');
  if (!isRootName(root) || path === 'video' || !isCommandPath(path)) return null;
  return withReadableReason(parseText(root, [...rest, text].join(' '), parseContext(deps)));
}
