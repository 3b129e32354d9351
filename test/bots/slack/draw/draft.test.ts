import type { Button, KnownBlock } from '@slack/types';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readButtonId } from '../../../../src/bots/button-id.ts';
import { catalogueFor } from '../../../../src/bots/messages/catalogue.ts';
import { partsOf, say, untrusted } from '../../../../src/bots/messages/text.ts';
import { presentMistake } from '../../../../src/bots/present-answers.ts';
import { presentStory } from '../../../../src/bots/present-story.ts';
import {
  type Draft,
  drawResult,
  drawResultComment,
  drawSaid,
  drawStatus,
  drawTitle,
  drawUndelivered,
} from '../../../../src/bots/slack/draw/draft.ts';
import { type TypedButton, spoken } from '../../../../src/bots/view.ts';
import type { JobView } from '../../../../src/core/request.ts';
import { aClip, aJob, aJobView, aRequest, idOf, spec } from '../../../core/samples.ts';
import { messageBlocks } from '../../../doubles/slack/blocks/message.ts';
import { readMessage } from '../../../doubles/slack/markup.ts';
import { startSlack } from '../../../doubles/slack/slack.ts';
import { noonMs } from '../../../doubles/world.ts';
import { rendering } from '../../rendering.ts';

const showing = { words: catalogueFor('en'), nowMs: noonMs };
const url = 'https://reelay.example/media/clip_1?e=1&s=2';
const requester = { userId: idOf('user'), externalId: 'T1:U024BE7LH', name: 'Ada' };

function asked(prompt: string, more: Partial<JobView> = {}): JobView {
  const job = aJob({ kind: 'ready', attemptId: idOf('attempt'), clipId: idOf('clip') }, { spec: { ...spec, prompt } });
  return { ...aJobView(), job, request: aRequest({ prompt }), requester, clip: aClip(), ...more };
}

function underWay(prompt: string, progress: number | null = 0.5): JobView {
  return asked(prompt, { job: aJob(rendering(progress).state, { spec: { ...spec, prompt } }), clip: null });
}

function buttonsOf(blocks: readonly KnownBlock[]): Button[] {
  return blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .filter((element) => element.type === 'button');
}

const attacks = [
  '*',
  '_x_ ',
  '<!channel> ',
  '@everyone ',
  '<@U0000EVIL> ',
  '<https://evil.example|x> ',
  'https://evil.example ',
  '&',
  'z̃̃̃̃',
  '👩‍👩‍👧‍👦',
  'שלום ',
  '\n',
];

const prompts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6_000 }),
  fc.array(fc.constantFrom(...attacks, 'a'), { maxLength: 40 }).map((pieces) => pieces.join('')),
  fc.constantFrom(...attacks).map((piece) => piece.repeat(6_000 / piece.length)),
);

