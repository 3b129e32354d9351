import { type End, nameOf } from './end.ts';

/** At most one visible result a job, at the place where it was asked for, and none that nobody wants any more. */
export function checkPosts({ stories, chats, witness, violate }: End): void {
  for (const story of stories) {
    const { job, request, deliveries, clip } = story.view;
    const posts = chats.flatMap((chat) => chat.posts).filter(({ jobId }) => jobId === job.id);
    const wrong = (text: string): void => violate('post', job.id, `${nameOf(story)}: ${text}`);
    const isDeleted = clip !== null && clip.deletedAtMs !== null;
    if (isDeleted && posts.length > 0) wrong('its result is visible although its clip was deleted');
    if (posts.length > 1) wrong(`${posts.length} results are visible: ${posts.map(({ ref }) => ref).join(', ')}`);
    if (posts.length > 0 && job.cancelRequestedAtMs !== null)
      wrong('its result is visible although it was cancelled before');
    for (const { destination, sha256, deliveryId } of posts) {
      const { platform, channel } = request.destination;
      if (destination.platform !== platform || destination.channel !== channel) {
        wrong(
          `its result is in ${destination.platform}/${destination.channel}, and was asked for in ${platform}/${channel}`,
        );
      }
      if (sha256 !== clip?.file.sha256) wrong('what is visible is not its clip');
      const state = deliveries.find(({ id }) => id === deliveryId)?.state;
      if (!state) wrong(`${deliveryId} is visible and not in the database`);
    }
    for (const { id, state } of deliveries) {
      const post = posts.find(({ deliveryId }) => deliveryId === id);
      if (state.kind === 'sent' && !isDeleted && post?.ref !== state.message)
        wrong(`${id} is recorded as ${state.message} and visible as ${post?.ref ?? 'nothing'}`);
    }
    const shouldBeBrought = job.state.kind === 'ready' && job.cancelRequestedAtMs === null && request.prompt !== null;
    if (shouldBeBrought && deliveries.length !== 1) wrong(`it is ready and has ${deliveries.length} deliveries`);
  }
  const keys = new Map<string, number>();
  const asked = witness.admissions.filter(({ way }) => way !== 'approved');
  for (const { request } of asked) keys.set(request.inboundKey, (keys.get(request.inboundKey) ?? 0) + 1);
  for (const [key, times] of keys) if (times > 1) violate('quota', null, `${key} was admitted ${times} times`);
}
