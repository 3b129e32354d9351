import { asc, eq, sql } from 'drizzle-orm';
import type { Delivery } from '../../core/delivery.ts';
import type { DeliveryId, JobId } from '../../core/ids.ts';
import { deliveryOf, deliveryRow, type StoredDelivery, storedDeliveryOf } from '../rows/delivery-row.ts';
import type { Db } from './connection.ts';
import { placeholders, rowPlaceholders, textPlaceholder } from './placeholders.ts';
import { deliveries } from './schema.ts';

const mutable = [
  'state',
  'stateData',
  'retries',
  'uploadName',
  'uploadAtMs',
  'dueAtMs',
  'claimableAtMs',
  'leaseOwner',
  'leaseUntilMs',
] as const;

export type Deliveries = ReturnType<typeof deliveriesOn>;

export function deliveriesOn(db: Db) {
  const byId = eq(deliveries.id, sql.placeholder('id'));
  const selectOne = db.select().from(deliveries).where(byId).prepare();
  const insertOne = db.insert(deliveries).values(rowPlaceholders(deliveries)).prepare();
  const update = db.update(deliveries).set(placeholders(deliveries, mutable)).where(byId).prepare();
  const selectOfJob = db
    .select()
    .from(deliveries)
    .where(eq(deliveries.jobId, textPlaceholder('jobId')))
    .orderBy(asc(deliveries.createdAtMs), asc(deliveries.id))
    .prepare();

  return {
    load(id: DeliveryId): StoredDelivery | null {
      const row = selectOne.get({ id });
      return row ? storedDeliveryOf(row) : null;
    },

    insert: (delivery: Delivery): void => void insertOne.run(deliveryRow({ delivery, lease: null })),

    save(stored: StoredDelivery): void {
      const { changes } = update.run(deliveryRow(stored));
      if (changes !== 1) throw new Error(`expected the delivery ${stored.delivery.id} to be stored, and it was not`);
    },

    ofJob: (jobId: JobId): Delivery[] => selectOfJob.all({ jobId }).map(deliveryOf),
  };
}
