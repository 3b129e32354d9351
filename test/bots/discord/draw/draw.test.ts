import * as fc from 'fast-check';
import { type APIButtonComponentWithCustomId, ComponentType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { drawBar } from '../../../../src/bots/draw-bar.ts';
import { contentOf, textLine, titleLine } from '../../../../src/bots/discord/draw/content.ts';
import { readButtonId } from '../../../../src/bots/button-id.ts';
import { type Draft, drawResult, drawSaid, drawStatus } from '../../../../src/bots/discord/draw/draft.ts';
import { catalogueFor } from '../../../../src/bots/messages/catalogue.ts';
import { partsOf, say, type Text, untrusted } from '../../../../src/bots/messages/text.ts';
import { presentMistake } from '../../../../src/bots/present-answers.ts';
import { presentStory } from '../../../../src/bots/present-story.ts';
import { type TypedButton, spoken } from '../../../../src/bots/view.ts';
import type { JobView } from '../../../../src/core/request.ts';
import { aJob, aJobView, aRequest, idOf, spec } from '../../../core/samples.ts';
import { noonMs } from '../../../doubles/world.ts';
import { rendering } from '../../rendering.ts';

const showing = { words: catalogueFor('en'), nowMs: noonMs };
const charsMax = 2_000;
const deliveryId = idOf('delivery');

function buttonsOf(rows: Draft['components']): APIButtonComponentWithCustomId[] {
  return rows
    .flatMap((row) => row.components)
    .filter((part) => part.type === ComponentType.Button)
    .filter((part) => 'custom_id' in part);
}

function asked(prompt: string, more: Partial<JobView> = {}): JobView {
  const base = aJobView();
  return { ...base, job: { ...base.job, spec: { ...spec, prompt } }, request: aRequest({ prompt }), ...more };
}

const prompts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6_000 }),
  fc.constantFrom('*', '@everyone ', 'z̃̃̃̃', '👩‍👩‍👧‍👦', 'שלום ', '\n').map((piece) => piece.repeat(6_000 / piece.length)),
);

describe('a message at Discord', () => {
  test('fits, whatever the prompt, and says all of our own words', () => {
    fc.assert(
      fc.property(prompts, (prompt) => {
        const view = asked(prompt);
        const story = presentStory({ view, attempts: [], events: [], entries: [], grants: [] }, showing, {
          seesCosts: true,
        });
        const drafts = [
          drawStatus([asked(prompt, { job: { ...view.job, ...rendering(0.5) }, clip: null })], showing),
          drawResult(view, showing, { deliveryId, clipUrl: 'https://reelay.example/media/clip_1' }),
          drawSaid({ ...story, lines: [...story.lines, [untrusted(prompt)], partsOf('to the end')] }),
        ];
        for (const { content } of drafts) expect(content.length).toBeLessThanOrEqual(charsMax);
        expect(drafts[1]?.content.endsWith('\nhttps://reelay.example/media/clip_1')).toBe(true);
        expect(drafts[2]?.content.endsWith('\nto the end')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('cuts what somebody wrote no shorter than it has to', () => {
    const content = contentOf([titleLine(partsOf('a')), textLine([untrusted('x'.repeat(6_000))]), textLine(say`b`)]);
    expect(content).toHaveLength(charsMax);
    expect(content).toMatch(/^\*\*a\*\*\n> x+…\nb$/);
  });

  test('leaves out the last lines of a list of ours that is too long, and says so', () => {
    const rows = Array.from({ length: 100 }, (_, row) => textLine(say`#${String(row)} · a line of an audit`));
    const lines = contentOf([titleLine(partsOf('Audit')), ...rows]).split('\n');
    expect(lines.at(-1)).toBe('…');
    expect(lines[1]).toBe('#0 · a line of an audit');
    expect(lines.join('\n').length).toBeLessThanOrEqual(charsMax);
  });

  test('sets a heading in bold, and sentences that stand alone as they are, with no backslash that they do not need', () => {
    const said = (title: Text, ...lines: Text[]): string => drawSaid(spoken(title, lines, 'note')).content;
    expect(said(say`#${'7'} is cancelled. ${untrusted('x')}. You pay nothing.`)).toBe(
      '#7 is cancelled. x. You pay nothing.',
    );
    expect(said(say`Your quota`, say`#${'7'}: none`)).toBe('**Your quota**\n#7: none');
    expect(said(say`Nothing was started and you pay nothing.`, say`Why`)).toMatch(/^\*\*Nothing/u);
  });

  test('has a full bar only at the end', () => {
    expect(drawBar(0.99)).toContain('▱');
    expect(drawBar(1)).not.toContain('▱');
  });

  test('says in words what its bar shows, so that it can be heard, and says it once', () => {
    const job = (progress: number | null) => aJob(rendering(progress).state);
    const linesAt = (progress: number | null) =>
      drawStatus([asked('a red ball', { job: job(progress), clip: null })], showing).content.split('\n');
    expect(linesAt(0).slice(0, 2)).toEqual(['**#1 is rendering: 0%**', '▱▱▱▱▱▱▱▱▱▱']);
    expect(linesAt(0.42).slice(0, 2)).toEqual(['**#1 is rendering: 42%**', '▰▰▰▰▱▱▱▱▱▱']);
    const one = asked('a red ball', { job: job(0.5), clip: null });
    expect(drawStatus([one, one], showing).content.split('\n')[1]).toBe('50% done ▰▰▰▰▰▱▱▱▱▱');
    expect(linesAt(null)[1]).toBe('> a red ball');
  });

  test('with a form to fill in names what was typed, and holds none of it in its button', () => {
    const problem = { option: 'seconds', expected: { kind: 'once' }, got: '5', nearest: null } as const;
    const view = presentMistake(
      { kind: 'mistake', command: 'video', typed: 'a secret plan', problems: [problem] },
      showing,
    );
    const kept: TypedButton[] = [];
    const { components } = drawSaid(view, (button) => {
      kept.push(button);
      return 'k1';
    });
    expect(kept.map(({ typed }) => typed)).toEqual(['a secret plan']);
    expect(JSON.stringify(components)).not.toContain('secret');
    const ids = buttonsOf(components).map((button) => readButtonId(button.custom_id));
    expect(ids).toEqual([{ kind: 'retry', typedId: 'k1' }]);
    expect(drawSaid(view).components).toEqual([]);
  });

  test('has its buttons in rows of five', () => {
    const button = { action: 'again', label: 'x'.repeat(100), style: 'plain', jobs: [idOf('job')] } as const;
    const view = spoken(
      partsOf('a'),
      [],
      'note',
      Array.from({ length: 40 }, () => button),
    );
    const { components } = drawSaid(view);
    expect(components.map((row) => row.components.length)).toEqual([5, 5, 5, 5, 5]);
    expect(buttonsOf(components)[0]?.label).toHaveLength(80);
  });
});
