import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { Service } from './service.ts';
import { Visitors } from './visitors.ts';

/** What a test of the channel has: people with browsers, and a service of its own. */
export type Here = { readonly visitors: Visitors; readonly service: Service };

/** Gives each test of this block a new service, and all of them one browser. */
export function aServiceForEach(): Here {
  let visitors: Visitors | null = null;
  let service: Service | null = null;
  beforeAll(async () => {
    visitors = await Visitors.start();
  });
  afterAll(() => visitors?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    service = await Service.start();
  });
  afterEach(async ({ task }) => {
    await visitors?.leave(task);
    await service?.[Symbol.asyncDispose]();
  });
  return {
    get visitors() {
      return started(visitors);
    },
    get service() {
      return started(service);
    },
  };
}

function started<T>(part: T | null): T {
  if (part === null) throw new Error('expected to be asked for within a test');
  return part;
}
