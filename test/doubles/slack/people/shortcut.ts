import { messageFields } from '../payload.ts';
import type { Interaction, Message, Person } from '../things.ts';
import type { World } from '../world.ts';
import { channelWord } from './action.ts';
import { needRoom } from './command.ts';
import { commonFields, makeInteraction } from './interact.ts';

/** From the menu of a message. */
export function useMessageShortcut(world: World, person: Person, message: Message, callbackId: string): Interaction {
  const { channel } = message;
  needRoom(person, channel);
  if (message.deleted) throw new Error('The message is gone');
  return makeInteraction(world, {
    kind: 'message_shortcut',
    person,
    channel,
    // Its response_url makes new messages: the message of the menu is not the app's.
    answerable: true,
    payload: ({ triggerId, responseUrl }) => ({
      type: 'message_action',
      ...commonFields(world, person),
      action_ts: actionTs(world),
      channel: { id: channel.id, name: channel.kind === 'public' ? channel.name : channelWord(channel) },
      callback_id: callbackId,
      trigger_id: triggerId,
      response_url: responseUrl,
      message_ts: message.ts,
      message: messageFields(world, message),
    }),
  });
}

/** From the search or the lightning: of no channel, and with no response_url. */
export function useGlobalShortcut(world: World, person: Person, callbackId: string): Interaction {
  return makeInteraction(world, {
    kind: 'shortcut',
    person,
    channel: null,
    payload: ({ triggerId }) => ({
      type: 'shortcut',
      ...commonFields(world, person),
      action_ts: actionTs(world),
      callback_id: callbackId,
      trigger_id: triggerId,
    }),
  });
}

function actionTs(world: World): string {
  return (world.clock.nowMs() / 1000).toFixed(6);
}
