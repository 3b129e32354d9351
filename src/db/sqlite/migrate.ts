import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DatabaseError } from '../database-error.ts';
import { type Connection, type Db, dbOn } from './connection.ts';
import { countAnew } from './count-anew.ts';
import { meta } from './schema.ts';
import { troubleOf } from './trouble.ts';

/**
 * Migrations expand first and contract later, so that an old and a new version of the program can work on one
 * database. A database carries the version of its schema, which is the number of migrations it has had, and that of
 * the oldest program which may still work on it.
 */
export type MigrationPlan = {
  readonly folder: string;
  /** Raised with a migration that contracts, to the first version that no longer uses what is taken away. */
  readonly minReaderVersion: number;
  /** What is to be done to what is there, beside statements, for a database of before that version; in the same transaction. */
  readonly afterwards?: readonly { readonly version: number; readonly work: (db: Db) => void }[];
};

const ownPlan: MigrationPlan = {
  folder: fileURLToPath(new URL('../../../drizzle/sqlite', import.meta.url)),
  // An earlier version would count for no hour and no week what it admits, and draw from the member what a grant has paid.
  minReaderVersion: 6,
  afterwards: [{ version: 6, work: countAnew }],
};

export type Migrated = { readonly from: number; readonly to: number };

type Version = { readonly schema: number; readonly minReader: number };

/** Brings the schema up to this program's version. Safe when two processes start at once. Throws `DatabaseError`. */
export function migrate(connection: Connection, plan: MigrationPlan = ownPlan): Migrated {
  const migrations = readMigrationFiles({ migrationsFolder: plan.folder });
  const to = migrations.length;
  const { schema } = readableVersion(connection, to);
  if (schema >= to) return { from: schema, to: schema };

  // Rebuilding a table drops it, which fails or cascades while keys are enforced. Inside a transaction this pragma does nothing.
  connection.pragma('foreign_keys = OFF');
  try {
    return inTransaction(connection, () => {
      const { schema: from, minReader } = readableVersion(connection, to);
      for (const { sql: statements } of migrations.slice(from)) {
        for (const statement of statements) connection.exec(statement);
      }
      for (const { version, work } of plan.afterwards ?? []) {
        if (from > 0 && from < version && version <= to) work(dbOn(connection));
      }
      refuseBrokenKeys(connection);
      if (from < to) writeVersion(connection, { schema: to, minReader: Math.max(minReader, plan.minReaderVersion) });
      return { from, to };
    });
  } finally {
    connection.pragma('foreign_keys = ON');
  }
}

function inTransaction<T>(connection: Connection, work: () => T): T {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    connection.exec('COMMIT');
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function readableVersion(connection: Connection, program: number): Version {
  const version = readVersion(connection);
  if (version.minReader > program) {
    throw new DatabaseError(
      'newer',
      `This database was written by a newer Reelay (its schema ${version.schema} needs a program of version ` +
        `${version.minReader} or later, this one knows ${program}). Update Reelay or restore a backup.`,
    );
  }
  return version;
}

const tablesSchema = z.array(z.object({ name: z.string() }));
const versionSchema = z.coerce.number().int();

function readVersion(connection: Connection): Version {
  const tables = tablesSchema.parse(connection.prepare(`select name from sqlite_schema where type = 'table'`).all());
  if (tables.length === 0) return { schema: 0, minReader: 0 };
  const written = tables.some(({ name }) => name === 'meta') ? readMeta(connection) : new Map<string, string>();
  const schema = versionSchema.safeParse(written.get('schema_version'));
  const minReader = versionSchema.safeParse(written.get('min_reader_version'));
  if (schema.success && minReader.success) return { schema: schema.data, minReader: minReader.data };
  throw new DatabaseError(
    'not_ours',
    `Expected a database of Reelay in ${connection.name}, found one of another program. Name another file.`,
  );
}

function readMeta(connection: Connection): Map<string, string> {
  try {
    const rows = dbOn(connection).select().from(meta).all();
    return new Map(rows.map(({ key, value }) => [key, value]));
  } catch (error) {
    if (troubleOf(error)) throw error;
    return new Map();
  }
}

function writeVersion(connection: Connection, { schema, minReader }: Version): void {
  const rows = [
    { key: 'schema_version', value: String(schema) },
    { key: 'min_reader_version', value: String(minReader) },
  ];
  dbOn(connection)
    .insert(meta)
    .values(rows)
    .onConflictDoUpdate({ target: meta.key, set: { value: sql`excluded.value` } })
    .run();
}

const brokenSchema = z.array(z.object({ table: z.string(), parent: z.string() }));

function refuseBrokenKeys(connection: Connection): void {
  const broken = brokenSchema.parse(connection.pragma('foreign_key_check'));
  if (broken.length === 0) return;
  const pairs = [...new Set(broken.map(({ table, parent }) => `${table} to ${parent}`))].join(', ');
  throw new DatabaseError(
    'not_migratable',
    `A migration would leave ${broken.length} rows that point nowhere (${pairs}); nothing was changed. ` +
      'Go back to the version of Reelay that wrote this database, and report this.',
  );
}
