import type { PolicyChange } from '../../core/policy.ts';
import type { Ask } from '../../core/spec.ts';
import type { SettingsChange } from '../../core/tenant-settings.ts';
import type { Variant } from '../../core/usecases/again.ts';
import type { Dealt } from './deal.ts';
import type { NamedWords, Options } from './option.ts';
import type { Marked } from './own-moderators.ts';
import type { PersonRef } from './person.ts';
import type { Problem } from './problem.ts';
import type { Values } from './value.ts';

/** Command: what somebody typed, understood. A `number` of null means their latest video. */
export type Command =
  /**
   * More than one ask: a batch, or the same at several engines, admitted together or not at all. `isSure`: however many they
   * are and whatever they cost.
   */
  | { readonly kind: 'video'; readonly asks: readonly [Ask, ...Ask[]]; readonly isSure?: true }
  /** Nothing to go by yet: a form for this command is wanted, with what was typed. */
  | { readonly kind: 'form'; readonly command: string; readonly typed: string }
  | { readonly kind: 'list' }
  | { readonly kind: 'show'; readonly number: number | null }
  | { readonly kind: 'cancel'; readonly number: number | null }
  /** `prompt`: what happens next, in other words than before; only to continue. `isSure`: whatever it costs. */
  | {
      readonly kind: 'again';
      readonly number: number | null;
      readonly variant: Variant;
      readonly prompt: string | null;
      readonly isSure?: true;
    }
  | { readonly kind: 'help'; readonly topic: string | null }
  /** Who can make a video here. */
  | { readonly kind: 'engines' }
  /** One's own. */
  | { readonly kind: 'quota' }
  /** Without `isSure` it is only told what that means. */
  | { readonly kind: 'forget_me'; readonly isSure: boolean }
  /** For moderators. */
  | { readonly kind: 'admin'; readonly command: AdminCommand }
  | Mistake;

/** Whose limits: one person's, or those of everybody without limits of their own. */
export type Whose = PersonRef | { readonly kind: 'everybody' };

/** What is to be changed in how a tenant is set up; with nothing in it, how it is set up is told. */
export type SetUp = {
  /** What everybody without limits of their own may use. */
  readonly allowance: PolicyChange | null;
  readonly settings: SettingsChange;
};

export type AdminCommand =
  | { readonly kind: 'setup'; readonly setUp: SetUp; readonly reason: string | null }
  | { readonly kind: 'quota_show'; readonly whose: Whose }
  | {
      readonly kind: 'quota_set';
      readonly whose: Whose;
      readonly change: PolicyChange;
      readonly reason: string | null;
    }
  | { readonly kind: 'remove'; readonly number: number; readonly reason: string | null }
  | { readonly kind: 'usage' }
  | { readonly kind: 'moderators_list' }
  | { readonly kind: 'moderators_add'; readonly who: PersonRef }
  | { readonly kind: 'moderators_remove'; readonly who: PersonRef }
  | { readonly kind: 'audit'; readonly about: PersonRef | null }
  | { readonly kind: 'help'; readonly topic: string | null };

/** Nothing was done. `typed` is given back, so that nobody has to type it again. Untrusted. */
export type Mistake = {
  readonly kind: 'mistake';
  /** The command without its slash, as far as it was understood: `video`, `videos show`. */
  readonly command: string;
  readonly typed: string;
  /** The same by name, where each option had a place of its own. */
  readonly named?: readonly NamedWords[];
  readonly problems: readonly [Problem, ...Problem[]];
};

/** What a command makes of its values. */
export type Reading =
  | { readonly kind: 'command'; readonly command: Command }
  /** A form is wanted for the rest. */
  | { readonly kind: 'form' }
  | { readonly kind: 'problems'; readonly problems: readonly [Problem, ...Problem[]] };

export type Leaf = Marked & {
  readonly help: string;
  /** The option that takes the words without a name; null when there are none to take. */
  readonly bare: string | null;
  /** Where several options take words without a name: which words are whose. */
  readonly deal?: (words: string) => Dealt;
  readonly options: Options;
  readonly examples: readonly string[];
  readonly read: (values: Values) => Reading;
};

/** Whether an option takes words without its name. */
export function isNameless(leaf: Leaf, name: string): boolean {
  return name === leaf.bare || (leaf.deal !== undefined && leaf.options[name]?.required === true);
}

export type Group = Marked & {
  readonly help: string;
  /** The command that is meant when none is named. */
  readonly whenBare: string;
  /** The command that is meant when just a number is given; null where a number alone means nothing. */
  readonly whenNumber: string | null;
  /** The command that is meant when a person is named at once. */
  readonly whenPerson?: string;
  readonly commands: Readonly<Record<string, CommandNode>>;
};

export type CommandNode = Leaf | Group;

export function isGroup(node: CommandNode): node is Group {
  return 'commands' in node;
}

export function understood(command: Command): Reading {
  return { kind: 'command', command };
}
