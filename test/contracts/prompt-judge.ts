import { describe, expect, it } from 'vitest';
import type { JudgedCategory, PromptJudge } from '../../src/core/ports/prompt-judge.ts';

export type JudgeTrial = {
  readonly judge: PromptJudge;
  /** A prompt with the word is about these from now on. */
  readonly flag: (word: string, categories: readonly JudgedCategory[]) => void;
  /** How often it was asked. */
  readonly asked: () => number;
  /** What goes wrong with the next question; resolves once that has come. */
  readonly fail: (trouble: JudgeTrouble) => Promise<void>;
};

export const judgeTroubles = ['refused', 'busy', 'broken', 'cut_off', 'unreadable'] as const;
export type JudgeTrouble = (typeof judgeTroubles)[number] | 'silent';

/** What every judge of prompts does, whatever it asks. */
export function promptJudgeContract(name: string, trial: () => JudgeTrial): void {
  const never = new AbortController().signal;

  describe(`${name} as a judge of prompts`, () => {
    it('says that a prompt is fine', async () => {
      expect(await trial().judge.judge('a paper boat', never)).toEqual({ kind: 'fine' });
    });

    it.each<readonly [string, readonly JudgedCategory[]]>([
      ['undressed', ['adult']],
      ['children', ['adult', 'minors']],
      ['gore', ['violence']],
      ['slurs', ['hate', 'harassment']],
      ['hurting oneself', ['self_harm']],
      ['a bomb', ['illicit']],
    ])('tells what one with %s is about: %s', async (word, categories) => {
      const { judge, flag } = trial();
      flag(word, categories);
      const judged = await judge.judge(`a picture of ${word}`, never);
      expect(judged.kind === 'flagged' && new Set(judged.categories)).toEqual(new Set(categories));
    });

    it.each(judgeTroubles)('says in place of a guess that it could not be judged when it is %s', async (trouble) => {
      const { judge, fail, asked } = trial();
      const before = asked();
      const hit = fail(trouble);
      const judged = await judge.judge('my secret garden', never);
      await hit;
      expect(judged.kind).toBe('unavailable');
      // The log gets what is told.
      expect(JSON.stringify(judged)).not.toMatch(/secret|garden|sk-/u);
      // Whether to ask again is for whoever wants to know.
      expect(asked() - before).toBeLessThanOrEqual(1);
      expect(await judge.judge('my secret garden', never)).toEqual({ kind: 'fine' });
    });

    it('stops by its signal, and only then rejects', async () => {
      const { judge, fail } = trial();
      const hit = fail('silent');
      const stop = new AbortController();
      const judging = judge.judge('a paper boat', stop.signal);
      await hit;
      stop.abort(new Error('enough'));
      await expect(judging).rejects.toThrow('enough');
    });
  });
}
