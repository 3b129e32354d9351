import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';

type Key<T extends SQLiteTable> = keyof T['_']['columns'] & string;

/** For a prepared statement: a placeholder for each of these columns, under its key, encoded as the column is. */
export function placeholders<T extends SQLiteTable, K extends Key<T>>(table: T, keys: readonly K[]): Record<K, SQL> {
  const columns = getTableColumns(table);
  const found: Partial<Record<K, SQL>> = {};
  for (const key of keys) {
    const column = columns[key];
    if (column) found[key] = sql`${sql.param(sql.placeholder(key), column)}`;
  }
  return complete(found, keys);
}

/** Placeholders for a whole row. */
export function rowPlaceholders<T extends SQLiteTable>(table: T): Record<Key<T>, SQL> {
  const keys = Object.keys(getTableColumns(table));
  return placeholders(
    table,
    keys.filter((key): key is Key<T> => key in getTableColumns(table)),
  );
}

function complete<K extends string>(found: Partial<Record<K, SQL>>, keys: readonly K[]): Record<K, SQL> {
  if (hasAll(found, keys)) return found;
  throw new Error(`expected columns ${keys.join(', ')}, found only ${Object.keys(found).join(', ')}`);
}

function hasAll<K extends string>(found: Partial<Record<K, SQL>>, keys: readonly K[]): found is Record<K, SQL> {
  return keys.every((key) => key in found);
}

/**
 * Text for a column that is not unique. SQLite prepares a statement anew when a plain `column = ?` is bound again,
 * which costs more than the query; an expression is left alone.
 */
export function textPlaceholder(name: string): SQL<string> {
  return sql<string>`cast(${sql.placeholder(name)} as text)`;
}

/** For a prepared statement: that a column is in none of a list, given as JSON. */
export function notInList(column: SQLiteColumn, name: string): SQL {
  return sql`${column} not in (select value from json_each(${sql.placeholder(name)}))`;
}
