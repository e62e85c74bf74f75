/** The sums of few dimensions agree with those of all, whatever happens to the calls (migration 0010). */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { openTestDatabase } from '../../test/support/database.ts';
import { assertRollupsAgree } from '../../test/support/rollups.ts';
import { callRow, openTestStore, temporaryDir } from '../../test/support/store.ts';
import type { CallId, KeyId } from '../lib/ids.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import type { CallDimension, CallRow, UsageDimension, UsageSum } from './ports.ts';
import type { Store } from './store.ts';

const HOUR = 3_600_000;
const START = 1_790_000_000_000;
const ALL = { from: 0, until: Number.MAX_SAFE_INTEGER };
const CONTEXT = { where: 'test.db', version: '0.1.0', clock: () => 5 };
const DIMENSIONS: readonly CallDimension[] = ['keyId', 'userId', 'platform', 'model', 'scene', 'purpose'];

/** Nine days of calls that differ in every dimension, with and without a cost. */
function rowsOf(count: number): readonly CallRow[] {
  return Array.from({ length: count }, (_, number) =>
    callRow({
      id: `call_${number}` as CallId,
      startedAt: START + number * 5 * HOUR,
      keyId: `key_${number % 3}` as KeyId,
      userId: number % 4 === 0 ? null : `user_${number % 2}`,
      platform: number % 5 === 0 ? null : `up_${number % 3}`,
      model: number % 5 === 0 ? null : `m${number % 4}`,
      scene: number % 2 === 0 ? null : `scene_${number % 3}`,
      purpose: ['main', 'title', 'continuation'][number % 3] ?? 'main',
      outcome: (['ok', 'error', 'aborted'] as const)[number % 3] ?? 'ok',
      usageSource: number % 7 === 0 ? 'none' : 'reported',
      inputTokens: number * 11,
      costNanoUsd: number % 6 === 0 ? null : number * 1_000_003,
      baselineNanoUsd: number % 8 === 0 ? null : number * 3_000_017,
    }),
  );
}

async function opened(context: TestContext): Promise<{ readonly store: Store; readonly database: Database }> {
  const dataDir = await temporaryDir(context);
  const store = await openTestStore(context, dataDir);
  return { store, database: await openTestDatabase(context, dataDir) };
}

/** What each table answers that may: by one dimension, by two, and by one for those of another. */
async function answersOf({ usage }: Store): Promise<readonly (readonly UsageSum[])[]> {
  const groups: readonly (readonly UsageDimension[])[] = [
    [],
    ...DIMENSIONS.flatMap((one) => DIMENSIONS.map((other) => (one === other ? ([one, 'day'] as const) : [one, other]))),
  ];
  const found = groups.map((by) => usage.usage({ span: ALL, by }));
  const narrowed = DIMENSIONS.map((by) => usage.usage({ span: ALL, by: [by], where: { keyId: ['key_1'] } }));
  return await Promise.all([...found, ...narrowed]);
}

test('they agree as calls come, come twice, get other costs, and go', async (context) => {
  const { store, database } = await opened(context);
  const rows = rowsOf(44);
  for (const row of rows.slice(0, 20)) store.recorder.record(row);
  await store.recorder.flush();
  await assertRollupsAgree(database);
  await store.calls.add(rows);
  await assertRollupsAgree(database);
  const before = await answersOf(store);
  await store.calls.setCosts(rows.map((row, number) => costOf({ ...row, ...anew(number) })));
  await assertRollupsAgree(database);
  assert.notDeepEqual(await answersOf(store), before);
  await store.calls.setCosts(rows.map(costOf));
  await assertRollupsAgree(database);
  assert.deepEqual(await answersOf(store), before);
  assert.ok((await store.calls.deleteBefore(START + 60 * HOUR, 9)) > 0);
  assert.deepEqual(await store.callRemoval.remove(rows.slice(20, 30)), []);
  await assertRollupsAgree(database);
  assert.deepEqual(await answersOf(store), before);
});

