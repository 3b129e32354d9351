import { MessageFlags } from 'discord.js';
import type { RequestId } from '../../../core/ids.ts';
import { SECOND } from '../../../core/time.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { spoken } from '../../view.ts';
import { type Draft, drawSaid } from '../draw/draft.ts';
import { inboundKeyOf, messageRefOf } from '../places.ts';
import type { Answerable } from './answerable.ts';
import { attempt, attemptTwice, isRefused } from './attempt.ts';
import { bodyOf } from './body-of.ts';
import type { Incoming } from './deps.ts';
import { type Reply, textReply } from './reply.ts';
import { attachClip } from './show-clip.ts';
import { within } from './within.ts';

/** How Discord is told that an answer comes later. `form`: not at all, because a form cannot come later. */
export type Later = 'public' | 'private' | 'in_place' | 'form';

/** Discord waits for 3 s, and the way there takes its part of them. */
const answerMs = 1 * SECOND;
const formMs = 2.5 * SECOND;

const forAsker = { flags: MessageFlags.Ephemeral } as const;

/**
 * Answers an event with what `work` comes to: at once when it is quick, otherwise later, as `later` says by then. What
 * a public promise turns out to refuse is taken back, and said to the asker alone.
 */
export async function answerWith(
  interaction: Answerable,
  work: Promise<Reply>,
  later: () => Later,
  deps: Incoming,
): Promise<void> {
  const first = await within(later() === 'form' ? formMs : answerMs, work, deps.clock);
  if (first.inTime)
    return later() === 'in_place' ? giveInPlace(interaction, first.value, deps) : give(interaction, first.value, deps);
  const promised = later();
  switch (promised) {
    case 'form':
      return give(interaction, tooSlow(interaction), deps);
    case 'public':
    case 'private':
    case 'in_place':
      if (await promise(interaction, promised, deps)) await giveLater(interaction, await work, promised, deps);
  }
}

function tooSlow({ locale }: Answerable): Reply {
  return textReply(catalogueFor(locale).discordCommands.tooSlow());
}

/** Tells Discord that an answer comes; false when nobody can be answered any more, or somebody else does. */
async function promise(interaction: Answerable, later: Exclude<Later, 'form'>, { log }: Incoming): Promise<boolean> {
  let tries = 0;
  const deferred = await attemptTwice('promise an answer', log, async () => {
    tries += 1;
    if (later === 'in_place' && interaction.isMessageComponent()) await interaction.deferUpdate();
    else await interaction.deferReply(later === 'public' ? {} : forAsker);
  });
  const wasHeard = deferred.kind === 'answered' && tries > 1;
  // discord.js goes by what it has heard itself.
  if (wasHeard) interaction.deferred = true;
  return deferred.kind === 'done' || wasHeard;
}

/** The first word on an event. */
async function give(interaction: Answerable, reply: Reply, deps: Incoming): Promise<void> {
  const { log } = deps;
  switch (reply.kind) {
    case 'seen':
      return;
    case 'said':
      return say(interaction, reply.draft, deps);
    case 'form': {
      if (interaction.isModalSubmit()) throw new TypeError('expected no form to lead to another form');
      await attemptTwice('open a form', log, () => interaction.showModal(reply.form));
      return;
    }
    case 'clip':
      if (await promise(interaction, 'private', deps)) await giveLater(interaction, reply, 'private', deps);
      return;
    case 'status': {
      const shown = await attemptTwice('show the status', log, () =>
        interaction.reply({ ...bodyOf(reply.draft), withResponse: true }),
      );
      if (shown.kind === 'done') {
        const { resource, interaction: answered } = shown.value;
        const messageId = resource?.message?.id ?? answered.responseMessageId;
        await noteStatus(interaction, reply.requestId, messageId, deps);
      } else if (isRefused(shown)) {
        await say(interaction, reply.instead, deps);
      }
    }
  }
}

/** To the asker alone. Where what they typed is not let through to them, they are told at least that. */
async function say(interaction: Answerable, draft: Draft, { log }: Incoming): Promise<void> {
  const to = (text: Draft) => attemptTwice('answer', log, () => interaction.reply({ ...bodyOf(text), ...forAsker }));
  const said = await to(draft);
  if (isRefused(said)) await to(drawSaid(spoken(catalogueFor(interaction.locale).answers.wentWrong(), [], 'bad')));
}

/** For what was not foreseen: says so, if nothing was said yet. */
export async function apologise(interaction: Answerable, deps: Incoming): Promise<void> {
  const { answers } = catalogueFor(interaction.locale);
  if (interaction.replied) return;
  const draft = drawSaid(spoken(answers.wentWrong(), [], 'bad'));
  if (interaction.deferred) await toAskerInstead(interaction, draft, deps);
  else await say(interaction, draft, deps);
}

/** Puts the answer in the place of the message whose button or menu was used. */
async function giveInPlace(interaction: Answerable, reply: Reply, deps: Incoming): Promise<void> {
  if (reply.kind !== 'said' || !interaction.isMessageComponent()) return give(interaction, reply, deps);
  const given = await attemptTwice('answer in place', deps.log, () => interaction.update(bodyOf(reply.draft)));
  if (isRefused(given) || given.kind === 'message_gone') await say(interaction, reply.draft, deps);
}

/** The answer that was promised. */
async function giveLater(
  interaction: Answerable,
  reply: Reply,
  promised: 'public' | 'private' | 'in_place',
  deps: Incoming,
): Promise<void> {
  const { log } = deps;
  const edit = (draft: Draft) => attemptTwice('answer later', log, () => interaction.editReply(bodyOf(draft)));
  switch (reply.kind) {
    case 'seen':
      if (promised !== 'in_place') await attemptTwice('take a promise back', log, () => interaction.deleteReply());
      return;
    case 'form':
      return giveLater(interaction, tooSlow(interaction), promised, deps);
    case 'said':
      if (promised === 'public') await toAskerInstead(interaction, reply.draft, deps);
      else await edit(reply.draft);
      return;
    case 'clip':
      await attachClip(interaction, reply, deps);
      return;
    case 'status': {
      if (promised !== 'public') {
        await edit(reply.instead);
        return;
      }
      const shown = await edit(reply.draft);
      if (shown.kind === 'done') await noteStatus(interaction, reply.requestId, shown.value.id, deps);
      else if (isRefused(shown)) await toAskerInstead(interaction, reply.instead, deps);
    }
  }
}

/** Everybody was promised something, and only the asker is to know what came of it. */
async function toAskerInstead(interaction: Answerable, draft: Draft, { log }: Incoming): Promise<void> {
  await attemptTwice('take a promise back', log, () => interaction.deleteReply());
  await attempt('answer the asker', log, () => interaction.followUp({ ...bodyOf(draft), ...forAsker }));
}

/** Remembers which message the status is. Where that fails, it is found again by the event that it answers. */
async function noteStatus(
  { id, applicationId, token, channelId }: Answerable,
  requestId: RequestId,
  messageId: string | null,
  { openAnswers, noteAnswer, log }: Incoming,
): Promise<void> {
  if (messageId === null || channelId === null) {
    log.warn('Discord did not say which message the status is', { interaction: id, request: requestId });
    return;
  }
  const message = messageRefOf(channelId, messageId);
  openAnswers.keep(message, { applicationId, token, inboundKey: inboundKeyOf(id) });
  try {
    await noteAnswer(requestId, message);
  } catch (error) {
    log.error('which message the status is could not be noted', error, { request: requestId });
  }
}
