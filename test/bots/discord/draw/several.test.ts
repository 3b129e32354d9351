import { expect, it } from 'vitest';
import { drawResult, drawSaid, drawStatus } from '../../../../src/bots/discord/draw/draft.ts';
import { largestBatch, largestQuestion, showingMany } from '../../many-engines.ts';

const long = (n: number): string => `${n} ${'👩‍👩‍👧‍👦*@everyone* '.repeat(600)}`.slice(0, 6_000);

it('the largest batch fits into one message, whatever is to be said of each, and every video is in it', () => {
  const { content, components } = drawStatus(largestBatch(long), showingMany);
  expect(content.length).toBeLessThanOrEqual(2_000);
  for (let n = 0; n < 12; n += 1) expect(content).toContain(`#${4_000_000 + n} is in line`);
  expect(components.flatMap((row) => row.components)).toMatchObject([{ label: 'Cancel all' }]);
});

it('the question before the largest batch fits, with both of its buttons', () => {
  const { content, components } = drawSaid(largestQuestion(), () => 'kept');
  expect(content.length).toBeLessThanOrEqual(2_000);
  expect(content).toContain('12 videos · 600 credits. Start?');
  expect(content).toContain('It costs 600 credits now, not 1.');
  expect(components[0]?.components).toHaveLength(2);
});

it('a model that its vendor calls by markup, a mention or a link is none of them in a message', () => {
  const [first] = largestBatch(() => 'a ball');
  const drafts = [
    drawStatus([first], showingMany).content,
    drawResult(first, showingMany, { deliveryId: null, clipUrl: null }).content,
  ];
  for (const content of drafts) {
    expect(content).toContain(String.raw`\@everyone`);
    expect(content).not.toMatch(/(?<!\\)@everyone|(?<!\\)<!channel|(?<!\\)<@U|https:\/\/|(?<!\\)`/u);
    expect(content).not.toContain('openrouter/');
  }
});
