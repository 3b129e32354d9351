import { MessageFlags } from 'discord.js';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf } from '../../messages/text.ts';
import { spoken } from '../../view.ts';
import { type Draft, drawSaid } from '../draw/draft.ts';
import type { Answerable } from './answerable.ts';
import { answerMsMax, attempt, type Outcome } from './attempt.ts';
import { bodyOf } from './body-of.ts';
import type { Incoming } from './deps.ts';
import { findStatus, noteStatus } from './note-status.ts';
import { type Reply, textReply } from './reply.ts';
import { attachClip } from './show-clip.ts';
import { attachFile } from './show-file.ts';

/** Who sees that an answer comes; or that it takes the place of a message. */
export type Promised = 'public' | 'private' | 'in_place';

/** A promise that stands, or does perhaps. */
export type Given = {
  readonly promised: Promised;
  /** Not that of another process that answers the same event. */
  readonly isSurelyOurs: boolean;
};

const withinMs = answerMsMax.later;

export function tooSlow({ locale }: Answerable): Reply {
  return textReply(catalogueFor(locale).discordCommands.tooSlow());
}

/** Tells Discord that an answer comes; null when nobody can be answered any more, or somebody else does. */
export async function promise(interaction: Answerable, promised: Promised, deps: Incoming): Promise<Given | null> {
  const call = async (): Promise<void> => {
    if (promised === 'in_place' && interaction.isMessageComponent()) await interaction.deferUpdate();
    else await interaction.deferReply(promised === 'public' ? {} : { flags: MessageFlags.Ephemeral });
  };
  const deferred = await attempt({ what: 'promise an answer', withinMs: answerMsMax.first, call }, deps);
  switch (deferred.kind) {
    case 'done':
      return { promised, isSurelyOurs: true };
    case 'answered':
    case 'unheard':
      if (deferred.kind === 'answered' && !deferred.isPerhapsOurs) return null;
      // discord.js goes by what it has heard itself.
      interaction.deferred = true;
      return { promised, isSurelyOurs: false };
    case 'message_gone':
    case 'over':
    case 'refused':
      return null;
  }
}

/** The answer that was promised. */
export async function giveLater(interaction: Answerable, reply: Reply, given: Given, deps: Incoming): Promise<void> {
  const { promised } = given;
  switch (reply.kind) {
    case 'seen':
      if (promised !== 'in_place') await takeBack(interaction, deps);
      return;
    case 'form':
      return giveLater(interaction, tooSlow(interaction), given, deps);
    case 'said':
      if (promised === 'public') await toAskerInstead(interaction, reply.draft, deps);
      else await fill(interaction, reply.draft, deps);
      return;
    case 'clip':
      return attachClip(interaction, reply, deps);
    case 'file':
      return attachFile(interaction, reply, deps);
    case 'status':
      if (promised === 'public') await becomeStatus(interaction, reply, given, deps);
      else await fill(interaction, reply.instead, deps);
  }
}

async function becomeStatus(
  interaction: Answerable,
  { draft, requestId, instead }: Extract<Reply, { kind: 'status' }>,
  { isSurelyOurs }: Given,
  deps: Incoming,
): Promise<void> {
  const shown = await fill(interaction, draft, deps);
  switch (shown.kind) {
    case 'done':
      return noteStatus(interaction, requestId, shown.value.id, deps);
    case 'unheard':
      return findStatus(interaction, requestId, isSurelyOurs, deps);
    case 'refused':
      return toAskerInstead(interaction, instead, deps);
    case 'answered':
    case 'message_gone':
    case 'over':
      return;
  }
}

/** Everybody was promised something, and only the asker is to know what came of it. */
export async function toAskerInstead(interaction: Answerable, draft: Draft, deps: Incoming): Promise<void> {
  if (!(await takeBack(interaction, deps))) return;
  // Twice is better than not at all: nobody else sees it.
  const to = (text: Draft) =>
    attempt(
      {
        what: 'answer the asker',
        withinMs,
        call: () => interaction.followUp({ ...bodyOf(text), flags: MessageFlags.Ephemeral }),
      },
      deps,
    );
  const said = await to(draft);
  if (said.kind === 'refused') await to(wentWrong(interaction));
}

export function wentWrong({ locale }: Answerable): Draft {
  return drawSaid(spoken(catalogueFor(locale).answers.wentWrong(), [], 'bad'));
}

/** Whether the promise is certainly out of the way: what follows one that still stands takes its place, where everybody sees it. */
async function takeBack(interaction: Answerable, deps: Incoming): Promise<boolean> {
  const call = (): Promise<void> => interaction.deleteReply();
  const taken = await attempt({ what: 'take a promise back', withinMs, call }, deps);
  if (isAway(taken)) return true;
  if (taken.kind === 'over') return false;
  const words = catalogueFor(interaction.locale).discordCommands;
  return isAway(await fill(interaction, drawSaid(spoken(partsOf(words.toldAlone()), [], 'note')), deps));
}

function isAway({ kind }: Outcome<unknown>): boolean {
  return kind === 'done' || kind === 'message_gone';
}

function fill(interaction: Answerable, draft: Draft, deps: Incoming) {
  return attempt({ what: 'answer later', withinMs, call: () => interaction.editReply(bodyOf(draft)) }, deps);
}
