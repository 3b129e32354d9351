import { describe, expect, it } from 'vitest';
import { commands, type RootName } from '../../src/bots/commands.ts';
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

function rootOf(name: string): RootName {
  const root = (['video', 'videos', 'video-admin'] as const).find((each) => each === name);
  if (root === undefined) throw new Error(`expected a command, got ${name}`);
  return root;
}

/** Commands that ask for videos in another way. */
const meantBy: Readonly<Record<string, string>> = { 'videos batch': 'video', 'videos compare': 'video' };
const adminMeantBy: Readonly<Record<string, readonly string[]>> = {
  'video-admin budget': ['video-admin quota show', 'video-admin quota set'],
  'video-admin remove': ['video-admin remove', 'video-admin remove all'],
};

it.each(allLeaves())('every example of /$path is understood as that command', ({ path, leaf }) => {
  expect(leaf.examples.length).toBeGreaterThan(0);
  for (const example of leaf.examples) {
    const [root = '', ...below] = path.split(' ');
    const text = [...below, example].join(' ');
    const command = parseText(rootOf(root), text, { engines: null });
    // Without prompts, a form asks for them.
    if (path === 'videos batch' && example === '') {
      expect(command).toEqual({ kind: 'form', command: path, typed: '' });
      continue;
    }
    const kind = command.kind === 'admin' ? `video-admin ${command.command.kind.replace('_', ' ')}` : command.kind;
    if (command.kind === 'admin') expect(adminMeantBy[path] ?? [path]).toContain(kind);
    else expect([path, kind]).toEqual([path, meantBy[path] ?? path.split(' ').at(-1)?.replace('-', '_')]);
  }
});

it('help can be asked for every command, so that a new one is not forgotten there', () => {
  const topics = fieldOf(commands.videos.commands.help.options.topic.kind);
  const paths = allLeaves().map(({ path }) => path);
  const isAdmin = (path: string): boolean => path.startsWith('video-admin ');
  const names = paths.filter((path) => !isAdmin(path)).map((path) => path.split(' ').at(-1));
  expect(topics).toEqual({ type: 'pick', values: names.filter((name) => name !== 'help') });
  const { kind } = commands['video-admin'].commands.help.options.topic;
  const adminNames = paths.filter(isAdmin).map((path) => path.slice('video-admin '.length));
  expect(kind.choices.map(({ value }) => value)).toEqual(adminNames.filter((name) => name !== 'help'));
  const isEverywhere = (name: string): boolean => !name.startsWith('moderators ') && name !== 'help';
  expect(fieldOf(kind)).toEqual({ type: 'pick', values: adminNames.filter(isEverywhere) });
  expect(isHelpKey('video.seconds')).toBe(true);
  expect(isHelpKey('videos')).toBe(true);
  expect(isHelpKey('video.secnds')).toBe(false);
});
