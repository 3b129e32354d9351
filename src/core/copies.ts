import type { Actor } from './actor.ts';
import type { AdmissionQuestion } from './admission.ts';
import type { Clip } from './clip.ts';
import type { NewJob } from './ports/store.ts';

/** The question without what need not be made, since it is there. */
export function withoutCopies(question: AdmissionQuestion, copies: readonly NewJob[]): AdmissionQuestion {
  const draws = question.draws.flatMap((draw) => {
    const ofDraw = copies.filter(({ engine }) => engine === draw.engine.id);
    const jobs = draw.jobs - ofDraw.length;
    const quoteMicroUsd = draw.quoteMicroUsd - ofDraw.reduce((sum, copy) => sum + copy.quoteMicroUsd, 0);
    return jobs > 0 ? [{ ...draw, jobs, quoteMicroUsd }] : [];
  });
  return { ...question, draws };
}

/**
 * Whether a deletion is a removal: by the word of somebody else than its owner. What is shown is not wanted then, so its
 * copies go as well, and nobody is given it any more.
 */
export function isRemoval(actor: Actor, { ownerId }: Pick<Clip, 'ownerId'>): boolean {
  return actor.kind !== 'user' || actor.userId !== ownerId;
}
