import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitisePrompt } from '../../src/bots/grammar/prompt-text.ts';
import { expandBatch } from '../../src/bots/grammar/batch.ts';
import { parseText } from '../../src/bots/grammar/parse-text.ts';
import { askToEdit, typedAgain } from '../../src/bots/typed-again.ts';
import { enginesOf } from '../doubles/engines.ts';
import { resolveSpec } from '../../src/core/resolve-spec.ts';
import type { Ask, ClipSpec } from '../../src/core/spec.ts';
import { seededRandom } from '../doubles/world.ts';
import { aJob, aProvider, openAsk, someCapabilities, spec } from '../core/samples.ts';

const random = seededRandom();
const engine = someCapabilities({ audio: true });
const mute = someCapabilities({ id: 'acme/mute', audio: false });
const providerOf = (...capabilities: (typeof engine)[]) => ({
  provider: aProvider({ capabilities: () => capabilities }),
  credential: 'main',
});
const two = enginesOf([providerOf(engine, mute)]);
const one = enginesOf([providerOf(engine)]);

const prompt = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    fc.constantFrom('list', 'show 3', 'a -- b', 'a ball --fast', '"a" ball', '{"a": 1}', 'help', 'a —seconds 8 b'),
  )
  .map(sanitisePrompt)
  .filter((text) => {
    const batch = expandBatch(text, 1);
    return text !== '' && batch.kind === 'prompts' && batch.prompts[0] === text && !/[「」『』]/u.test(text);
  });

const ask: fc.Arbitrary<Ask> = fc.record({
  operation: fc.constant('make'),
  prompt,
  engine: fc.constantFrom(null, 'acme/reel-1'),
  seconds: fc.option(fc.integer({ min: 2, max: 10 })),
  size: fc.constantFrom(null, { width: 1_280, height: 720 }, { width: 720, height: 1_280 }),
  fps: fc.constantFrom(null, 24, 30),
  style: fc.constantFrom(null, 'noir', '"quoted"'),
  count: fc.constant(1),
  seed: fc.option(fc.nat()),
  audio: fc.option(fc.boolean()),
  fresh: fc.boolean(),
  private: fc.boolean(),
  input: fc.constantFrom(null, { kind: 'image', source: 'https://cdn.example/1.png?a=b c', mediaKey: null } as const),
});

function specOf(wanted: Ask): ClipSpec {
  const resolved = resolveSpec(wanted, engine, random);
  if (resolved.kind !== 'ok') throw new Error(`expected a spec, got ${JSON.stringify(resolved.problems)}`);
  return resolved.spec;
}

describe('what Edit starts from', () => {
  it.each([
    ['where there is one engine', one],
    ['where there are more', two],
  ])('%s: sent unchanged it asks for the same video, as another take', (_, engines) => {
    fc.assert(
      fc.property(ask, (asked) => {
        const job = aJob({ kind: 'queued' }, { spec: specOf(asked), engine: engine.id });
        const { typed } = typedAgain([askToEdit(job, asked.private ? 'private' : 'channel', engines)]);
        const command = parseText('video', typed, { engines: null });
        if (command.kind !== 'video') throw new Error(`expected a video, got ${JSON.stringify(command)}`);
        const [again] = command.asks;
        expect(command.asks).toHaveLength(1);
        expect(again).toMatchObject({ private: asked.private, seed: null, count: 1, fresh: false });
        // What was wished may be said in fewer words.
        const { seed, wish, adapted } = job.spec;
        expect({ ...specOf(again), seed, wish, adapted }).toEqual(job.spec);
      }),
      { numRuns: 150 },
    );
  });

  it('holds the prompt alone where nothing else was said', () => {
    const job = aJob({ kind: 'queued' }, { spec: { ...specOf({ ...openAsk, prompt: 'a red ball' }) } });
    expect(typedAgain([askToEdit(job, 'channel', one)]).typed).toBe('a red ball');
    expect(typedAgain([askToEdit(job, 'channel', two)]).typed).toBe('a red ball --engine acme/reel-1');
  });

  it('names no engine that is gone, so that it can be sent', () => {
    const job = aJob({ kind: 'queued' }, { engine: 'acme/gone', spec });
    expect(typedAgain([askToEdit(job, 'channel', two)]).typed).not.toContain('--engine');
  });
});

it('where a file is kept is not shown, and goes along all the same', () => {
  const input = { kind: 'image', source: 'upload:aa/1~proof of it', mediaKey: null } as const;
  const { typed, shown } = typedAgain([{ ...openAsk, prompt: 'a red ball', input }]);
  expect(shown).toBe('a red ball --image …');
  expect(parseText('video', typed, { engines: null })).toMatchObject({ asks: [{ input }] });
});

describe('what a refused batch is given back as', () => {
  const promptsOf = (typed: string): string[] => {
    const command = parseText('video', typed, { engines: null });
    return command.kind === 'video' ? command.asks.map((each) => each.prompt) : [];
  };

  it.each([
    ['a {red|blue} ball', 'a {red|blue} ball'],
    ['{a red|a blue} ball', 'a {red|blue} ball'],
    ['{red|green} {ball|cube}', '{red ball|red cube|green ball|green cube}'],
    ['a ball {rolls|flies}', 'a ball {rolls|flies}'],
    ['a {|big} ball', 'a {|big} ball'],
    ['"Go" says a {red|blue} ball --seconds 3', '"Go" says a {red|blue} ball --seconds 3'],
  ])('%s: %s', (text, back) => {
    const command = parseText('video', text, { engines: null });
    if (command.kind !== 'video') throw new Error(`expected a video, got ${command.kind}`);
    const { typed } = typedAgain(command.asks);
    expect(typed).toBe(back);
    expect(promptsOf(typed)).toEqual(promptsOf(text));
  });

  const inLines = (...prompts: readonly [string, ...string[]]) => {
    const [first, ...others] = prompts.map((each) => ({ ...openAsk, prompt: each, seconds: 3 }));
    if (!first) throw new Error('expected a prompt');
    const { command, typed } = typedAgain([first, ...others]);
    const [root, ...path] = command.split(' ');
    const read = parseText(root === 'video' ? 'video' : 'videos', [...path, typed].join(' '), { engines: null });
    return { command, prompts: read.kind === 'video' ? read.asks.map((each) => each.prompt) : [] };
  };

  it('that no braces can hold stands in lines', () => {
    expect(inLines('a {b', 'c | "d"')).toEqual({ command: 'videos batch', prompts: ['a {b', 'c | "d"'] });
    expect(inLines('- a "b"', '- c --fast')).toEqual({ command: 'videos batch', prompts: ['- a "b"', '- c --fast'] });
  });

  it('that no lines can hold either is its first video, never another one', () => {
    expect(inLines('a {b', 'c |\n"d"')).toEqual({ command: 'video', prompts: ['a {b'] });
  });

  it('is a comparison where each goes to another engine', () => {
    const same = { ...openAsk, prompt: 'a red ball' };
    const { command, typed } = typedAgain([
      { ...same, engine: 'acme/reel-1' },
      { ...same, engine: 'acme/mute' },
    ]);
    expect(`/${command} ${typed}`).toBe('/videos compare a red ball --engines acme/reel-1,acme/mute');
  });
});
