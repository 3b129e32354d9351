import { commands } from '../commands.ts';
import type { Command } from './command.ts';

const asksForHelp = /^(?:help|\?|-h|[-‒–—―]{1,2}help)$/iu;
const wordAndNumber = /^([\p{L}-]+)(\s+#?\d+)?$/u;

/** `/video list` is almost never a prompt, and a prompt costs: ask before making a video of the word. */
export function meantInstead(text: string): Command | null {
  if (asksForHelp.test(text)) return { kind: 'help', topic: 'video' };
  const match = wordAndNumber.exec(text);
  const word = match?.[1]?.toLowerCase() ?? '';
  if (!Object.keys(commands.videos.commands).includes(word)) return null;
  const nearest = `/videos ${word}${match?.[2]?.replace(/\s+/u, ' ') ?? ''}`;
  const problem = { option: null, expected: { kind: 'other_command' }, got: `/video ${text}`, nearest } as const;
  return { kind: 'mistake', command: 'video', typed: text, problems: [problem] };
}
