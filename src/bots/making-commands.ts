import { requestDefaults } from '../core/defaults.ts';
import type { Leaf } from './grammar/command.ts';
import { enginesCompared, readBatch, readCompare, readVideo } from './grammar/read-video.ts';
import { qualities } from './grammar/sizes.ts';

/** What makes a video. */
export const video = {
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
export const batch = {
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

export const compare = {
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
