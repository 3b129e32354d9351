import { describe, expect, it } from 'vitest';
import { createJudgeMemory, mayBeMade } from '../../src/core/judging.ts';
import type { Judged, PromptJudge } from '../../src/core/ports/prompt-judge.ts';
import { MINUTE } from '../../src/core/time.ts';
import { openAsk, tenantId } from './samples.ts';
import { ada } from './service.ts';
import { openWorker } from './working.ts';

const fine: Judged = { kind: 'fine' };
const adult: Judged = { kind: 'flagged', categories: ['adult'] };
const away: Judged = { kind: 'unavailable', detail: 'HTTP 500' };
const never = new AbortController().signal;

/** Says of a prompt what it holds, and counts how often it was asked. */
function aJudge(says: (prompt: string) => Judged | Promise<Judged> = () => fine) {
  const asked: string[] = [];
  const judge: PromptJudge = {
    async judge(prompt) {
      asked.push(prompt);
      return says(prompt);
    },
  };
  return { asked, judge };
}

describe('a memory of verdicts', () => {
  it('asks once for a prompt, also while it is being asked', async () => {
    const { judge, asked } = aJudge((prompt) => (prompt === 'bare' ? adult : fine));
    const memory = createJudgeMemory(judge);
    const ask = (prompt: string) => memory.judge(prompt, never);
    expect(await Promise.all([ask('a boat'), ask('bare'), ask('a boat')])).toEqual([fine, adult, fine]);
    expect(await ask('bare')).toEqual(adult);
    expect(asked).toEqual(['a boat', 'bare']);
  });

  it('asks anew what could not be judged, or whose asker has stopped', async () => {
    const answers = [Promise.resolve(away), Promise.reject(new Error('stopped')), Promise.resolve(fine)];
    const { judge, asked } = aJudge(() => answers.shift() ?? fine);
    const memory = createJudgeMemory(judge);
    expect(await memory.judge('a boat', never)).toEqual(away);
    const first = memory.judge('a boat', AbortSignal.abort());
    const second = memory.judge('a boat', never);
    await expect(first).rejects.toThrow('stopped');
    expect(await second).toEqual(fine);
    expect(asked).toHaveLength(3);
  });

  it('forgets the oldest, so that it does not grow', async () => {
    const { judge, asked } = aJudge();
    const memory = createJudgeMemory(judge);
    for (let at = 0; at <= 500; at += 1) await memory.judge(`boat ${at}`, never);
    await memory.judge('boat 500', never);
    expect(asked).toHaveLength(501);
    await memory.judge('boat 0', never);
    expect(asked).toHaveLength(502);
  });
});

it.each([
  [[], 'nowhere', false, true],
  [['adult'], 'nowhere', true, false],
  [['adult'], 'marked_channels', true, true],
  [['adult'], 'marked_channels', false, false],
  [['adult'], 'anywhere', false, true],
  [['minors'], 'anywhere', true, false],
  [['adult', 'minors'], 'anywhere', true, false],
  [['adult', 'violence'], 'anywhere', true, false],
  [['illicit'], 'anywhere', true, false],
] as const)(
  'what is about %j may be made where the rule is %s and the channel is marked: %s → %s',
  (about, adultRule, isAdultPlace, may) => {
    expect(mayBeMade(about, { adult: adultRule }, { isAdultPlace })).toBe(may);
  },
);

describe('with a judge at work', () => {
  it('one call judges a prompt however many videos it makes, what is flagged ends free, and a copy is judged where it is shown', async () => {
    const { judge, asked } = aJudge((prompt) => (prompt.includes('bare') ? adult : fine));
    const world = await openWorker({ worker: { judge: createJudgeMemory(judge) } });
    const { store, clock, request, now, start, stop, userOf } = world;
    const settle = (adultRule: 'nowhere' | 'marked_channels') =>
      store.setSettings({
        tenantId,
        change: { adult: adultRule },
        actor: { kind: 'operator' },
        reason: null,
        nowMs: clock.nowMs(),
      });
    await settle('marked_channels');
    const jobsOf = async (...given: Parameters<typeof request>) => {
      const result = await request(...given);
      if (result.kind !== 'admitted') throw new Error(`expected to be admitted, got ${JSON.stringify(result)}`);
      return result.jobs;
    };
    const ask = { ...openAsk, fresh: true };
    const several = await jobsOf({}, { asks: [ask, { ...ask, count: 2 }, { ...ask, prompt: 'a bare tree' }] });
    const marked = await jobsOf({ prompt: 'bare feet', fresh: false }, { isAdultPlace: true });
    start();
    const ended = async (jobs: typeof several) => {
      await clock.advance(MINUTE);
      return Promise.all(jobs.map(async (job) => (await now(job)).state));
    };
    const ready = expect.objectContaining({ kind: 'ready' });
    const refused = { kind: 'refused', reason: 'moderation' };
    expect(await ended(several)).toEqual([ready, ready, ready, refused]);
    expect(await ended(marked)).toEqual([ready]);
    expect(asked.toSorted()).toEqual(['a bare tree', 'bare feet', openAsk.prompt].toSorted());

    // The clip is there, and free; beside the marked channel it is shown to nobody.
    const [copy] = await jobsOf({ prompt: 'bare feet', fresh: false });
    expect(copy?.copyOf).not.toBeNull();
    expect(await ended(copy ? [copy] : [])).toEqual([refused]);
    expect(asked).toHaveLength(3);
    expect(await store.checkLedger()).toMatchObject({ unbalanced: [], wrongHolds: [], wrongCounters: [] });
    const userId = await userOf(ada);
    // Two strikes: one for each request that was flagged.
    const third = await store.members.strike({ tenantId, userId, key: 'third', kind: 'judged', nowMs: clock.nowMs() });
    expect(third).not.toBeNull();
    await stop();
  });
});
