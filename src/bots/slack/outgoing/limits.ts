import type { ChatLimits } from '../../../core/ports/chat.ts';
import { messageCharsMax } from '../draw/content.ts';

/** What Slack takes from an app everywhere. Workspaces may take less: what is refused in spite of this is sent as a link. */
export const slackLimits: Omit<ChatLimits, 'statusEveryMs'> = {
  uploadBytesMax: 1_000_000_000,
  textCharsMax: messageCharsMax,
  // An app may edit its messages for as long as they are there.
  editWindowMs: Number.MAX_SAFE_INTEGER,
};
