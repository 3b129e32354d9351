import { jsonSpans } from './json-spans.ts';
import type { Choice, OptionKind, Options, WholeUnit } from './option.ts';
import { type NamedOption, resolveOption } from './option-names.ts';
import { type Problem, shorten } from './problem.ts';
import { insideOf, quotedSpans, readQuoted } from './quotes.ts';

/** One option as found in text, its value not yet judged. */
export type Flag = {
  readonly option: NamedOption;
  /** Null when it stands alone. */
  readonly raw: string | null;
  readonly negated: boolean;
  readonly at: number;
};

export type FlaggedText = {
  /** What is left when options and their values are taken out. */
  readonly bare: string;
  readonly flags: readonly Flag[];
  readonly problems: readonly Placed[];
};

/** A problem with where in the text it is, so that all can be told in order. */
export type Placed = { readonly at: number; readonly problem: Problem };

/** Two hyphens, or one or two of the dashes that phones and word processors make of them. */
const flagStart = /(?<=^|\s)(--|[‒–—―−⸺⸻﹘－]{1,2}-?|-[‒–—―−])(\p{L}[\p{L}\p{N}_-]*)/gu;
const flagNext = new RegExp(`[^\\S\\n]*(?:${flagStart.source})`, 'uy');
const shortestAbbreviation = 3;

const attached = /(?:[^\S\n]*=|:)[^\S\n]*/uy;
const gap = /[^\S\n]+/uy;
const word = /\S+/uy;
const onOff = /(?:on|off|yes|no|true|false)(?=\s|$)/iuy;
const surelyOnOff = /^(?:off|true|false)$/iu;
const restOfLine = /[^\S\n]*(?=\n|$)/uy;

/** Everything up to what may be the next option. */
const restUntilFlag = /(?:(?!\s(?:--|[‒–—―−⸺⸻﹘－])\p{L})[^\n])+/uy;

const oneChannel = String.raw`(?:<[#＃][^<>\n]*>|[#＃][^\s,;]+)`;
const channelList = new RegExp(`${oneChannel}(?:[^\\S\\n]*[,;]?[^\\S\\n]*${oneChannel})*`, 'uy');
const moneyADay =
  /\$?[^\S\n]*\d[\d.,]*(?:[^\S\n]*(?:\$|usd|dollars?|credits?)(?=\s|$|\/))?(?:[^\S\n]*(?:\/|\bper\b|\ba\b|\beach\b)[^\S\n]*day|[^\S\n]+daily)?(?=\s|$)/iuy;

const untilFlagOrPerson = /(?:(?!\s(?:(?:--|[‒–—―−⸺⸻﹘－])\p{L}|<?[@＠]))[^\n])+/uy;

const wholeInUnit: Readonly<Record<WholeUnit, RegExp>> = {
  seconds: /[-‒–—−]?\d+[^\S\n]+s(?:ec(?:ond)?s?)?\b/iuy,
  credits: /[-‒–—−]?\d+[^\S\n]+cr(?:edits?)?\b/iuy,
  days: /[-‒–—−]?\d+[^\S\n]+days?\b/iuy,
};

/** Values that people write in more than one word without quotes: `8 seconds`, `1080 x 1920`, `30 fps`. */
function spacedValue(kind: OptionKind): RegExp | null {
  switch (kind.kind) {
    case 'whole':
      return kind.unit === null ? null : wholeInUnit[kind.unit];
    case 'size':
      return /\d+[^\S\n]*[x×✕✖*х][^\S\n]*\d+/iuy;
    case 'engines':
      return /[^\s,]+(?:[^\S\n]*,[^\S\n]*[^\s,]+)*,?/uy;
    case 'choice':
      return spacedChoice(kind.choices);
    case 'video_number':
      return /#[^\S\n]*\d+/uy;
    case 'quota_amount':
    case 'gift':
    case 'duration':
      return untilFlagOrPerson;
    case 'zone':
    case 'words':
    case 'allowed_engines':
      return restUntilFlag;
    case 'person':
      return /[@＠][^\S\n]*\S+|<!?[@\w][^<>\n]*>/uy;
    case 'channels':
      return channelList;
    case 'dollars':
      return moneyADay;
    case 'text':
      return kind.isRest ? restUntilFlag : null;
    case 'prompt':
    case 'prompts':
    case 'flag':
    case 'style':
    case 'engine':
    case 'attachment':
      return null;
  }
}

const nextOfList = /[^\S\n]*[,;]/uy;

/** Of choices in several words: `marked channels`. */
function spacedChoice(choices: readonly Choice[]): RegExp {
  const all = choices.flatMap(({ value, also }) => [value, ...also]).filter((each) => /^\p{L}+[-_]\p{L}+$/u.test(each));
  const spaced = [...new Set(all.map((each) => each.replace(/[-_]/u, '[^\\S\\n_-]+')))];
  return new RegExp(`(?:\\d+[^\\S\\n]+fps${spaced.map((each) => `|${each}`).join('')})\\b`, 'iuy');
}

