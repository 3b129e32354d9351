import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import { HOUR } from '../../src/core/time.ts';
import { nowMs } from './sample-views.ts';

/** What has to do with prompts that are not allowed, and engines that are not. */

const runway = { id: 'runway/gen4.5', label: 'Runway gen4.5' } as const;
const kling = { id: 'fal/kling', label: 'Kling' } as const;
const entry = '**a*';

export const judgingRefusals = {
  not_allowed_here: [
    { kind: 'not_allowed_here', coolsUntilMs: null },
    { kind: 'not_allowed_here', coolsUntilMs: nowMs + HOUR },
  ],
  judge_missing: [
    { kind: 'judge_missing', isModerator: false },
    { kind: 'judge_missing', isModerator: true },
  ],
  engine_not_allowed: [
    { kind: 'engine_not_allowed', engine: kling, couldDo: [runway] },
    { kind: 'engine_not_allowed', engine: kling, couldDo: [] },
  ],
} as const;

export function judgingSamples({ judging }: Pick<Catalogue, 'judging'>) {
  const { not_allowed_here, judge_missing, engine_not_allowed } = judgingRefusals;
  return {
    notAllowed: [
      judging.notAllowed(not_allowed_here[0], nowMs),
      ...[not_allowed_here[1], ...judge_missing].map((why) => judging.notAllowed(why, nowMs)),
    ],
    engineNotAllowed: [
      judging.engineNotAllowed(engine_not_allowed[0]),
      judging.engineNotAllowed(engine_not_allowed[1]),
    ],
    billedRefusal: [
      judging.billedRefusal(runway.label, { count: 1, free: 3 }, 0),
      judging.billedRefusal(runway.label, { count: 4, free: 3 }, 12 * CREDIT_MICRO_USD),
      judging.billedRefusal(runway.label, { count: 4, free: 3 }, 0),
    ],
    badEntry: [
      judging.badEntry('…', 'empty'),
      judging.badEntry('bad * words', 'only_wildcards'),
      judging.badEntry(entry, 'too_broad'),
      judging.badEntry('ﷺ', 'too_long'),
    ],
  } as const;
}
