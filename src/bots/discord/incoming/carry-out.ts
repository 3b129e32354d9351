import type { Destination } from '../../../core/destination.ts';
import type { ApprovalReason } from '../../../core/approval.ts';
import type { Answer } from '../../answered.ts';
import type { Command } from '../../grammar/command.ts';
import type { VideoForm } from '../../grammar/form-of.ts';
import { keptPrivate } from '../../kept-private.ts';
import { type Catalogue, catalogueFor } from '../../messages/catalogue.ts';
import { partsOf } from '../../messages/text.ts';
import { type RetryButton, spoken } from '../../view.ts';
import { openPanel } from '../setup/show-panel.ts';
import { troubleThere } from '../setup/trouble-there.ts';
import type { Answerable } from './answerable.ts';
import { answerWith, type Later } from './answering.ts';
import { askerAt, askerOf } from './asker-of.ts';
import type { Incoming } from './deps.ts';
import { presentDiscordHelp } from './help.ts';
import { inWords } from './in-words.ts';
import { whyNotHere } from './place.ts';
import { type About, type Reply, replyOf, saidReply, textReply } from './reply.ts';

export type Asked = {
  readonly command: Command;
  /** What a form would hold to change it; null for all but a video. */
  readonly form: VideoForm | null;
  /** Where a form from a direct message belongs; null for everything else. */
  readonly belongsAt: Destination | null;
  /** What it was to cost when they agreed to it. */
  readonly agreedMicroUsd?: number;
  /** A moderator is to be asked for it. */
  readonly asksModerator?: ApprovalReason;
  /** The answer takes the place of the message whose button it was. */
  readonly isInPlace?: boolean;
  /** Hears what it comes to, before that is told. */
  readonly onAnswer?: (answer: Answer) => void;
};

/** Does what was typed, and answers it. What cannot be posted where it is asked for is refused before anything is taken. */
export async function carryOut(interaction: Answerable, asked: Asked, deps: Incoming): Promise<void> {
  const { form, belongsAt } = asked;
  const { locale, channelId } = interaction;
  const command = belongsAt === null ? asked.command : keptPrivate(asked.command);
  const makesVideo = command.kind === 'video' || command.kind === 'again';
  const isPrivate = command.kind === 'video' && command.asks[0].private;
  const later: Later = asked.isInPlace === true ? 'in_place' : laterOf(command, isPrivate);

  const perform = async (): Promise<Reply> => {
    const words = catalogueFor(locale);
    const here: About = { asker: askerOf(interaction, deps), channelId, form, belongsAt };
    const why = makesVideo && !isPrivate ? whyNotHere(interaction, words) : null;
    if (why !== null) {
      const retry: RetryButton = { ...retryVideo, label: words.buttons.retry };
      return saidReply(spoken(partsOf(why), [], 'bad', form ? [retry] : []), here, deps);
    }
    // What needs nothing from us is answered anywhere.
    if (command.kind === 'help') return saidReply(presentDiscordHelp(command.topic, 'everybody', words), here, deps);
    if (command.kind === 'mistake' || command.kind === 'form') {
      return replyOf(await deps.answer(command, here.asker), here, deps);
    }
    const at = await askerAt(interaction, belongsAt, deps);
    if (at.kind === 'refused') return textReply(at.why);
    if (command.kind === 'admin' && command.command.kind === 'setup') {
      return openPanel(interaction, command.command, at.asker, deps);
    }
    if (command.kind === 'admin' && command.command.kind === 'help' && at.asker.role !== 'member') {
      return saidReply(presentDiscordHelp(command.command.topic, 'moderators', words), here, deps);
    }
    const { agreedMicroUsd, asksModerator } = asked;
    const agreeing = {
      ...at.asker,
      ...(agreedMicroUsd === undefined ? {} : { agreedMicroUsd }),
      ...(asksModerator === undefined ? {} : { asksModerator }),
    };
    const asker = makesVideo ? { ...agreeing, answersWithStatus: true as const } : agreeing;
    const answer = await deps.answer(command, asker);
    asked.onAnswer?.(answer);
    if (isDecision(command)) deps.wake();
    return replyOf(withTrouble(answer, command, interaction, words), { ...here, asker }, deps);
  };
  await answerWith(interaction, inWords(interaction, perform, deps), () => later, deps);
}

/** Which channels were chosen is only half of it: they hear at once where we cannot write in one. */
function withTrouble(answer: Answer, command: Command, { guild }: Answerable, words: Catalogue): Answer {
  if (answer.kind !== 'said' || command.kind !== 'admin' || command.command.kind !== 'settings') return answer;
  const { channels = null, logChannel = null, approvalChannel = null } = command.command.settings.change;
  const trouble = troubleThere({ channels, logChannel, approvalChannel }, guild, words);
  return { kind: 'said', view: { ...answer.view, lines: [...answer.view.lines, ...trouble] } };
}

/** What may start something, or end it. */
function isDecision(command: Command): boolean {
  return command.kind === 'admin' && (command.command.kind === 'approve' || command.command.kind === 'deny');
}

function laterOf(command: Command, isPrivate: boolean): Later {
  if (command.kind === 'form') return 'form';
  return command.kind === 'video' && !isPrivate ? 'public' : 'private';
}

/** Back to the form that was filled in, which holds the text itself. */
export const retryVideo = { action: 'retry', style: 'primary', command: 'video', typed: '' } as const;
