import { requestDefaults } from '../../core/defaults.ts';

/** No prompt is longer in UTF-16 units, whatever it is written in; what somebody wants to make one of can be. */
export const promptUnitsMax = 2 * requestDefaults.promptCharsMax;

const lineBreaks = /\r\n?|[\u0085\u2028\u2029]/gu;
const spaces = /[\t\v\f\u2800\p{Zs}]/gu;
/** Control characters, half surrogate pairs, non-characters, and what is never drawn; each is judged by `keepsInvisible`. */
const invisible = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;
const marksInARow = /([\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+/gu;

const zeroWidthJoiner = '\u200D';
const zeroWidthNonJoiner = '\u200C';
const emojiPresentation = '\uFE0F';
const endsInEmoji = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)$/u;
const endsInEmojiBase = /[\p{Emoji}]$/u;
const startsWithEmoji = /^\p{Extended_Pictographic}/u;
/** Scripts in which joiners are part of the spelling. */
const joiningLetter = String.raw`[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]`;
const endsInJoiningLetter = new RegExp(`${joiningLetter}$`, 'u');
const startsWithJoiningLetter = new RegExp(`^${joiningLetter}`, 'u');

/** UTF-16 units that hold any one character. */
const charUnitsMax = 2;

/** `before` is what was kept so far: what has been taken away must not keep a joiner alive. */
function keepsInvisible(found: string, before: string, after: string): boolean {
  switch (found) {
    case '\n':
      return true;
    case emojiPresentation:
      return endsInEmojiBase.test(before);
    case zeroWidthJoiner:
      return (
        (endsInEmoji.test(before) && startsWithEmoji.test(after)) ||
        (endsInJoiningLetter.test(before) && startsWithJoiningLetter.test(after))
      );
    case zeroWidthNonJoiner:
      return endsInJoiningLetter.test(before) && startsWithJoiningLetter.test(after);
    default:
      return false;
  }
}

/**
 * Text as it is read and shown: one kind of line break and space, no control characters, nothing
 * invisible (zero width, direction controls, tags), composed (NFC), at most four stacked marks.
 * Joiners stay where the spelling of a script or an emoji needs them.
 */
export function cleanText(text: string): string {
  const plain = text.replace(lineBreaks, '\n').replace(spaces, ' ');
  return withoutInvisible(plain).normalize('NFC').replace(marksInARow, '$1');
}

function withoutInvisible(text: string): string {
  const kept: string[] = [];
  // Apart from what is kept, which would be put together anew for each look at its end.
  let last = '';
  let end = 0;
  const keep = (piece: string): void => {
    kept.push(piece);
    last = (last + piece.slice(-charUnitsMax)).slice(-charUnitsMax);
  };
  for (const { 0: found, index } of text.matchAll(invisible)) {
    keep(text.slice(end, index));
    end = index + found.length;
    if (keepsInvisible(found, last, text.slice(end, end + charUnitsMax))) keep(found);
  }
  keep(text.slice(end));
  return kept.join('');
}

/** A prompt as it is stored and sent: clean and trimmed. Never cut: too long is for the caller to refuse. */
export function sanitisePrompt(prompt: string): string {
  return cleanText(prompt).trim();
}

/** Length as people count it, in characters rather than UTF-16 units. */
export function charsIn(text: string): number {
  return Array.from(text).length;
}
