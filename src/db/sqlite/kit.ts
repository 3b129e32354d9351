import {
  type AnySQLiteColumn,
  customType,
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

/** What is no JSON is given as the text that it is: whoever parses it says which row cannot be read. */
const json = customType<{ data: unknown; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => JSON.stringify(value),
  fromDriver(value): unknown {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  },
});

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
  json: (name: string) => json(name),
  index,
  unique: uniqueIndex,
  primaryKey,
  foreignKey: <From extends string, To extends string>(columns: ColumnsOf<From>, foreignColumns: ColumnsOf<To>) =>
    foreignKey({ columns, foreignColumns }),
};
