import type { Block } from './blocks/blocks.ts';
import { elementsOf } from './blocks/check.ts';
import { readMessage } from './markup.ts';
import type { Channel, Interaction, Message, Person, StoredFile } from './things.ts';
import type { World } from './world.ts';

/** Making, changing and removing messages, whoever asks for it. */

export interface NewMessage {
  readonly channel: Channel;
  readonly author: Message['author'];
  readonly text: string;
  readonly blocks?: readonly Block[];
  readonly threadTs?: string | null;
  readonly ephemeralFor?: Person | null;
  readonly interaction?: Interaction | null;
  readonly files?: readonly StoredFile[];
  readonly metadata?: unknown;
  readonly unfurls?: boolean;
}

export function postMessage(world: World, made: NewMessage): Message {
  const { channel, text } = made;
  const blocks = withIds(made.blocks ?? []);
  const reading = readMessage(channel.workspace, text, blocks);
  if (made.author.kind === 'bot') noteUnclear(world, reading.unknown, blocks);
  const message: Message = {
    ts: channel.timestamp(),
    channel,
    author: made.author,
    createdAtMs: world.clock.nowMs(),
    threadTs: made.threadTs ?? null,
    ephemeralFor: made.ephemeralFor ?? null,
    interaction: made.interaction ?? null,
    unfurls: made.unfurls ?? true,
    text,
    blocks,
    shownTexts: [reading.shown],
    metadata: made.metadata ?? null,
    files: [...(made.files ?? [])],
    editedAtMs: null,
    pings: { people: reading.people, broadcasts: made.ephemeralFor ? [] : reading.broadcasts },
    deleted: false,
  };
  for (const file of message.files) file.messages.push(message);
  channel.messages.set(message.ts, message);
  return message;
}

/** With text and without blocks, the blocks are gone. */
export function editMessage(
  world: World,
  message: Message,
  change: { readonly text: string; readonly blocks: readonly Block[]; readonly metadata?: unknown },
): void {
  message.text = change.text;
  message.blocks = withIds(change.blocks);
  if (change.metadata !== undefined) message.metadata = change.metadata;
  const reading = readMessage(message.channel.workspace, message.text, message.blocks);
  noteUnclear(world, reading.unknown, message.blocks);
  message.shownTexts.push(reading.shown);
  message.editedAtMs = world.clock.nowMs();
}

export function removeMessage(message: Message): void {
  message.deleted = true;
  message.channel.messages.delete(message.ts);
}

/** Where a block has no id, Slack makes one; and so with actions. */
export function withIds(blocks: readonly Block[]): Block[] {
  return blocks.map((block, at): Block => {
    const block_id = block.block_id ?? `b${at}${block.type.slice(0, 3)}`;
    const named = <E extends object>(element: E, index: number): E =>
      'action_id' in element && element.action_id !== undefined
        ? element
        : { ...element, action_id: `a${at}-${index}` };
    switch (block.type) {
      case 'actions':
        return { ...block, block_id, elements: block.elements.map(named) };
      case 'section': {
        const { accessory } = block;
        if (!accessory || accessory.type === 'image') return { ...block, block_id };
        return { ...block, block_id, accessory: named(accessory, 0) };
      }
      case 'input':
        return { ...block, block_id, element: named(block.element, 0) };
      default:
        return { ...block, block_id };
    }
  });
}

/** What is not escaped becomes what nobody wrote, and what a value comes back as is not written anywhere. */
export function noteUnclear(world: World, unknown: readonly string[], blocks: readonly Block[]): void {
  for (const one of unknown) {
    world.problems.push({ where: 'text', message: `"${one}" stands in a text of the app as it is: escape & < >` });
  }
  for (const { element } of blocks.flatMap(elementsOf)) {
    if (element.type !== 'button' || !/[&<>]/.test(element.value ?? '')) continue;
    const message = `The value of "${element.text.text}" holds & < or >, which may come back escaped or not`;
    world.problems.push({ where: 'text', message });
  }
}
