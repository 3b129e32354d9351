import { searchBlocklist } from '../blocklist.ts';
import type { RequestId } from '../ids.ts';
import type { PromptJudge } from '../ports/prompt-judge.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Ids } from '../ports/world.ts';
import type { Ask } from '../spec.ts';
import { styleNamed } from '../styles.ts';
import type { Tenant } from '../tenant.ts';

/** Why nothing is made of a prompt there, before anybody is asked. Which word it is about is never told. */
export type NotAllowed =
  /** `coolsUntilMs`: until when its person waits, after several of these; null while they need not. */
  | { readonly kind: 'not_allowed_here'; readonly coolsUntilMs: number | null }
  /** Prompts have to be judged here, and nothing that does is set up. */
  | { readonly kind: 'judge_missing'; readonly isModerator: boolean };

type Asked = {
  readonly input: {
    readonly inboundKey: string;
    readonly person: { readonly platform: string; readonly externalId: string; readonly name: string | null };
    readonly as: 'user' | 'operator';
    readonly isModerator?: boolean;
    readonly asks: readonly Ask[];
  };
  readonly repeats: RequestId | null;
};

type Deps = {
  readonly store: Pick<Store, 'identify' | 'members' | 'request'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly judge?: PromptJudge | null;
};

/** The operator asks for what they like. Moderators are held to their own list, and get no strike by it. */
export async function notAllowedOf(
  { input, repeats }: Asked,
  { id: tenantId, settings }: Pick<Tenant, 'id' | 'settings'>,
  deps: Deps,
): Promise<NotAllowed | null> {
  if (input.as === 'operator') return null;
  const { isModerator = false, inboundKey: key, person, asks } = input;
  const isMissing = settings.judging === 'required' && (deps.judge ?? null) === null;
  const { isBlocked } = searchBlocklist(settings.blocklist, asks.flatMap(textsOf));
  if (!isBlocked) return isMissing ? { kind: 'judge_missing', isModerator } : null;
  if (isModerator || !(await areTheirWords(asks, repeats, deps)))
    return { kind: 'not_allowed_here', coolsUntilMs: null };
  const nowMs = deps.clock.nowMs();
  const userId = await deps.store.identify({ ...person, newId: deps.ids.next('user'), nowMs });
  const coolsUntilMs = await deps.store.members.strike({ tenantId, userId, key, kind: 'blocklist', nowMs });
  return { kind: 'not_allowed_here', coolsUntilMs };
}

/** All that an engine would be told, and the name of the style. */
function textsOf({ prompt, style }: Ask): string[] {
  const words = style === null ? null : styleNamed(style)?.words;
  return [prompt, style, words].filter((text) => typeof text === 'string');
}

/** What is only asked for once more was written when it may have been allowed, perhaps by somebody else. */
async function areTheirWords(
  asks: readonly Ask[],
  repeats: RequestId | null,
  { store }: Pick<Deps, 'store'>,
): Promise<boolean> {
  const repeated = repeats === null ? null : await store.request(repeats);
  return !repeated || asks.some(({ prompt }) => repeated.jobs.every(({ spec }) => spec.prompt !== prompt));
}
