import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Asked, cacheKeyOf } from '../../src/core/cache-key.ts';
import { parseTenantId } from '../../src/core/ids.ts';
import type { ClipSpec, InputRef, Wish } from '../../src/core/spec.ts';
import { engineId, idOf, spec, tenantId, userId } from './samples.ts';

const wish: Wish = { engine: null, seconds: null, size: null, fps: null, style: null, seed: null, audio: null };

function keyOf(more: Partial<ClipSpec> = {}, of: Partial<Asked> = {}): string | null {
  return cacheKeyOf({ tenantId, userId, engine: engineId, spec: { ...spec, wish, ...more }, ...of });
}

const image = (more: Partial<InputRef>): InputRef => ({
  kind: 'image',
  source: 'https://cdn/1',
  mediaKey: null,
  ...more,
});

describe('what a clip is found again by', () => {
  test('is the same for the same words, however they were typed and composed', () => {
    const typed = ['a café  by the sea', ' a caf\u0065\u0301 by\n the sea\t', 'a café by the\u00a0sea'];
    expect(new Set(typed.map((prompt) => keyOf({ prompt }))).size).toBe(1);
  });

  test.each<[what: string, more: Partial<ClipSpec>]>([
    ['words', { prompt: 'a blue ball' }],
    ['capitals, which may be a name', { prompt: spec.prompt.toUpperCase() }],
    ['length', { seconds: spec.seconds + 1 }],
    ['width', { size: { ...spec.size, width: spec.size.width + 2 } }],
    ['height', { size: { ...spec.size, height: spec.size.height + 2 } }],
    ['frame rate', { fps: spec.fps + 1 }],
    ['style', { style: 'noir' }],
    ['sound', { audio: !spec.audio }],
    ['operation', { operation: 'upscale' }],
    ['a seed that was asked for', { wish: { ...wish, seed: 7 } }],
    ['an input', { input: image({ mediaKey: 'ut/job_1_input' }) }],
  ])('differs by %s', (_, more) => {
    expect(keyOf(more)).not.toBe(keyOf());
  });

  test('differs by tenant and engine, and between people only where everybody is alone', () => {
    const other = { userId: idOf('user', 2) };
    const direct = { tenantId: parseTenantId('discord:dm') };
    expect(keyOf({}, { tenantId: parseTenantId('discord:2') })).not.toBe(keyOf());
    expect(keyOf({}, { engine: 'pixels/fast' })).not.toBe(keyOf());
    expect(keyOf({}, other)).toBe(keyOf());
    expect(keyOf({}, { ...direct, ...other })).not.toBe(keyOf({}, direct));
  });

  test('does not depend on a seed that was drawn, nor on what was said and came out the same', () => {
    expect(keyOf({ seed: spec.seed + 1 })).toBe(keyOf());
    expect(keyOf({ wish: { ...wish, engine: 'pixels', seconds: spec.seconds }, route: null })).toBe(keyOf());
  });

  test('is there for inputs that are ours and never change, and for no attachment that only its chat knows', () => {
    const clipId = idOf('clip');
    const keys = [
      image({ mediaKey: 'ut/job_1_input' }),
      image({ mediaKey: 'ut/job_2_input' }),
      { ...image({ mediaKey: 'ut/job_1_input' }), kind: 'video' as const },
      image({ source: `last_frame:${clipId}` }),
      { kind: 'video' as const, source: `clip:${clipId}`, mediaKey: null },
    ].map((input) => keyOf({ input }));
    expect(keys).not.toContain(null);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keyOf({ input: image({ source: `clip:${clipId}`, mediaKey: 'ut/job_3_input' }) })).toBe(
      keyOf({ input: image({ source: `clip:${clipId}` }) }),
    );
    expect(keyOf({ input: image({}) })).toBeNull();
    expect(keyOf({ input: image({ source: 'clip:of a stranger’s making' }) })).toBeNull();
  });

  test('never confuses two prompts, whatever is in them', () => {
    const plain = (prompt: string): string => prompt.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (prompt, style) => {
        expect(keyOf({ prompt: `${prompt} ${style}` }) === keyOf({ prompt, style })).toBe(false);
        expect(keyOf({ prompt }) === keyOf({ prompt: style })).toBe(plain(prompt) === plain(style));
      }),
      { numRuns: 200, seed: 412 },
    );
  });
});
