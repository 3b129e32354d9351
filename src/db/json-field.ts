import { type SQL, sql, type SQLWrapper } from 'drizzle-orm';

/**
 * Text inside a JSON column, for an index and for the questions that it answers, which have to ask in the same words.
 * Whoever writes the row keeps the index. Null where the column holds no JSON: a broken row stops nobody else.
 */
export function jsonField(column: SQLWrapper, path: `$.${string}`): SQL<string | null> {
  // Without a comma: drizzle-kit would take it for the end of the expression.
  return sql`case when json_valid(${column}) then ${column} ->> ${sql.raw(`'${path}'`)} end`;
}
