import { z } from 'zod';
import { conversationFields } from '../payload.ts';
import { botDm, openBotDm, openConversation } from '../places.ts';
import { conversationId, flag } from '../web/args.ts';
import { knownChannel, method, needScope, type Method } from '../web/method.ts';
import { refuse } from '../web/refusal.ts';
import type { ChannelKind } from '../things.ts';

const readScopes: Readonly<Record<ChannelKind, string>> = {
  public: 'channels:read',
  private: 'groups:read',
  dm: 'im:read',
  group: 'mpim:read',
};

export const conversationMethods: readonly Method[] = [
  method({
    name: 'conversations.open',
    tier: 'tier3',
    json: true,
    args: z.strictObject({
      users: z.string().optional(),
      channel: conversationId.optional(),
      return_im: flag.optional(),
      prevent_creation: flag.optional(),
    }),
    run(call, args) {
      const { world, workspace } = call;
      if (args.channel !== undefined) {
        const channel = knownChannel(call, args.channel);
        if (channel.kind !== 'dm' && channel.kind !== 'group') throw refuse('method_not_supported_for_channel_type');
        return { no_op: true, already_open: true, channel: conversationFields(channel) };
      }
      if (args.users === undefined) throw refuse('users_list_not_supplied');
      const ids = args.users.split(',').map((id) => id.trim());
      needScope(call, ids.length > 1 ? 'mpim:write' : 'im:write');
      if (ids.length > 8) throw refuse('too_many_users');
      const people = ids.map((id) => {
        const person = workspace.people.get(id);
        if (!person) throw refuse('user_not_found');
        if (person.deactivated) throw refuse('user_disabled');
        return person;
      });
      const [first] = people;
      if (!first) throw refuse('not_enough_users');
      if (people.length > 1) {
        const group = openConversation(world, workspace, people, true);
        return { channel: args.return_im === true ? conversationFields(group) : { id: group.id } };
      }
      const open = botDm(workspace, first);
      if (!open && args.prevent_creation === true) throw refuse('channel_not_found');
      const channel = openBotDm(world, workspace, first);
      return {
        ...(open ? { no_op: true, already_open: true } : {}),
        channel: args.return_im === true ? conversationFields(channel) : { id: channel.id },
      };
    },
  }),
  method({
    name: 'conversations.join',
    scope: 'channels:join',
    tier: 'tier3',
    json: true,
    args: z.strictObject({ channel: conversationId }),
    run({ workspace }, args) {
      const channel = workspace.channels.get(args.channel);
      if (!channel) throw refuse('channel_not_found');
      if (channel.kind !== 'public') throw refuse('method_not_supported_for_channel_type');
      if (channel.archived) throw refuse('is_archived');
      const already = channel.botIsMember;
      channel.botIsMember = true;
      return {
        channel: conversationFields(channel),
        ...(already ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } } : {}),
      };
    },
  }),
  method({
    name: 'conversations.info',
    tier: 'tier3',
    args: z.strictObject({
      channel: conversationId,
      include_locale: flag.optional(),
      include_num_members: flag.optional(),
    }),
    run(call, args) {
      const channel = call.workspace.channels.get(args.channel);
      // Which scope it takes can only be told of a conversation that there is.
      needScope(call, channel ? readScopes[channel.kind] : readScopes.public);
      return { channel: conversationFields(knownChannel(call, args.channel)) };
    },
  }),
];