describe('a message in Slack', () => {
  test('fits and is understood, whatever the prompt and the name, says all of our own words, and calls only who asked', async () => {
    await using slack = await startSlack();
    const team = slack.addWorkspace({ name: 'Reel club' });
    fc.assert(
      fc.property(prompts, (words) => {
        const view = asked(words, { requester: { ...requester, name: words } });
        const story = presentStory({ view, attempts: [], events: [], entries: [], grants: [] }, showing, {
          seesCosts: true,
        });
        const calling: Draft[] = [
          drawResult(view, showing, { clipUrl: url, hasButtons: true }),
          { text: drawResultComment(view, showing), blocks: [] },
        ];
        const silent: Draft[] = [
          drawStatus([{ ...underWay(words), requester: { ...requester, name: words } }], showing),
          drawStatus([underWay(words), view, underWay(words)], showing),
          drawUndelivered(view, 'destination_gone', showing),
          drawSaid({ ...story, lines: [...story.lines, [untrusted(words)], partsOf('to the end')] }),
        ];
        for (const draft of [...calling, ...silent]) {
          expect(draft.text.length).toBeLessThanOrEqual(3_000);
          const blocks = messageBlocks.parse(draft.blocks);
          const { people, broadcasts, links, unknown } = readMessage(team, draft.text, blocks);
          expect([people, broadcasts, unknown]).toEqual([calling.includes(draft) ? ['U024BE7LH'] : [], [], []]);
          expect(links).toEqual(draft === calling[0] ? [url] : []);
        }
        expect(calling[0]?.text.endsWith('|Play #1>')).toBe(true);
        expect(silent[3]?.text.endsWith('\nto the end')).toBe(true);
        expect(drawTitle(view).length).toBeLessThanOrEqual(120);
      }),
      { numRuns: 60 },
    );
  });

  test('shows what somebody typed as they typed it', () => {
    const typed = 'a *red* _ball_ & <!channel> ~1~ `x` https://a.example :smile:';
    expect(JSON.stringify(drawStatus([underWay(typed)], showing).blocks)).toContain(JSON.stringify(typed));
    expect(drawTitle(asked(typed))).toBe(`#1 · ${typed}`);
  });

  test('says in its text all that its blocks say, so that it can be heard, and says it once: a bar says no more than words', () => {
    const { text, blocks } = drawStatus([underWay('a red ball', 0.42)], showing);
    expect(text).toBe('#1 is rendering: 42%\n“a red ball”\n1 credit · 1 more video\nAda · acme/reel-1');
    expect(JSON.stringify(blocks)).toMatch(/rendering: 42%(?!.*% done).*▰▰▰▰▱▱▱▱▱▱/su);
    const both = drawStatus([underWay('a red ball', 0.5), underWay('a blue ball', 0.5)], showing);
    expect(both.text).toContain('\n50% done\n');
    expect(JSON.stringify(both.blocks)).toContain('50% done ▰▰▰▰▰▱▱▱▱▱');
  });

  test('says nothing of whoever asked to be forgotten, and calls nobody then', () => {
    const nobody = { userId: idOf('user'), externalId: null, name: null };
    const forgotten = { request: aRequest({ prompt: null }), requester: nobody };
    const view = asked('a secret', forgotten);
    expect(drawTitle(view)).toBe('#1');
    const drafts = [
      drawResult(view, showing, { clipUrl: null, hasButtons: true }),
      drawStatus([{ ...underWay('a secret'), ...forgotten }], showing),
    ];
    expect(JSON.stringify([drafts, drawResultComment(view, showing)])).not.toMatch(/secret|Ada|<@/u);
  });

  test('cuts what somebody wrote no shorter than it has to, and leaves out the last lines of ours where that is not enough', () => {
    const cut = drawSaid(spoken(partsOf('a'), [[untrusted('x'.repeat(6_000))], say`b`], 'note'));
    expect(cut.text).toHaveLength(3_000);
    expect(cut.text).toMatch(/^a\n“x+…”\nb$/u);
    const rows = Array.from({ length: 200 }, (_, row) => say`#${String(row)} · a line of an audit`);
    const lines = drawSaid(spoken(partsOf('Audit'), rows, 'note')).text.split('\n');
    expect(lines.at(-1)).toBe('…');
    expect(lines[1]).toBe('#0 · a line of an audit');
  });

  test('sets a heading in bold, and sentences that stand alone as they are', () => {
    const look = (draft: Draft): unknown => draft.blocks[0];
    const section = (...elements: unknown[]) => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements }],
    });
    expect(look(drawSaid(spoken(say`#7 is cancelled. ${untrusted('x')}. You pay nothing.`, [], 'note')))).toEqual(
      section({ type: 'text', text: '#7 is cancelled. x. You pay nothing.' }),
    );
    expect(look(drawSaid(spoken(say`Your quota`, [say`#7: none`], 'note')))).toEqual(
      section({ type: 'text', text: 'Your quota', style: { bold: true } }, { type: 'text', text: '\n#7: none' }),
    );
  });

  test('with a form to fill in has what was typed in its value, as whoever keeps it gives it', () => {
    const problem = { option: 'seconds', expected: { kind: 'once' }, got: '5', nearest: null } as const;
    const view = presentMistake(
      { kind: 'mistake', command: 'video', typed: 'a secret plan', problems: [problem] },
      showing,
    );
    const kept: TypedButton[] = [];
    const { blocks } = drawSaid(view, (button) => {
      kept.push(button);
      return 'k1';
    });
    expect(kept.map(({ typed }) => typed)).toEqual(['a secret plan']);
    const [button] = buttonsOf(blocks);
    expect(readButtonId(button?.action_id ?? '')).toEqual({ kind: 'retry', typedId: 'typed' });
    expect(button).toMatchObject({ value: 'k1', style: 'primary', text: { text: 'Edit and retry' } });
    expect(buttonsOf(drawSaid(view).blocks)).toEqual([]);
  });

  test('has its buttons in rows of twenty-five, each with its job as its name', () => {
    const buttons = Array.from({ length: 40 }, (_, at) => ({
      action: 'again' as const,
      label: 'x'.repeat(100),
      style: 'plain' as const,
      jobs: [idOf('job', at + 1)] as const,
    }));
    const { blocks } = drawSaid(spoken(partsOf('a'), [], 'note', [...buttons, ...buttons]));
    const rows = blocks.filter((block) => block.type === 'actions');
    expect(rows.map(({ elements }) => elements.length)).toEqual([25, 15]);
    expect(messageBlocks.safeParse(blocks).error).toBe(undefined);
    expect(readButtonId(buttonsOf(blocks)[1]?.action_id ?? '')).toEqual({
      kind: 'jobs',
      action: 'again',
      jobs: [idOf('job', 2)],
      deliveryId: null,
    });
  });
});
