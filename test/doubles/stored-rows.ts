import { z } from 'zod';
import type { Connection } from '../../src/db/sqlite/connection.ts';

const tablesSchema = z.array(z.object({ name: z.string() }));

/** Every row of every table, as text. */
export function storedRows(connection: Connection): string {
  const tables = tablesSchema.parse(connection.prepare(`select name from sqlite_schema where type = 'table'`).all());
  return tables
    .map(({ name }) => JSON.stringify({ [name]: connection.prepare(`select * from "${name}"`).all() }))
    .join('\n');
}
