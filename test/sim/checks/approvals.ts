import type { End } from './end.ts';

/** Every ask ends, is shown once at most, and what moderators see of it in the end is how it ended. */
export function checkApprovals({ approvals, chats, witness, violate }: End): void {
  for (const { id, state, channel, message, requestId } of approvals) {
    if (state.kind === 'open') violate('ends', null, `${id} still waits for a moderator`);
    const shown = chats.flatMap((chat) => [...chat.approvals.values()]).filter(({ approvalId }) => approvalId === id);
    if (shown.length > 1) violate('status', null, `${id} is shown ${shown.length} times`);
    if (channel === null && shown.length > 0) violate('status', null, `${id} is shown where nobody is asked`);
    const [seen] = shown;
    // Where we are no longer nothing is edited.
    if (
      seen &&
      message === seen.ref &&
      seen.state !== state.kind &&
      !witness.everLeft.has(tenantOf(requestId, witness))
    ) {
      violate('status', null, `${id} is seen as ${seen.state} and ended as ${state.kind}`);
    }
  }
}

function tenantOf(requestId: string, { requests }: End['witness']): string {
  return requests.get(requestId)?.tenantId ?? '';
}
