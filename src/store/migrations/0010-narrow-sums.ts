import type { Migration } from './migration.ts';
import { dimension, postgresTriggers, type Rollup, sqliteTriggers, sumColumns, tableSql, time } from './rollup.ts';

const TRIGGERS = { insertion: 'calls_inserted_narrow', change: 'calls_priced_narrow' };

/**
 * Sums by day with fewer dimensions, for what is mostly asked: one table without scene and purpose, one without key and user.
 * They are filled from the sums, not from the calls, whose rows may be gone.
 */
export const narrowSums: Migration = {
  id: '0010-narrow-sums',
  statements: [
    // Without the number of its row SQLite finds a sum in one tree, not in two.
    {
      sqlite: narrow().map((rollup) => `${tableSql(rollup)} without rowid`),
      postgres: narrow().map(tableSql),
    },
    'create index usage_day_keys_by_key on usage_day_keys (key_id, day)',
    // Before the tables are filled: on PostgreSQL nobody writes a call from here on until this has come to its end.
    { sqlite: sqliteTriggers(narrow(), TRIGGERS), postgres: postgresTriggers(narrow(), TRIGGERS) },
    ...narrow().map(({ name, dimensions }) => {
      const columns = dimensions.map(({ column }) => column);
      const sums = sumColumns().map((column) => `sum(${column})`);
      return `insert into ${name} (${[...columns, ...sumColumns()].join(', ')})
        select ${[...columns, ...sums].join(', ')} from usage_days group by ${columns.join(', ')}`;
    }),
  ],
};

/** The model stands before the others where it can: the chart of days and models then needs no sorting. */
function narrow(): readonly Rollup[] {
  const table = (name: string, columns: readonly string[]): Rollup => ({
    name,
    dimensions: [time('day', 86_400_000), ...columns.map(dimension)],
    isSession: false,
  });
  return [
    table('usage_day_keys', ['key_id', 'user_id', 'platform', 'model']),
    table('usage_day_scenes', ['model', 'platform', 'purpose', 'scene']),
  ];
}
