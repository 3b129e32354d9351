import type { Message, MessageContextMenuCommandInteraction } from 'discord.js';
import type { VideoForm } from '../../grammar/form-of.ts';
import { optionsOutOfPrompt } from '../../grammar/prompt-field.ts';
import { sanitisePrompt } from '../../grammar/prompt-text.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { en } from '../../messages/en.ts';
import { answerWith } from './answering.ts';
import { askerAt } from './asker-of.ts';
import type { Incoming } from './deps.ts';
import { inWords } from './in-words.ts';
import { jobsAt } from './jobs-at.ts';
import { removeClip } from './remove-clip.ts';
import { openForm, type Reply, replyOf, textReply } from './reply.ts';

/** The menu of a message. Discord names its entries in English, whatever people see. */
export async function onMenu(interaction: MessageContextMenuCommandInteraction, deps: Incoming): Promise<void> {
  switch (interaction.commandName) {
    case en.discordCommands.menus.makeVideo:
      return answerWith(
        interaction,
        inWords(interaction, () => makeVideo(interaction, deps), deps),
        () => 'form',
        deps,
      );
    case en.discordCommands.menus.removeClip:
      return answerWith(
        interaction,
        inWords(interaction, () => removeClip(interaction, deps), deps),
        () => 'private',
        deps,
      );
    default:
      return answerWith(
        interaction,
        inWords(interaction, async () => unknown(interaction), deps),
        () => 'private',
        deps,
      );
  }
}

/** Of an earlier version, until Discord has forgotten it. */
function unknown({ locale }: MessageContextMenuCommandInteraction): Reply {
  return textReply(catalogueFor(locale).taking.unknownButton());
}

async function makeVideo(interaction: MessageContextMenuCommandInteraction, deps: Incoming): Promise<Reply> {
  const at = await askerAt(interaction, null, deps);
  if (at.kind === 'refused') return textReply(at.why);
  const { targetMessage, client, channelId, locale } = interaction;
  if (targetMessage.author.id === client.user.id) {
    const [job, ...others] = jobsAt(targetMessage);
    if (job === undefined || others.length > 0) return textReply(catalogueFor(locale).taking.noPromptThere());
    const about = { asker: at.asker, channelId, form: null, belongsAt: null };
    return replyOf(await deps.press({ action: 'edit', jobs: [job] }, at.asker), about, deps);
  }
  const kept = { kind: 'video', form: formFrom(targetMessage), at: null } as const;
  return { kind: 'form', form: openForm(kept, at.asker, deps) };
}

/** What a message says, with its first image. */
function formFrom(message: Message): VideoForm {
  const { attachments } = message;
  const image = attachments.find(({ contentType }) => contentType?.startsWith('image/') ?? false);
  return optionsOutOfPrompt({
    prompt: sanitisePrompt(withNames(message)),
    options: '',
    input: image ? { kind: 'image', source: image.url, mediaKey: null } : null,
  });
}

const mention = /<(@!?|@&|#)(\d{15,20})>/gu;
const emoji = /<a?:(\w{1,32}):\d{15,20}>/gu;

/** As people see it: whom and what it mentions by name. What has none is left out: an id shows nothing in a video. */
function withNames({ content, mentions, guild }: Message): string {
  return content
    .replace(mention, (_, kind: string, id: string) => {
      if (kind === '#') return guild?.channels.cache.get(id)?.name ?? '';
      if (kind === '@&') return guild?.roles.cache.get(id)?.name ?? '';
      return mentions.members?.get(id)?.displayName ?? mentions.users.get(id)?.displayName ?? '';
    })
    .replace(emoji, '$1');
}
