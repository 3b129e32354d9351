import type { Incoming } from './deps.ts';
import { openForm } from './open-form.ts';
import type { Reply } from './reply.ts';
import { sendText } from './send-text.ts';
import { showClip } from './show-clip.ts';
import { type GiveTo, tell } from './tell.ts';

/** Gives an answer to whoever asked. */
export async function give(reply: Reply, to: GiveTo, deps: Incoming): Promise<void> {
  switch (reply.kind) {
    case 'seen':
      return;
    case 'said':
      return tell(reply.view, { ...to, belongsAt: reply.belongsAt }, deps);
    case 'form':
      return openForm(reply.kept, to, deps);
    case 'file':
      return sendText(reply, to, deps);
    case 'clip':
      return showClip(reply, to, deps);
  }
}
