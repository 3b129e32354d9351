import type { Locale } from '../../core/request.ts';
import { en } from './en.ts';

/** What a language has to provide: every entry, or it does not compile. */
export type Catalogue = typeof en;

/** All languages, by their code. */
export const languages: Readonly<Record<string, Catalogue>> = { en };

/** The words for a person's language; English where there are none. */
export function catalogueFor(locale: Locale): Catalogue {
  const language = locale.toLowerCase().split(/[-_]/u)[0] ?? '';
  return (Object.hasOwn(languages, language) ? languages[language] : undefined) ?? en;
}
