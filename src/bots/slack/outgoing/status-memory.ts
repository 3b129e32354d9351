import type { MessageRef } from '../../../core/destination.ts';
import { createRecent, type Recent } from '../../recent.ts';

/** What this process knows of the statuses that it has shown. */
export type StatusMemory = {
  /** By request: its message, while it may not be recorded yet. */
  readonly posted: Recent<MessageRef>;
  /** By message: what it shows, as a fingerprint: nobody's words are kept here. */
  readonly shown: Recent<string>;
  /** By message: how far its videos were when it was last shown. */
  readonly stages: Recent<string>;
};

export function createStatusMemory(): StatusMemory {
  return { posted: createRecent<MessageRef>(), shown: createRecent<string>(), stages: createRecent<string>() };
}
