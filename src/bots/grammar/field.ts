import { styles } from '../../core/styles.ts';
import { judgeDuration } from './duration.ts';
import type { OptionKind } from './option.ts';
import { isTold } from './own-moderators.ts';
import { sizeNames } from './sizes.ts';

/** How a form or a platform with typed options asks for a value. `parseOptions` takes what comes back. */
export type Field =
  | { readonly type: 'text'; readonly charsMax: number; readonly isLong: boolean }
  /** Several lines, for which typed options have no room. */
  | { readonly type: 'lines'; readonly charsMax: number }
  | { readonly type: 'whole'; readonly min: number; readonly max: number }
  | { readonly type: 'yes_no' }
  | { readonly type: 'pick'; readonly values: readonly string[] }
  /** Text with suggestions: `values` are known here, those of `over` are looked up when somebody types. */
  | {
      readonly type: 'suggest';
      readonly values: readonly string[];
      readonly over: 'engines' | 'engine_list' | 'videos' | null;
    }
  | { readonly type: 'file'; readonly accepts: 'image' | 'video' }
  /** Somebody in the channel, with `roles` also a role; where `words` holds any, one of those words instead. */
  | { readonly type: 'person'; readonly words: readonly string[]; readonly roles: boolean }
  /** One or more channels, as mentions or ids in one text. */
  | { readonly type: 'channels'; readonly max: number };

const suggestedAmounts = [
  '3/day',
  '10/day',
  '50/month',
  '200 credits/day',
  '1000 credits/month',
  '2 at once',
  'unlimited',
  'default',
];

const textFieldCharsMax = 1_000;
const suggestedZones = [
  'UTC',
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'Asia/Tokyo',
];

function suggestedDurations({ minMs, maxMs }: { readonly minMs: number; readonly maxMs: number }): string[] {
  return ['1h', '24h', '2d', '7d', '30d'].filter(
    (text) => judgeDuration(text, { minMs, maxMs, none: null }).kind === 'duration',
  );
}

export function fieldOf(kind: OptionKind): Field {
  switch (kind.kind) {
    case 'prompt':
      return { type: 'text', charsMax: kind.charsMax, isLong: true };
    case 'prompts':
      return { type: 'lines', charsMax: kind.charsMax };
    case 'text':
      return { type: 'text', charsMax: kind.charsMax, isLong: false };
    case 'whole':
      return { type: 'whole', min: kind.min, max: kind.max };
    case 'flag':
      return { type: 'yes_no' };
    case 'choice':
      return { type: 'pick', values: kind.choices.filter((each) => isTold(each, false)).map(({ value }) => value) };
    case 'size':
      return { type: 'suggest', values: sizeNames.map((size) => size.value), over: null };
    case 'style':
      return { type: 'suggest', values: styles.map(({ name }) => name), over: null };
    case 'engine':
      return { type: 'suggest', values: ['auto'], over: 'engines' };
    case 'engines':
      return { type: 'suggest', values: [], over: 'engine_list' };
    case 'video_number':
      return { type: 'suggest', values: [], over: 'videos' };
    case 'attachment':
      return { type: 'file', accepts: kind.accepts };
    case 'person': {
      const words = [...(kind.orDefault ? ['default'] : []), ...(kind.orBudget ? ['budget'] : [])];
      return { type: 'person', words, roles: kind.orRole === true };
    }
    case 'gift':
      return { type: 'suggest', values: ['50 credits', '200 credits', '3 videos', '10 videos'], over: null };
    case 'duration':
      return { type: 'suggest', values: [...suggestedDurations(kind), ...(kind.none ? [kind.none] : [])], over: null };
    case 'zone':
      return { type: 'suggest', values: suggestedZones, over: null };
    case 'words':
      return { type: 'text', charsMax: textFieldCharsMax, isLong: false };
    case 'allowed_engines':
      return { type: 'suggest', values: ['all'], over: 'engine_list' };
    case 'quota_amount':
      return { type: 'suggest', values: suggestedAmounts, over: null };
    case 'dollars':
      return { type: 'suggest', values: ['$1', '$5', '$10', '$25', '$50', 'none'], over: null };
    case 'channels':
      return { type: 'channels', max: kind.max };
  }
}
