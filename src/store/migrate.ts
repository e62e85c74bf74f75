import { sql } from 'kysely';
import { RedwolfError } from '../lib/errors.ts';
import type { Database } from './database.ts';
import { DatabaseFailure } from './failure.ts';
import type { Migration } from './migrations/migration.ts';
import type { MigrationTable } from './tables.ts';

/** How the database is called in messages, and who migrates it. */
export interface MigrationContext {
  readonly where: string;
  /** Version of this program. */
  readonly version: string;
  /** UTC in milliseconds since 1970. */
  readonly clock: () => number;
}

/**
 * Brings the database to the last of `known`, each migration in one transaction, after a copy of an existing database
 * was made. Rejects with RedwolfError DATABASE_TOO_NEW, having changed nothing, where the database knows more than the
 * program; and with DatabaseFailure.
 */
export async function migrate(
  database: Database,
  known: readonly Migration[],
  context: MigrationContext,
): Promise<void> {
  const applied = await readApplied(database);
  refuseNewer(applied, known, context);
  const missing = known.filter((migration) => !applied.some(({ id }) => id === migration.id));
  const [next] = missing;
  if (next === undefined) return;
  if (applied.length > 0) await database.copyBefore(next.id);
  for (const migration of missing) await apply(database, migration, context);
}

async function readApplied(database: Database): Promise<readonly MigrationTable[]> {
  await makeTable(database).catch((error: unknown) => {
    // PostgreSQL lets two processes that begin at once both find no table; the second then fails.
    if (error instanceof DatabaseFailure && error.reason === 'unique') return makeTable(database);
    throw error;
  });
  return database.query.selectFrom('migrations').selectAll().orderBy('id').execute();
}

async function makeTable(database: Database): Promise<void> {
  await sql`create table if not exists migrations (
    id text not null primary key,
    applied_at bigint not null,
    program text not null
  )`.execute(database.query);
}

function refuseNewer(applied: readonly MigrationTable[], known: readonly Migration[], context: MigrationContext): void {
  const unknown = applied.filter(({ id }) => !known.some((migration) => migration.id === id)).at(-1);
  if (unknown === undefined) return;
  throw new RedwolfError(
    'DATABASE_TOO_NEW',
    `The database ${context.where} was changed by redwolf ${unknown.program} (migration ${unknown.id}), and this is redwolf ${context.version}, which knows migrations up to ${known.at(-1)?.id ?? 'none'}. Start redwolf ${unknown.program} or newer, or choose another --data-dir. Nothing was changed.`,
  );
}

async function apply(database: Database, migration: Migration, context: MigrationContext): Promise<void> {
  // First in the transaction: of two processes that start at once, the second fails here and has changed nothing.
  const entry = database.query
    .insertInto('migrations')
    .values({ id: migration.id, appliedAt: context.clock(), program: context.version });
  const texts = migration.statements.flatMap((step) => (typeof step === 'string' ? step : step[database.dialect]));
  const steps = texts.map((text) => sql.raw(text));
  try {
    await database.batch([entry, ...steps.map((step) => ({ compile: () => step.compile(database.query) }))]);
  } catch (error) {
    const applied = await readApplied(database);
    if (!applied.some(({ id }) => id === migration.id)) throw error;
  }
}
