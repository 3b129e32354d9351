import type { PolicyChange, SaidChange } from '../../core/policy.ts';
import type { Ask } from '../../core/spec.ts';
import type { SettingsChange } from '../../core/tenant-settings.ts';
import type { Variant } from '../../core/usecases/again.ts';
import type { Dealt } from './deal.ts';
import type { NamedWords, Options } from './option.ts';
import type { Marked } from './own-moderators.ts';
import type { PersonRef } from './person.ts';
import type { Problem } from './problem.ts';
import type { Gift, Values } from './value.ts';

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

/**
 * Whose limits: one person's, those of everybody with a role, those of everybody without limits of their own, or those of all
 * of them together.
 */
export type Whose =
  | PersonRef
  | { readonly kind: 'everybody' }
  | { readonly kind: 'budget' }
  /** By the platform's own id. */
  | { readonly kind: 'role'; readonly id: string };

/** What is to be changed in how a tenant is set up; with nothing in it, how it is set up is told. */
export type SetUp = {
  /** What everybody without limits of their own may use. */
  readonly allowance: PolicyChange | null;
  /** What all of them together may spend in a day. */
  readonly cap: PolicyChange | null;
  readonly settings: SettingsChange;
};

/** What is to be changed in the settings of a tenant; with nothing in it, they are told. */
export type SettingsAsk = {
  readonly change: SettingsChange;
  /** Entries of the blocklist to add and to take off; `cleared`: all of them go first. */
  readonly blocklist: {
    readonly add: readonly string[];
    readonly remove: readonly string[];
    readonly cleared: boolean;
  } | null;
};

/** `isSure`: what concerns many is done without asking back. `forMs` null: until somebody lifts it. */
export type AdminCommand =
  | { readonly kind: 'setup'; readonly setUp: SetUp; readonly reason: string | null }
  | { readonly kind: 'settings'; readonly settings: SettingsAsk; readonly reason: string | null }
  | { readonly kind: 'quota_show'; readonly whose: Whose }
  | {
      readonly kind: 'quota_set';
      readonly whose: Whose;
      readonly change: SaidChange;
      readonly reason: string | null;
      readonly isSure: boolean;
    }
  | {
      readonly kind: 'quota_grant';
      readonly who: PersonRef;
      readonly gift: Gift;
      /** Null: it does not end. */
      readonly expiresMs: number | null;
      readonly reason: string | null;
    }
  | { readonly kind: 'quota_reset'; readonly who: PersonRef; readonly reason: string | null }
  | { readonly kind: 'block'; readonly who: PersonRef; readonly forMs: number | null; readonly reason: string | null }
  | { readonly kind: 'unblock'; readonly who: PersonRef; readonly reason: string | null }
  | {
      readonly kind: 'approve';
      readonly number: number;
      /** So much and no more, for so long. */
      readonly limit: { readonly microUsd: number; readonly expiresMs: number } | null;
      readonly reason: string | null;
    }
  | { readonly kind: 'deny'; readonly number: number; readonly reason: string | null }
  /** Null: everywhere. */
  | { readonly kind: 'pause' | 'resume'; readonly channel: string | null; readonly reason: string | null }
  | {
      readonly kind: 'remove';
      readonly number: number;
      readonly block: { readonly forMs: number | null } | null;
      readonly reason: string | null;
    }
  /** All that somebody asked for in the last while. */
  | {
      readonly kind: 'remove_all';
      readonly who: PersonRef;
      readonly lastMs: number;
      readonly block: { readonly forMs: number | null } | null;
      readonly reason: string | null;
      readonly isSure: boolean;
    }
  /** `days` null: today and this month. */
  | {
      readonly kind: 'usage';
      readonly who: PersonRef | null;
      readonly days: number | null;
      readonly asFile: boolean;
    }
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
  /** Commands by other names, with the path to each from here. */
  readonly aliases?: Readonly<Record<string, string>>;
  readonly commands: Readonly<Record<string, CommandNode>>;
};

export type CommandNode = Leaf | Group;

export function isGroup(node: CommandNode): node is Group {
  return 'commands' in node;
}

export function understood(command: Command): Reading {
  return { kind: 'command', command };
}
