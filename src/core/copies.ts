import type { Actor } from './actor.ts';
import type { AdmissionQuestion } from './admission.ts';
import type { Clip } from './clip.ts';
import type { NewJob } from './ports/store.ts';

/** The question without what need not be made, since it is there. */
export function withoutCopies(question: AdmissionQuestion, copies: readonly Pick<NewJob, 'id'>[]): AdmissionQuestion {
  const areThere = new Set(copies.map(({ id }) => id));
  const draws = question.draws.flatMap((draw) => {
    const jobs = draw.jobs.filter(({ id }) => !areThere.has(id));
    return jobs.length > 0 ? [{ ...draw, jobs }] : [];
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
