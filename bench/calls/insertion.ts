import { sql } from 'kysely';
import { callInsertSql, callValues } from '../../src/store/calls.ts';
import type { Database } from '../../src/store/database.ts';
import type { CallGenerator } from './generator.ts';

const ROUNDS = 20;
/** As the recorder writes them. */
const ROWS_AT_ONCE = 200;
const BARE = 'bare_calls';
const INDEXED = 'indexed_calls';

/** Microseconds that a row takes: the least of all rounds. */
export interface InsertionTimes {
  /** Nothing but its primary key. */
  readonly bare: number;
  /** With the indexes of the real one, but no sums. */
  readonly indexed: number;
  readonly real: number;
}

/** Writes more calls, as the recorder does, into the real table and into two empty ones, in turns. */
export async function timeInsertions(database: Database, generator: CallGenerator): Promise<InsertionTimes> {
  await makeTables(database);
  const statements = [BARE, INDEXED, 'calls'].map((table) =>
    callInsertSql(database).replace(/insert into "?calls"?/, `insert into ${table}`),
  );
  const least = statements.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round++) {
    const rows = Array.from({ length: ROWS_AT_ONCE }, () => callValues(generator.next()));
    for (const [index, statement] of statements.entries()) {
      const started = performance.now();
      const { failure } = await database.insertRows(statement, rows);
      if (failure !== null) throw new Error(failure.text);
      const microseconds = ((performance.now() - started) * 1_000) / ROWS_AT_ONCE;
      least[index] = Math.min(least[index] ?? microseconds, microseconds);
    }
  }
  const [bare = 0, indexed = 0, real = 0] = least;
  return { bare, indexed, real };
}

async function makeTables(database: Database): Promise<void> {
  for (const table of [BARE, INDEXED]) {
    await run(database, `create table ${table} as select * from calls where 1 = 0`);
    await run(database, `create unique index ${table}_ids on ${table} (id)`);
  }
  for (const text of await indexesOf(database)) {
    await run(database, text.replace(/index (\S+) on \S+/i, `index ${INDEXED}_$1 on ${INDEXED}`));
  }
}

/** The texts of the indexes that are not the primary key's. */
async function indexesOf({ query, dialect }: Database): Promise<readonly string[]> {
  const asked =
    dialect === 'sqlite'
      ? sql<{
          text: string;
        }>`select sql as text from sqlite_schema where type = 'index' and tbl_name = 'calls' and sql is not null`
      : sql<{ text: string }>`select indexdef as text from pg_indexes
          where schemaname = current_schema() and tablename = 'calls' and indexname <> 'calls_pkey'`;
  return (await asked.execute(query)).rows.map(({ text }) => text);
}

async function run({ query }: Database, statement: string): Promise<void> {
  await sql.raw(statement).execute(query);
}
