import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { entriesOf, readEngineFile, type EngineFile } from '../../src/providers/engine-file.ts';

const wire = z.object({ ratio: z.enum(['pixels', 'words']) });

const entry = {
  label: 'Acme Reel',
  inputs: ['text'],
  sizes: ['1280x720', '720x1280'],
  seconds: { min: 2, max: 10 },
  fps: [24],
  audio: false,
  seed: true,
  promptCharsMax: 1_000,
  dollarsPerSecond: 0.12,
  concurrencyMax: 2,
  typicalSecondsP95: 120,
  pollEverySecondsMin: 5,
  wire: { ratio: 'pixels' },
} as const;

function fileOf(engines: Record<string, unknown>, asOf?: string): EngineFile {
  const read = readEngineFile({ ...(asOf === undefined ? {} : { asOf }), engines });
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return read.file;
}

const own = fileOf({ 'acme/reel': entry, 'other/reel': { ...entry, label: 'Other' } }, '2026-11-23');
const idsOf = ({ entries }: ReturnType<typeof entriesOf>) => entries.map(({ capabilities }) => capabilities.id);

describe('engines as data', () => {
  test('become what the service works with: micro-dollars, milliseconds, sizes', () => {
    const { entries, problems } = entriesOf('acme', own, null, wire);
    expect(problems).toEqual([]);
    expect(entries).toEqual([
      {
        capabilities: expect.objectContaining({
          id: 'acme/reel',
          provider: 'acme',
          model: 'reel',
          asOf: '2026-11-23',
          playMoney: false,
          operations: ['make'],
          sizes: {
            kind: 'listed',
            sizes: [
              { width: 1_280, height: 720 },
              { width: 720, height: 1_280 },
            ],
          },
          seconds: { kind: 'whole', min: 2, max: 10 },
          price: { perSecondMicroUsd: 120_000, rates: [] },
          typicalMsP95: 120_000,
          pollEveryMsMin: 5_000,
          horizonMs: 48 * 3_600_000,
          retiresOn: null,
        }),
        wire: { ratio: 'pixels' },
      },
    ]);
  });

  test('of an operator go before what comes along, field by field, so that a new price needs no release', () => {
    const operators = fileOf({ 'acme/reel': { dollarsPerSecond: 0.2, asOf: '2027-01-01' } });
    const { entries, problems } = entriesOf('acme', own, operators, wire);
    expect(problems).toEqual([]);
    expect(entries[0]?.capabilities).toMatchObject({
      label: 'Acme Reel',
      asOf: '2027-01-01',
      price: { perSecondMicroUsd: 200_000 },
      seconds: { kind: 'whole', min: 2, max: 10 },
    });
  });

  test('of an operator can add a model that is like another, and take one away', () => {
    const more = fileOf({
      'acme/reel-2': { like: 'acme/reel', label: 'Acme Reel 2', seconds: [4, 8] },
      'acme/reel': { off: true },
    });
    const { entries, problems } = entriesOf('acme', own, more, wire);
    expect(problems).toEqual([]);
    expect(entries.map(({ capabilities: { id, label, seconds } }) => ({ id, label, seconds }))).toEqual([
      { id: 'acme/reel-2', label: 'Acme Reel 2', seconds: { kind: 'listed', seconds: [4, 8] } },
    ]);
  });

  test('of an operator can be like one that the same file takes away, in whichever order', () => {
    const [off, like] = [
      { 'acme/reel': { off: true } },
      { 'acme/reel-2': { like: 'acme/reel', label: 'Acme Reel 2' } },
    ];
    for (const engines of [
      { ...off, ...like },
      { ...like, ...off },
    ]) {
      const found = entriesOf('acme', own, fileOf(engines), wire);
      expect(found.problems).toEqual([]);
      expect(idsOf(found)).toEqual(['acme/reel-2']);
    }
  });

  test('of an operator that is like another one has a name of its own, so that whoever types one gets what they mean', () => {
    const named = fileOf({ 'acme/reel': { ...entry, also: ['reel', 'acme'] } }, '2026-11-23');
    const more = fileOf({ 'acme/reel-2': { like: 'acme/reel', label: 'Acme Reel 2' } });
    const { entries } = entriesOf('acme', named, more, wire);
    expect(entries.map(({ capabilities }) => capabilities.also)).toEqual([['reel', 'acme'], []]);
    const nameless = entriesOf('acme', named, fileOf({ 'acme/reel-2': { like: 'acme/reel' } }), wire);
    expect(nameless.problems).toEqual([expect.stringMatching(/^acme\/reel-2: label: /)]);
  });

  test('that cannot be used are told by entry and field, and the others hold', () => {
    const bad = fileOf({ 'acme/reel-3': { like: 'acme/none' }, 'acme/reel-4': { label: 'Half of it' } });
    const found = entriesOf('acme', own, bad, wire);
    expect(idsOf(found)).toEqual(['acme/reel']);
    expect(found.problems).toContain('acme/reel-3: like: expected an engine of acme, got acme/none');
    expect(found.problems).toContain(
      'acme/reel-4: expected all fields of a new engine, or "like" with an engine of acme that it is like',
    );
    const { promptCharsMax: _, wire: __, ...most } = entry;
    const { problems } = entriesOf('acme', own, fileOf({ 'acme/reel-5': { ...most, asOf: '2026-01-01' } }), wire);
    expect(problems.map((problem) => problem.split(': ').slice(0, 2).join(': '))).toEqual([
      'acme/reel-5: promptCharsMax',
      'acme/reel-5: wire',
    ]);
  });

  test.each([
    [
      { engines: { 'acme/reel': { dolarsPerSecond: 1 } } },
      'acme/reel: expected a field that engines have, got dolarsPerSecond; did you mean dollarsPerSecond?',
    ],
    [{ engines: { 'acme/reel': { dollarsPerSecond: -1 } } }, 'acme/reel: dollarsPerSecond'],
    [{ engines: { 'acme/reel': { sizes: ['wide'] } } }, 'acme/reel: sizes'],
    [{ engines: { 'acme/reel': { seconds: { min: 9, max: 2 } } } }, 'acme/reel: seconds'],
    [{ engines: { 'acme/reel': { retiresOn: 'soon' } } }, 'acme/reel: retiresOn'],
    [{ engines: { reel: {} } }, 'file: engines'],
    [{ motors: {} }, 'file: engines'],
    [[], 'file: '],
  ])('that say %j are refused with where the mistake is', (json, start) => {
    const read = readEngineFile(json);
    expect('problems' in read && read.problems.some((problem) => problem.startsWith(start))).toBe(true);
  });
});
