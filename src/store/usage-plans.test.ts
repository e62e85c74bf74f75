/** Sums are read along the days that are asked for, in the narrowest table that knows the dimensions. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { explaining } from '../../test/support/plans.ts';
import { isOnPostgres } from '../../test/support/postgres.ts';
import { callRow, openTestStore, temporaryDir } from '../../test/support/store.ts';
import type { CallId, KeyId } from '../lib/ids.ts';
import type { UsageQuestion } from './ports.ts';
import { UsageTable } from './usage.ts';

const DAY = 86_400_000;
const FROM = 20_000 * DAY;
const SPAN = { from: FROM, until: FROM + 90 * DAY };
const HALF_DAYS = { from: FROM + DAY / 2, until: FROM + 90.5 * DAY };

async function dataDirWithCalls(context: TestContext): Promise<string> {
  const dataDir = await temporaryDir(context);
  const store = await openTestStore(context, dataDir);
  const rows = Array.from({ length: 2_000 }, (_, number) =>
    callRow({
      id: `call_${number}` as CallId,
      startedAt: FROM + number * 0.1 * DAY,
      keyId: `key_${number % 20}` as KeyId,
      model: `m${number % 7}`,
    }),
  );
  for (const row of rows) store.recorder.record(row);
  await store.recorder.flush();
  return dataDir;
}

const WHERE = { keyId: ['key_1'] };
const TABLES: readonly (readonly [UsageQuestion['by'], UsageQuestion['where'], string])[] = [
  [[], undefined, 'usage_day_scenes'],
  [['day'], undefined, 'usage_day_scenes'],
  [['day', 'model'], undefined, 'usage_day_scenes'],
  [['purpose', 'scene', 'model'], undefined, 'usage_day_scenes'],
  [['platform'], { scene: ['修改'] }, 'usage_day_scenes'],
  [['keyId'], undefined, 'usage_day_keys'],
  [['day', 'keyId'], undefined, 'usage_day_keys'],
  [['userId', 'platform', 'model'], undefined, 'usage_day_keys'],
  [[], WHERE, 'usage_day_keys'],
  [['day', 'model'], WHERE, 'usage_day_keys'],
  [['userId', 'scene'], undefined, 'usage_days'],
  [['purpose'], WHERE, 'usage_days'],
  [['hour', 'scene'], undefined, 'usage_hours'],
];

test('no sum looks through a whole table', async (context) => {
  const { database, plans } = await explaining(context, await dataDirWithCalls(context), {});
  const usage = new UsageTable(database);
  for (const [by, where, table] of TABLES) {
    await context.test(`by ${by.join(', ')} of ${Object.keys(where ?? {}).join() || 'all'}: ${table}`, async () => {
      for (const span of [SPAN, HALF_DAYS]) {
        plans.length = 0;
        await usage.usage({ span, by, ...(where === undefined ? {} : { where }) });
        assert.equal(plans.length, 1);
        assertRange(plans[0] ?? '', span === SPAN ? [table] : [table, 'usage_hours']);
      }
    });
  }
});

test('what a key spent is read along the key', async (context) => {
  const { database, plans } = await explaining(context, await dataDirWithCalls(context), { tokens: 0, nanoUsd: 0 });
  await new UsageTable(database).spent('key_1' as KeyId, FROM + 1, SPAN.until - 1);
  assert.equal(plans.length, 3);
  assert.match(plans.join('\n'), /usage_day_keys_by_key/);
  for (const plan of plans) assert.doesNotMatch(plan, isOnPostgres ? /Seq Scan/ : /SCAN (calls|usage_\w+)/);
});

test('the chart of days and models is not sorted', {
  skip: isOnPostgres && 'it adds up by hashes',
}, async (context) => {
  const { database, plans } = await explaining(context, await dataDirWithCalls(context), {});
  const usage = new UsageTable(database);
  await usage.usage({ span: SPAN, by: ['day', 'model'] });
  assert.doesNotMatch(plans.join('\n'), /TEMP B-TREE/);
  await usage.usage({ span: HALF_DAYS, by: ['day', 'model'] });
  const [ofDays] = /SEARCH usage_day_scenes.*?SEARCH usage_hours/s.exec(plans.at(-1) ?? '') ?? [''];
  assert.doesNotMatch(ofDays, /TEMP B-TREE/);
  assert.notEqual(ofDays, '');
});

/** Only the tables that were named, each between two times. */
function assertRange(plan: string, tables: readonly string[]): void {
  const named = new Set(plan.match(/\busage_(?:hours|days|day_keys|day_scenes)\b/g));
  assert.deepEqual([...named].toSorted(), [...new Set(tables)].toSorted(), plan);
  if (isOnPostgres) {
    assert.doesNotMatch(plan, /Seq Scan/);
    assert.match(plan, /Index Cond: .*(day|hour) >= /);
  } else assert.doesNotMatch(plan, /SCAN usage_/);
}
