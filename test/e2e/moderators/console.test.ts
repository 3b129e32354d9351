import { afterAll, beforeAll, describe } from 'vitest';
import { z } from 'zod';
import { parseTenantId } from '../../../src/core/ids.ts';
import { asCall, home, openConsole } from '../../bots/console/world.ts';
import { type Row, type Surface, triesEachCommand, type Use } from './commands.ts';

/** What is read of a page. */
function wordsOf(html: string): string {
  const text = html
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"');
  return text.replaceAll(/\s+/gu, ' ');
}

describe('in the console', () => {
  let world: Awaited<ReturnType<typeof openConsole>>;
  let surface: Surface;

  beforeAll(async () => {
    world = await openConsole();
    const visitorOf = async (who: string) => {
      const visitor = world.visit();
      await visitor.open();
      await visitor.send('/act-as', { who });
      return visitor;
    };
    const [ada, mo] = [await visitorOf('ada'), await visitorOf('mo')];
    await ada.open();
    await ada.send('/commands', { text: '/video a kite' });
    // Elsewhere there is a video of the same number, and nobody who moderates it.
    await world.admitted();

    const typedBy =
      (visitor: typeof ada) =>
      async ({ command }: Pick<Row, 'command'>, { text }: Use) => {
        await visitor.open();
        const typed = `/video-admin ${command} ${text}`.trimEnd();
        const response = await visitor.send('/commands', { text: typed }, asCall);
        return wordsOf(z.object({ html: z.string() }).parse(await response.json()).html);
      };
    surface = {
      store: world.store,
      here: home.tenantId,
      other: parseTenantId('discord:1'),
      asModerator: typedBy(mo),
      asMember: typedBy(ada),
      elsewhere: null,
    };
  });
  afterAll(() => world[Symbol.asyncDispose]());

  triesEachCommand(() => surface);
});
