import { nearestWord } from './nearest.ts';

export type JudgedZone =
  | { readonly kind: 'zone'; readonly zone: string }
  /** `choices`: those that it could be. */
  | { readonly kind: 'wrong'; readonly nearest: string | null; readonly choices: readonly string[] };

const choicesMax = 6;

/** What people write that is the name of no place there. */
const byOtherNames: Readonly<Record<string, readonly string[]>> = {
  gmt: ['UTC'],
  z: ['UTC'],
  cet: ['Europe/Berlin', 'Europe/Paris', 'Europe/Madrid', 'Europe/Rome'],
  cest: ['Europe/Berlin', 'Europe/Paris', 'Europe/Madrid', 'Europe/Rome'],
  est: ['America/New_York', 'America/Toronto'],
  edt: ['America/New_York', 'America/Toronto'],
  eastern: ['America/New_York', 'America/Toronto'],
  cst: ['America/Chicago', 'America/Mexico_City', 'Asia/Shanghai'],
  central: ['America/Chicago', 'America/Winnipeg'],
  mst: ['America/Denver', 'America/Phoenix'],
  pst: ['America/Los_Angeles', 'America/Vancouver'],
  pdt: ['America/Los_Angeles', 'America/Vancouver'],
  pacific: ['America/Los_Angeles', 'America/Vancouver'],
  bst: ['Europe/London'],
  ist: ['Asia/Kolkata', 'Europe/Dublin', 'Asia/Jerusalem'],
  jst: ['Asia/Tokyo'],
  kst: ['Asia/Seoul'],
  germany: ['Europe/Berlin'],
  france: ['Europe/Paris'],
  uk: ['Europe/London'],
  england: ['Europe/London'],
  japan: ['Asia/Tokyo'],
  india: ['Asia/Kolkata'],
  'san francisco': ['America/Los_Angeles'],
  beijing: ['Asia/Shanghai'],
  washington: ['America/New_York'],
};

let known: readonly string[] | null = null;

/** All that there are, by their names. */
function zones(): readonly string[] {
  known ??= ['UTC', ...Intl.supportedValuesOf('timeZone')];
  return known;
}

/** By its name, whatever its case; a city or country alone names one as well, but is asked about. */
export function judgeZone(text: string): JudgedZone {
  const typed = text.trim().replaceAll(/\s+/gu, '_').toLowerCase();
  const exact = zones().find((zone) => zone.toLowerCase() === typed) ?? oldName(typed);
  if (exact !== null) return { kind: 'zone', zone: exact };
  const spoken = typed.replaceAll('_', ' ');
  const named = Object.hasOwn(byOtherNames, spoken) ? (byOtherNames[spoken] ?? []) : zonesOf(typed);
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) return { kind: 'wrong', nearest: only, choices: [] };
  if (only !== undefined) return { kind: 'wrong', nearest: null, choices: named.slice(0, choicesMax) };
  const near = nearestWord(typed, [...zones(), ...zones().map(cityOf)]);
  const meant = near === null ? [] : zones().filter((zone) => zone === near || cityOf(zone) === near);
  const [first, ...more] = meant;
  if (first === undefined || more.length > 0) return { kind: 'wrong', nearest: null, choices: meant };
  return { kind: 'wrong', nearest: first, choices: [] };
}

/** A name that goes on meaning what it did: `Asia/Calcutta`, `US/Pacific`. */
function oldName(typed: string): string | null {
  if (!/^[a-z_]+\/[a-z_/]+$/u.test(typed)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: typed }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

function zonesOf(place: string): string[] {
  return zones().filter((zone) => zone.toLowerCase().split('/').includes(place));
}

function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1);
}
