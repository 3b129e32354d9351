import { expect, it } from 'vitest';
import { nowMs, sampleView } from '../../scripts/gallery/sample-views.ts';
import { en } from '../../src/bots/messages/en.ts';
import { plainStyle, renderText } from '../../src/bots/messages/text.ts';
import { presentStatus } from '../../src/bots/presenter.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';

const state = { kind: 'failed', code: 'moderation', attemptId: null } as const;

it.each([
  [null, 0, 'The engine refused the prompt, or what it made of it. You pay nothing. Other words may pass.'],
  [
    { count: 1, free: 3 },
    0,
    'refused this prompt. No video was made. You pay nothing (1 of 3 today). Other words may pass.',
  ],
  [
    { count: 4, free: 3 },
    12 * CREDIT_MICRO_USD,
    'refused this prompt. No video was made. The engine charges for that, and you had your 3 free ones today: you pay 12 credits. Other words may pass.',
  ],
  [{ count: 4, free: 3 }, 0, 'refused this prompt. No video was made. You pay nothing. Other words may pass.'],
])(
  'a prompt that its engine refused, of %j and for %d: the status says who pays',
  (billedRefusal, chargedMicroUsd, said) => {
    const status = presentStatus([sampleView({ state }, { billedRefusal, chargedMicroUsd })], { words: en, nowMs });
    expect(status.lines.map((line) => renderText(line, plainStyle)).join('\n')).toContain(said);
  },
);
