import type { InputRef } from '../../core/spec.ts';
import { commands } from '../commands.ts';
import { type Flag, takeFlags } from './flags.ts';
import { formatNamed, namedFlag } from './named-words.ts';
import { promptForField } from './prompt-field.ts';
import { unquotePrompt } from './quotes.ts';

/** What a form for a video holds: the prompt, options by their names, and a file that came along. */
export type VideoForm = { readonly prompt: string; readonly options: string; readonly input: InputRef | null };

/** `a red ball --size vertical` taken apart for a form: what Edit starts from. A file has no text there. */
export function formOf(typed: string): VideoForm {
  const { bare, flags } = takeFlags(typed, commands.video.options);
  const file = flags.find(isFile);
  return {
    prompt: promptForField(unquotePrompt(bare)),
    options: formatNamed(flags.filter((flag) => !isFile(flag)).map(namedFlag)),
    input:
      file && file.raw !== null
        ? { kind: file.option.name === 'video' ? 'video' : 'image', source: file.raw, mediaKey: null }
        : null,
  };
}

function isFile({ option }: Flag): boolean {
  return option.spec.kind.kind === 'attachment';
}
