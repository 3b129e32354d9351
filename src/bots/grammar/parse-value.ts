import { judgeChannels, type KnownChannel } from './channels.ts';
import { dollarsMax, judgeDollars } from './dollars.ts';
import { judgeDuration } from './duration.ts';
import { judgeGift } from './gift.ts';
import { judgeChoice, judgeOpen, nearestChoice, toldChoices } from './judge-choice.ts';
import { judgeAllowed, judgeEngine, judgeEngines, type KnownEngines } from './judge-engine.ts';
import type { Judged } from './judged.ts';
import type { OptionKind, WholeUnit } from './option.ts';
import { personCharsMax, personNameOf, roleOf } from './person.ts';
import { plain } from './plain-value.ts';
import { type Expectation, type Problem, shorten } from './problem.ts';
import { charsIn, cleanText } from './prompt-text.ts';
import { judgeQuotaAmount, quotaAmountMax } from './quota-amount.ts';
import { readQuoted } from './quotes.ts';
import { formatSize, isAllowedSide, nearestSide, readPair, sideMax, sideMin, sizeNames } from './sizes.ts';
import type { Value } from './value.ts';
import { wordsOf } from './words.ts';
import { judgeZone } from './zone.ts';

/** A file that a surface attached. `source` is in that surface's own terms. */
export type FileValue = { readonly source: string; readonly name: string; readonly contentType: string | null };

/** A value as a surface hands it over: typed text, or what a form or typed option holds. */
export type OptionValue = string | number | boolean | FileValue;

export type ParseContext = KnownEngines & {
  /** Channels that can be named without a mention; left out where names tell a surface nothing. */
  readonly channels?: readonly KnownChannel[];
  /** What the platform itself calls a person, by their id; never what somebody typed. */
  readonly nameOf?: (externalId: string) => string | null;
  /** Set where who moderates is kept by us, since the platform has no moderators of its own. */
  readonly keepsModerators?: true;
  /** Set where text names no file. */
  readonly filesInFormAlone?: true;
};

export type Parsed =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'problem'; readonly problem: Problem };

const sourceCharsMax = 2_000;

/** Judges one value of one option. The same for every surface. */
export function parseValue(name: string, kind: OptionKind, raw: OptionValue, context: ParseContext): Parsed {
  const judged = judge(kind, raw, context);
  if ('value' in judged) return { kind: 'value', value: judged.value };
  const got = shorten(typeof raw === 'object' ? raw.name : String(raw));
  return {
    kind: 'problem',
    problem: { option: name, expected: judged.expected ?? expectationOf(kind, context), got, nearest: judged.nearest },
  };
}

/** What an option takes, for a message about a value that is wrong or missing. */
export function expectationOf(kind: OptionKind, context: ParseContext): Expectation {
  switch (kind.kind) {
    case 'prompt':
      return { kind: 'prompt' };
    case 'text':
    case 'style':
      return { kind: 'text', charsMax: kind.charsMax };
    case 'whole':
      return { kind: 'whole', min: kind.min, max: kind.max, unit: kind.unit };
    case 'choice':
      return { kind: 'choice', values: toldChoices(kind.choices, context).map((choice) => choice.value) };
    case 'size':
      return { kind: 'size', names: sizeNames.map((size) => size.value), sideMin, sideMax };
    case 'flag':
      return { kind: 'on_off' };
    case 'engine':
      return { kind: 'engine', engines: context.engines ?? [] };
    case 'engines':
      return { kind: 'engines', engines: context.engines ?? [], min: kind.min, max: kind.max };
    case 'prompts':
      return { kind: 'prompts' };
    case 'attachment':
      return { kind: 'file', accepts: kind.accepts };
    case 'video_number':
      return { kind: 'video_number' };
    case 'person':
      return kind;
    case 'gift':
      return { kind: 'gift', videosMax: quotaAmountMax.videos, creditsMax: quotaAmountMax.credits };
    case 'duration':
    case 'words':
      return kind;
    case 'zone':
      return { kind: 'zone', choices: [] };
    case 'allowed_engines':
      return { kind: 'allowed_engines', engines: context.engines ?? [] };
    case 'dollars':
      return { kind: 'dollars', max: dollarsMax, ...(kind.isPrice && { isPrice: true }) };
    case 'channels':
      return { kind: 'channels', max: kind.max, hasNames: context.channels !== undefined };
    case 'quota_amount':
      return { kind: 'quota_amount', videosMax: quotaAmountMax.videos, creditsMax: quotaAmountMax.credits };
  }
}

