import type { Expectation, Problem } from '../../src/bots/grammar/problem.ts';
import type { EngineId } from '../../src/core/engine.ts';
import { adminProblems } from './admin-problem-samples.ts';
import { choosingProblems } from './choosing-samples.ts';

const engine: EngineId = 'runway/gen4.5';

const whole = { kind: 'whole', min: 1, max: 60, unit: 'seconds' } as const;
const sizes = { kind: 'size', names: ['landscape', 'vertical', 'square'], sideMin: 64, sideMax: 4_096 } as const;

/** A mistake of every kind. */
export const problems: Readonly<Record<Expectation['kind'], readonly Problem[]>> = {
  whole: [
    { option: 'seconds', expected: whole, got: '-3', nearest: '1' },
    { option: 'seconds', expected: whole, got: '', nearest: null },
    { option: 'count', expected: { ...whole, max: 4, unit: null }, got: '9', nearest: '4' },
  ],
  choice: [{ option: 'fps', expected: { kind: 'choice', values: ['24', '30', '60'] }, got: '25', nearest: '24' }],
  size: [
    { option: 'size', expected: sizes, got: '1x1', nearest: '64x64' },
    { option: 'size', expected: sizes, got: 'virtical', nearest: 'vertical' },
  ],
  on_off: [{ option: 'audio', expected: { kind: 'on_off' }, got: 'loud', nearest: null }],
  clear_on_off: [{ option: 'audio', expected: { kind: 'clear_on_off' }, got: '--audio no', nearest: '--audio=no' }],
  engine: [
    {
      option: 'engine',
      expected: { kind: 'engine', engines: ['demo/pictures', engine] },
      got: 'runwy',
      nearest: engine,
    },
    { option: 'engine', expected: { kind: 'engine', engines: [] }, got: '?', nearest: null },
  ],
  file: [{ option: 'image', expected: { kind: 'file', accepts: 'image' }, got: 'notes.pdf', nearest: null }],
  video_number: [
    { option: 'number', expected: { kind: 'video_number' }, got: 'ball', nearest: null },
    {
      option: null,
      expected: { kind: 'video_number' },
      got: 'ball',
      nearest: null,
    },
  ],
  text: [{ option: 'style', expected: { kind: 'text', charsMax: 60 }, got: '', nearest: null }],
  prompt: [{ option: 'prompt', expected: { kind: 'prompt' }, got: '', nearest: null }],
  prompt_chars: [{ option: 'prompt', expected: { kind: 'prompt_chars', charsMax: 6_000 }, got: '7412', nearest: null }],
  known_option: [
    {
      option: null,
      expected: { kind: 'known_option', options: ['seconds', 'size', 'fps'] },
      got: '--secnds',
      nearest: '--seconds',
    },
    { option: null, expected: { kind: 'known_option', options: [] }, got: '--fast', nearest: null },
  ],
  one_option: [
    { option: null, expected: { kind: 'one_option', options: ['seconds', 'seed'] }, got: '--se', nearest: null },
  ],
  once: [{ option: 'seconds', expected: { kind: 'once' }, got: '8', nearest: null }],
  without: [
    { option: 'quality', expected: { kind: 'without', other: 'size' }, got: '1920x1080', nearest: null },
    { option: 'video', expected: { kind: 'without', other: 'image' }, got: '', nearest: null },
  ],
  videos_max: [{ option: null, expected: { kind: 'videos_max', max: 12 }, got: '16', nearest: null }],
  flat_choices: [{ option: 'prompt', expected: { kind: 'flat_choices' }, got: '', nearest: null }],
  command: [
    { option: null, expected: { kind: 'command', commands: ['list', 'show'] }, got: 'lst', nearest: '/videos list' },
    { option: null, expected: { kind: 'command', commands: ['list', 'show'] }, got: '', nearest: null },
  ],
  other_command: [{ option: null, expected: { kind: 'other_command' }, got: '/video list', nearest: '/videos list' }],
  no_options_in_prompt: [
    { option: null, expected: { kind: 'no_options_in_prompt', options: ['seconds', 'size'] }, got: '', nearest: null },
  ],
  nothing_more: [{ option: null, expected: { kind: 'nothing_more' }, got: 'of mine', nearest: null }],
  ...choosingProblems,
  ...adminProblems,
};
