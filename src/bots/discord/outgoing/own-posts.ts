import type { ApprovalId, DeliveryId, JobId } from '../../../core/ids.ts';
import type { Request } from '../../../core/request.ts';
import { MINUTE } from '../../../core/time.ts';
import type { ApiResult } from './api-call.ts';
import type { ApiProblem } from './api-error.ts';
import { type DiscordApi, pageMax, type SeenMessage } from './api.ts';
import { type ButtonId, readButtonId } from '../../button-id.ts';
import { interactionIdOf, snowflakeAt, snowflakeAtMs } from '../places.ts';

/** What Discord took a moment to do, and what clocks are apart in spite of all. */
export const spareMs = MINUTE;

/** When something of ours was by Discord's clock, with some to spare: a command tells by how much theirs differs from ours. */
export function atDiscordMs({ inboundKey, createdAtMs }: Request, atMs: number): number {
  const interactionId = interactionIdOf(inboundKey);
  const aheadMs = interactionId === null ? 0 : createdAtMs - snowflakeAtMs(interactionId);
  return atMs - aheadMs - spareMs;
}

/** What reading back our own messages brought to light. */
export type OwnPost =
  | { readonly kind: 'found'; readonly message: SeenMessage }
  | { readonly kind: 'absent' }
  /** We may not read the channel, or there is too much in it: it may be there or not. */
  | { readonly kind: 'unseen'; readonly detail: string }
  | { readonly kind: 'unasked'; readonly problem: ApiProblem };

/** Beyond so many pages a channel is too busy to be searched. */
const pagesMax = 50;

type Search = {
  readonly channelId: string;
  readonly sinceMs: number;
  readonly isIt: (message: SeenMessage) => boolean;
};

/** Looks through our own messages of a channel: nobody else's are believed, whatever their buttons say. */
export async function findOwnPost(
  api: Pick<DiscordApi, 'messagesAfter' | 'message' | 'selfId'>,
  { channelId, sinceMs, isIt }: Search,
  signal: AbortSignal,
): Promise<OwnPost> {
  const self = await api.selfId(signal);
  if (self.kind !== 'done') return { kind: 'unasked', problem: self };
  let afterId = snowflakeAt(sinceMs);
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await api.messagesAfter(channelId, afterId, signal);
    if (answer.kind !== 'done') return unread(answer);
    const message = answer.value.find((each) => each.author.id === self.value && isIt(each));
    if (message) return { kind: 'found', message };
    if (answer.value.length === 0 && page === 0) return absentOrUnseen(api, channelId, signal);
    if (answer.value.length < pageMax) return { kind: 'absent' };
    afterId = newestOf(answer.value, afterId);
  }
  return { kind: 'unseen', detail: 'there are too many messages in the channel to look through' };
}

/** Discord shows no messages and no error where we may not read them: only asking for a single one tells. There need not be one. */
async function absentOrUnseen(
  api: Pick<DiscordApi, 'message'>,
  channelId: string,
  signal: AbortSignal,
): Promise<OwnPost> {
  const answer = await api.message({ channelId, messageId: channelId }, signal);
  return answer.kind === 'done' || answer.kind === 'message_gone' ? { kind: 'absent' } : unread(answer);
}

function unread(problem: Exclude<ApiResult<unknown>, { kind: 'done' }>): OwnPost {
  return problem.kind === 'not_allowed'
    ? { kind: 'unseen', detail: `we may not read the messages of the channel: ${problem.detail}` }
    : { kind: 'unasked', problem };
}

function newestOf(messages: readonly SeenMessage[], afterId: string): string {
  const newest = messages.reduce((latest, { id }) => (BigInt(id) > latest ? BigInt(id) : latest), BigInt(afterId));
  return String(newest);
}

/** A result carries its delivery in its buttons. */
export function isResultOf(deliveryId: DeliveryId): (message: SeenMessage) => boolean {
  return (message) => buttonsOf(message).some((id) => id.kind === 'jobs' && id.deliveryId === deliveryId);
}

/** An ask for a moderator's yes carries itself in its buttons, as long as it is open. */
export function isAskOf(approvalId: ApprovalId): (message: SeenMessage) => boolean {
  return (message) => buttonsOf(message).some((id) => id.kind === 'approval' && id.approvalId === approvalId);
}

/** The status of a request: what answers its interaction, or has buttons about it. Discord keeps no nonce to go by. */
export function isStatusOf(request: Request, jobs: readonly JobId[]): (message: SeenMessage) => boolean {
  const interactionId = interactionIdOf(request.inboundKey);
  return (message) =>
    (interactionId !== null && message.interaction_metadata?.id === interactionId) ||
    buttonsOf(message).some((id) => isAbout(id, request, jobs));
}

function isAbout(id: ButtonId, request: Request, jobs: readonly JobId[]): boolean {
  switch (id.kind) {
    case 'jobs':
      return id.deliveryId === null && id.jobs.some((jobId) => jobs.includes(jobId));
    case 'request':
      return id.requestId === request.id;
    case 'retry':
    case 'confirm':
    case 'ask':
    case 'approval':
      return false;
  }
}

function buttonsOf(message: SeenMessage): ButtonId[] {
  return message.components
    .flatMap(({ components }) => components)
    .map(({ custom_id: id }) => (id === undefined ? null : readButtonId(id)))
    .filter((id) => id !== null);
}
