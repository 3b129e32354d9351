import { nobody, type Channel, type Message, type Person, type World } from '../world.ts';
import { takeFile, type GivenFile } from './files.ts';

/** A message of a person. The bot is not told of it: it does not ask for the intents. */
export function say(
  world: World,
  person: Person,
  channel: Channel,
  content: string,
  files: readonly GivenFile[],
): Message {
  if (channel.kind === 'forum') throw new Error('In a forum one writes in a post');
  const message: Message = {
    id: world.snowflakes.next(),
    channel,
    author: { kind: 'person', person },
    createdAtMs: world.clock.nowMs(),
    interaction: null,
    ephemeralFor: null,
    replyTo: null,
    nonce: null,
    content,
    contents: [content],
    attachments: files.map((file) => takeFile(world, file)),
    components: [],
    flags: 0,
    loading: false,
    editedAtMs: null,
    lateEditsAtMs: [],
    pings: nobody,
    mentions: nobody,
    deleted: false,
  };
  channel.messages.set(message.id, message);
  return message;
}
