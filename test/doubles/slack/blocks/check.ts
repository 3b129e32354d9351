import type { Block } from './blocks.ts';
import type { Element } from './elements.ts';

type Path = readonly (string | number)[];
type Report = (path: Path, message: string) => void;

/** What one block alone does not show. */
export function checkTogether(blocks: readonly Block[], surface: 'message' | 'modal' | 'home', report: Report): void {
  const blockIds = new Set<string>();
  let focused = 0;
  for (const [at, block] of blocks.entries()) {
    if (block.block_id !== undefined) {
      if (blockIds.has(block.block_id)) report([at, 'block_id'], `block_id "${block.block_id}" already exists`);
      blockIds.add(block.block_id);
    }
    if (block.type === 'markdown' && surface !== 'message') report([at], 'markdown blocks are for messages only');
    const actionIds = new Set<string>();
    for (const { element, path } of elementsOf(block)) {
      const where: Path = [at, ...path];
      if (element.type === 'file_input' && surface !== 'modal') report(where, 'file_input is for modals only');
      if ('action_id' in element && element.action_id !== undefined) {
        if (actionIds.has(element.action_id)) report(where, `action_id "${element.action_id}" already exists`);
        actionIds.add(element.action_id);
      }
      if ('focus_on_load' in element && element.focus_on_load === true) focused += 1;
      checkElement(element, where, report);
    }
  }
  if (focused > 1) report([], 'only one element can have focus_on_load');
}

export function elementsOf(block: Block): { readonly element: Element; readonly path: Path }[] {
  switch (block.type) {
    case 'actions':
      return block.elements.map((element, index) => ({ element, path: ['elements', index] }));
    case 'section':
      return block.accessory ? [{ element: block.accessory, path: ['accessory'] }] : [];
    case 'input':
      return [{ element: block.element, path: ['element'] }];
    default:
      return [];
  }
}

function checkElement(element: Element, path: Path, report: Report): void {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select': {
      if ((element.options === undefined) === (element.option_groups === undefined)) {
        report(path, 'must have either options or option_groups');
      }
      const options = [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];
      checkChosen(options, element.type === 'static_select' ? [element.initial_option] : element.initial_options);
      break;
    }
    case 'checkboxes':
      checkChosen(element.options, element.initial_options);
      break;
    case 'radio_buttons':
      checkChosen(element.options, [element.initial_option]);
      break;
    case 'plain_text_input': {
      const { initial_value: initial = '', min_length: min = 0, max_length: max = 3000 } = element;
      if (min > max) report(path, 'min_length is greater than max_length');
      if (initial.length > max) report([...path, 'initial_value'], `must be less than ${max + 1} characters`);
      if (element.multiline !== true && initial.includes('\n')) {
        report([...path, 'initial_value'], 'a field of one line cannot begin with several');
      }
      break;
    }
    case 'number_input':
      if (Number(element.min_value ?? -Infinity) > Number(element.max_value ?? Infinity)) {
        report(path, 'min_value is greater than max_value');
      }
      break;
    default:
  }

  function checkChosen(options: readonly object[], chosen: readonly (object | undefined)[] | undefined): void {
    const texts = options.map((one) => JSON.stringify(one));
    const values = options.map((one) => ('value' in one ? one.value : null));
    if (new Set(values).size < values.length) report([...path, 'options'], 'two options have the same value');
    for (const one of chosen ?? []) {
      if (one && !texts.includes(JSON.stringify(one))) report(path, 'initial option is none of the options');
    }
  }
}
