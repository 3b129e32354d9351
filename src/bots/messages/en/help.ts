import type { HelpKey } from '../../commands.ts';
import { styles } from '../../../core/styles.ts';
import type { OptionKind } from '../../grammar/option.ts';
import { code, say, type Text, untrusted } from '../text.ts';
import { number } from './amounts.ts';

/** The help of a command or option. English is written in the grammar; another language has a line for each key. */
export function describe(_key: HelpKey, english: string): string {
  return english;
}

export function overview(): string {
  return 'What you can type';
}

/** Below the overview. */
export function more(): Text {
  return say`${code('/videos help video')} explains every option. Options can stand anywhere in the text; without a number, your latest video is meant.`;
}

/** Above the overview, for who asked for help with something else. */
export function unknownTopic(typed: string): Text {
  return say`There is no command “${untrusted(typed)}” to read about. This is what there is:`;
}

/** In place of the option, where text names no file. */
export function imageInForm(command: string, takesVideo: boolean): Text {
  return say`An image ${takesVideo ? 'or a video ' : ''}to start from goes in the form: ${code(command)} alone opens it.`;
}

/** In place of the option, where an image is attached beside the text. */
export function imageBeside(): string {
  return 'An image to start from is attached beside the text. Another video cannot be.';
}

/** Before each example. */
export function example(): string {
  return 'For example';
}

/** What stands for the value in `--seconds N`; empty where there is none. */
export function placeholder(kind: OptionKind): string {
  switch (kind.kind) {
    case 'prompt':
      return 'PROMPT';
    case 'prompts':
      return 'PROMPTS';
    case 'text':
      return 'TEXT';
    case 'whole':
      return 'N';
    case 'choice':
      return kind.choices.map((choice) => choice.value).join('|');
    case 'size':
      return 'NAME|WxH';
    case 'style':
      return 'NAME|TEXT';
    case 'flag':
      return '';
    case 'engine':
      return 'ENGINE';
    case 'engines':
      return 'ENGINE,ENGINE';
    case 'attachment':
      return 'FILE';
    case 'video_number':
      return '#N';
    case 'person':
      return [
        '@NAME',
        ...(kind.orRole ? ['@ROLE'] : []),
        ...(kind.orDefault ? ['default'] : []),
        ...(kind.orBudget ? ['budget'] : []),
      ].join('|');
    case 'gift':
      return 'N credits|N videos';
    case 'duration':
      return kind.none === null ? '24h' : `24h|${kind.none}`;
    case 'zone':
      return 'ZONE';
    case 'words':
      return 'WORD,WORD';
    case 'allowed_engines':
      return 'ENGINE,PROVIDER|all';
    case 'quota_amount':
      return 'AMOUNT';
    case 'dollars':
      return '$N|none';
    case 'channels':
      return kind.max === 1 ? '#CHANNEL|none' : '#CHANNEL…|everywhere';
  }
}

/** The bounds of an option, after its help; empty where there are none to tell. */
export function bounds(kind: OptionKind): string {
  switch (kind.kind) {
    case 'whole':
      return `${number(kind.min)} to ${number(kind.max)}`;
    case 'style':
      return styles.map(({ name }) => name).join(', ');
    case 'prompt':
    case 'prompts':
    case 'text':
      return `up to ${number(kind.charsMax)} characters`;
    case 'flag':
    case 'choice':
    case 'size':
    case 'engine':
    case 'engines':
    case 'attachment':
    case 'video_number':
    case 'person':
    case 'quota_amount':
    case 'gift':
    case 'duration':
    case 'zone':
    case 'words':
    case 'allowed_engines':
    case 'dollars':
    case 'channels':
      return '';
  }
}
