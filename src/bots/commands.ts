import { requestDefaults } from '../core/defaults.ts';
import { videoAdmin } from './admin-commands.ts';
import { type CommandNode, type Leaf, understood } from './grammar/command.ts';
import type { OptionSpec } from './grammar/option.ts';
import { dealNumberAndNext, readAgain } from './grammar/read-again.ts';
import { flagIn, textIn, wholeIn } from './grammar/value.ts';
import { batch, compare, video } from './making-commands.ts';

const number = {
  help: 'Its number, such as 412; your latest when left out',
  kind: { kind: 'video_number' },
} as const satisfies OptionSpec;

const videos = {
  list: {
    help: 'Your latest videos',
    bare: null,
    options: {},
    examples: [''],
    read: () => understood({ kind: 'list' }),
  },
  show: {
    help: 'One video with its whole story, and the clip again',
    bare: 'number',
    options: { number },
    examples: ['', '#412'],
    read: (values) => understood({ kind: 'show', number: wholeIn(values, 'number') }),
  },
  cancel: {
    help: 'Stop a video; free until it was sent to an engine',
    bare: 'number',
    options: { number },
    examples: ['', '#412'],
    read: (values) => understood({ kind: 'cancel', number: wholeIn(values, 'number') }),
  },
  again: {
    help: 'The same once more, as a new take; or with hd larger, or with continue what happens next',
    bare: 'number',
    deal: dealNumberAndNext,
    options: {
      number,
      hd: { help: 'The same, larger', kind: { kind: 'flag' } },
      continue: { help: 'What happens next: it goes on from the last picture', kind: { kind: 'flag' }, also: ['next'] },
      prompt: {
        help: 'With continue: what happens next; the same words when left out',
        kind: { kind: 'text', charsMax: requestDefaults.promptCharsMax, isRest: true },
      },
      yes: video.options.yes,
    },
    examples: ['', '#412', '#412 --hd', '#412 --continue the ball falls off the table'],
    read: readAgain,
  },
  batch,
  compare,
  engines: {
    help: 'Which engines can make a video, and what each costs',
    bare: null,
    options: {},
    examples: [''],
    read: () => understood({ kind: 'engines' }),
  },
  quota: {
    help: 'What you may use, what you have used, and when it starts anew',
    bare: null,
    options: {},
    examples: [''],
    read: () => understood({ kind: 'quota' }),
  },
  'forget-me': {
    help: 'Take away your name, your prompts and your videos',
    bare: null,
    options: {
      yes: { help: 'Do it now; without it you are only told what that means', kind: { kind: 'flag' } },
    },
    examples: ['', '--yes'],
    read: (values) => understood({ kind: 'forget_me', isSure: flagIn(values, 'yes') === true }),
  },
} as const satisfies Record<string, Leaf>;

const topic = {
  help: 'The command you want to read about',
  kind: {
    kind: 'choice',
    isOpen: true,
    choices: [{ value: 'video', also: [] }, ...Object.keys(videos).map((value) => ({ value, also: [] }))],
  },
} as const satisfies OptionSpec;

/**
 * Every command and option, described once: Discord's typed options, Slack's text, the forms of the
 * console and all help come from here. A new command is one entry and its member of `Command`.
 * Limits of every surface hold: names of at most 32 lower-case characters, help of at most 100,
 * at most 25 options and 25 choices.
 */
export const commands = {
  video,
  videos: {
    help: 'Your videos: list, show, cancel, again, batch, compare, engines, quota, forget-me',
    whenBare: 'list',
    whenNumber: 'show',
    commands: {
      ...videos,
      help: {
        help: 'What can be typed',
        bare: 'topic',
        options: { topic },
        examples: ['', 'video'],
        read: (values) => understood({ kind: 'help', topic: textIn(values, 'topic') }),
      },
    },
  },
  'video-admin': videoAdmin,
} as const satisfies Record<string, CommandNode>;

export type RootName = keyof typeof commands;

export function isRootName(name: string): name is RootName {
  return Object.hasOwn(commands, name);
}

type KeysOf<Node, Path extends string> = Node extends { readonly commands: infer Children }
  ? Path | { [Name in keyof Children & string]: KeysOf<Children[Name], `${Path} ${Name}`> }[keyof Children & string]
  : Node extends { readonly options: infer Named }
    ? Path | `${Path}.${keyof Named & string}`
    : never;

/** Names everything that has help: `video`, `video.seconds`, `videos show`, `videos show.number`. A translation has a line for each. */
export type HelpKey = { [Name in RootName]: KeysOf<(typeof commands)[Name], Name> }[RootName];