function judge(kind: OptionKind, raw: OptionValue, context: ParseContext): Judged {
  if (typeof raw === 'object') return kind.kind === 'attachment' ? judgeFile(kind.accepts, raw) : { nearest: null };
  // A file's name is its bytes: cleaned, it may name another file.
  if (kind.kind === 'attachment') return judgeSource(kind.accepts, String(raw));
  const text = cleanText(String(raw)).trim();
  switch (kind.kind) {
    case 'prompt':
    case 'prompts':
      return { value: { kind: 'text', text } };
    case 'text':
    case 'style':
      return text !== '' && charsIn(text) <= kind.charsMax ? { value: { kind: 'text', text } } : { nearest: null };
    case 'whole':
      return judgeWhole(kind, plain(text));
    case 'choice':
      return kind.isOpen ? judgeOpen(kind.choices, text, context) : judgeChoice(kind.choices, plain(text));
    case 'size':
      return judgeSize(plain(text));
    case 'flag':
      return judgeFlag(plain(text));
    case 'engine':
      return judgeEngine(text, context);
    case 'engines':
      return judgeEngines(kind, text, context);
    case 'video_number':
      return judgeVideoNumber(plain(text));
    case 'person':
      return judgePerson(text, kind, context);
    case 'gift':
      return judgeGiven(plain(text));
    case 'duration':
      return judgeHowLong(plain(text), kind);
    case 'zone':
      return judgeTimeZone(text);
    case 'words': {
      const words = wordsOf(text, kind);
      return words ? { value: { kind: 'words', words } } : { nearest: null };
    }
    case 'allowed_engines':
      return judgeAllowed(text, context);
    case 'quota_amount':
      return judgeAmount(plain(text));
    case 'dollars':
      return judgeMoney(plain(text));
    case 'channels':
      return judgeWhere(text, kind.max, context);
  }
}

const unitWords: Readonly<Record<WholeUnit, RegExp>> = {
  seconds: /\s*(?:s|secs?|seconds?)\.?$/u,
  credits: /\s*(?:credits?|cr|c)\.?$/u,
  days: /\s*(?:d|days?)\.?$/u,
};
const wholeNumber = /^[+-]?\d+$/u;
const decimalNumber = /^[+-]?\d+[.,]\d+$/u;
const minutesAndSeconds = /^(\d{1,4}):(\d{2})$/u;

function judgeWhole(kind: Extract<OptionKind, { kind: 'whole' }>, text: string): Judged {
  const digits = kind.unit === null ? text : text.replace(unitWords[kind.unit], '');
  const clamp = (number: number) => String(Math.min(kind.max, Math.max(kind.min, Math.round(number))));
  if (wholeNumber.test(digits)) {
    const whole = Number(digits);
    return whole >= kind.min && whole <= kind.max ? { value: { kind: 'whole', whole } } : { nearest: clamp(whole) };
  }
  if (decimalNumber.test(digits)) return { nearest: clamp(Number(digits.replace(',', '.'))) };
  const minutes = kind.unit === 'seconds' ? minutesAndSeconds.exec(digits) : null;
  return { nearest: minutes ? clamp(Number(minutes[1]) * 60 + Number(minutes[2])) : null };
}

