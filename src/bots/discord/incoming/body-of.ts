import type { Draft } from '../draw/draft.ts';

/** A message as discord.js takes it for an answer. It adds to what it is given, so it gets a copy. */
export function bodyOf({ content, components }: Draft) {
  return { content, components: [...components], allowedMentions: { parse: [] } };
}
