import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JudgedCategory } from '../../src/core/ports/prompt-judge.ts';
import { createOpenAiJudge } from '../../src/moderation/openai.ts';
import { type JudgeTrouble, promptJudgeContract } from '../contracts/prompt-judge.ts';
import {
  type FlaggedCategory,
  type ModerationDouble,
  moderationKey,
  startModeration,
} from '../doubles/moderation/moderation.ts';

let double: ModerationDouble;
beforeAll(async () => {
  double = await startModeration();
});
afterAll(() => double[Symbol.asyncDispose]());

const never = new AbortController().signal;

const namesOf: Readonly<Record<JudgedCategory, readonly FlaggedCategory[]>> = {
  adult: ['sexual'],
  minors: ['sexual/minors'],
  violence: ['violence', 'violence/graphic'],
  hate: ['hate/threatening'],
  harassment: ['harassment', 'harassment/threatening'],
  self_harm: ['self-harm/intent', 'self-harm/instructions'],
  illicit: ['illicit/violent'],
};

const troubles: Readonly<Record<JudgeTrouble, Parameters<ModerationDouble['faults']['next']>[1]>> = {
  refused: {
    status: 401,
    body: { error: { message: 'Incorrect API key provided: sk-abc. Prompt: my secret garden' } },
  },
  busy: { status: 429, body: { error: { message: 'Rate limit reached for my secret garden' } } },
  broken: { status: 500, body: 'my secret garden' },
  cut_off: 'drop_answer',
  unreadable: { status: 200, body: { results: [{ flagged: 'my secret garden' }] } },
  silent: { answerAfter: new Promise(() => undefined) },
};

promptJudgeContract('OpenAI', () => ({
  judge: createOpenAiJudge({ apiKey: moderationKey, baseURL: double.baseUrl }),
  flag: (word, categories) =>
    double.flags.set(
      word,
      categories.flatMap((category) => namesOf[category]),
    ),
  asked: () => double.calls.length,
  fail: (trouble) => double.faults.next({}, troubles[trouble]).hit,
}));

it('takes what it does not know for the worst, so that a new kind of harm is not let through', async () => {
  const judge = createOpenAiJudge({ apiKey: moderationKey, baseURL: double.baseUrl });
  const answers = [
    { flagged: true, categories: { 'sexual/newest': true } },
    { flagged: true, categories: { something: true, sexual: false } },
    { flagged: true, categories: {} },
  ];
  const judged = [];
  for (const answer of answers) {
    double.faults.next({}, { status: 200, body: { results: [answer] } });
    judged.push(await judge.judge('a boat', never));
  }
  expect(judged).toEqual([
    { kind: 'flagged', categories: ['adult'] },
    { kind: 'flagged', categories: ['illicit'] },
    { kind: 'flagged', categories: ['illicit'] },
  ]);
});

it('is told no by the double with another key, and sends its own to nobody who redirects', async () => {
  const judge = createOpenAiJudge({ apiKey: 'sk-wrong', baseURL: double.baseUrl });
  expect(await judge.judge('a boat', never)).toEqual({ kind: 'unavailable', detail: 'HTTP 401' });
  double.faults.next({}, { status: 307, headers: { location: `${double.baseUrl}/moderations` } });
  const before = double.calls.length;
  expect((await judge.judge('a boat', never)).kind).toBe('unavailable');
  expect(double.calls.length - before).toBe(1);
});
