import type { Block } from '../blocks/blocks.ts';
import { elementsOf } from '../blocks/check.ts';
import type { ActionElement } from '../blocks/elements.ts';

export interface SeenButton {
  readonly label: string;
  readonly actionId: string;
  readonly blockId: string;
  readonly value: string | null;
  readonly url: string | null;
  readonly style: 'primary' | 'danger' | null;
  /** The question that is asked before it counts. */
  readonly confirm: { readonly title: string; readonly text: string } | null;
}

export interface SeenMenu {
  readonly type: ActionElement['type'];
  readonly actionId: string;
  readonly blockId: string;
  readonly placeholder: string | null;
  /** None where it lists people or channels: those are the workspace's. */
  readonly options: readonly { readonly label: string; readonly value: string }[];
  readonly chosen: readonly string[];
}

/** Everything that can be pressed or chosen from, without the fields of a form. */
export function controlsOf(blocks: readonly Block[]): { blockId: string; element: ActionElement }[] {
  return blocks.flatMap((block) => {
    if (block.type !== 'actions' && block.type !== 'section') return [];
    return elementsOf(block).flatMap(({ element }) => {
      if (element.type === 'image' || block.block_id === undefined) return [];
      // Actions and accessories are of this kind; only input blocks have others.
      return [{ blockId: block.block_id, element: element as ActionElement }];
    });
  });
}

export function buttonsOf(blocks: readonly Block[]): SeenButton[] {
  return controlsOf(blocks).flatMap(({ blockId, element }) => {
    if (element.type !== 'button') return [];
    return [
      {
        label: element.text.text,
        actionId: element.action_id ?? '',
        blockId,
        value: element.value ?? null,
        url: element.url ?? null,
        style: element.style ?? null,
        confirm: element.confirm ? { title: element.confirm.title.text, text: element.confirm.text.text } : null,
      },
    ];
  });
}

export function menusOf(blocks: readonly Block[]): SeenMenu[] {
  return controlsOf(blocks).flatMap(({ blockId, element }) => {
    if (element.type === 'button') return [];
    return [
      {
        type: element.type,
        actionId: element.action_id ?? '',
        blockId,
        placeholder: 'placeholder' in element ? (element.placeholder?.text ?? null) : null,
        options: optionsOf(element),
        chosen: chosenOf(element),
      },
    ];
  });
}

export function optionsOf(element: object): { readonly label: string; readonly value: string }[] {
  return rawOptionsOf(element).map((one) => ({ label: one.text.text, value: one.value }));
}

/** As they were given, also those in groups. */
export function rawOptionsOf(element: object): RawOption[] {
  const listed = listIn(element, 'options');
  const grouped = listIn(element, 'option_groups').flatMap((group) => listIn(group, 'options'));
  return [...listed, ...grouped].filter(isOption);
}

function listIn(holder: unknown, key: string): unknown[] {
  if (typeof holder !== 'object' || holder === null) return [];
  const list: unknown = Object.entries(holder).find(([name]) => name === key)?.[1];
  return Array.isArray(list) ? list : [];
}

/** What is chosen when it appears: values of options, ids, or a date. */
export function chosenOf(element: object): string[] {
  const initial = Object.entries(element).flatMap(([key, value]): unknown[] => {
    if (!key.startsWith('initial_') || key === 'initial_value') return [];
    return Array.isArray(value) ? (value as unknown[]) : [value];
  });
  return initial.flatMap((one) => (isOption(one) ? [one.value] : typeof one === 'string' ? [one] : []));
}

interface RawOption {
  readonly text: { readonly text: string };
  readonly value: string;
}

function isOption(one: unknown): one is RawOption {
  return typeof one === 'object' && one !== null && 'value' in one && typeof one.value === 'string' && 'text' in one;
}
