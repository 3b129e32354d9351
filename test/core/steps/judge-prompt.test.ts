import { describe, expect, it } from 'vitest';
import type { Members } from '../../../src/core/ports/members.ts';
import type { Judged, PromptJudge } from '../../../src/core/ports/prompt-judge.ts';
import { judgePrompt } from '../../../src/core/steps/judge-prompt.ts';
import { judgeTimeoutMs, triesMax } from '../../../src/core/steps/deps.ts';
import type { TenantSettings } from '../../../src/core/tenant-settings.ts';
import { SECOND } from '../../../src/core/time.ts';
import { aJob, aRequest, idOf, tenantId, userId } from '../samples.ts';
import { aJobClaim, nobodyStops, workbench } from './workbench.ts';

const jobId = idOf('job');
const adult: Judged = { kind: 'flagged', categories: ['adult'] };
const minors: Judged = { kind: 'flagged', categories: ['adult', 'minors'] };
const violent: Judged = { kind: 'flagged', categories: ['violence'] };
const away: Judged = { kind: 'unavailable', detail: 'HTTP 429' };

type Case = {
  readonly settings?: Partial<TenantSettings>;
  readonly answers?: readonly (Judged | 'silence')[] | null;
  readonly retries?: number;
  readonly isAdultPlace?: boolean;
  readonly isOperator?: boolean;
  readonly style?: string;
};

async function judged({ settings = {}, answers = [], retries = 0, isAdultPlace = false, ...more }: Case) {
  const asked: string[] = [];
  const strikes: Parameters<Members['strike']>[0][] = [];
  const strike: Members['strike'] = async (ask) => {
    strikes.push(ask);
    return null;
  };
  const bench = workbench({ settings, members: { strike } });
  const judge: PromptJudge = {
    judge(prompt) {
      asked.push(prompt);
      const answer = answers?.[asked.length - 1] ?? { kind: 'fine' };
      return answer === 'silence' ? new Promise(() => undefined) : Promise.resolve(answer);
    },
  };
  const job = aJob({ kind: 'preparing' }, { retries });
  const actor = more.isOperator ? ({ kind: 'operator' } as const) : ({ kind: 'user', userId } as const);
  const spec = { ...job.spec, style: more.style ?? null };
  const claim = { ...aJobClaim('prepare', { ...job, spec }), request: aRequest({ actor, isAdultPlace }) };
  const judging = judgePrompt(claim, { ...bench, judge: answers === null ? null : judge }, nobodyStops);
  const outcome = await bench.clock.runUntil(judging);
  const inMs = outcome?.kind === 'postponed' ? bench.inMs(outcome.dueAtMs ?? 0) : null;
  return { outcome, asked, strikes, inMs, log: bench.log };
}

const flagged = { kind: 'not_allowed', jobId, why: 'flagged' };
const notJudged = { kind: 'not_allowed', jobId, why: 'not_judged' };

describe('before a prompt is made', () => {
  it.each<readonly [string, Case, object | null, number]>([
    ['goes on where it is fine', { answers: [{ kind: 'fine' }] }, null, 1],
    ['is not made where it is about what nobody wants', { answers: [violent] }, flagged, 1],
    ['is not asked about where judging is off', { settings: { judging: 'off' }, answers: [violent] }, null, 0],
    ['is not asked about for the operator', { isOperator: true, answers: [violent] }, null, 0],
    ['of a sexual kind is made nowhere unless moderators say so', { answers: [adult], isAdultPlace: true }, flagged, 1],
    [
      'of a sexual kind is made in a marked channel where they do',
      { settings: { adult: 'marked_channels' }, answers: [adult], isAdultPlace: true },
      null,
      1,
    ],
    ['of that kind is not made beside it', { settings: { adult: 'marked_channels' }, answers: [adult] }, flagged, 1],
    ['of that kind is made anywhere', { settings: { adult: 'anywhere' }, answers: [adult] }, null, 1],
    ['with minors never is', { settings: { adult: 'anywhere' }, answers: [minors], isAdultPlace: true }, flagged, 1],
    ['is asked about once more at once when it could not be judged', { answers: [away, violent] }, flagged, 2],
    ['goes on unjudged where it may', { answers: [away, away] }, null, 2],
    ['goes on after silence, too', { answers: ['silence', 'silence'] }, null, 2],
    ['goes on where nothing judges, unless it has to be judged', { answers: null }, null, 0],
    [
      'is not made in the end where it has to be judged',
      { settings: { judging: 'required' }, answers: [away, away], retries: triesMax.judging },
      notJudged,
      2,
    ],
    [
      'is not made where it has to be judged and nothing does that any more',
      { settings: { judging: 'required' }, answers: null, retries: triesMax.judging },
      notJudged,
      0,
    ],
  ])('%s', async (_, given, outcome, questions) => {
    const found = await judged(given);
    expect(found.outcome).toEqual(outcome);
    expect(found.asked).toHaveLength(questions);
    const strike = { tenantId, userId, key: idOf('request'), kind: 'judged', nowMs: expect.any(Number) };
    expect(found.strikes).toEqual(outcome === flagged ? [strike] : []);
  });

  it('waits, ever longer, where it has to be judged and cannot be', async () => {
    const required = { settings: { judging: 'required' }, answers: ['silence', away] } as const;
    const waits = [];
    for (const retries of [0, 1, 2]) waits.push((await judged({ ...required, retries })).inMs);
    expect(waits).toEqual([5 * SECOND, 10 * SECOND, 20 * SECOND]);
    expect(judgeTimeoutMs).toBeGreaterThan(0);
  });

  it('is judged with the words of its style, and neither is in the log', async () => {
    const { asked, log } = await judged({ answers: [away, away], style: 'noir' });
    expect(asked[0]).toMatch(/film noir/u);
    expect(log.warnings).toHaveLength(1);
    expect(log.warnings.join('')).not.toContain('noir');
  });
});
