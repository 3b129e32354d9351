import { InteractionResponseType, InteractionType, MessageFlags } from 'discord.js';
import { invalidField, refuse } from '../api-error.ts';
import { editMessage, postMessage, postPlaceholder, removeMessage } from '../messages.ts';
import { messageOf } from '../payload/message.ts';
import { acknowledgeWithinMs, interactionTokenMs } from '../rules.ts';
import { callbackFor, callbackQuery, type Callback } from '../schema/callback.ts';
import { shownForm } from '../schema/form.ts';
import { interactionMessage, interactionMessageEdit } from '../schema/message.ts';
import type { Acknowledgement, Interaction, Message } from '../world.ts';
import { needActive } from './access.ts';
import { param, parseBody, parseQuery, type Answer, type Call, type Route } from './route.ts';

const hook = '/webhooks/:application/:token';

/** What is done with the token of an interaction. None of it needs the bot's token, or a right of the bot. */
export const interactionRoutes: readonly Route[] = [
  {
    name: 'interaction.callback',
    method: 'POST',
    path: '/interactions/:id/:token/callback',
    proof: 'token',
    run: answer,
  },
  { name: 'interaction.followUp', method: 'POST', path: hook, proof: 'token', run: followUp },
  { name: 'interaction.read', method: 'GET', path: `${hook}/messages/:message`, proof: 'token', run: read },
  { name: 'interaction.edit', method: 'PATCH', path: `${hook}/messages/:message`, proof: 'token', run: edit },
  { name: 'interaction.delete', method: 'DELETE', path: `${hook}/messages/:message`, proof: 'token', run: remove },
];

const types: Readonly<Record<Interaction['kind'], InteractionType>> = {
  command: InteractionType.ApplicationCommand,
  component: InteractionType.MessageComponent,
  autocomplete: InteractionType.ApplicationCommandAutocomplete,
  form: InteractionType.ModalSubmit,
};

function answer(call: Call): Answer {
  const { world } = call;
  const interaction = world.interactions.get(param(call, 'id'));
  const withResponse = parseQuery(callbackQuery, call).with_response === 'true';
  if (!interaction || interaction.token !== param(call, 'token')) throw refuse('unknown_interaction');
  if (interaction.acknowledgement) throw refuse('already_acknowledged');
  if (world.clock.nowMs() - interaction.atMs > acknowledgeWithinMs) throw refuse('unknown_interaction');
  if (interaction.channel.deleted) throw refuse('unknown_channel');
  const body = parseBody(callbackFor(interaction.kind, interaction.source !== null), call);
  interaction.acknowledgement = acknowledge(call, interaction, body);
  interaction.acknowledgedAtRealMs = performance.now();
  if (!withResponse) return { status: 204 };
  const { original } = interaction;
  const made =
    body.type === InteractionResponseType.ChannelMessageWithSource ||
    body.type === InteractionResponseType.UpdateMessage;
  return {
    status: 200,
    body: {
      interaction: {
        id: interaction.id,
        type: types[interaction.kind],
        ...(original
          ? {
              response_message_id: original.id,
              response_message_loading: original.loading,
              response_message_ephemeral: original.ephemeralFor !== null,
            }
          : {}),
      },
      resource: { type: body.type, ...(made && original ? { message: messageOf(world, original) } : {}) },
    },
  };
}

function acknowledge(call: Call, interaction: Interaction, body: Callback): Acknowledgement {
  const { world, files } = call;
  switch (body.type) {
    case InteractionResponseType.ChannelMessageWithSource: {
      const ephemeral = isEphemeral(body.data.flags);
      if (!ephemeral) needActive(world, interaction.channel);
      interaction.original = postMessage(world, {
        channel: interaction.channel,
        fields: body.data,
        files,
        context: 'interaction',
        interaction,
        ephemeralFor: ephemeral ? interaction.person : null,
      });
      return { kind: 'message', ephemeral };
    }
    case InteractionResponseType.DeferredChannelMessageWithSource: {
      const ephemeral = isEphemeral(body.data?.flags);
      if (!ephemeral) needActive(world, interaction.channel);
      interaction.original = postPlaceholder(world, interaction, ephemeral);
      return { kind: 'deferred', ephemeral };
    }
    case InteractionResponseType.DeferredMessageUpdate:
      interaction.original = interaction.source;
      return { kind: 'deferred_update' };
    case InteractionResponseType.UpdateMessage: {
      const source = interaction.source;
      if (!source || source.deleted) throw refuse('unknown_message');
      needActive(world, source.channel);
      editMessage(world, source, body.data, files, 'interaction');
      interaction.original = source;
      return { kind: 'update' };
    }
    case InteractionResponseType.ApplicationCommandAutocompleteResult:
      return { kind: 'choices', choices: body.data.choices.map(({ name, value }) => ({ name, value })) };
    case InteractionResponseType.Modal:
      return { kind: 'form', form: shownForm(body.data) };
  }
}

/** While the placeholder waits, a follow-up fills it, and is seen by whom the placeholder is seen by. */
function followUp(call: Call): Answer {
  const { world, files } = call;
  if ([...call.query.keys()].some((key) => key !== 'wait')) {
    throw invalidField([[...call.query.keys()].join()], 'Only wait is known here, and it is always true.');
  }
  const interaction = interactionFor(call);
  const body = parseBody(interactionMessage, call);
  needActive(world, interaction.channel);
  const { original } = interaction;
  if (original?.loading && !original.deleted) {
    const { flags, ...fields } = body;
    editMessage(
      world,
      original,
      { ...fields, ...(typeof flags === 'number' ? { flags: flags & ~MessageFlags.Ephemeral } : {}) },
      files,
      'interaction',
    );
    return { status: 200, body: messageOf(world, original) };
  }
  const message = postMessage(world, {
    channel: interaction.channel,
    fields: body,
    files,
    context: 'interaction',
    interaction,
    ephemeralFor: isEphemeral(body.flags) ? interaction.person : null,
  });
  interaction.followUps.push(message);
  return { status: 200, body: messageOf(world, message) };
}

function read(call: Call): Answer {
  return { status: 200, body: messageOf(call.world, messageFor(call, interactionFor(call))) };
}

function edit(call: Call): Answer {
  const { world, files } = call;
  const interaction = interactionFor(call);
  const message = messageFor(call, interaction);
  const body = parseBody(interactionMessageEdit, call);
  needActive(world, message.channel);
  editMessage(world, message, body, files, 'interaction');
  return { status: 200, body: messageOf(world, message) };
}

function remove(call: Call): Answer {
  removeMessage(messageFor(call, interactionFor(call)));
  return { status: 204 };
}

function interactionFor(call: Call): Interaction {
  const { world } = call;
  if (param(call, 'application') !== world.applicationId) throw refuse('unknown_webhook');
  const interaction = world.interactionsByToken.get(param(call, 'token'));
  if (!interaction || world.clock.nowMs() - interaction.atMs > interactionTokenMs)
    throw refuse('invalid_webhook_token');
  // Until it was acknowledged there is nothing to follow.
  if (!interaction.acknowledgement || interaction.kind === 'autocomplete') throw refuse('unknown_webhook');
  if (interaction.channel.deleted) throw refuse('unknown_channel');
  return interaction;
}

function messageFor(call: Call, interaction: Interaction): Message {
  const id = param(call, 'message');
  const { original } = interaction;
  const message = id === '@original' ? original : [original, ...interaction.followUps].find((one) => one?.id === id);
  if (!message || message.deleted) throw refuse('unknown_message');
  return message;
}

function isEphemeral(flags: number | null | undefined): boolean {
  return ((flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}
