import type { Upload } from '../delivery.ts';
import type { Destination, MessageRef } from '../destination.ts';
import type { UndeliverableReason } from '../failure.ts';
import type { DeliveryId } from '../ids.ts';
import type { JobView } from '../request.ts';
import type { ApprovalToShow } from './approvals.ts';
import type { MediaSource } from './media.ts';

export type ChatLimits = {
  /** Largest file that can be posted there now. */
  readonly uploadBytesMax: number;
  readonly textCharsMax: number;
  /** How long a posted status can be edited. */
  readonly editWindowMs: number;
  /** A status is not refreshed more often than this. */
  readonly statusEveryMs: number;
};

export type StatusAsk = {
  /** Where the status is seen; null while that is not known. */
  readonly message: MessageRef | null;
  readonly jobs: readonly JobView[];
  /**
   * It may be seen already although its message is not known: an earlier try, perhaps of a process that died, was begun and
   * its answer never heard. Where a chat cannot look for it, it shows nothing then and says null.
   */
  readonly mayBeShown: boolean;
};

export type ApprovalAsk = {
  readonly toShow: ApprovalToShow;
  /** Where moderators are asked, by the platform's own id, in the tenant of the approval. */
  readonly channel: string;
};

/** This try has certainly shown no status, or approval, so that the next one may: it was refused, or never reached the chat. */
export class StatusNotPosted extends Error {
  override readonly name = 'StatusNotPosted';
}

export type DeliverAsk = {
  readonly deliveryId: DeliveryId;
  readonly destination: Destination;
  readonly view: JobView;
  /** An earlier try under this id was begun, and may have shown it. */
  readonly mayBePosted: boolean;
  /** What the latest try that came so far has noted; null when none did. */
  readonly upload: Upload | null;
  /**
   * Notes the name of what will be shown, before it is: the next try gets it, whatever becomes of this one. Rejects when
   * that is not certain, or somebody else brings the clip by now; then nothing may be shown.
   */
  readonly note: (name: string) => Promise<void>;
  /** Opens the clip's bytes; each call starts anew. */
  readonly openClip: () => Promise<MediaSource>;
};

export type DeliverResult =
  | { readonly kind: 'sent'; readonly message: MessageRef }
  | { readonly kind: 'undeliverable'; readonly reason: UndeliverableReason }
  /** Not now. Nothing is visible yet, or calling again with the same delivery id shows no second result. */
  | { readonly kind: 'retry'; readonly afterMs: number | null; readonly detail: string };

export type TellAsk = {
  readonly deliveryId: DeliveryId;
  readonly view: JobView;
  readonly reason: Exclude<UndeliverableReason, 'deleted'>;
};

/** A result that is, or may be, visible. */
export type Post = {
  readonly deliveryId: DeliveryId;
  readonly destination: Destination;
  /** The status of its request, which stands where its results do: a private one not at its destination. */
  readonly status: MessageRef | null;
  /** Null where a post was begun and its answer never heard: it may be there or not. */
  readonly message: MessageRef | null;
  /** What the last try noted that it would show; null when none did. */
  readonly upload: string | null;
};

export type RetractResult = { readonly kind: 'retracted' } | { readonly kind: 'retry'; readonly detail: string };

/**
 * A chat platform. Small and required; what platforms differ in is `limits`, a value.
 * `test/contracts/chat.ts` holds every implementation to this.
 */
export interface Chat {
  readonly platform: string;
  limits(destination: Destination): ChatLimits;
  /**
   * Shows or refreshes the one status of a request, and says where it is seen, or null where that is not known or it is
   * seen nowhere. Also while its message is not known, and after an answer that was lost, people see one at most; one that
   * its surface showed in its answer counts. Its failure never stops a job.
   */
  showStatus(ask: StatusAsk, signal: AbortSignal): Promise<MessageRef | null>;
  /**
   * Shows or refreshes the one message in which moderators are asked for a yes, and says where it is seen, or null where that
   * is not known or it is seen nowhere. As with a status, people see one at most, also after an answer that was lost; who may
   * press its buttons is decided when they are pressed.
   */
  showApproval(ask: ApprovalAsk, signal: AbortSignal): Promise<MessageRef | null>;
  /** Brings the clip. Idempotent per delivery id: called twice, the destination shows one result. */
  deliver(ask: DeliverAsk, signal: AbortSignal): Promise<DeliverResult>;
  /**
   * Tells the person alone that their clip was not posted, and how they get it. Idempotent per delivery id. Resolves
   * also where they cannot be told: `/videos show` brings the clip in any case.
   */
  tellUndelivered(ask: TellAsk, signal: AbortSignal): Promise<void>;
  /** Takes a posted result away from sight. Taking away what is gone, or was never there, is done. */
  retract(post: Post, signal: AbortSignal): Promise<RetractResult>;
  /** Opens an input that a person attached; its source is in this platform's own terms. */
  openInput(source: string, signal: AbortSignal): Promise<MediaSource>;
}
