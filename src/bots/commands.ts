import { requestDefaults } from '../core/defaults.ts';
import { videoAdmin } from './admin-commands.ts';
import { type CommandNode, type Leaf, understood } from './grammar/command.ts';
import type { OptionSpec } from './grammar/option.ts';
import { dealNumberAndNext, readAgain } from './grammar/read-again.ts';
import { enginesCompared, readBatch, readCompare, readVideo } from './grammar/read-video.ts';
import { qualities } from './grammar/sizes.ts';
import { flagIn, textIn, wholeIn } from './grammar/value.ts';

/**
 * Every command and option, described once: Discord's typed options, Slack's text, the forms of the
 * console and all help come from here. A new command is one entry and its member of `Command`.
 * Limits of every surface hold: names of at most 32 lower-case characters, help of at most 100,
 * at most 25 options and 25 choices.
 */
const video = {
  help: 'Make a video from a prompt',
  bare: 'prompt',
  options: {
    prompt: {
      help: 'What the video shows; {red|blue} makes one video for each',
      kind: { kind: 'prompt', charsMax: requestDefaults.promptCharsMax },
      required: true,
    },
    image: { help: 'An image to start from', kind: { kind: 'attachment', accepts: 'image' } },
    video: { help: 'A video to start from', kind: { kind: 'attachment', accepts: 'video' } },
    engine: { help: 'Which engine makes it; auto picks one', kind: { kind: 'engine' }, also: ['model'] },
    seconds: {
      help: 'Length in seconds',
      kind: { kind: 'whole', min: 1, max: 60, unit: 'seconds' },
      also: ['duration', 'length'],
    },
    size: {
      help: 'landscape, vertical, square, preview, hd, qhd, or width and height such as 1280x720',
      kind: { kind: 'size' },
      also: ['resolution', 'aspect', 'ratio'],
    },
    fps: {
      help: 'Frames a second: 24 cinematic, 30 standard, 60 smooth',
      kind: {
        kind: 'choice',
        choices: [
          { value: '24', also: ['cinematic', '24fps', '24p'] },
          { value: '30', also: ['standard', '30fps', '30p'] },
          { value: '60', also: ['smooth', '60fps', '60p'] },
        ],
      },
    },
    quality: {
      help: 'How large: draft 576, standard 720, full 1080 lines',
      kind: { kind: 'choice', choices: qualities },
    },
    style: {
      help: 'A look by its name, or in words of your own such as "oil painting"',
      kind: { kind: 'style', charsMax: 60 },
    },
    count: {
      help: 'How many videos of the same prompt',
      kind: { kind: 'whole', min: 1, max: requestDefaults.countMax, unit: null },
    },
    seed: {
      help: 'A number that repeats the same take',
      kind: { kind: 'whole', min: 0, max: 4_294_967_295, unit: null },
    },
    audio: { help: 'With sound, where the engine can', kind: { kind: 'flag' }, also: ['sound'] },
    fresh: { help: 'Always a new take, never a stored one', kind: { kind: 'flag' } },
    private: { help: 'Only you see it', kind: { kind: 'flag' } },
    yes: {
      help: 'Start at once, however many videos and credits it takes',
      kind: { kind: 'flag' },
      isTypedOnly: true,
    },
  },
  examples: ['a red ball rolls across a wooden floor --size vertical --seconds 3', '{red|blue} ball --no-audio'],
  read: readVideo,
} as const satisfies Leaf;

const { engine, image, seconds, size, fps, quality, style, count, seed, audio, fresh, yes } = video.options;
const own = video.options.private;

/** Many prompts at once. Without any, a form asks for them. */
const batch = {
  help: 'Several videos at once: one prompt a line, up to 12',
  bare: 'prompts',
  options: {
    prompts: {
      help: 'What the videos show, one prompt a line; options count for all of them',
      kind: { kind: 'prompts', max: requestDefaults.batchMax, charsMax: requestDefaults.promptCharsMax },
    },
    engine,
    seconds,
    size,
    fps,
    quality,
    style,
    count: { ...count, help: 'How many videos of each prompt' },
    seed,
    audio,
    fresh,
    private: own,
    yes,
  },
  examples: ['', 'a red ball rolls\na blue cube falls --seconds 3'],
  read: readBatch,
} as const satisfies Leaf;

const compare = {
  help: 'The same prompt at several engines, side by side with time and price',
  bare: 'prompt',
  options: {
    prompt: {
      help: 'What the videos show',
      kind: { kind: 'prompt', charsMax: requestDefaults.promptCharsMax },
      required: true,
    },
    engines: {
      help: 'Two to four engines, such as runway/gen4.5,sora',
      kind: { kind: 'engines', ...enginesCompared },
      required: true,
    },
    image,
    seconds,
    size,
    fps,
    quality,
    style,
    seed,
    audio,
    fresh,
    private: own,
    yes,
  },
  examples: ['a red ball rolls --engines runway/gen4.5,sora --seconds 5'],
  read: readCompare,
} as const satisfies Leaf;

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
    },
    examples: ['', '#412', '#412 --hd', '#412 --continue the ball falls off the table'],
    read: readAgain,
  },
  batch,
  compare,
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

export const commands = {
  video,
  videos: {
    help: 'Your videos: list, show, cancel, again, batch, compare, quota, forget-me',
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
