import { createHash } from 'node:crypto';
import { requestDefaults } from '../../core/defaults.ts';
import type { ApprovalReason } from '../../core/approval.ts';
import { isId, type JobId, type UserId } from '../../core/ids.ts';
import type { Messages } from '../../core/ports/messages.ts';
import type { Answer } from '../answered.ts';
import type { Asker } from '../asker.ts';
import { commands, isRootName } from '../commands.ts';
import type { Command } from '../grammar/command.ts';
import { engineAliases } from '../engine-aliases.ts';
import { nearestWord } from '../grammar/nearest.ts';
import { parseText } from '../grammar/parse-text.ts';
import type { ParseContext } from '../grammar/parse-value.ts';
import { shorten } from '../grammar/problem.ts';
import { cleanText } from '../grammar/prompt-text.ts';
import { catalogueFor } from '../messages/catalogue.ts';
import { code, partsOf, say, type Text } from '../messages/text.ts';
import type { Typed } from '../present-answers.ts';
import type { Decide, Press } from '../press.ts';
import { type ApprovalAction, type PressAction, spoken } from '../view.ts';
import { type Body, writeBody } from './bodies.ts';
import { channelsByName, destinationIn, general } from './channels.ts';
import type { ConsoleDeps } from './deps.ts';
import type { Said } from './draw/answer.ts';
import type { InputSources } from './input-source.ts';
import { type ConsolePerson, personOf } from './people.ts';
import { shownClip } from './shown-clip.ts';
import { words } from './words.ts';

const typedCharsShown = 1_500;

/** Who asks, in which language, and the form's one-time key. */
export type Voice = { readonly person: ConsolePerson; readonly locale: string; readonly key: string };

/** `content` tells images apart, `source` only where they are kept. */
type Attached = { readonly source: string; readonly content: string };

/** What comes along with what is typed: an image, and what its button told: a price, or that a moderator is asked. */
type Along = {
  readonly image: Attached | null;
  readonly agreedMicroUsd: number | null;
  readonly asksModerator: ApprovalReason | null;
};

export type Outcome =
  /** It is in the channel for everybody who may see it. */
  | { readonly kind: 'taken' }
  /** `compose` is what stands in the box then, to be put right. */
  | { readonly kind: 'said'; readonly said: Said; readonly compose: string | null }
  /** Nothing but what stands in the box then. */
  | { readonly kind: 'form'; readonly compose: string };

type Deps = Pick<ConsoleDeps, 'answer' | 'press' | 'decide' | 'wake' | 'clock' | 'engines' | 'engineNames'> & {
  readonly store: Pick<ConsoleDeps['store'], 'job'>;
  readonly messages: Pick<Messages, 'put'>;
  readonly inputs: Pick<InputSources, 'mediaKeyOf'>;
  readonly onChange: (version: number) => void;
};

/** What people type and press, led to an answer and to the channel. */
export function createSay(deps: Deps) {
  async function post(key: string, body: Body, author: UserId, isPrivate: boolean): Promise<void> {
    const message = { ...general, key, onlyFor: isPrivate ? author : null, author, body: writeBody(body) };
    const { version } = await deps.messages.put(message, deps.clock.nowMs());
    deps.onChange(version);
  }

  async function settle(answer: Answer, asker: Asker, bodyOf: () => Body | Promise<Body>): Promise<Outcome> {
    switch (answer.kind) {
      case 'taken': {
        const { visibility, userId } = answer.request;
        try {
          await post(`asked:${asker.inboundKey}`, await bodyOf(), userId, visibility === 'private');
        } finally {
          deps.wake();
        }
        return { kind: 'taken' };
      }
      case 'said':
        return { kind: 'said', said: { view: answer.view, clip: null, file: null }, compose: null };
      case 'clip':
        return {
          kind: 'said',
          said: { view: answer.view, clip: shownClip(answer.clip, null), file: null },
          compose: null,
        };
      case 'file':
        return { kind: 'said', said: { view: answer.view, clip: null, file: answer.file }, compose: null };
      case 'form':
        return { kind: 'form', compose: composed(answer) };
    }
  }

  /** A decision starts nothing of the moderator's own, so nothing of it is posted but what the desk shows. */
  function settleDecision(answer: Answer): Outcome {
    if (answer.kind === 'form') return { kind: 'form', compose: composed(answer) };
    deps.wake();
    return answer.kind === 'taken'
      ? { kind: 'taken' }
      : { kind: 'said', said: { view: answer.view, clip: null, file: null }, compose: null };
  }

  return {
    async command(voice: Voice, text: string, { image, agreedMicroUsd, asksModerator }: Along): Promise<Outcome> {
      const typed = text.trim();
      const parsed = parse(typed, { engines: deps.engineNames(), engineAliases: engineAliases(deps.engines) });
      if (!parsed) return { kind: 'said', said: { view: unknown(typed), clip: null, file: null }, compose: text };
      const command = withOurFiles(image === null ? parsed : withImage(parsed, image.source), deps.inputs);
      const speaker = askerOf(voice, image === null ? typed : `${typed}\n${image.content}`);
      const asker = {
        ...speaker,
        ...(agreedMicroUsd !== null && { agreedMicroUsd }),
        ...(asksModerator !== null && { asksModerator }),
      };
      const outcome = await settle(await deps.answer(command, asker), asker, () => ({
        kind: 'command',
        by: { name: voice.person.name },
        typed: asShown(typed),
        hasImage: image !== null,
      }));
      return outcome.kind === 'said' && command.kind === 'mistake' ? { ...outcome, compose: text } : outcome;
    },

    async press(voice: Voice, pressed: string): Promise<Outcome | null> {
      const asker = askerOf(voice, pressed);
      const decision = readDecision(pressed);
      if (decision) return settleDecision(await deps.decide(decision, asker));
      const press = readPress(pressed);
      if (!press) return null;
      return settle(await deps.press(press, asker), asker, async () => ({
        kind: 'pressed',
        by: { name: voice.person.name },
        label: labelOf(press.action, asker.locale),
        number: (await deps.store.job(press.jobs[0]))?.number ?? null,
      }));
    },
  };
}

