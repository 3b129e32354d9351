import type { BlocklistProblem } from '../../../core/blocklist.ts';
import type { EngineNotAllowed } from '../../../core/choose-engine.ts';
import type { JobView } from '../../../core/request.ts';
import type { NotAllowed } from '../../../core/usecases/not-allowed.ts';
import { code, say, type Text, untrusted } from '../text.ts';
import { credits, number, when } from './amounts.ts';
import { instead } from './choosing.ts';

/** Never which word it is about: whoever knows the list writes around it. */
export function notAllowed(why: NotAllowed, nowMs: number): Text {
  switch (why.kind) {
    case 'not_allowed_here': {
      const rule = 'Moderators do not allow this prompt here. Other words may pass.';
      if (why.coolsUntilMs === null) return say`${rule}`;
      return say`${rule} Since there were several of these, you pause for a while: you can ask again ${when(why.coolsUntilMs, nowMs)}.`;
    }
    case 'judge_missing':
      return why.isModerator
        ? say`Prompts have to be judged here before anything is made, and this service has nothing that does it: the operator sets OPENAI_MODERATION_KEY. Until then ${code('/video-admin settings --judging when-possible')} takes prompts without.`
        : say`Prompts have to be judged here before anything is made, and this service cannot do that. A moderator has to see to it.`;
  }
}

export function engineNotAllowed({ engine, couldDo }: EngineNotAllowed): Text {
  return say`Moderators let other engines than ${engine.label} be used here. ${instead(couldDo)}`;
}

type BilledRefusal = NonNullable<JobView['billedRefusal']>;

/** Of a prompt that the engine refused and wanted money for. `paidMicroUsd`: by whoever asked. */
export function billedRefusal(engine: string, { count, free }: BilledRefusal, paidMicroUsd: number): string {
  const refused = `${engine} refused this prompt. No video was made.`;
  if (paidMicroUsd > 0) {
    return `${refused} The engine charges for that, and you had your ${number(free)} free ones today: you pay ${credits(paidMicroUsd)}. Other words may pass.`;
  }
  const ofToday = count <= free ? ` (${number(count)} of ${number(free)} today)` : '';
  return `${refused} You pay nothing${ofToday}. Other words may pass.`;
}

const problems: Readonly<Record<BlocklistProblem, string>> = {
  empty: 'has no letter or digit in it',
  only_wildcards: 'has a word that is nothing but *, which would mean any word',
  too_broad: 'is so short that it would be found nearly everywhere: two letters at least, three beside a *',
  too_long: 'is too long',
};

/** Why something cannot be on a blocklist. */
export function badEntry(entry: string, problem: BlocklistProblem): Text {
  return say`“${untrusted(entry)}” ${problems[problem]}.`;
}
