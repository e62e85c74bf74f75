/** Whether the tables of sums say the same. */

import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Database } from '../../src/store/database.ts';

const NARROW = {
  usage_day_keys: ['key_id', 'user_id', 'platform', 'model'],
  usage_day_scenes: ['platform', 'model', 'scene', 'purpose'],
};
const SUMS = [
  ...['calls', 'errors', 'aborted', 'unpriced', 'without_usage', 'compared', 'input_tokens', 'cache_read_tokens'],
  ...['cache_write_5m_tokens', 'cache_write_1h_tokens', 'output_tokens', 'reasoning_tokens'],
  ...['nano_usd', 'compared_nano_usd', 'baseline_nano_usd'],
];

/** Each narrower table holds just what those by all dimensions add up to: those of the hours, and those of the days. */
export async function assertRollupsAgree({ query }: Pick<Database, 'query'>): Promise<void> {
  const read = async (text: string) => {
    const { rows } = await sql.raw<object>(text).execute(query);
    return rows.map((row) => JSON.stringify(row)).toSorted();
  };
  for (const [table, columns] of Object.entries(NARROW)) {
    const names = ['day', ...columns, ...SUMS].join(', ');
    const sums = (
      source: string,
    ) => `select day, ${columns.join(', ')}, ${SUMS.map((sum) => `sum(${sum}) as ${sum}`).join(', ')}
      from ${source} group by day, ${columns.join(', ')}`;
    const narrow = await read(`select ${names} from ${table}`);
    assert.ok(narrow.length > 0);
    assert.deepEqual(narrow, await read(sums('usage_days')), table);
    assert.deepEqual(
      narrow,
      await read(sums('(select hour / 24 as day, usage_hours.* from usage_hours) hours')),
      table,
    );
  }
}