/** What `pattern` (sticky) matches exactly at `at`. */
function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** Takes the options out of `text`, wherever they stand. Quoted text and pasted JSON are left alone. */
export function takeFlags(text: string, options: Options): FlaggedText {
  const isAsIs = insideOf([...quotedSpans(text), ...jsonSpans(text)]);
  const flags: Flag[] = [];
  const problems: Placed[] = [];
  const pieces: string[] = [];
  let cursor = 0;
  for (const match of text.matchAll(flagStart)) {
    const at = match.index;
    const [shown, dashes = '', name = ''] = match;
    if (at < cursor || isAsIs(at)) continue;
    if (!isFlag(dashes, name, options)) continue;
    const found = resolveOption(name, options);
    pieces.push(text.slice(cursor, at));
    cursor = at + shown.length;
    if (found.kind !== 'option') {
      problems.push({ at, problem: unclearOption(found, shown, options) });
      const separator = matchAt(attached, text, cursor);
      if (separator !== null)
        cursor += separator.length + (matchAt(word, text, cursor + separator.length)?.length ?? 0);
      continue;
    }
    const { option, negated } = found;
    const value = readValue(text, cursor, { option, negated }, options);
    cursor = value.end;
    if (option.spec.kind.kind === 'prompt') continue;
    if (value.unclear !== null) {
      const [got, nearest] = [`--${option.name} ${value.unclear}`, `--${option.name}=${value.unclear}`];
      problems.push({ at, problem: { option: option.name, expected: { kind: 'clear_on_off' }, got, nearest } });
    } else {
      flags.push({ option, raw: value.raw, negated, at });
    }
  }
  pieces.push(text.slice(cursor));
  return { bare: joinPieces(pieces), flags, problems };
}

type Unclear = Exclude<ReturnType<typeof resolveOption>, { kind: 'option' }>;

function unclearOption(found: Unclear, shown: string, options: Options): Problem {
  const got = shorten(shown);
  switch (found.kind) {
    case 'ambiguous':
      return { option: null, expected: { kind: 'one_option', options: found.options }, got, nearest: null };
    case 'unknown': {
      const names = Object.entries(options)
        .filter(([, spec]) => spec.kind.kind !== 'prompt')
        .map(([name]) => name);
      const nearest = found.nearest === null ? null : `--${found.nearest}`;
      return { option: null, expected: { kind: 'known_option', options: names }, got, nearest };
    }
  }
}

type RawValue = { readonly raw: string | null; readonly end: number; readonly unclear: string | null };

function readValue(
  text: string,
  at: number,
  named: { option: NamedOption; negated: boolean },
  options: Options,
): RawValue {
  const { kind } = named.option.spec;
  const separator = matchAt(attached, text, at);
  if (kind.kind === 'prompt') return { raw: null, end: at + (separator?.length ?? 0), unclear: null };
  if (separator !== null) return readWord(text, at + separator.length, kind);
  if (kind.kind === 'flag') return named.negated ? { raw: null, end: at, unclear: null } : readOnOff(text, at, options);
  const space = matchAt(gap, text, at);
  if (space === null || isFlagAt(text, at, options)) return { raw: null, end: at, unclear: null };
  return readWord(text, at + space.length, kind);
}

function readWord(text: string, at: number, kind: OptionKind): RawValue {
  const quoted = readQuoted(text, at);
  // One of several is quoted by itself, and the next follows a comma.
  const isList = quoted !== null && kind.kind === 'words' && matchAt(nextOfList, text, quoted.end) !== null;
  if (quoted && !isList) return { raw: quoted.inside, end: quoted.end, unclear: null };
  const spaced = spacedValue(kind);
  const raw = (spaced ? matchAt(spaced, text, at) : null) ?? matchAt(word, text, at);
  return { raw, end: at + (raw?.length ?? 0), unclear: null };
}

/**
 * A bare `--audio` is on. The next word is its value only where it cannot be prompt: `--audio no people`
 * is not guessed at.
 */
function readOnOff(text: string, at: number, options: Options): RawValue {
  const none = { raw: null, end: at, unclear: null };
  const space = matchAt(gap, text, at);
  const said = space === null ? null : matchAt(onOff, text, at + space.length);
  if (space === null || said === null) return none;
  const end = at + space.length + said.length;
  const stands = surelyOnOff.test(said) || isFlagAt(text, end, options) || matchAt(restOfLine, text, end) !== null;
  return stands ? { raw: said, end, unclear: null } : { raw: null, end, unclear: said };
}

function isFlagAt(text: string, at: number, options: Options): boolean {
  flagNext.lastIndex = at;
  const match = flagNext.exec(text);
  return match !== null && isFlag(match[1] ?? '', match[2] ?? '', options);
}

/** Two hyphens always begin an option; a long dash only before the name of one, so that prose keeps its dashes. */
function isFlag(dashes: string, name: string, options: Options): boolean {
  return dashes === '--' || (name.length >= shortestAbbreviation && resolveOption(name, options).kind === 'option');
}

/**
 * A gap that an option left is closed with one space, or one line break if it held any. What is joined already is not
 * looked at again: of ten thousand options that would take seconds.
 */
function joinPieces([first = '', ...others]: readonly string[]): string {
  const joined: string[] = [];
  let last = first;
  for (const piece of others) {
    const left = last.trimEnd();
    const right = piece.trimStart();
    if (left === '' || right === '') {
      last = left + right;
      continue;
    }
    const between = last.slice(left.length) + piece.slice(0, piece.length - right.length);
    joined.push(left, between.includes('\n') ? '\n' : ' ');
    last = right;
  }
  return [...joined, last].join('');
}
