/**
 * Folding: writings of the same word become one, so that it is found however it is written: full width, bold and circled
 * letters, capitals, accents, what is never drawn, and letters of other scripts that look like Latin ones. What an entry and a
 * prompt share after it is what people take for the same.
 */
export function folded(text: string): string {
  return text
    .toWellFormed()
    .replace(neverDrawn, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(accents, '')
    .replace(neverDrawn, '')
    .replace(lookAlike, (letter) => latin.get(letter) ?? letter);
}

const blanks = '\\s\\u2800\\u3164\\u115F\\u1160\\uFFA0';
/** Line breaks and tabs are white space; other control characters are nothing that anybody sees. */
const neverDrawn = new RegExp(
  `[[\\p{Default_Ignorable_Code_Point}\\p{Cf}\\p{Cc}\\p{Noncharacter_Code_Point}]--[${blanks}]]`,
  'gv',
);
/** Of any script; the two that make other letters of Japanese ones stay. */
const accents = /[[\p{M}&&\p{Script=Inherited}]--[\u3099\u309A]]/gv;

/** What an expression calls white space, and what is drawn as nothing else. */
export const isBlank = (char: string): boolean => blank.test(char);
const blank = new RegExp(`^[${blanks}]$`, 'u');

/** Letters of Cyrillic, Greek, Armenian and rarer Latin ones, by the Latin ones that they look like. */
const alike: readonly (readonly [string, string])[] = [
  ['a', 'аαλɑɐᴀ'],
  ['b', 'вьβɓʙ'],
  ['c', 'сςƈᴄ'],
  ['d', 'ԁδɗɖđᴅ'],
  ['e', 'еεəɛᴇ'],
  ['f', 'φꜰ'],
  ['g', 'ցɡɠɢ'],
  ['h', 'һнհħʜ'],
  ['i', 'іιɨıɩɪ'],
  ['j', 'јյʝᴊ'],
  ['k', 'кκƙᴋ'],
  ['l', 'ӏłɭʟ'],
  ['m', 'мμɱᴍ'],
  ['n', 'пηπոŋɲɴ'],
  ['o', 'оοσօðøɵɔᴏ'],
  ['p', 'рρքƥᴘ'],
  ['q', 'ԛգʠ'],
  ['r', 'гɍʀ'],
  ['s', 'ѕʂꜱ'],
  ['t', 'тτŧᴛ'],
  ['u', 'υսʉᴜ'],
  ['v', 'νʋᴠ'],
  ['w', 'ԝωաʍᴡ'],
  ['x', 'хχ'],
  ['y', 'уγʏ'],
  ['z', 'ζƶᴢ'],
  ['ss', 'ß'],
  ['ae', 'æ'],
  ['oe', 'œ'],
  ['th', 'þ'],
];

const latin: ReadonlyMap<string, string> = new Map([
  ...alike.flatMap(([stands, letters]) => Array.from(letters, (letter) => [letter, stands] as const)),
  // White on black, and the letters of flags.
  ...[0x1f150, 0x1f170, 0x1f1e6].flatMap((first) =>
    Array.from({ length: 26 }, (_, at) => [String.fromCodePoint(first + at), String.fromCodePoint(0x61 + at)] as const),
  ),
]);
const lookAlike = new RegExp(`[${[...latin.keys()].join('')}]`, 'gu');
