import type { ChatLimits } from '../../../core/ports/chat.ts';
import { HOUR, SECOND } from '../../../core/time.ts';
import { contentCharsMax } from '../draw/content.ts';

/**
 * What Discord takes from a bot everywhere. Servers can be boosted to more, and Discord's own announcements of a limit
 * have been too high: what is refused in spite of this is sent as a link.
 */
export const discordLimits: ChatLimits = {
  uploadBytesMax: 10 * 1024 ** 2,
  textCharsMax: contentCharsMax,
  // After that Discord lets a message be edited only now and then.
  editWindowMs: HOUR,
  statusEveryMs: 5 * SECOND,
};
