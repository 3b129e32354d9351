/**
 * Text that people are shown, in parts, because what is ours and what somebody typed must never be
 * mixed: each platform writes `untrusted` parts so that no mention, link or markup in them works.
 */
export type TextPart =
  | { readonly kind: 'words'; readonly text: string }
  /** To be typed as it stands: `/videos list`. */
  | { readonly kind: 'code'; readonly text: string }
  /** An option, with a value or none. Typed options and text name them differently. */
  | { readonly kind: 'option'; readonly name: string; readonly value: string | null }
  /** A moment; `words` for platforms that cannot show one in the reader's own time. */
  | { readonly kind: 'moment'; readonly atMs: number; readonly words: string }
  /** A channel by the platform's own id. */
  | { readonly kind: 'channel'; readonly id: string }
  /** A role, or a group of people, by the platform's own id. */
  | { readonly kind: 'role'; readonly id: string }
  /** `typed` where it is a command; `person` where it is what somebody is called, by the platform's own id of them. */
  | { readonly kind: 'untrusted'; readonly text: string; readonly typed?: TypedCommand; readonly person?: string };

/** A command that somebody typed. */
export type TypedCommand = {
  /** Without its slash. */
  readonly command: string;
  readonly text: string;
  /** The same by the names of its options, for platforms that have typed ones; null where that cannot be told. */
  readonly named: readonly (readonly [name: string, words: string | boolean])[] | null;
};

export type Text = readonly TextPart[];

export function code(text: string): TextPart {
  return { kind: 'code', text };
}

export function option(name: string, value: string | null = null): TextPart {
  return { kind: 'option', name, value };
}

export function channel(id: string): TextPart {
  return { kind: 'channel', id };
}

export function role(id: string): TextPart {
  return { kind: 'role', id };
}

export function untrusted(text: string): TextPart {
  return { kind: 'untrusted', text };
}

/** Somebody by what they are called, for platforms that cannot show a person by their id. */
export function person(called: string, externalId: string | null): TextPart {
  return { kind: 'untrusted', text: called, ...(externalId !== null && { person: externalId }) };
}

export function typedCommand(typed: TypedCommand): TextPart {
  return { kind: 'untrusted', text: `/${typed.command} ${typed.text}`.trimEnd(), typed };
}

type Insert = string | TextPart | Text;

/** Builds text from a template. Strings put in are taken for our own words: wrap anything foreign in `untrusted`. */
export function say(strings: TemplateStringsArray, ...inserts: readonly Insert[]): Text {
  return strings.flatMap((words, index) => [...partsOf(words), ...partsOf(inserts[index] ?? '')]);
}

export function partsOf(insert: Insert): Text {
  if (typeof insert !== 'string') return 'kind' in insert ? [insert] : insert;
  return insert === '' ? [] : [{ kind: 'words', text: insert }];
}

/** Joins texts that are there; empty ones leave no gap. */
export function joinTexts(texts: readonly Insert[], separator: string): Text {
  const there = texts.map(partsOf).filter((text) => text.length > 0);
  return there.flatMap((text, index) => [...(index === 0 ? [] : partsOf(separator)), ...text]);
}

/** How a platform writes each kind of part. */
export type TextStyle = {
  readonly words: (text: string) => string;
  readonly code: (text: string) => string;
  readonly option: (name: string, value: string | null) => string;
  readonly moment: (atMs: number, words: string) => string;
  /** For platforms that know a channel by its id; elsewhere it is written as it is. */
  readonly channel?: (id: string) => string;
  /** For platforms that show a role by its id without calling anybody; elsewhere it is written as it is. */
  readonly role?: (id: string) => string;
  readonly untrusted: (text: string) => string;
  /** For platforms that show a person by their id without calling them; null for one that is none of theirs. */
  readonly person?: (externalId: string) => string | null;
  /** For platforms with typed options; elsewhere it is written as it is typed. */
  readonly typed?: (command: TypedCommand) => string | null;
};

/** For terminals and files: nothing needs escaping where nothing is markup. */
export const plainStyle: TextStyle = {
  words: (text) => text,
  code: (text) => `\`${text}\``,
  option: (name, value) => (value === null ? `\`--${name}\`` : `\`--${name} ${value}\``),
  moment: (_, words) => words,
  // A line break in somebody's words must not look like a line of ours.
  untrusted: (text) => text.replaceAll(/\s*[\n\r\u2028\u2029]\s*/gu, ' ⏎ '),
};

export function renderText(text: Text, style: TextStyle): string {
  return text.map((part) => renderPart(part, style)).join('');
}

function renderPart(part: TextPart, style: TextStyle): string {
  switch (part.kind) {
    case 'words':
      return style.words(part.text);
    case 'code':
      return style.code(part.text);
    case 'option':
      return style.option(part.name, part.value);
    case 'moment':
      return style.moment(part.atMs, part.words);
    case 'channel':
      return style.channel?.(part.id) ?? style.untrusted(`#${part.id}`);
    case 'role':
      return style.role?.(part.id) ?? style.untrusted(`@${part.id}`);
    case 'untrusted':
      return (
        (part.typed && style.typed?.(part.typed)) ??
        (part.person === undefined ? null : style.person?.(part.person)) ??
        style.untrusted(part.text)
      );
  }
}
