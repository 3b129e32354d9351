import type { Watch } from '../../watch.ts';
import { openBotDm, botDm } from '../places.ts';
import { viewFields } from '../payload.ts';
import type { Channel, FormValue, Interaction, Message, Person, View } from '../things.ts';
import type { World } from '../world.ts';
import { chooseFrom, pressAnyway, pressButton, type Surface } from './action.ts';
import { typeCommand, type CommandSetting } from './command.ts';
import { closeForm, submitForm, type FormValues } from './form.ts';
import { say, type Saying } from './say.ts';
import { sentOf, type Sent } from './sent.ts';
import { useGlobalShortcut, useMessageShortcut } from './shortcut.ts';
import { seen, seenView, type SeenMessage, type SeenView } from './sight.ts';
import type { Post } from './post.ts';

/** The part of the language that says what people do and see. */
export function createPeople(world: World, watch: Watch, post: Post) {
  let registered: readonly CommandSetting[] | null = null;
  const sent = (interaction: Interaction): Sent => sentOf(world, watch, post.interaction(interaction));

  function messageOf(message: SeenMessage): Message {
    const channel = world.workspaces.get(message.workspaceId)?.channels.get(message.channelId);
    const found = channel?.messages.get(message.ts);
    if (!found) throw new Error(`The message is gone: "${message.shownText}"`);
    return found;
  }

  function viewOf(view: SeenView): View {
    const found = world.views.get(view.id);
    if (!found) throw new Error(`There is no view ${view.id}`);
    return found;
  }

  const surfaceOf = (on: SeenMessage | SeenView): Surface =>
    'ts' in on ? { message: messageOf(on) } : { view: viewOf(on) };

  return {
    /** Which commands there are, and whether they escape. Without, all are, and do. */
    registerCommands(commands: readonly CommandSetting[]): void {
      registered = commands;
    },
    /** Types a slash command: `/video a red ball for @Bob`. */
    type: (person: Person, channel: Channel, line: string): Sent =>
      sent(typeCommand(world, person, channel, line, registered)),
    /** A person writes a message. */
    say(person: Person, channel: Channel, text: string, saying: Saying = {}): SeenMessage {
      const message = say(world, person, channel, text, saying);
      watch.changed();
      return seen(message);
    },

    /** Presses a button of a message, modal or Home tab, by its label, its action id, or how one of them begins. */
    press: (person: Person, on: SeenMessage | SeenView, name: string): Sent =>
      sent(pressButton(world, person, surfaceOf(on), name)),
    /** Presses a button that is not there, or not any more. */
    pressAnyway: (
      person: Person,
      on: SeenMessage | SeenView,
      pressed: { readonly actionId: string; readonly value?: string; readonly blockId?: string },
    ): Sent => sent(pressAnyway(world, person, surfaceOf(on), pressed)),
    /** Chooses in a menu of a message, modal or Home tab: a value, a label, an id, or several of them. */
    choose: (person: Person, on: SeenMessage | SeenView, name: string, value: FormValue): Sent =>
      sent(chooseFrom(world, person, surfaceOf(on), name, value)),
    /** Chooses from the menu of a message. */
    messageShortcut: (person: Person, message: SeenMessage, callbackId: string): Sent =>
      sent(useMessageShortcut(world, person, messageOf(message), callbackId)),
    globalShortcut: (person: Person, callbackId: string): Sent => sent(useGlobalShortcut(world, person, callbackId)),

    /** The modal in front, if there is one. */
    modal(person: Person): SeenView | null {
      const top = person.modals.at(-1);
      return top ? seenView(top) : null;
    },
    /** Fills in fields by label, action id or block id, and submits; the rest stays as it is. */
    submit: (person: Person, modal: SeenView, values: FormValues = {}): Sent =>
      sent(submitForm(world, person, viewOf(modal), values)),
    /** Closes the modal in front; null where the app does not want to know. */
    closeModal(person: Person): Sent | null {
      const closing = closeForm(world, person);
      return closing ? sent(closing) : null;
    },

    /** Opens the app's Home tab, or its messages; which tells the app. */
    openHome(person: Person, tab: 'home' | 'messages' = 'home'): Sent {
      const channel = openBotDm(world, person.workspace, person);
      const home = person.workspace.homes.get(person.id);
      return sentOf(
        world,
        watch,
        post.event(person.workspace, {
          type: 'app_home_opened',
          user: person.id,
          channel: channel.id,
          tab,
          ...(tab === 'home' && home ? { view: viewFields(world, home) } : {}),
        }),
      );
    },
    /** What was published for them. */
    home(person: Person): SeenView | null {
      const view = person.workspace.homes.get(person.id);
      return view ? seenView(view) : null;
    },

    /** What everybody in a conversation sees, oldest first, threads included. */
    seen: (channel: Channel): SeenMessage[] => visible(channel, null),
    /** What one person sees: also what is for their eyes only. */
    seenBy: (person: Person, channel: Channel): SeenMessage[] => visible(channel, person),
    /** The direct messages between the app and a person. */
    dms(person: Person): SeenMessage[] {
      const channel = botDm(person.workspace, person);
      return channel ? visible(channel, person) : [];
    },
  };
}

function visible(channel: Channel, to: Person | null): SeenMessage[] {
  return [...channel.messages.values()].filter((one) => one.ephemeralFor === null || one.ephemeralFor === to).map(seen);
}
