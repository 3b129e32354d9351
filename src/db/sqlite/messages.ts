import { and, asc, desc, eq, gt, isNull, lt, max, notExists, or, type SQL, sql } from 'drizzle-orm';
import type { Channel, Message, Messages } from '../../core/ports/messages.ts';
import type { Db } from './connection.ts';
import type { OwnMessages } from './own-messages.ts';
import { textPlaceholder } from './placeholders.ts';
import { messages } from './schema.ts';
import type { Transactions } from './transact.ts';

/** Messages of our own chat, whose readers ask for what came after the version that they know. */
export function messagesOn(db: Db, own: OwnMessages, { read, write }: Transactions): Messages {
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
        notExists(own.goneAuthor),
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

  const inChannel = ({ tenantId, channel }: Channel): SQL | undefined =>
    and(eq(messages.tenantId, tenantId), eq(messages.channel, channel));

  return {
    put: (message, nowMs) => write(() => own.put(message, nowMs)),

    remove: (key, nowMs) => write(() => own.remove(key, nowMs)),

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
                notExists(own.goneAuthor),
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
