import type { Block, InputBlock } from '../blocks/blocks.ts';
import type { Element, InputElement } from '../blocks/elements.ts';
import type { Channel, FormValue } from '../things.ts';
import { chosenOf, optionsOf } from './controls.ts';

/** A field of a form. */
export interface SeenField {
  readonly blockId: string;
  readonly actionId: string;
  readonly label: string;
  readonly hint: string | null;
  readonly type: InputElement['type'];
  /** What is in it: text, what is chosen, or files; what it began with until somebody fills it in. */
  readonly value: FormValue;
  readonly required: boolean;
  readonly placeholder: string | null;
  readonly options: readonly { readonly label: string; readonly value: string }[];
  readonly multiline: boolean;
  readonly charsMin: number;
  readonly charsMax: number | null;
  readonly range: { readonly min: number; readonly max: number } | null;
  readonly decimals: boolean;
  readonly filesMax: number | null;
  readonly fileTypes: readonly string[] | null;
}

const many: ReadonlySet<string> = new Set([
  'multi_static_select',
  'multi_users_select',
  'multi_conversations_select',
  'checkboxes',
]);

function inputsOf(blocks: readonly Block[]): InputBlock[] {
  return blocks.filter((block) => block.type === 'input');
}

export function fieldsOf(
  blocks: readonly Block[],
  channel: Channel | null,
  filled: ReadonlyMap<string, FormValue>,
): SeenField[] {
  return inputsOf(blocks).map((block) => {
    const { element } = block;
    return {
      blockId: block.block_id ?? '',
      actionId: element.action_id ?? '',
      label: block.label.text,
      hint: block.hint?.text ?? null,
      type: element.type,
      value: filled.has(block.block_id ?? '')
        ? (filled.get(block.block_id ?? '') ?? null)
        : initialOf(element, channel),
      required: block.optional !== true,
      placeholder: 'placeholder' in element ? (element.placeholder?.text ?? null) : null,
      options: optionsOf(element),
      multiline: element.type === 'plain_text_input' && element.multiline === true,
      charsMin: element.type === 'plain_text_input' ? (element.min_length ?? 0) : 0,
      charsMax: element.type === 'plain_text_input' ? (element.max_length ?? 3000) : null,
      range:
        element.type === 'number_input'
          ? { min: Number(element.min_value ?? -Infinity), max: Number(element.max_value ?? Infinity) }
          : null,
      decimals: element.type === 'number_input' && element.is_decimal_allowed,
      filesMax: element.type === 'file_input' ? (element.max_files ?? 10) : null,
      fileTypes: element.type === 'file_input' ? (element.filetypes ?? null) : null,
    };
  });
}

export function initialOf(
  element: Exclude<Element, { type: 'image' }>,
  channel: Channel | null,
): string | readonly string[] | null {
  if ('initial_value' in element) return element.initial_value ?? null;
  const chosen = chosenOf(element);
  if (many.has(element.type)) return chosen;
  if (element.type === 'conversations_select' && chosen.length === 0) {
    return element.default_to_current_conversation === true ? (channel?.id ?? null) : null;
  }
  return chosen[0] ?? null;
}
