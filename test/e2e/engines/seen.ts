import type { SlackApp } from '../slack-app.ts';

/** Somebody types this in the channel. */
export async function type(world: SlackApp, line: string): Promise<void> {
  await world.slack.type(world.ada, world.channel, line).acknowledged();
}

/** All that the channel has ever shown. */
export const shown = (world: SlackApp): readonly string[] =>
  world.slack.seen(world.channel).flatMap(({ shownTexts }) => shownTexts);

/** Resolves with what the channel shows that has these words. */
export function said(world: SlackApp, words: RegExp): Promise<string> {
  return world.until(() => shown(world).find((text) => words.test(text)), `somebody to be told ${words.source}`);
}
