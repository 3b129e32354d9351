import { and, eq, gte, isNotNull, lte, max, sql } from 'drizzle-orm';
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
    .select({ externalId: users.externalId, forgottenAtMs: users.forgottenAtMs })
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

  const authorOf = (id: UserId | null) => (id === null ? null : (selectIdentity.get({ id }) ?? null));

  function forgetOne(message: Message, nowMs: number): Message {
    const removed = message.removedAtMs === null ? change(message, { body: '', removedAtMs: nowMs }) : message;
    const gone = { key: forgottenKey(personKey, message.key), author: null };
    db.update(messages).set(gone).where(eq(messages.key, message.key)).run();
    return { ...removed, ...gone };
  }

  return {
    /** Names the author of a message who was forgotten after it: it is as good as removed, and will be. */
    goneAuthor: db
      .select({ one: sql`1` })
      .from(users)
      .where(and(eq(users.id, messages.author), gte(users.forgottenAtMs, messages.postedAtMs))),

    put({ key, tenantId, channel, onlyFor, author, body }: NewMessage, nowMs: number): Message {
      const known = find(key);
      const { externalId, forgottenAtMs } = authorOf(known?.author ?? author) ?? {
        externalId: '',
        forgottenAtMs: null,
      };
      if (known && forgottenAtMs !== null && known.postedAtMs <= forgottenAtMs) return forgetOne(known, nowMs);
      if (known) return known.removedAtMs !== null || known.body === body ? known : change(known, { ...known, body });
      const version = nextVersion();
      const postedAtMs = forgottenAtMs === null ? nowMs : Math.max(nowMs, forgottenAtMs + 1);
      const place = { key, tenantId, channel, onlyFor, author, position: version, version, postedAtMs };
      const isTooLate = externalId === null;
      const posted = isTooLate
        ? { ...place, key: forgottenKey(personKey, key), author: null, body: '', removedAtMs: nowMs }
        : { ...place, body, removedAtMs: null };
      insertOne.run(posted);
      return posted;
    },

    remove(key: string, nowMs: number): void {
      const known = find(key);
      if (known?.removedAtMs === null) change(known, { body: '', removedAtMs: nowMs });
    },

    /** Removes what somebody said up to then, with what its keys may say of them: so many messages at most. Returns how many. */
    forget(author: UserId, ask: { readonly untilMs: number; readonly limit: number; readonly nowMs: number }): number {
      const said = db
        .select()
        .from(messages)
        // Written as in its partial index.
        .where(and(eq(messages.author, author), isNotNull(messages.author), lte(messages.postedAtMs, ask.untilMs)))
        .limit(ask.limit)
        .all();
      for (const message of said) forgetOne(message, ask.nowMs);
      return said.length;
    },
  };
}
