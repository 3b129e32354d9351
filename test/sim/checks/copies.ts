import type { JobStory } from '../../../src/core/story.ts';
import { DAY } from '../../../src/core/time.ts';
import { type End, nameOf } from './end.ts';

/** A copy is free, is of a clip of its person's own or that was shown in the same channel, and of what was asked for. */
export function checkCopies({ stories, witness, violate }: End): void {
  const madeBy = new Map(stories.flatMap((story) => (story.view.clip ? [[story.view.clip.id, story] as const] : [])));
  const wasPrivate = (story: JobStory): boolean => story.view.request.visibility === 'private';
  for (const story of stories) {
    const { job, clip, request } = story.view;
    if (job.copyOf === null) continue;
    const wrong = (text: string): void => violate('sharing', job.id, `${nameOf(story)} is a copy: ${text}`);
    if (story.attempts.length > 0) wrong('an engine was asked for it');
    if (story.entries.length > 0) wrong('it is in the books');
    if (wasPrivate(story)) wrong('it is private');
    const original = madeBy.get(job.copyOf);
    if (!original) {
      wrong('nobody made what it is a copy of');
      continue;
    }
    const of = original.view;
    if (of.job.tenantId !== job.tenantId) wrong(`it was made in ${of.job.tenantId}`);
    if (wasPrivate(original)) wrong('what it is a copy of was private');
    const isShownThere = of.request.destination.channel === request.destination.channel;
    if (of.job.userId !== job.userId && !isShownThere) wrong('what it is a copy of was shown elsewhere');
    if (of.job.copyOf !== null) wrong('what it is a copy of is one itself');
    if (of.job.engine !== job.engine) wrong(`${of.job.engine} made it`);
    if (job.admittedAtMs - (of.job.endedAtMs ?? 0) >= DAY) wrong('what it is a copy of is more than a day old');
    const bothHaveWords = request.prompt !== null && of.request.prompt !== null;
    if (bothHaveWords && job.spec.prompt !== of.job.spec.prompt) wrong('other words were asked for');
    if (clip && clip.file.sha256 !== of.clip?.file.sha256) wrong('it is another file');
    if (clip && clip.file.key === of.clip?.file.key) wrong('it has no file of its own');
  }
  for (const { request, jobs } of witness.admissions) {
    const copied = jobs.map(({ copyOf }) => copyOf).filter((id) => id !== null);
    if (new Set(copied).size < copied.length) {
      violate('sharing', jobs[0]?.id ?? null, `${request.inboundKey} was given one clip twice`);
    }
  }
}
