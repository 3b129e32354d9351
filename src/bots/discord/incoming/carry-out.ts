import type { Destination } from '../../../core/destination.ts';
import type { Command } from '../../grammar/command.ts';
import type { VideoForm } from '../../grammar/form-of.ts';
import { keptPrivate } from '../../kept-private.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf } from '../../messages/text.ts';
import { type RetryButton, spoken } from '../../view.ts';
import { openPanel } from '../setup/show-panel.ts';
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
  /** Hears that videos were taken in, before that is answered. */
  readonly onTaken?: () => void;
};

/** Does what was typed, and answers it. What cannot be posted where it is asked for is refused before anything is taken. */
export async function carryOut(interaction: Answerable, asked: Asked, deps: Incoming): Promise<void> {
  const { form, belongsAt } = asked;
  const { locale, channelId } = interaction;
  const command = belongsAt === null ? asked.command : keptPrivate(asked.command);
  const makesVideo = command.kind === 'video' || command.kind === 'again';
  const isPrivate = command.kind === 'video' && command.asks[0].private;
  const later: Later = laterOf(command, isPrivate);

  const perform = async (): Promise<Reply> => {
    const words = catalogueFor(locale);
    const here: About = { asker: askerOf(interaction), channelId, form, belongsAt };
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
    const { agreedMicroUsd } = asked;
    const agreeing = agreedMicroUsd === undefined ? at.asker : { ...at.asker, agreedMicroUsd };
    const asker = makesVideo ? { ...agreeing, answersWithStatus: true as const } : agreeing;
    const answer = await deps.answer(command, asker);
    if (answer.kind === 'taken') asked.onTaken?.();
    return replyOf(answer, { ...here, asker }, deps);
  };
  await answerWith(interaction, inWords(interaction, perform, deps), () => later, deps);
}

function laterOf(command: Command, isPrivate: boolean): Later {
  if (command.kind === 'form') return 'form';
  return command.kind === 'video' && !isPrivate ? 'public' : 'private';
}

/** Back to the form that was filled in, which holds the text itself. */
export const retryVideo = { action: 'retry', style: 'primary', command: 'video', typed: '' } as const;
