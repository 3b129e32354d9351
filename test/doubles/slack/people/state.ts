import type { Block } from '../blocks/blocks.ts';
import { elementsOf } from '../blocks/check.ts';
import type { Element } from '../blocks/elements.ts';
import type { Channel, FormValue } from '../things.ts';
import { rawOptionsOf } from './controls.ts';
import { initialOf } from './fields.ts';

type Json = Record<string, unknown>;

/** `state.values`: by block and action, what stands in each field and menu. */
export function stateOf(
  blocks: readonly Block[],
  channel: Channel | null,
  filled: ReadonlyMap<string, FormValue>,
  files: ReadonlyMap<string, readonly Json[]> = new Map(),
): Json {
  const values: Record<string, Json> = {};
  for (const block of blocks) {
    const { block_id: id = '' } = block;
    for (const { element } of elementsOf(block)) {
      if (element.type === 'button' || element.type === 'image' || element.type === 'overflow') continue;
      const value = filled.has(id) && block.type === 'input' ? (filled.get(id) ?? null) : initialOf(element, channel);
      (values[id] ??= {})[element.action_id ?? ''] = {
        type: element.type,
        ...(element.type === 'file_input' ? { files: files.get(id) ?? [] } : chosenFields(element, value)),
      };
    }
  }
  return values;
}

/** What was chosen, as each type of element says it. */
export function chosenFields(element: Element, value: FormValue): Json {
  const text = typeof value === 'string' ? value : null;
  const texts = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  switch (element.type) {
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { selected_option: text === null ? null : optionOf(element, text) };
    case 'multi_static_select':
    case 'checkboxes':
      return { selected_options: texts.map((one) => optionOf(element, one)) };
    case 'users_select':
      return { selected_user: text };
    case 'multi_users_select':
      return { selected_users: texts };
    case 'multi_conversations_select':
      return { selected_conversations: texts };
    case 'conversations_select':
      return { selected_conversation: text };
    case 'channels_select':
      return { selected_channel: text };
    case 'datepicker':
      return { selected_date: text };
    case 'button':
    case 'image':
    case 'file_input':
      return {};
    default:
      return { value: text === '' ? null : text };
  }
}

/** By value, or by what people read. */
function optionOf(element: object, value: string): Json {
  const all = rawOptionsOf(element);
  const found = all.find((one) => one.value === value) ?? all.find((one) => one.text.text === value);
  if (!found) throw new Error(`There is no option "${value}"; there is ${all.map((one) => one.value).join(', ')}`);
  return { ...found };
}
