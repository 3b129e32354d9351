import { takeFile } from '../files.ts';
import { postMessage } from '../messages.ts';
import type { Channel, GivenFile, Message, Person } from '../things.ts';
import type { World } from '../world.ts';
import { needRoom, withIds } from './command.ts';

export interface Saying {
  readonly thread?: { readonly ts: string; readonly threadTs: string | null };
  readonly files?: readonly GivenFile[];
}

/** A person writes a message; an answer to an answer stands in the same thread. */
export function say(world: World, person: Person, channel: Channel, text: string, saying: Saying = {}): Message {
  needRoom(person, channel);
  const message = postMessage(world, {
    channel,
    author: { kind: 'person', person },
    // As Slack keeps it: mentions without names.
    text: withIds(person.workspace, text).replaceAll(/<(@U\w+)\|[^>]*>/g, '<$1>'),
    threadTs: saying.thread ? (saying.thread.threadTs ?? saying.thread.ts) : null,
    files: (saying.files ?? []).map((file) => takeFile(world, person, file, false)),
  });
  for (const file of message.files) file.listed.add(message);
  return message;
}
