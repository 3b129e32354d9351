import { ComponentType, MessageFlags, MessageType, type APIMessageTopLevelComponent } from 'discord.js';
import { attachmentUrl } from '../cdn.ts';
import { isThread, type Attachment, type Interaction, type Message, type World } from '../world.ts';
import { botUser, userOf } from './user.ts';

type Json = Record<string, unknown>;

/** A message as it is read. Its nonce is no part of it: that is told once, to who posts. */
export function messageOf(world: World, message: Message): Json {
  const byBot = message.author.kind === 'bot';
  const mentions = mentionedIn(world, message);
  return {
    id: message.id,
    type: typeOf(message),
    channel_id: message.channel.id,
    author: message.author.kind === 'bot' ? botUser(world) : userOf(message.author.person),
    content: message.content,
    timestamp: new Date(message.createdAtMs).toISOString(),
    edited_timestamp: message.editedAtMs === null ? null : new Date(message.editedAtMs).toISOString(),
    tts: false,
    pinned: false,
    mention_everyone: message.mentions.everyone,
    mentions,
    mention_roles: [...message.mentions.roles],
    attachments: message.attachments.map((one) => attachmentOf(world, one, message)),
    embeds: [],
    components: shownComponents(message.components),
    flags: flagsOf(message),
    ...(byBot ? { application_id: world.applicationId } : {}),
    ...(message.interaction ? byInteraction(world, message.interaction, message) : {}),
    ...(message.replyTo === null
      ? {}
      : { message_reference: { type: 0, message_id: message.replyTo, channel_id: message.channel.id } }),
    ...(isThread(message.channel) ? { position: [...message.channel.messages.keys()].indexOf(message.id) } : {}),
  };
}

function typeOf(message: Message): MessageType {
  if (message.interaction?.kind === 'command' && message.interaction.original === message) {
    return message.interaction.menuOf === null ? MessageType.ChatInputCommand : MessageType.ContextMenuCommand;
  }
  return message.replyTo === null ? MessageType.Default : MessageType.Reply;
}

function byInteraction(world: World, interaction: Interaction, message: Message): Json {
  const followsUp = interaction.original !== null && interaction.original !== message;
  return {
    webhook_id: world.applicationId,
    interaction_metadata: {
      ...metadataOf(interaction),
      ...(followsUp ? { original_response_message_id: interaction.original?.id } : {}),
    },
  };
}

function metadataOf(interaction: Interaction): Json {
  return {
    id: interaction.id,
    type: { command: 2, component: 3, autocomplete: 4, form: 5 }[interaction.kind],
    user: userOf(interaction.person),
    authorizing_integration_owners: { '0': interaction.channel.guild?.id ?? '0' },
    ...(interaction.kind === 'command'
      ? { name: interaction.commandName, command_type: interaction.menuOf ? 3 : 1 }
      : {}),
    ...(interaction.menuOf ? { target_message_id: interaction.menuOf.id } : {}),
    ...(interaction.kind === 'component' ? { interacted_message_id: interaction.source?.id } : {}),
    ...(interaction.opener ? { triggering_interaction_metadata: metadataOf(interaction.opener) } : {}),
  };
}

export function flagsOf(message: Message): number {
  return (
    message.flags | (message.ephemeralFor ? MessageFlags.Ephemeral : 0) | (message.loading ? MessageFlags.Loading : 0)
  );
}

function attachmentOf(world: World, attachment: Attachment, message: Message): Json {
  const folder = message.ephemeralFor ? 'ephemeral-attachments' : 'attachments';
  return {
    ...attachmentFields(attachment),
    url: attachmentUrl(world, attachment, folder, message.channel.id),
    proxy_url: attachmentUrl(world, attachment, folder, message.channel.id),
    ...(message.ephemeralFor ? { ephemeral: true } : {}),
  };
}

export function attachmentFields(attachment: Attachment): Json {
  return {
    id: attachment.id,
    filename: attachment.filename,
    size: attachment.bytes.length,
    content_type: attachment.contentType,
    ...(attachment.description === null ? {} : { description: attachment.description }),
  };
}

function mentionedIn(world: World, message: Message): Json[] {
  return message.mentions.people.flatMap((id) => {
    const person = world.people.get(id);
    return person ? [userOf(person)] : [];
  });
}

/** Discord numbers the components of a message, rows included, in the order in which they are read. */
function shownComponents(components: readonly APIMessageTopLevelComponent[]): unknown[] {
  let id = 0;
  return components.map((component) => {
    id += 1;
    if (component.type !== ComponentType.ActionRow) return { ...component, id };
    const rowId = id;
    const inside = component.components.map((one) => {
      id += 1;
      return { ...one, id };
    });
    return { ...component, id: rowId, components: inside };
  });
}
