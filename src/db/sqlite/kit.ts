import {
  type AnySQLiteColumn,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

type ColumnsOf<TableName extends string> = [
  AnySQLiteColumn<{ tableName: TableName }>,
  ...AnySQLiteColumn<{ tableName: TableName }>[],
];

/** The column kit on SQLite. Names are the database's; a table names its columns once for both. */
export const sqliteKit = {
  table: sqliteTable,
  /** Text that names a row, here or elsewhere: an id of ours, an engine, a kind of state. */
  id: <T extends string>(name: string) => text(name).$type<T>(),
  text: (name: string) => text(name),
  int: (name: string) => integer(name),
  /** Milliseconds since the epoch. */
  ms: (name: string) => integer(name),
  /** Micro-dollars, or counted videos. */
  amount: (name: string) => integer(name),
  bool: (name: string) => integer(name, { mode: 'boolean' }),
  /** Whoever reads it parses it. Never nullable in a prepared statement: there, null would become the text `null`. */
  json: (name: string) => text(name, { mode: 'json' }).$type<unknown>(),
  index,
  unique: uniqueIndex,
  primaryKey,
  foreignKey: <From extends string, To extends string>(columns: ColumnsOf<From>, foreignColumns: ColumnsOf<To>) =>
    foreignKey({ columns, foreignColumns }),
};
