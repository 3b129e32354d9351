import { ApplicationCommandType, REST, Routes } from 'discord.js';
import { inboundKeyOf, messageRefOf } from '../../../../src/bots/discord/places.ts';
import { restOptions } from '../../../../src/bots/discord/rest-settings.ts';
import type { JobView } from '../../../../src/core/request.ts';
import { rendering } from '../../rendering.ts';
import type { Asked, DiscordWorld } from '../world.ts';

/** A video that is being rendered. */
export function underWay(world: DiscordWorld, asked: Asked = {}, progress: number | null = 0.45): JobView {
  return {
    ...world.view({ ...asked, job: { ...rendering(progress), ...asked.job } }),
    clip: null,
    chargedMicroUsd: null,
  };
}

/** The same a little later. */
export function later(view: JobView, progress: number): JobView {
  return { ...view, job: { ...view.job, ...rendering(progress) } };
}

/** Ada types `/video`, and is answered at once. */
export async function answered(world: DiscordWorld, content = 'taken') {
  world.discord.register([{ type: ApplicationCommandType.ChatInput, name: 'video', description: 'Make a video' }]);
  const typed = world.discord.type(world.ada, world.channel, 'video');
  const rest = new REST(restOptions(world.settings));
  await rest.post(Routes.interactionCallback(typed.id, typed.token), {
    auth: false,
    body: { type: 4, data: { content } },
  });
  const message = await typed.answered();
  const ref = messageRefOf(message.channelId, message.id);
  const { applicationId } = world.discord;
  world.openAnswers.keep(ref, { applicationId, token: typed.token, inboundKey: inboundKeyOf(typed.id) });
  return { typed, ref, request: { inboundKey: inboundKeyOf(typed.id), statusMessage: ref } };
}
