import type { Message, MessageContextMenuCommandInteraction } from 'discord.js';
import type { JobId } from '../../../core/ids.ts';
import type { Asker } from '../../asker.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import type { Answer } from '../../answered.ts';
import type { ConfirmButton } from '../../view.ts';
import { askerOf, mayModerate } from './asker-of.ts';
import type { Incoming } from './deps.ts';
import { jobsAt } from './jobs-at.ts';
import { type Reply, replyOf, textReply } from './reply.ts';

/** Asks back before anything is removed. Which video it is, our own message tells. */
export async function removeClip(interaction: MessageContextMenuCommandInteraction, deps: Incoming): Promise<Reply> {
  const { discordCommands: words } = catalogueFor(interaction.locale);
  if (!mayModerate(interaction)) return textReply(words.moderatorsOnly());
  const { targetMessage, client, channelId } = interaction;
  const asker = askerOf(interaction, deps);
  const jobs = targetMessage.author.id === client.user.id ? await jobsShownAt(targetMessage, asker, deps) : [];
  const [job, ...others] = jobs;
  if (job === undefined) return textReply(words.noVideoThere());
  if (others.length > 0) return textReply(words.severalVideosThere());
  const about = { asker, channelId, form: null, belongsAt: null };
  const answer = await deps.press({ action: 'delete', jobs: [job] }, asker);
  return replyOf(await withBlock(answer, job, asker, deps), about, deps);
}

/** By its buttons; where it has none about a video, by the name of its file. */
async function jobsShownAt(message: Message, { destination }: Asker, { store }: Incoming): Promise<readonly JobId[]> {
  const jobs = jobsAt(message);
  if (jobs.length > 0) return jobs;
  const { tenantId } = destination;
  const numbers = message.attachments.map(({ name }) => clipFile.exec(name)?.[1]).filter((text) => text !== undefined);
  const named = await Promise.all(
    numbers.map((number) => store.findJob({ tenantId, number: Number(number), userId: null })),
  );
  return named.flatMap((job) => (job === null ? [] : [job.id]));
}

/** `reelay-412.mp4`, and `reelay-412-3k9f0a7z.mp4` in a status. */
const clipFile = /^reelay-(\d{1,9})[.-]/u;

const blockFor = '1d';

/** Beside the answer to whether it is to be removed: and whoever asked for it asks for nothing more for a while. */
async function withBlock(
  answer: Answer,
  jobId: JobId,
  asker: Asker,
  { store, rules, clock }: Incoming,
): Promise<Answer> {
  const isAsked = answer.kind === 'said' && answer.view.buttons.some(({ action }) => action === 'delete_now');
  const view = isAsked ? await store.view(jobId, rules, clock.nowMs()) : null;
  if (answer.kind !== 'said' || view === null || view.requester.externalId === asker.person.externalId) return answer;
  const { discordCommands: words } = catalogueFor(asker.locale);
  const button: ConfirmButton = {
    action: 'confirm',
    label: words.removeAndBlock(view.job.number),
    style: 'primary',
    command: 'video-admin remove',
    typed: `#${view.job.number} --block ${blockFor}`,
    agreedMicroUsd: null,
  };
  return { kind: 'said', view: { ...answer.view, buttons: [...answer.view.buttons, button] } };
}
