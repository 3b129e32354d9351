import type { Block } from '../blocks/blocks.ts';
import type { ActionElement } from '../blocks/elements.ts';
import { escapeText } from '../markup.ts';
import { messageFields, viewFields } from '../payload.ts';
import type { Channel, FormValue, Interaction, Message, Person, View } from '../things.ts';
import type { World } from '../world.ts';
import { controlsOf } from './controls.ts';
import { commonFields, makeInteraction } from './interact.ts';
import { chosenFields, stateOf } from './state.ts';

type Json = Record<string, unknown>;

/** What a control sits on. */
export type Surface = { readonly message: Message } | { readonly view: View };

/** Presses the button with that label or action id, or whose label or action id begins so. */
export function pressButton(world: World, person: Person, surface: Surface, name: string): Interaction {
  needSight(person, surface);
  const buttons = controlsOf(blocksOf(surface)).filter(({ element }) => element.type === 'button');
  const found = byName(buttons, name);
  if (!found) {
    const labels = buttons.map(({ element }) => labelOf(element)).join(', ');
    throw new Error(`There is no button "${name}"; there is ${labels || 'none'}`);
  }
  return act(world, person, surface, found.blockId, found.element, null);
}

/** Chooses in the menu with that action id, or placeholder, or how one of them begins. */
export function chooseFrom(
  world: World,
  person: Person,
  surface: Surface,
  name: string,
  value: FormValue,
): Interaction {
  needSight(person, surface);
  const menus = controlsOf(blocksOf(surface)).filter(({ element }) => element.type !== 'button');
  const found = byName(menus, name);
  if (!found) {
    const ids = menus.map(({ element }) => element.action_id).join(', ');
    throw new Error(`There is no menu "${name}"; there is ${ids || 'none'}`);
  }
  return act(world, person, surface, found.blockId, found.element, value);
}

/** Presses what is not there any more, or never was: as a client does whose view is behind. */
export function pressAnyway(
  world: World,
  person: Person,
  surface: Surface,
  pressed: { readonly actionId: string; readonly value?: string; readonly blockId?: string },
): Interaction {
  const element: ActionElement = {
    type: 'button',
    action_id: pressed.actionId,
    text: { type: 'plain_text', text: 'Gone' },
    ...(pressed.value === undefined ? {} : { value: pressed.value }),
  };
  return act(world, person, surface, pressed.blockId ?? 'gone', element, null);
}

function act(
  world: World,
  person: Person,
  surface: Surface,
  blockId: string,
  element: ActionElement,
  value: FormValue,
): Interaction {
  const message = 'message' in surface ? surface.message : null;
  const view = 'view' in surface ? surface.view : null;
  const channel = message?.channel ?? null;
  const state = stateOf(blocksOf(surface), view?.channel ?? channel, view?.filled ?? new Map());
  return makeInteraction(world, {
    kind: 'action',
    person,
    channel,
    source: message,
    view,
    answerable: message !== null,
    payload: ({ triggerId, responseUrl }) => ({
      type: 'block_actions',
      ...commonFields(world, person),
      trigger_id: triggerId,
      ...(message && channel ? messagePart(world, message, channel) : {}),
      ...(message ? { state: { values: state }, response_url: responseUrl } : {}),
      ...(view ? { container: { type: 'view', view_id: view.id }, view: viewFields(world, view, state) } : {}),
      actions: [actionFields(world, blockId, element, value)],
    }),
  });
}

/** Of what only one person sees, no message comes along. */
function messagePart(world: World, message: Message, channel: Channel): Json {
  const ephemeral = message.ephemeralFor !== null;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    },
    channel: { id: channel.id, name: channel.kind === 'public' ? channel.name : channelWord(channel) },
    ...(ephemeral ? {} : { message: messageFields(world, message) }),
  };
}

export function channelWord(channel: Channel): string {
  return channel.kind === 'dm' ? 'directmessage' : 'privategroup';
}

function actionFields(world: World, blockId: string, element: ActionElement, value: FormValue): Json {
  const common = {
    type: element.type,
    action_id: element.action_id ?? '',
    block_id: blockId,
    action_ts: (world.clock.nowMs() / 1000).toFixed(6),
  };
  if (element.type !== 'button') return { ...common, ...chosenFields(element, value) };
  return {
    ...common,
    text: { emoji: true, ...element.text, text: escapeText(element.text.text) },
    ...(element.value === undefined ? {} : { value: element.value }),
    ...(element.style === undefined ? {} : { style: element.style }),
    ...(element.url === undefined ? {} : { url: element.url }),
  };
}

function blocksOf(surface: Surface): readonly Block[] {
  return 'message' in surface ? surface.message.blocks : surface.view.fields.blocks;
}

type Control = ReturnType<typeof controlsOf>[number];

function byName(controls: readonly Control[], name: string): Control | undefined {
  const names = ({ element }: Control): (string | undefined)[] => [element.action_id, labelOf(element)];
  return (
    controls.find((one) => names(one).includes(name)) ??
    controls.find((one) => names(one).some((text) => text?.startsWith(name)))
  );
}

function labelOf(element: ActionElement): string | undefined {
  if (element.type === 'button') return element.text.text;
  return 'placeholder' in element ? element.placeholder?.text : undefined;
}

function needSight(person: Person, surface: Surface): void {
  const wrong = (why: string): Error => new Error(`${person.name} cannot press that: ${why}`);
  if ('view' in surface) {
    if (surface.view.person !== person || surface.view.closed) throw wrong('the view is not open');
    return;
  }
  const { message } = surface;
  if (message.deleted) throw wrong('the message is gone');
  if (message.channel.archived) throw wrong('the channel is archived');
  if (message.ephemeralFor && message.ephemeralFor !== person) throw wrong('only somebody else sees it');
  if (person.workspace !== message.channel.workspace) throw wrong('it is in another workspace');
  if (message.channel.kind === 'public') message.channel.members.add(person);
  if (!message.channel.members.has(person)) throw wrong('it is in a conversation of others');
}
