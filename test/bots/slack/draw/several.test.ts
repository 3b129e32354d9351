import { expect, it } from 'vitest';
import { drawResult, drawResultComment, drawSaid, drawStatus } from '../../../../src/bots/slack/draw/draft.ts';
import { largestBatch, largestQuestion, showingMany } from '../../many-engines.ts';

const long = (n: number): string => `${n} ${'👩‍👩‍👧‍👦*<!channel>* '.repeat(600)}`.slice(0, 6_000);

it('the largest batch fits into one message, whatever is to be said of each, and every video is in it', () => {
  const { text, blocks } = drawStatus(largestBatch(long), showingMany);
  expect(text.length).toBeLessThanOrEqual(3_000);
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (let n = 0; n < 12; n += 1) expect(text).toContain(`#${4_000_000 + n} is in line`);
  expect(JSON.stringify(blocks)).toContain('"text":"Cancel all"');
});

it('the question before the largest batch fits, with both of its buttons', () => {
  const { text, blocks } = drawSaid(largestQuestion(), () => 'kept');
  expect(text.length).toBeLessThanOrEqual(3_000);
  expect(blocks.at(-1)).toMatchObject({ elements: [{ style: 'primary' }, {}] });
});

it('a model that its vendor calls by markup, a mention or a link is none of them in a message', () => {
  const [first] = largestBatch(() => 'a ball');
  const { text } = drawStatus([first], showingMany);
  const result = drawResult(first, showingMany, { clipUrl: null, hasButtons: true });
  for (const shown of [text, result.text, drawResultComment(first, showingMany)]) {
    expect(shown).toContain('&lt;!channel&gt;');
    expect(shown).not.toMatch(/<!channel|<@U1|[*`]x|https:\/\/|openrouter\//u);
  }
});
