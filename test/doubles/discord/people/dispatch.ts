import { InteractionType } from 'discord.js';
import { channelOf, memberOf } from '../payload/guild.ts';
import { messageOf } from '../payload/message.ts';
import { userOf } from '../payload/user.ts';
import { botPermissionsIn, personPermissionsIn } from '../permissions.ts';
import { join } from '../places.ts';
import { fileBytesMax } from '../rules.ts';
import type { Channel, Interaction, InteractionKind, Message, Person, World } from '../world.ts';

type Json = Record<string, unknown>;

export interface NewInteraction {
  readonly kind: InteractionKind;
  readonly person: Person;
  readonly channel: Channel;
  readonly data: Json;
  readonly commandName?: string;
  readonly source?: Message | null;
  readonly menuOf?: Message | null;
  readonly opener?: Interaction;
}

const types: Readonly<Record<InteractionKind, InteractionType>> = {
  command: InteractionType.ApplicationCommand,
  component: InteractionType.MessageComponent,
  autocomplete: InteractionType.ApplicationCommandAutocomplete,
  form: InteractionType.ModalSubmit,
};

/** Makes an interaction and sends it to the bot, if it listens. */
export function dispatchInteraction(world: World, made: NewInteraction): Interaction {
  const id = world.snowflakes.next();
  const token = Buffer.from(`interaction:${id}:${'k'.repeat(90)}`).toString('base64url');
  const interaction: Interaction = {
    id,
    token,
    kind: made.kind,
    person: made.person,
    channel: made.channel,
    atMs: world.clock.nowMs(),
    commandName: made.commandName ?? null,
    source: made.source ?? null,
    menuOf: made.menuOf ?? null,
    opener: made.opener ?? null,
    sentAtRealMs: performance.now(),
    acknowledgedAtRealMs: null,
    payload: payloadOf(world, made, id, token),
    acknowledgement: null,
    original: null,
    followUps: [],
  };
  world.interactions.set(id, interaction);
  world.interactionsByToken.set(token, interaction);
  deliver(world, interaction);
  return interaction;
}

/** Sends it, once more where it was sent before: the same payload, and the time runs since the first. */
export function deliver(world: World, interaction: Interaction): void {
  // With an endpoint for interactions set, the gateway gets none.
  if (world.interactionsEndpointUrl !== null) return;
  world.dispatch(interaction.channel.guild?.id ?? null, 'INTERACTION_CREATE', interaction.payload);
}

function payloadOf(world: World, made: NewInteraction, id: string, token: string): Json {
  const { person, channel } = made;
  const guild = channel.guild;
  return {
    id,
    application_id: world.applicationId,
    type: types[made.kind],
    token,
    version: 1,
    entitlements: [],
    authorizing_integration_owners: { '0': guild?.id ?? '0' },
    context: guild ? 0 : 1,
    attachment_size_limit: guild?.attachmentSizeLimit ?? fileBytesMax,
    app_permissions: String(botPermissionsIn(world, channel)),
    locale: person.locale,
    channel_id: channel.id,
    channel: partialChannel(world, channel, person),
    data: made.data,
    ...(guild
      ? {
          guild_id: guild.id,
          guild_locale: guild.locale,
          guild: { id: guild.id, locale: guild.locale, features: [] },
          member: {
            ...memberOf(guild.members.get(person.id) ?? join(world, person, guild)),
            permissions: String(personPermissionsIn(person, channel)),
          },
        }
      : { user: userOf(person) }),
    ...(made.source ? { message: messageOf(world, made.source) } : {}),
  };
}

function partialChannel(world: World, channel: Channel, person: Person): Json {
  const { permission_overwrites: _, ...rest } = channelOf(world, channel);
  return channel.guild ? { ...rest, permissions: String(personPermissionsIn(person, channel)) } : rest;
}
