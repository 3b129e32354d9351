import { describe, expect, it } from 'vitest';
import { commands } from '../../src/bots/commands.ts';
import { type CommandNode, isGroup } from '../../src/bots/grammar/command.ts';
import { fieldOf } from '../../src/bots/grammar/field.ts';
import { allLeaves, isHelpKey } from '../../src/bots/grammar/find-command.ts';
import { parseText } from '../../src/bots/grammar/parse-text.ts';

type Named = { readonly name: string; readonly help: string };

const named = (name: string, node: CommandNode): Named[] => [
  { name, help: node.help },
  ...(isGroup(node)
    ? Object.entries(node.commands).flatMap(([child, below]) => named(child, below))
    : Object.entries(node.options).map(([option, { help }]) => ({ name: option, help }))),
];
const all = Object.entries(commands).flatMap(([name, node]) => named(name, node));

describe('the grammar fits every surface, so that registering commands cannot fail', () => {
  it.each(all)('$name: name and help are short enough', ({ name, help }) => {
    expect(name).toMatch(/^[a-z0-9_-]{1,32}$/);
    expect(help.length).toBeGreaterThan(0);
    expect(help.length).toBeLessThanOrEqual(100);
    expect(help).not.toMatch(/[.!]$/);
  });

  it.each(allLeaves())('/$path: options and choices are few enough', ({ leaf }) => {
    const fields = Object.values(leaf.options).map(({ kind }) => fieldOf(kind));
    expect(fields.length).toBeLessThanOrEqual(25);
    for (const field of fields) {
      if (field.type === 'pick') expect(field.values.length).toBeLessThanOrEqual(25);
      if (field.type === 'text') expect(field.charsMax).toBeLessThanOrEqual(6_000);
    }
  });

  it('groups nest no deeper than a command, a group and a command in it', () => {
    expect(Math.max(...allLeaves().map(({ path }) => path.split(' ').length))).toBeLessThanOrEqual(3);
  });
});

it.each(allLeaves())('every example of /$path is understood as that command', ({ path, leaf }) => {
  expect(leaf.examples.length).toBeGreaterThan(0);
  for (const example of leaf.examples) {
    const [root = '', ...below] = path.split(' ');
    const text = [...below, example].join(' ');
    expect(parseText(root === 'video' ? 'video' : 'videos', text, { engines: null }).kind).toBe(path.split(' ').at(-1));
  }
});

it('help can be asked for every command, so that a new one is not forgotten there', () => {
  const topics = fieldOf(commands.videos.commands.help.options.topic.kind);
  const names = allLeaves().map(({ path }) => path.split(' ').at(-1));
  expect(topics).toEqual({ type: 'pick', values: names.filter((name) => name !== 'help') });
  expect(isHelpKey('video.seconds')).toBe(true);
  expect(isHelpKey('videos')).toBe(true);
  expect(isHelpKey('video.secnds')).toBe(false);
});
