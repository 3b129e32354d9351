import { ComponentType, type Message } from 'discord.js';
import type { JobId } from '../../../core/ids.ts';
import { readButtonId } from '../../button-id.ts';

/** The videos that the buttons of a message of ours are about. */
export function jobsAt({ components }: Pick<Message, 'components'>): JobId[] {
  const buttons = components.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []));
  const jobs = buttons.flatMap((button) => {
    const id = button.type === ComponentType.Button && button.customId !== null ? readButtonId(button.customId) : null;
    return id?.kind === 'jobs' ? id.jobs : [];
  });
  return [...new Set(jobs)];
}
