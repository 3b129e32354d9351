import { and, asc, desc, eq, gt, isNull, lt, max, or, type SQL, sql } from 'drizzle-orm';
import type { Channel, Message, Messages } from '../../core/ports/messages.ts';
import type { Db } from './connection.ts';
import { placeholders, rowPlaceholders, textPlaceholder } from './placeholders.ts';
import { messages } from './schema.ts';
import type { Transactions } from './transact.ts';

/** Messages of our own chat. One counter numbers every change, so that a reader can ask for what came after. */
export function messagesOn(db: Db, { read, write }: Transactions): Messages {
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
  const inPreparedChannel = and(
    eq(messages.tenantId, textPlaceholder('tenantId')),
    eq(messages.channel, textPlaceholder('channel')),
  );
  const selectChanges = db
    .select()
    .from(messages)
    .where(
      and(
        inPreparedChannel,
        or(isNull(messages.onlyFor), eq(messages.onlyFor, textPlaceholder('viewer'))),
        gt(messages.version, sql.placeholder('afterVersion')),
      ),
    )
    .orderBy(asc(messages.version))
    .limit(sql.placeholder('limit'))
    .prepare();
  const selectVersion = db
    .select({ version: max(messages.version) })
    .from(messages)
    .where(inPreparedChannel)
    .prepare();

  /** Rows are never taken away, so the largest version is the newest; whoever prunes them has to keep the counter apart. */
  function nextVersion(): number {
    return (latest.get()?.version ?? 0) + 1;
  }

  function find(key: string): Message | null {
    return selectOne.get({ key }) ?? null;
  }

  function change(known: Message, to: Pick<Message, 'body' | 'removedAtMs'>): Message {
    const changed = { ...known, ...to, version: nextVersion() };
    update.run(changed);
    return changed;
  }

  const inChannel = ({ tenantId, channel }: Channel): SQL | undefined =>
    and(eq(messages.tenantId, tenantId), eq(messages.channel, channel));

  return {
    put: ({ key, tenantId, channel, onlyFor, body }, nowMs) =>
      write(() => {
        const known = find(key);
        if (known) return known.removedAtMs !== null || known.body === body ? known : change(known, { ...known, body });
        const version = nextVersion();
        const place = { key, tenantId, channel, onlyFor, body };
        const posted = { ...place, position: version, version, postedAtMs: nowMs, removedAtMs: null };
        insertOne.run(posted);
        return posted;
      }),

    remove: (key, nowMs) =>
      write(() => {
        const known = find(key);
        if (known?.removedAtMs === null) change(known, { body: '', removedAtMs: nowMs });
      }),

    page: ({ viewer, beforePosition, limit, ...of }) =>
      read(() => {
        const newest = (audience: SQL): Message[] =>
          db
            .select()
            .from(messages)
            .where(
              and(
                inChannel(of),
                audience,
                isNull(messages.removedAtMs),
                beforePosition === null ? undefined : lt(messages.position, beforePosition),
              ),
            )
            .orderBy(desc(messages.position))
            .limit(limit)
            .all();
        // Each on its own goes backwards along its index; together they would read what is for others, too.
        const found = [...newest(isNull(messages.onlyFor)), ...newest(eq(messages.onlyFor, viewer))];
        return found.toSorted((one, other) => one.position - other.position).slice(-limit);
      }),

    changes: (of) => read(() => selectChanges.all(of)),

    version: (of) => read(() => selectVersion.get(of)?.version ?? 0),
  };
}
