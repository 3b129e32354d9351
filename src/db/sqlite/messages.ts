import { and, asc, desc, eq, gt, isNull, lt, max, or, type SQL } from 'drizzle-orm';
import type { Channel, Message, Messages } from '../../core/ports/messages.ts';
import type { UserId } from '../../core/ids.ts';
import type { Db } from './connection.ts';
import { messages } from './schema.ts';
import type { Transactions } from './transact.ts';

/** Messages of our own chat. One counter numbers every change, so that a reader can ask for what came after. */
export function messagesOn(db: Db, { read, write }: Transactions): Messages {
  const latest = db
    .select({ version: max(messages.version) })
    .from(messages)
    .prepare();

  function nextVersion(): number {
    return (latest.get()?.version ?? 0) + 1;
  }

  function find(key: string): Message | null {
    return db.select().from(messages).where(eq(messages.key, key)).get() ?? null;
  }

  function change(known: Message, to: Pick<Message, 'body' | 'removedAtMs'>): Message {
    const changed = { ...known, ...to, version: nextVersion() };
    db.update(messages).set(changed).where(eq(messages.key, known.key)).run();
    return changed;
  }

  const inChannel = ({ tenantId, channel }: Channel): SQL | undefined =>
    and(eq(messages.tenantId, tenantId), eq(messages.channel, channel));
  const seenBy = (viewer: UserId): SQL | undefined => or(isNull(messages.onlyFor), eq(messages.onlyFor, viewer));

  return {
    put: ({ key, tenantId, channel, onlyFor, body }, nowMs) =>
      write(() => {
        const known = find(key);
        if (known) return known.removedAtMs !== null || known.body === body ? known : change(known, { ...known, body });
        const version = nextVersion();
        const place = { key, tenantId, channel, onlyFor, body };
        const posted = { ...place, position: version, version, postedAtMs: nowMs, removedAtMs: null };
        db.insert(messages).values(posted).run();
        return posted;
      }),

    remove: (key, nowMs) =>
      write(() => {
        const known = find(key);
        if (known?.removedAtMs === null) change(known, { body: '', removedAtMs: nowMs });
      }),

    page: ({ viewer, beforePosition, limit, ...of }) =>
      read(() => {
        const before = beforePosition === null ? undefined : lt(messages.position, beforePosition);
        const found = db
          .select()
          .from(messages)
          .where(and(inChannel(of), seenBy(viewer), isNull(messages.removedAtMs), before))
          .orderBy(desc(messages.position))
          .limit(limit)
          .all();
        return found.toReversed();
      }),

    changes: ({ viewer, afterVersion, limit, ...of }) =>
      read(() =>
        db
          .select()
          .from(messages)
          .where(and(inChannel(of), seenBy(viewer), gt(messages.version, afterVersion)))
          .orderBy(asc(messages.version))
          .limit(limit)
          .all(),
      ),

    version: (of) =>
      read(
        () =>
          db
            .select({ version: max(messages.version) })
            .from(messages)
            .where(inChannel(of))
            .get()?.version ?? 0,
      ),
  };
}
