import { and, asc, eq, isNotNull, max, sql } from 'drizzle-orm';
import { forgottenKey } from '../../core/forgetting.ts';
import type { UserId } from '../../core/ids.ts';
import type { Message, NewMessage } from '../../core/ports/messages.ts';
import type { Db } from './connection.ts';
import { placeholders, rowPlaceholders } from './placeholders.ts';
import { messages, users } from './schema.ts';

export type OwnMessages = ReturnType<typeof ownMessagesOn>;

/** Writes to the messages of our own chat, for use inside a transaction. One counter numbers every change. */
export function ownMessagesOn(db: Db, personKey: Uint8Array) {
  const latest = db
    .select({ version: max(messages.version) })
    .from(messages)
    .prepare();
  const byKey = eq(messages.key, sql.placeholder('key'));
  const selectOne = db.select().from(messages).where(byKey).prepare();
  const insertOne = db.insert(messages).values(rowPlaceholders(messages)).prepare();
  const update = db
    .update(messages)
    .set(placeholders(messages, ['body', 'removedAtMs', 'version']))
    .where(byKey)
    .prepare();
  const selectIdentity = db
    .select({ externalId: users.externalId })
    .from(users)
    .where(eq(users.id, sql.placeholder('id')))
    .prepare();

  /** Rows are never taken away, so the largest version is the newest; whoever prunes them has to keep the counter apart. */
  function nextVersion(): number {
    return (latest.get()?.version ?? 0) + 1;
  }

  /** Also one whose author was forgotten since. */
  function find(key: string): Message | null {
    return selectOne.get({ key }) ?? selectOne.get({ key: forgottenKey(personKey, key) }) ?? null;
  }

  function change(known: Message, to: Pick<Message, 'body' | 'removedAtMs'>): Message {
    const changed = { ...known, ...to, version: nextVersion() };
    update.run(changed);
    return changed;
  }

  function isForgotten(author: UserId): boolean {
    return selectIdentity.get({ id: author })?.externalId === null;
  }

  return {
    put({ key, tenantId, channel, onlyFor, author, body }: NewMessage, nowMs: number): Message {
      const known = find(key);
      if (known) return known.removedAtMs !== null || known.body === body ? known : change(known, { ...known, body });
      const version = nextVersion();
      const place = { key, tenantId, channel, onlyFor, author, position: version, version, postedAtMs: nowMs };
      const isTooLate = author !== null && isForgotten(author);
      const posted = isTooLate
        ? { ...place, key: forgottenKey(personKey, key), body: '', removedAtMs: nowMs }
        : { ...place, body, removedAtMs: null };
      insertOne.run(posted);
      return posted;
    },

    remove(key: string, nowMs: number): void {
      const known = find(key);
      if (known?.removedAtMs === null) change(known, { body: '', removedAtMs: nowMs });
    },

    /** Removes all that somebody said, with what their keys may say of them. */
    forget(author: UserId, nowMs: number): void {
      const said = db
        .select()
        .from(messages)
        // Written as in its partial index.
        .where(and(eq(messages.author, author), isNotNull(messages.author)))
        .orderBy(asc(messages.position))
        .all();
      for (const message of said) {
        if (message.removedAtMs === null) change(message, { body: '', removedAtMs: nowMs });
        const key = forgottenKey(personKey, message.key);
        db.update(messages).set({ key }).where(eq(messages.key, message.key)).run();
      }
    },
  };
}
