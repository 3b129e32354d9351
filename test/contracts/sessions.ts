import { describe, expect, test } from 'vitest';
import type { EndedSessions } from '../../src/core/ports/sessions.ts';

/** What a sign-out relies on. */
export function endedSessionsContract(
  name: string,
  open: () => Promise<AsyncDisposable & { endedSessions: EndedSessions }>,
): void {
  describe(`ended sessions: ${name}`, () => {
    test('one that was ended no longer counts, and no other is touched', async () => {
      await using world = await open();
      const { endedSessions } = world;
      await endedSessions.end('s-1', 5_000, 1_000);
      expect([await endedSessions.isEnded('s-1'), await endedSessions.isEnded('s-2')]).toEqual([true, false]);
    });

    test('ending one twice is the same as once', async () => {
      await using world = await open();
      const { endedSessions } = world;
      await endedSessions.end('s-1', 5_000, 1_000);
      await endedSessions.end('s-1', 5_000, 2_000);
      expect(await endedSessions.isEnded('s-1')).toBe(true);
    });

    test('one that would have ended by now is forgotten, and those that would not are kept, however many', async () => {
      await using world = await open();
      const { endedSessions } = world;
      await endedSessions.end('old', 2_000, 1_000);
      for (let n = 0; n < 50; n += 1) await endedSessions.end(`s-${n}`, 9_000, 3_000);
      expect(await endedSessions.isEnded('old')).toBe(false);
      expect(await endedSessions.isEnded('s-0')).toBe(true);
    });
  });
}
