import { commands } from '../commands.ts';
import { takeFlags } from './flags.ts';
import { formOf, type VideoForm } from './form-of.ts';

/** Stands for a hyphen that begins no option of ours. */
const noHyphen = '\u{F8FF}';

/**
 * What was typed, as a form to put it right in: a name that is nearly that of an option is taken for it, and one that is
 * none stays in the prompt, where it can be seen. Nothing that was typed is lost.
 */
export function formOfRetyped(typed: string): VideoForm {
  const form = formOf(withoutUnknown(withNearest(typed)));
  return { ...form, prompt: form.prompt.replaceAll(noHyphen, '-') };
}

function withNearest(typed: string): string {
  return rewritten(typed, ({ shown, nearest }) => nearest ?? shown);
}

function withoutUnknown(typed: string): string {
  return rewritten(typed, ({ shown }) => {
    const name = shown.replace(/^\P{L}+/u, '');
    return noHyphen.repeat(shown.length - name.length) + name;
  });
}

type UnclearName = { readonly at: number; readonly shown: string; readonly nearest: string | null };

function rewritten(typed: string, rewrite: (name: UnclearName) => string): string {
  const pieces: string[] = [];
  let end = 0;
  for (const name of unclearIn(typed)) {
    pieces.push(typed.slice(end, name.at), rewrite(name));
    end = name.at + name.shown.length;
  }
  return [...pieces, typed.slice(end)].join('');
}

/** Names of options that are none, or could be several, and options whose value may be none: in order, none in another. */
function unclearIn(typed: string): UnclearName[] {
  return takeFlags(typed, commands.video.options).problems.flatMap(({ at, problem: { expected, nearest } }) => {
    const pattern = unclear.get(expected.kind);
    const [shown = ''] = pattern?.exec(typed.slice(at)) ?? [];
    return shown === '' ? [] : [{ at, shown, nearest }];
  });
}

const flagName = /^\P{L}+[\p{L}\p{N}_-]+/u;

const unclear: ReadonlyMap<string, RegExp> = new Map([
  ['known_option', flagName],
  ['one_option', flagName],
  ['clear_on_off', /^\P{L}+[\p{L}\p{N}_-]+[^\S\n]+\S+/u],
]);
