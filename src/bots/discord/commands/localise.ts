import { Locale, type LocalizationMap } from 'discord.js';
import type { Catalogue } from '../../messages/catalogue.ts';

/** The languages to write in, by their code: `en`, `de`. */
export type Languages = Readonly<Record<string, Catalogue>>;

type WordsOf = (words: Catalogue) => string;

export function namesIn(languages: Languages, wordsOf: WordsOf): { readonly name_localizations?: LocalizationMap } {
  const localizations = inAll(languages, wordsOf);
  return localizations ? { name_localizations: localizations } : {};
}

export function descriptionsIn(
  languages: Languages,
  wordsOf: WordsOf,
): { readonly description_localizations?: LocalizationMap } {
  const localizations = inAll(languages, wordsOf);
  return localizations ? { description_localizations: localizations } : {};
}

/**
 * The same words in every language; nothing where there is only one. Discord fills the gap between two locales of a
 * language by itself and shows all others the default, so each of them is named.
 */
function inAll(languages: Languages, wordsOf: WordsOf): LocalizationMap | null {
  const all = Object.entries(languages);
  if (all.length < 2) return null;
  return Object.fromEntries(
    all.flatMap(([language, words]) => localesOf(language).map((locale) => [locale, wordsOf(words)])),
  );
}

function localesOf(language: string): Locale[] {
  return Object.values(Locale).filter((locale) => locale.split('-')[0] === language);
}
