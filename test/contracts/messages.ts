import { describe, expect, test } from 'vitest';
import { parseId, parseTenantId } from '../../src/core/ids.ts';
import type { Messages, NewMessage } from '../../src/core/ports/messages.ts';

const tenantId = parseTenantId('console');
const of = { tenantId, channel: 'general' };
const ada = parseId('user', `usr_${'0'.repeat(25)}1`);
const bob = parseId('user', `usr_${'0'.repeat(25)}2`);

function message(key: string, more: Partial<NewMessage> = {}): NewMessage {
  return { ...of, key, onlyFor: null, author: null, body: `the body of ${key}`, ...more };
}

/** What the console relies on of the place that keeps its messages. */
export function messagesContract(name: string, open: () => Promise<AsyncDisposable & { messages: Messages }>): void {
  describe(`messages: ${name}`, () => {
    const page = (messages: Messages, viewer = ada, beforePosition: number | null = null, limit = 50) =>
      messages.page({ ...of, viewer, beforePosition, limit });
    const keys = (found: readonly { readonly key: string }[]): string[] => found.map(({ key }) => key);

    test('come back as they were put, in the order in which they were put', async () => {
      await using world = await open();
      const { messages } = world;
      for (const key of ['b', 'a', 'c']) await messages.put(message(key), 1_000);
      const found = await page(messages);
      expect(keys(found)).toEqual(['b', 'a', 'c']);
      expect(found[0]).toMatchObject({ ...message('b'), postedAtMs: 1_000, removedAtMs: null });
    });

    test('put again under its key, a message is edited in its place, so that nothing is posted twice', async () => {
      await using world = await open();
      const { messages } = world;
      const first = await messages.put(message('a'), 1_000);
      await messages.put(message('b'), 1_000);
      const edited = await messages.put(message('a', { body: 'new words' }), 2_000);
      expect(edited).toEqual({ ...first, body: 'new words', version: edited.version });
      expect(edited.version).toBeGreaterThan(await versionOf(messages, 'b'));
      expect(keys(await page(messages))).toEqual(['a', 'b']);
    });

    test('the same words again are no change, so that nobody is told of one', async () => {
      await using world = await open();
      const { messages } = world;
      const first = await messages.put(message('a'), 1_000);
      expect(await messages.put(message('a'), 2_000)).toEqual(first);
      expect(await messages.version(of)).toBe(first.version);
    });

    test('what is for one person is shown to nobody else', async () => {
      await using world = await open();
      const { messages } = world;
      await messages.put(message('secret', { onlyFor: ada }), 1_000);
      expect(keys(await page(messages, ada))).toEqual(['secret']);
      expect(keys(await page(messages, bob))).toEqual([]);
      const changes = (viewer: typeof ada) => messages.changes({ ...of, viewer, afterVersion: 0, limit: 50 });
      expect(keys(await changes(ada))).toEqual(['secret']);
      expect(keys(await changes(bob))).toEqual([]);
    });

    test('a removed one is gone for good, its words too, and a reader who had it learns so', async () => {
      await using world = await open();
      const { messages } = world;
      const { version } = await messages.put(message('a'), 1_000);
      await messages.remove('a', 2_000);
      await messages.remove('a', 3_000);
      await messages.remove('never there', 3_000);
      expect(await page(messages)).toEqual([]);
      const changes = await messages.changes({ ...of, viewer: ada, afterVersion: version, limit: 50 });
      expect(changes).toMatchObject([{ key: 'a', body: '', removedAtMs: 2_000 }]);
      await messages.put(message('a'), 4_000);
      expect(await page(messages)).toEqual([]);
    });

    test('are read page by page from the newest back, each once', async () => {
      await using world = await open();
      const { messages } = world;
      for (const key of ['a', 'b', 'c', 'd', 'e']) await messages.put(message(key), 1_000);
      const newest = await page(messages, ada, null, 2);
      expect(keys(newest)).toEqual(['d', 'e']);
      const earlier = await page(messages, ada, newest[0]?.position ?? 0, 2);
      expect(keys(earlier)).toEqual(['b', 'c']);
      expect(keys(await page(messages, ada, earlier[0]?.position ?? 0, 2))).toEqual(['a']);
    });

    test('a reader catches up with what changed since, the oldest change first, as much as wanted', async () => {
      await using world = await open();
      const { messages } = world;
      for (const key of ['a', 'b', 'c']) await messages.put(message(key), 1_000);
      const since = await messages.version(of);
      await messages.put(message('d'), 2_000);
      await messages.put(message('a', { body: 'edited' }), 2_000);
      const changes = (limit: number) => messages.changes({ ...of, viewer: ada, afterVersion: since, limit });
      expect(keys(await changes(50))).toEqual(['d', 'a']);
      expect(keys(await changes(1))).toEqual(['d']);
    });

    test('a channel knows only its own', async () => {
      await using world = await open();
      const { messages } = world;
      await messages.put(message('elsewhere', { channel: 'random' }), 1_000);
      expect(await page(messages)).toEqual([]);
      expect(await messages.version(of)).toBe(0);
    });

    async function versionOf(messages: Messages, key: string): Promise<number> {
      return (await page(messages)).find((found) => found.key === key)?.version ?? 0;
    }
  });
}
