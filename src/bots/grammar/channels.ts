import { nearestWord } from './nearest.ts';

/** A channel that a surface knows: its own id, and what people call it. */
export type KnownChannel = { readonly id: string; readonly name: string };

/** Discord's `<#81384788765712384>`, Slack's `<#C024BE7LH>` and `<#C024BE7LH|videos>`. */
const mention = /^<#(?<id>[\w.:-]{1,64})(?:\|[^<>]*)?>$/u;
/** An id alone, as a typed option holds it. */
const bareId = /^(?:\d{15,20}|[CG][A-Z0-9]{8,})$/u;
const noneWords = ['everywhere', 'anywhere', 'all', 'none', 'off', 'nowhere'];

export type JudgedChannels =
  /** Null: everywhere, or nowhere, as the option has it. */
  | { readonly kind: 'channels'; readonly channels: readonly string[] | null }
  | { readonly kind: 'wrong'; readonly nearest: string | null };

/**
 * Reads mentions of channels, or names where the surface knows them. A name alone says nothing elsewhere: what it is taken
 * for must be the channel that people mean.
 */
export function judgeChannels(text: string, max: number, known: readonly KnownChannel[] | null): JudgedChannels {
  if (noneWords.includes(text.toLowerCase())) return { kind: 'channels', channels: null };
  const words = text.split(/[\s,;]+/u).filter((word) => word !== '');
  const found = words.map((word) => idOf(word, known));
  const ids = new Set(found.filter((id) => id !== null));
  if (words.length > 0 && !found.includes(null) && ids.size <= max) return { kind: 'channels', channels: [...ids] };
  const wrong = words.find((_, index) => found[index] === null) ?? '';
  const near =
    known &&
    nearestWord(
      nameIn(wrong),
      known.map(({ name }) => name),
    );
  return { kind: 'wrong', nearest: near === null ? null : `#${near}` };
}

function idOf(word: string, known: readonly KnownChannel[] | null): string | null {
  const id = mention.exec(word)?.groups?.['id'] ?? (bareId.test(word) ? word : null);
  if (!known) return id;
  const name = nameIn(word).toLowerCase();
  return known.find((channel) => channel.id === id || channel.name.toLowerCase() === name)?.id ?? null;
}

function nameIn(word: string): string {
  return word.replace(/^[#＃]/u, '');
}
