import { type End, nameOf, tasksOf } from './end.ts';

/** At most one accepted create a job, unless a person said that an earlier one never was, or the engine proved it. */
export function checkPurchases(end: End): void {
  const { stories, witness, engines, violate } = end;
  const tasks = tasksOf(end);
  for (const story of stories) {
    const taken = tasks.filter((at) => at.story === story);
    const excused = taken.filter(({ task }) => witness.wasDecidedNever(task.attemptId));
    if (taken.length - excused.length > 1) {
      violate(
        'purchase',
        story.view.job.id,
        `${nameOf(story)} was bought ${taken.length} times: ${taken.map(({ task }) => task.id).join(', ')}`,
      );
    }
  }
  for (const engine of engines) {
    for (const { attemptId, id } of engine.tasks.values()) {
      if (engine.isFenced(attemptId))
        violate('purchase', witness.jobOf(attemptId), `${id} was taken although it had been fenced off`);
    }
  }
}
