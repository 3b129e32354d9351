import { and, desc, eq, getTableColumns, gt, isNull, sql } from 'drizzle-orm';
import { forgottenKey } from '../../core/forgetting.ts';
import type { RequestId, TenantId, UserId } from '../../core/ids.ts';
import type { MessageRef } from '../../core/destination.ts';
import type { Request } from '../../core/request.ts';
import { requestOf, requestRow } from '../rows/request-row.ts';
import type { Db } from './connection.ts';
import { placeholders, rowPlaceholders, textPlaceholder } from './placeholders.ts';
import { requests, users } from './schema.ts';

export type Requests = ReturnType<typeof requestsOn>;

export function requestsOn(db: Db, personKey: Uint8Array) {
  const withWatermark = { row: getTableColumns(requests), forgottenAtMs: users.forgottenAtMs };
  const selectOne = db
    .select(withWatermark)
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .where(eq(requests.id, sql.placeholder('id')))
    .prepare();
  const selectByKey = db
    .select(withWatermark)
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .where(eq(requests.inboundKey, sql.placeholder('inboundKey')))
    .prepare();
  const insertOne = db.insert(requests).values(rowPlaceholders(requests)).prepare();

  const selectNewest = db
    .select({ atMs: requests.createdAtMs })
    .from(requests)
    .where(
      and(
        eq(requests.userId, textPlaceholder('userId')),
        gt(requests.createdAtMs, sql.placeholder('sinceMs')),
        eq(requests.tenantId, textPlaceholder('tenantId')),
      ),
    )
    .orderBy(desc(requests.createdAtMs))
    .limit(sql.placeholder('max'))
    .prepare();

  const noteMessage = db
    .update(requests)
    .set(placeholders(requests, ['statusMessage']))
    .where(and(eq(requests.id, sql.placeholder('id')), isNull(requests.statusMessage)))
    .prepare();

  function find(id: RequestId): Request | null {
    const found = selectOne.get({ id });
    return found ? requestOf(found.row, found.forgottenAtMs) : null;
  }

  return {
    find,

    get(id: RequestId): Request {
      const request = find(id);
      if (!request) throw new Error(`expected the request ${id} to be stored, and it was not`);
      return request;
    },

    /** Also where its person was forgotten since. */
    findByKey(inboundKey: string): Request | null {
      const found =
        selectByKey.get({ inboundKey }) ?? selectByKey.get({ inboundKey: forgottenKey(personKey, inboundKey) });
      return found ? requestOf(found.row, found.forgottenAtMs) : null;
    },

    /** Takes away what the person wrote, and what its key may say of them. */
    forget({ id, inboundKey }: Pick<Request, 'id' | 'inboundKey'>): void {
      const forgotten = { prompt: null, inboundKey: forgottenKey(personKey, inboundKey) };
      db.update(requests).set(forgotten).where(eq(requests.id, id)).run();
    },

    insert: (request: Request): void => void insertOne.run(requestRow(request)),

    setStatusMessage(id: RequestId, statusMessage: MessageRef): void {
      db.update(requests).set({ statusMessage }).where(eq(requests.id, id)).run();
    },

    /** Remembers where a status is seen, unless that is known. */
    noteStatusMessage(id: RequestId, statusMessage: MessageRef): void {
      noteMessage.run({ id, statusMessage });
    },

    /** When a member's newest requests since then were made, newest first. */
    newestOf: (of: { userId: UserId; tenantId: TenantId; sinceMs: number; max: number }) => selectNewest.all(of),
  };
}