test('whichever of them answers, it says the same as the rows', async (context) => {
  const { store } = await opened(context);
  const rows = rowsOf(44);
  await store.calls.add(rows);
  const some = fc.subarray([...DIMENSIONS], { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(some, some, fc.nat(200), fc.nat(200), async (by, filtered, begin, length) => {
      const where = Object.fromEntries(filtered.map((name) => [name, valuesOf(rows, name).slice(0, 2)]));
      const from = START - (START % HOUR) + begin * HOUR;
      const span = { from, until: from + length * HOUR };
      const inside = rows.filter(
        (row) =>
          row.startedAt >= span.from &&
          row.startedAt < span.until &&
          filtered.every((name) => where[name]?.includes(row[name] ?? '')),
      );
      const expected = Map.groupBy(inside, (row) => JSON.stringify(by.map((name) => row[name] ?? '')));
      const found = await store.usage.usage({ span, by, where });
      assert.deepEqual(
        new Map(found.map(({ group, calls, nanoUsd }) => [JSON.stringify(group), [calls, nanoUsd]])),
        new Map([...expected].map(([group, calls]) => [group, [calls.length, spentBy(calls)]])),
      );
    }),
    { numRuns: 60 },
  );
});

test('a database of before gets them from its sums, also of calls whose rows are gone', async (context) => {
  const dataDir = await temporaryDir(context);
  const database = await openTestDatabase(context, dataDir);
  const earlier = migrations.filter(({ id }) => id < '0010');
  await migrate(database, earlier, CONTEXT);
  for (let number = 0; number < 30; number++) await sql.raw(oldInsertion(number)).execute(database.query);
  await sql`delete from calls where started_at < ${START + 40 * HOUR}`.execute(database.query);
  await migrate(database, migrations, CONTEXT);
  await assertRollupsAgree(database);
  for (let number = 30; number < 40; number++) await sql.raw(oldInsertion(number)).execute(database.query);
  await sql`update calls set cost_nano_usd = 77, baseline_nano_usd = 99`.execute(database.query);
  await assertRollupsAgree(database);
  const { rows } = await sql<{ calls: number }>`select sum(calls) as calls from usage_day_scenes`.execute(
    database.query,
  );
  assert.equal(rows[0]?.calls, 40);
});

/** A row as it was before the migration. */
function oldInsertion(number: number): string {
  const value: Readonly<Record<string, string | number>> = {
    id: `'call_${number}'`,
    started_at: START + number * 4 * HOUR,
    key_id: `'key_${number % 3}'`,
    user_id: number % 2 === 0 ? 'null' : "'user_1'",
    platform: "'up'",
    model: `'m${number % 4}'`,
    scene: number % 5 === 0 ? 'null' : `'scene_${number % 2}'`,
    purpose: "'main'",
    outcome: "'ok'",
    usage_source: "'reported'",
    cost_nano_usd: number % 3 === 0 ? 'null' : number,
    baseline_nano_usd: number * 2,
  };
  const texts = ['key_name', 'endpoint', 'client_protocol', 'mode', 'source', 'requested_model', 'plan', 'attempts'];
  const counts = ['input', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'output', 'reasoning'];
  const others = {
    ...Object.fromEntries([...texts, 'losses'].map((name) => [name, "'x'"])),
    ...Object.fromEntries(counts.map((name) => [`${name}_tokens`, number])),
    ...Object.fromEntries(['is_stream', 'status', 'queue_ms', 'total_ms'].map((name) => [name, 1])),
    ...Object.fromEntries(['request_bytes', 'reply_bytes'].map((name) => [name, 1])),
  };
  const row = { ...value, ...others };
  return `insert into calls (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`;
}

function valuesOf(rows: readonly CallRow[], name: CallDimension): readonly string[] {
  return [...new Set(rows.map((row) => row[name] ?? ''))];
}

function spentBy(rows: readonly CallRow[]): number {
  return rows.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0);
}

/** Some get a cost that had none, and the other way round. */
function anew(number: number): Pick<CallRow, 'costNanoUsd' | 'baselineNanoUsd'> {
  return {
    costNanoUsd: number % 4 === 0 ? null : number * 7,
    baselineNanoUsd: number % 3 === 0 ? null : number * 13,
  };
}

function costOf({ id, costNano, costCurrency, costNanoUsd, priceSource, priceId, baselineNanoUsd }: CallRow) {
  return { id, costNano, costCurrency, costNanoUsd, priceSource, priceId, baselineNanoUsd };
}
