import { type End, nameOf } from './end.ts';

/** The copies of inputs that nobody starts from: they were made for what was stopped meanwhile. */
export function checkInputs({ stories, storedKeys, violate }: End): void {
  const used = new Set(stories.map(({ view }) => view.job.spec.input?.mediaKey));
  for (const key of storedKeys()) {
    if (key.endsWith('_input') && !used.has(key)) violate('forgotten', null, `the file ${key} is there for nobody`);
  }
}

/** Whoever was forgotten is in no row: neither what they are called, nor a word of theirs, nor a file that they gave. */
export function checkForgotten(end: End): void {
  const { witness, stories, stored, storedKeys, violate } = end;
  const text = stored();
  for (const story of stories) {
    const { requester, request, job } = story.view;
    const isNobody = requester.externalId === null;
    if (isNobody && request.prompt !== null) violate('forgotten', job.id, `${nameOf(story)} has words of nobody`);
  }
  const stillSaid = new Set(
    stories.filter(({ view }) => view.request.prompt !== null).map(({ view }) => view.job.spec.prompt),
  );
  for (const [userId, { requests, secrets, isBack }] of witness.forgotten) {
    const wrong = (jobId: string | null, what: string): void =>
      violate('forgotten', jobId, `${userId} was forgotten, and ${what}`);
    for (const story of stories.filter(({ view }) => requests.has(view.request.id))) {
      const { job, request, clip, requester } = story.view;
      const words = [request.prompt, job.spec.style, job.spec.input?.source, job.spec.prompt || null];
      if (words.some((word) => word !== null && word !== undefined)) wrong(job.id, `${nameOf(story)} has its words`);
      if (clip && clip.deletedAtMs === null) wrong(job.id, `${nameOf(story)} has its clip`);
      if (!isBack && (requester.name !== null || requester.externalId !== null)) wrong(job.id, 'has a name');
    }
    for (const secret of secrets) {
      if (stillSaid.has(secret)) continue;
      if (text.includes(JSON.stringify(secret).slice(1, -1))) wrong(null, `"${secret}" is still stored`);
      if (storedKeys().includes(secret)) wrong(null, `the file ${secret} is still there`);
    }
  }
}