/** In the box, what takes a prompt a line begins with one of its own. */
function composed({ command, typed }: Typed): string {
  const between = command === 'videos batch' ? '\n' : ' ';
  return typed === '' && between === ' ' ? `/${command}` : `/${command}${between}${typed}`;
}

const presses: readonly PressAction[] = ['cancel', 'again', 'edit', 'hd', 'continue', 'delete', 'delete_now'];
/** No button is about more than the videos of one request. */
const pressJobsMax = requestDefaults.batchMax;
const pressCharsMax = 600;

/** What a button of ours sends: what to do, and the ids of the jobs. Null for anything else. */
function readPress(pressed: string): Press | null {
  if (pressed.length > pressCharsMax) return null;
  const [name = '', ...ids] = pressed.split(' ');
  const action = presses.find((each) => each === name);
  const price = /^p(\d{1,12})$/.exec(ids.at(-1) ?? '')?.[1];
  const jobs = new Set(ids.filter((id): id is JobId => isId('job', id)));
  const [first, ...others] = jobs;
  if (!action || !first || jobs.size > pressJobsMax) return null;
  return { action, jobs: [first, ...others], agreedMicroUsd: price === undefined ? undefined : Number(price) };
}

const decisions: readonly ApprovalAction[] = ['approve', 'approve_with', 'deny'];

/** What a button of an ask sends. Null for anything else. */
function readDecision(pressed: string): Decide | null {
  const [name = '', id = '', ...more] = pressed.split(' ');
  const action = decisions.find((each) => each === name);
  return action && isId('approval', id) && more.length === 0 ? { action, approvalId: id } : null;
}

/** What somebody typed, as others see it: clean, and no longer than one reads. */
function asShown(typed: string): string {
  return shorten(cleanText(typed), typedCharsShown);
}

function parse(typed: string, context: ParseContext): Command | null {
  const [, name = '', rest = ''] = /^\/([a-z-]+)(?:\s+([^]*))?$/i.exec(typed) ?? [];
  const root = name.toLowerCase();
  return isRootName(root) ? parseText(root, rest, { ...context, channels: channelsByName }) : null;
}

/** An attached image counts unless the text names another. */
function withImage(command: Command, source: string): Command {
  if (command.kind !== 'video') return command;
  const [first, ...others] = command.asks.map((ask) => ({
    ...ask,
    input: ask.input ?? { kind: 'image' as const, source, mediaKey: null },
  }));
  return first ? { ...command, asks: [first, ...others] } : command;
}

/** What was attached here is in our own media already, and verified: nothing has to be copied. */
function withOurFiles(command: Command, { mediaKeyOf }: Deps['inputs']): Command {
  if (command.kind !== 'video') return command;
  const [first, ...others] = command.asks.map((ask) => ({
    ...ask,
    input: ask.input && { ...ask.input, mediaKey: mediaKeyOf(ask.input.source) },
  }));
  return first ? { ...command, asks: [first, ...others] } : command;
}

/** The key counts for one person and one wording: a page that comes back from the browser's memory may say something new. */
function askerOf({ person, locale, key }: Voice, wording: string): Asker {
  const digest = createHash('sha256').update(wording).digest('hex').slice(0, 16);
  return {
    person: personOf(person),
    role: person.role,
    destination: destinationIn(general),
    attachesImages: true,
    locale,
    inboundKey: `console:${person.who}:${key}:${digest}`,
  };
}

const rootNames = Object.keys(commands);
/** What people leave the root out of: `/list` for `/videos list`. */
const shortNames = Object.keys(commands.videos.commands);
const nameCharsShown = 40;

/** Words without a command, or with a name that none has. */
function unknown(typed: string): Said['view'] {
  const [, name] = /^\/(\S*)/.exec(typed) ?? [];
  if (name === undefined) return hint(words.plainText);
  if (name === '') return hint(words.lonelySlash);
  // Of two that are as near, the one of the same length: letters are swapped more often than left out.
  const names = [...rootNames, ...shortNames].toSorted(
    (one, other) => lengthsApart(one, name) - lengthsApart(other, name),
  );
  const near = nearestWord(name, names);
  const there = say`There is no ${code(`/${shorten(cleanText(name), nameCharsShown)}`)}.`;
  if (near === null) return hint(there);
  const meant = code(rootNames.includes(near) ? `/${near}` : `/videos ${near}`);
  return spoken(say`${there} Did you mean ${meant}?`, [], 'note');
}

function lengthsApart(one: string, other: string): number {
  return Math.abs(one.length - other.length);
}

function hint(title: string | Text): Said['view'] {
  const example = say`Such as ${code('/video a red ball rolls across a wooden floor')}. ${code('/videos help')} shows what else there is.`;
  return spoken(partsOf(title), [example], 'note');
}

function labelOf(action: PressAction, locale: string): string {
  const { buttons } = catalogueFor(locale);
  switch (action) {
    case 'again':
      return buttons.again;
    case 'continue':
      return buttons.goOn(null);
    case 'hd':
      return buttons.hd(null);
    case 'cancel':
    case 'edit':
    case 'delete':
    case 'delete_now':
      return action.toUpperCase();
  }
}
