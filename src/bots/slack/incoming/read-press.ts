import { z } from 'zod';
import { type ButtonId, readButtonId } from '../../button-id.ts';
import type { MessageAt } from '../places.ts';
import { type Came, readInteraction } from './came.ts';

const pressed = z.object({
  actions: z
    .array(
      z.object({
        type: z.string(),
        action_id: z.string(),
        block_id: z.string().nullish(),
        value: z.string().nullish(),
        url: z.string().nullish(),
      }),
    )
    .min(1),
  container: z
    .object({ type: z.string().nullish(), message_ts: z.string().nullish(), is_ephemeral: z.boolean().nullish() })
    .nullish(),
  message: z.object({ files: z.array(z.unknown()).nullish() }).nullish(),
});

/** A press on a button of a message. */
export type Press = {
  readonly came: Came;
  /** Null for what is no button of ours, or of a version that we no longer know. */
  readonly id: ButtonId | null;
  readonly actionId: string;
  readonly blockId: string;
  readonly value: string;
  /** It leads somewhere else by itself. */
  readonly isLink: boolean;
  /** Whether only who presses it sees its message. */
  readonly isForOne: boolean;
  /** The message; null where Slack does not tell. */
  readonly message: MessageAt | null;
  /** Whether the message brings a file. */
  readonly hasFile: boolean;
};

export function readPress(body: unknown): Press {
  const came = readInteraction(body);
  const { actions, container, message } = pressed.parse(body);
  const [action] = actions;
  if (!action) throw new TypeError('expected something that was pressed');
  const ts = container?.message_ts ?? null;
  return {
    came,
    id: action.type === 'button' ? readButtonId(action.action_id) : null,
    actionId: action.action_id,
    blockId: action.block_id ?? '',
    value: action.value ?? '',
    isLink: typeof action.url === 'string',
    isForOne: container?.is_ephemeral === true,
    message: ts === null || came.at === null ? null : { channelId: came.at.channelId, ts },
    hasFile: (message?.files?.length ?? 0) > 0,
  };
}
