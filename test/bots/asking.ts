import { createAnswerer } from '../../src/bots/answer.ts';
import type { Answer } from '../../src/bots/answered.ts';
import type { Asker } from '../../src/bots/asker.ts';
import { parseText } from '../../src/bots/grammar/parse-text.ts';
import { plainStyle, renderText } from '../../src/bots/messages/text.ts';
import { createPresser, type Press } from '../../src/bots/press.ts';
import type { View } from '../../src/bots/view.ts';
import type { RequestDeps } from '../../src/core/usecases/request.ts';
import { destination } from '../core/samples.ts';
import { ada, openService } from '../core/service.ts';

export const linesOf = ({ title, lines }: View): string[] =>
  [title, ...lines].map((line) => renderText(line, plainStyle));

/** The service with people who type and press; each event has a name of its own unless it is said. */
export async function openChat(options: Parameters<typeof openService>[0] = {}) {
  const service = await openService(options);
  let events = 0;

  function askerOf(more: Partial<Asker> = {}): Asker {
    events += 1;
    return { person: ada, role: 'member', destination, locale: 'en', inboundKey: `event:${events}`, ...more };
  }

  /** Types what stands after a slash. */
  const type = (text: string, more: Partial<Asker> = {}, deps: RequestDeps = service.deps): Promise<Answer> => {
    const [root = '', ...words] = text.split(' ');
    if (root !== 'video' && root !== 'videos' && root !== 'video-admin') throw new TypeError(`no command ${root}`);
    const engines = deps.engines.all().map(({ capabilities }) => capabilities.id);
    return createAnswerer(deps).answer(parseText(root, words.join(' '), { engines }), askerOf(more));
  };

  const press = (pressed: Press, more: Partial<Asker> = {}, deps: RequestDeps = service.deps): Promise<Answer> =>
    createPresser(deps).press(pressed, askerOf(more));

  return { ...service, type, press };
}
