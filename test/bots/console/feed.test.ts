import { expect, test } from 'vitest';
import { general } from '../../../src/bots/console/channels.ts';
import { createFeed } from '../../../src/bots/console/feed.ts';
import { openConsole } from './world.ts';

test('a message for somebody else is looked at once: whoever may not see it waits on, so that the service is not kept busy', async () => {
  await using world = await openConsole();
  const [ada, bo] = [await world.userOf('ada'), await world.userOf('bo')];
  const draw = () => Promise.resolve('drawn');
  const feed = createFeed({ ...world.deps, channel: general, draw });
  const secret = await world.messages.put({ ...general, key: 'secret', onlyFor: ada, author: ada, body: '{}' }, 1);
  feed.changed(secret.version);

  const { drawn, upTo } = await feed.changes(bo, 0);
  expect({ drawn, upTo }).toEqual({ drawn: [], upTo: secret.version });
  const left = new AbortController();
  const woken = feed.next(upTo, left.signal);
  left.abort();
  expect(await woken).toBe('beat');
  expect(await feed.changes(ada, 0)).toMatchObject({ drawn: [{ message: { key: 'secret' } }], upTo: secret.version });
  feed.close();
});
