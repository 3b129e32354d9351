import type { Upload } from '../../../core/delivery.ts';
import type { MessageRef } from '../../../core/destination.ts';
import type { DeliverAsk } from '../../../core/ports/chat.ts';
import { SECOND } from '../../../core/time.ts';
import type { PostAt } from '../places.ts';
import type { SlackApi } from './api.ts';

/** One try to bring a clip, at the place where it belongs. */
export type Bring = {
  readonly ask: DeliverAsk;
  readonly api: SlackApi;
  readonly at: PostAt;
  /** What the latest try before this was about to show. */
  readonly earlier: Upload | null;
  /** The status of its request, as far as it is known by now. */
  readonly status: MessageRef | null;
  readonly signal: AbortSignal;
};

/** By so much later Slack has shown what it will show of an upload, and tells so. */
export const settledMs = 10 * SECOND;
