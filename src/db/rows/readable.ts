import { z } from 'zod';
import { type Id, type IdKind, isId } from '../../core/ids.ts';

/** A row holds something that this program did not write. The message names the row. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
}

/** Reads a row, so that what is wrong with it is said with its name. */
export function readRow<T>(table: string, id: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new UnreadableRow(`The row ${id} of table ${table} cannot be read: ${why}`, { cause: error });
  }
}

/** An id inside a JSON column. */
export function idSchema<K extends IdKind>(kind: K): z.ZodType<Id<K>> {
  return z.custom<Id<K>>((value) => typeof value === 'string' && isId(kind, value), `expected a ${kind} id`);
}

/** A state as it is stored: its kind in a column of its own, the rest as JSON. */
export function splitState(state: { readonly kind: string }): { state: string; stateData: unknown } {
  const { kind, ...stateData } = state;
  return { state: kind, stateData };
}

const dataSchema = z.record(z.string(), z.unknown());

/** What a JSON column holds, whatever it is; nothing for what is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return dataSchema.safeParse(value).data ?? {};
}

/** The state that `splitState` took apart. */
export function joinState<S>(schema: z.ZodType<S>, row: { state: string; stateData: unknown }): S {
  return schema.parse({ ...dataSchema.parse(row.stateData), kind: row.state });
}
