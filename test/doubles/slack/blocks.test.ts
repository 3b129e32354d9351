import { expect, test } from 'vitest';
import { messageBlocks } from './blocks/message.ts';
import { home, modal } from './blocks/view.ts';

const text = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const button = (more: object = {}) => ({ type: 'button', text: text(4), ...more });
const actions = (...elements: object[]) => [{ type: 'actions', elements }];
const option = (value: string, length = 3) => ({ text: text(length), value });
const select = (more: object) => actions({ type: 'static_select', action_id: 'a', ...more });
const input = (element: object, more: object = {}) => ({ type: 'input', label: text(3), element, ...more });
const typed = (more: object = {}) => ({ type: 'plain_text_input', action_id: 'a', ...more });
const form = (blocks: object[], more: object = {}) => ({
  type: 'modal',
  title: text(24),
  submit: text(24),
  blocks,
  ...more,
});

test.for<[string, object[], object[]]>([
  ['a section has at most 3,000 characters', section(3000), section(3001)],
  ['a header has at most 150', [{ type: 'header', text: text(150) }], [{ type: 'header', text: text(151) }]],
  ['a text is never empty', section(1), section(0)],
  ['a button says at most 75', actions(button({ text: text(75) })), actions(button({ text: text(76) }))],
  [
    'its value has at most 2,000',
    actions(button({ value: 'v'.repeat(2000) })),
    actions(button({ value: 'v'.repeat(2001) })),
  ],
  [
    'its id at most 255',
    actions(button({ action_id: 'i'.repeat(255) })),
    actions(button({ action_id: 'i'.repeat(256) })),
  ],
  ['there are at most 25 in a row', actions(...many(25, () => button())), actions(...many(26, () => button()))],
  ['there are no empty rows', actions(button()), actions()],
  [
    'ids of actions are unique in a block',
    [...actions(button({ action_id: 'a' })), ...actions(button({ action_id: 'a' }))],
    actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
  ],
  [
    'ids of blocks are unique',
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'b' },
    ],
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
  ],
  ['a message has at most 50 blocks', many(50, () => ({ type: 'divider' })), many(51, () => ({ type: 'divider' }))],
  [
    'a context has at most 10 parts',
    [{ type: 'context', elements: many(10, () => text(1)) }],
    [{ type: 'context', elements: many(11, () => text(1)) }],
  ],
  ['an option says at most 75', select({ options: [option('a', 75)] }), select({ options: [option('a', 76)] })],
  [
    'a menu has at most 100 options',
    select({ options: many(100, (at) => option(`${at}`)) }),
    select({ options: many(101, (at) => option(`${at}`)) }),
  ],
  [
    'a menu begins with one of its options',
    select({ options: [option('a')], initial_option: option('a') }),
    select({ options: [option('a')], initial_option: option('b') }),
  ],
  [
    'options differ in value',
    select({ options: [option('a'), option('b')] }),
    select({ options: [option('a'), option('a', 4)] }),
  ],
  [
    'a question before an action has all four texts',
    actions(button({ confirm: { title: text(100), text: text(300), confirm: text(30), deny: text(30) } })),
    actions(button({ confirm: { text: text(300), confirm: text(30), deny: text(30) } })),
  ],
  ['unknown fields are none', [{ type: 'divider' }], [{ type: 'divider', colour: 'red' }]],
  ['rich text holds no empty text', rich('a'), rich('')],
  ['files are asked for in modals only', [input(typed())], [input({ type: 'file_input', action_id: 'a' })]],
])('%s', ([, good, bad]) => {
  expect(messageBlocks.safeParse(good).success).toBe(true);
  expect(messageBlocks.safeParse(bad).success).toBe(false);
});

test.for<[string, object, object]>([
  ['a title has at most 24 characters', form([]), form([], { title: text(25) })],
  ['a modal with fields has a submit button', form([input(typed())]), form([input(typed())], { submit: undefined })],
  [
    'private_metadata has at most 3,000',
    form([], { private_metadata: 'p'.repeat(3000) }),
    form([], { private_metadata: 'p'.repeat(3001) }),
  ],
  [
    'a view has at most 100 blocks',
    form(many(100, () => ({ type: 'divider' }))),
    form(many(101, () => ({ type: 'divider' }))),
  ],
  [
    'a field begins with no more than it takes',
    form([input(typed({ initial_value: 'abc', max_length: 3 }))]),
    form([input(typed({ initial_value: 'abcd', max_length: 3 }))]),
  ],
  [
    'a field takes at most 3,000',
    form([input(typed({ max_length: 3000 }))]),
    form([input(typed({ max_length: 3001 }))]),
  ],
  [
    'one field is in focus',
    form([input(typed({ focus_on_load: true }))]),
    form([input(typed({ focus_on_load: true })), input(typed({ focus_on_load: true }))]),
  ],
  [
    'at most ten files are asked for',
    form([input({ type: 'file_input', action_id: 'a', max_files: 10 })]),
    form([input({ type: 'file_input', action_id: 'a', max_files: 11 })]),
  ],
])('in a view, %s', ([, good, bad]) => {
  expect(modal.safeParse(good).success).toBe(true);
  expect(modal.safeParse(bad).success).toBe(false);
});

test('a Home tab has no title and no files', () => {
  expect(home.safeParse({ type: 'home', blocks: [input(typed())] }).success).toBe(true);
  expect(home.safeParse({ type: 'home', blocks: [], title: text(3) }).success).toBe(false);
  expect(home.safeParse({ type: 'home', blocks: [input({ type: 'file_input' })] }).success).toBe(false);
});

function section(length: number): object[] {
  return [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(length) } }];
}

function many(count: number, make: (at: number) => object): object[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

function rich(words: string): object[] {
  const paragraph = { type: 'rich_text_section', elements: [{ type: 'text', text: words }] };
  return [{ type: 'rich_text', elements: [paragraph] }];
}
