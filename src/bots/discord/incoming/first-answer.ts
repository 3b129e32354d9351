import { MessageFlags } from 'discord.js';
import type { Draft } from '../draw/draft.ts';
import type { Answerable } from './answerable.ts';
import { answerMsMax, attempt } from './attempt.ts';
import { bodyOf } from './body-of.ts';
import type { Incoming } from './deps.ts';
import { giveLater, promise, wentWrong } from './later-answer.ts';
import { findStatus, noteStatus } from './note-status.ts';
import type { Reply } from './reply.ts';

const withinMs = answerMsMax.first;

/** The first word on an event. */
export async function give(interaction: Answerable, reply: Reply, deps: Incoming): Promise<void> {
  switch (reply.kind) {
    case 'seen':
      return;
    case 'said':
      return say(interaction, reply.draft, deps);
    case 'form': {
      if (interaction.isModalSubmit()) throw new TypeError('expected no form to lead to another form');
      await attempt({ what: 'open a form', withinMs, call: () => interaction.showModal(reply.form) }, deps);
      return;
    }
    case 'clip':
    case 'file': {
      const given = await promise(interaction, 'private', deps);
      if (given) await giveLater(interaction, reply, given, deps);
      return;
    }
    case 'status':
      return showStatus(interaction, reply, deps);
  }
}

async function showStatus(
  interaction: Answerable,
  { draft, requestId, instead }: Extract<Reply, { kind: 'status' }>,
  deps: Incoming,
): Promise<void> {
  const call = () => interaction.reply({ ...bodyOf(draft), withResponse: true });
  const shown = await attempt({ what: 'show the status', withinMs, call }, deps);
  switch (shown.kind) {
    case 'done': {
      const { resource, interaction: answered } = shown.value;
      const messageId = resource?.message?.id ?? answered.responseMessageId;
      if (messageId === null) await findStatus(interaction, requestId, false, deps);
      else await noteStatus(interaction, requestId, messageId, deps);
      return;
    }
    case 'answered':
      if (shown.isPerhapsOurs) await findStatus(interaction, requestId, false, deps);
      return;
    case 'unheard':
      return findStatus(interaction, requestId, false, deps);
    case 'refused':
      return say(interaction, instead, deps);
    case 'message_gone':
    case 'over':
      return;
  }
}

/** To the asker alone. Where what they typed is not let through to them, they are told at least that. */
export async function say(interaction: Answerable, draft: Draft, deps: Incoming): Promise<void> {
  const to = (text: Draft) =>
    attempt(
      { what: 'answer', withinMs, call: () => interaction.reply({ ...bodyOf(text), flags: MessageFlags.Ephemeral }) },
      deps,
    );
  const said = await to(draft);
  if (said.kind === 'refused') await to(wentWrong(interaction));
}

/** Puts the answer in the place of the message whose button or menu was used. */
export async function giveInPlace(interaction: Answerable, reply: Reply, deps: Incoming): Promise<void> {
  if (reply.kind !== 'said' || !interaction.isMessageComponent()) return give(interaction, reply, deps);
  const call = () => interaction.update(bodyOf(reply.draft));
  const given = await attempt({ what: 'answer in place', withinMs, call }, deps);
  if (given.kind === 'refused' || given.kind === 'message_gone') await say(interaction, reply.draft, deps);
}