function judgeSize(text: string): Judged {
  const named = sizeNames.find((name) => name.value === text || name.also.includes(text));
  if (named) return { value: { kind: 'size', size: named.size } };
  const pair = readPair(text);
  if (!pair) return { nearest: nearestChoice(sizeNames, text) };
  if (isAllowedSide(pair.width) && isAllowedSide(pair.height))
    return { value: { kind: 'size', size: { ...pair, shape: null } } };
  return { nearest: formatSize({ width: nearestSide(pair.width), height: nearestSide(pair.height) }) };
}

const onWords = ['on', 'yes', 'true', '1', 'y'];
const offWords = ['off', 'no', 'false', '0', 'n'];

function judgeFlag(text: string): Judged {
  if (onWords.includes(text)) return { value: { kind: 'flag', on: true } };
  if (offWords.includes(text)) return { value: { kind: 'flag', on: false } };
  return { nearest: null };
}

function judgeSource(accepts: 'image' | 'video', source: string): Judged {
  if (source === '' || source.length > sourceCharsMax) return { nearest: null };
  return { value: { kind: 'input', input: { kind: accepts, source, mediaKey: null } } };
}

/** The announced type is only a first look; the file's bytes decide when it is copied. */
function judgeFile(accepts: 'image' | 'video', file: FileValue): Judged {
  const announced = file.contentType;
  if (announced !== null && !announced.toLowerCase().startsWith(`${accepts}/`)) return { nearest: null };
  return judgeSource(accepts, file.source);
}

function judgeVideoNumber(text: string): Judged {
  if (text === 'latest' || text === 'last') return { value: { kind: 'text', text: 'latest' } };
  const digits = /^#?\s*(\d{1,9})$/u.exec(text)?.[1];
  const whole = Number(digits);
  return digits !== undefined && whole >= 1 ? { value: { kind: 'whole', whole } } : { nearest: null };
}

type PersonKind = Extract<OptionKind, { kind: 'person' }>;

function judgePerson(text: string, kind: PersonKind, { nameOf }: ParseContext): Judged {
  const raw = readQuoted(text, 0)?.inside.trim() ?? text;
  if (roleOf({ kind: 'person', raw }) !== null) {
    return kind.orRole ? { value: { kind: 'person', raw } } : { nearest: null };
  }
  const isNamed = /^[@＠]?\s*[^\s@＠]/u.test(raw) && charsIn(raw) <= personCharsMax;
  if (!isNamed) return { nearest: null };
  const by = personNameOf({ kind: 'person', raw });
  const name = by.kind === 'externalId' ? (nameOf?.(by.text) ?? null) : null;
  return { value: { kind: 'person', raw, ...(name === null ? {} : { name }) } };
}

function judgeAmount(text: string): Judged {
  const judged = judgeQuotaAmount(text);
  return judged.kind === 'change'
    ? { value: { kind: 'quota_amount', change: judged.change } }
    : { nearest: judged.nearest };
}

function judgeGiven(text: string): Judged {
  const judged = judgeGift(text);
  return judged.kind === 'gift' ? { value: { kind: 'gift', ...judged.gift } } : { nearest: judged.nearest };
}

function judgeHowLong(text: string, kind: Extract<OptionKind, { kind: 'duration' }>): Judged {
  const judged = judgeDuration(text, kind);
  return judged.kind === 'duration' ? { value: judged } : { nearest: judged.nearest };
}

function judgeTimeZone(text: string): Judged {
  const judged = judgeZone(text);
  if (judged.kind === 'zone') return { value: judged };
  return { nearest: judged.nearest, expected: { kind: 'zone', choices: judged.choices } };
}

function judgeMoney(text: string): Judged {
  const judged = judgeDollars(text);
  return judged.kind === 'dollars'
    ? { value: { kind: 'dollars', microUsd: judged.microUsd } }
    : { nearest: judged.nearest };
}

function judgeWhere(text: string, max: number, { channels }: ParseContext): Judged {
  const judged = judgeChannels(text, max, channels ?? null);
  return judged.kind === 'channels'
    ? { value: { kind: 'channels', channels: judged.channels } }
    : { nearest: judged.nearest };
}
