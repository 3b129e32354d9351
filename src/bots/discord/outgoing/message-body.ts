import type { ClipMime } from '../../../core/clip.ts';
import type { ApprovalId, DeliveryId, RequestId } from '../../../core/ids.ts';
import { MINUTE } from '../../../core/time.ts';
import type { Draft } from '../draw/draft.ts';

/** A message as it is sent. Whom it may ping is always said: without it Discord pings whoever is named. */
export type MessageBody = Draft & {
  readonly allowed_mentions: { readonly parse: readonly []; readonly users?: readonly string[] };
  /** Such as that it is for one person alone. */
  readonly flags?: number;
  /** Sent again within a few minutes under the same nonce, Discord gives back the message that is there. */
  readonly nonce?: string;
  readonly enforce_nonce?: true;
  /** Those that it has from then on; left out, an edit changes nothing about them. */
  readonly attachments?: readonly AttachmentPart[];
};

/** One that is there already, or the file that comes along. */
export type AttachmentPart = { readonly id: string; readonly filename?: string; readonly description?: string };

export type MessageFile = { readonly name: string; readonly mime: ClipMime; readonly bytes: Uint8Array };

const nonceCharsMax = 25;

/** Discord knows a nonce "for a few minutes". Within this it surely gives back what is there, and posts nothing. */
export const nonceSurelyMs = 2 * MINUTE;

/** Pings nobody, or one person. */
export function messageBody(draft: Draft, pinged: string | null = null): MessageBody {
  return { ...draft, allowed_mentions: { parse: [], ...(pinged === null ? {} : { users: [pinged] }) } };
}

/** The end of an id, where chance is. `mark` tells apart two messages about the same thing. */
export function withNonce(body: MessageBody, id: RequestId | DeliveryId | ApprovalId, mark = ''): MessageBody {
  return { ...body, nonce: mark + id.slice(mark.length - nonceCharsMax), enforce_nonce: true };
}

/** With the file that comes along, and what is to stay of what is there. */
export function withFile<B extends Partial<MessageBody>>(
  body: B,
  file: MessageFile,
  altText: string | null,
  kept: readonly AttachmentPart[] = [],
): B & Pick<MessageBody, 'attachments'> {
  const added = { id: '0', filename: file.name, ...(altText === null ? {} : { description: altText }) };
  return { ...body, attachments: [...kept, added] };
}

/** Changes nothing: an edit by this tells what a message is now. */
export const silent = { allowed_mentions: { parse: [] } } as const satisfies Partial<MessageBody>;
