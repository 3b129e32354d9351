import type { PersonName } from '../../core/usecases/find-person.ts';

/**
 * A person as typed: `@Ada`, or a platform's own mention. Who that is, is looked up later. `name` is the platform's own
 * word for whom it mentions.
 */
export type PersonRef = { readonly kind: 'person'; readonly raw: string; readonly name?: string };

/** Discord's `<@81384788765712384>` and `<@!…>`, Slack's `<@U024BE7LH>` and `<@U024BE7LH|ada>`. */
const mention = /^<@!?(?<id>[\w.:-]{1,64})(?:\|[^<>]*)?>$/u;

/** Discord's `<@&81384788765712384>`, Slack's `<!subteam^S0614TZR7>` and `<!subteam^S0614TZR7|@artists>`. */
const roleMention = /^<(?:@&|!subteam\^)(?<id>[\w.:-]{1,64})(?:\|[^<>]*)?>$/u;

/** The platform's own id of the role that is mentioned; null for what is none. */
export function roleOf({ raw }: PersonRef): string | null {
  return roleMention.exec(raw)?.groups?.['id'] ?? null;
}

export const personCharsMax = 100;

/** What a person is found by. */
export function personNameOf({ raw }: PersonRef): PersonName {
  const id = mention.exec(raw)?.groups?.['id'];
  return id === undefined ? { kind: 'name', text: raw.replace(/^[@＠]\s*/u, '') } : { kind: 'externalId', text: id };
}

/** Whether a word names a person and no command. */
export function looksLikePerson(word: string): boolean {
  return /^(?:[@＠]|<@|<!subteam\^)/u.test(word);
}
