import type { InputRef } from '../../core/spec.ts';
import { commands } from '../commands.ts';
import { type Flag, takeFlags } from './flags.ts';
import { quoteValue } from './format-typed.ts';
import { unquotePrompt } from './quotes.ts';

/** What a form for a video holds: the prompt as it stands, options as they are typed, and a file that came along. */
export type VideoForm = { readonly prompt: string; readonly options: string; readonly input: InputRef | null };

/** `a red ball --size vertical` taken apart for a form: what Edit starts from. A file has no text there. */
export function formOf(typed: string): VideoForm {
  const { bare, flags } = takeFlags(typed, commands.video.options);
  const file = flags.find(isFile);
  return {
    prompt: unquotePrompt(bare),
    options: flags
      .filter((flag) => !isFile(flag))
      .map(formatFlag)
      .join(' '),
    input:
      file && file.raw !== null
        ? { kind: file.option.name === 'video' ? 'video' : 'image', source: file.raw, mediaKey: null }
        : null,
  };
}

function isFile({ option }: Flag): boolean {
  return option.spec.kind.kind === 'attachment';
}

function formatFlag({ option, negated, raw }: Flag): string {
  const name = negated ? `--no-${option.name}` : `--${option.name}`;
  if (raw === null) return name;
  // What follows an option that is on or off is taken for its value only behind an equals sign.
  return option.spec.kind.kind === 'flag' ? `${name}=${raw}` : `${name} ${quoteValue(raw)}`;
}
