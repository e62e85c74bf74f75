import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { sql } from 'kysely';
import { auditRow, callRow, openTestStore, temporaryDir } from '../../test/support/store.ts';
import type { CallId } from '../lib/ids.ts';
import type { CorrectionRow } from './correction-ports.ts';
import { CorrectionTable } from './corrections.ts';
import { openSqlite } from './dialect/sqlite.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import type { CallRow } from './ports.ts';
import type { Store } from './store.ts';

function correction(at: number, changes: Partial<CorrectionRow> = {}): CorrectionRow {
  return {
    callId: `call_${at}`,
    at,
    who: 'user_1',
    whoName: 'anna',
    keyId: 'key_1',
    intent: 'modify',
    scene: '修改',
    decidedIntent: 'chat',
    decidedScene: null,
    confidence: 0.25,
    decision: '{"reasons":[]}',
    words: null,
    previousWords: null,
    ...changes,
  };
}

function openOne(context: TestContext): Promise<Store> {
  return temporaryDir(context).then((dir) => openTestStore(context, dir));
}

test('a call has one correction: the last; it can be taken back, and the audit log has both', async (context) => {
  const { corrections, audit } = await openOne(context);
  await corrections.put(correction(1, { intent: 'plan' }), auditRow(1));
  await corrections.put(correction(1), auditRow(2));
  assert.deepEqual(await corrections.find('call_1'), correction(1));
  await corrections.remove('call_1', auditRow(3));
  assert.equal(await corrections.find('call_1'), undefined);
  assert.deepEqual(
    (await audit.list(10)).map(({ id }) => id),
    ['audit_3', 'audit_2', 'audit_1'],
  );
});

test('they are listed newest first, in pages, and by the keys of their calls', async (context) => {
  const { corrections } = await openOne(context);
  const rows = [
    correction(3),
    correction(2, { callId: 'call_2b' }),
    correction(2, { keyId: 'key_2' }),
    correction(1, { keyId: 'key_2' }),
  ];
  assert.equal(await corrections.add(rows, auditRow(1)), 4);
  const [, second] = rows;
  assert.deepEqual(await corrections.page({ limit: 2 }), rows.slice(0, 2));
  assert.deepEqual(await corrections.page({ limit: 2, after: second }), rows.slice(2));
  assert.deepEqual(await corrections.page({ limit: 9, keys: ['key_2'] }), rows.slice(2));
  assert.deepEqual(await corrections.page({ limit: 9, keys: [] }), []);
});

test('many are brought in at once; what is there stays, and is said once', async (context) => {
  const { corrections, audit } = await openOne(context);
  await corrections.put(correction(7, { intent: 'plan' }), auditRow(1));
  const rows = Array.from({ length: 1_200 }, (_, index) => correction(index));
  assert.equal(await corrections.add(rows, auditRow(2)), 1_199);
  assert.equal((await corrections.find('call_7'))?.intent, 'plan');
  assert.equal(await corrections.add(rows, auditRow(3)), 0);
  assert.equal((await audit.list(10)).length, 2, 'what changes nothing is no change');
});

test('without kept texts there are none', async (context) => {
  const { corrections } = await openOne(context);
  await corrections.put(correction(1), auditRow(1));
  assert.deepEqual(await corrections.texts([]), new Map());
  assert.equal((await corrections.texts(['call_1'])).size, 0);
});

test('texts are those of the call, and of the words before it in its conversation', async (context) => {
  const file = join(await temporaryDir(context), 'test.db');
  const database = await openSqlite({ file, clock: () => 0, warn: assert.fail });
  context.after(() => database.close());
  const texts = `create table if not exists call_texts (number integer primary key, call_id text not null unique,
    started_at bigint not null, key_id text not null, words text not null, answer text not null)`;
  await migrate(database, migrations, { where: file, version: '0.1.0', clock: () => 0 });
  await sql.raw(texts).execute(database.query);
  const calls: readonly (readonly [number, Partial<CallRow>, string])[] = [
    [1, {}, 'first'],
    [2, {}, 'before'],
    [3, { purpose: 'title' }, 'not said by the user'],
    [4, { session: 'another' }, 'elsewhere'],
    [5, {}, 'now'],
  ];
  for (const [number, changes, words] of calls) {
    const row = callRow({ id: `call_${number}` as CallId, startedAt: number, purpose: 'main', ...changes });
    const values = { ...row, isStream: 1 };
    await database.query.insertInto('calls').values(values).execute();
    await sql`insert into call_texts (number, call_id, started_at, key_id, words, answer)
      values (${number}, ${row.id}, ${number}, ${row.keyId}, ${words}, '')`.execute(database.query);
  }
  const found = await new CorrectionTable(database).texts(['call_1', 'call_5', 'call_9']);
  assert.deepEqual(Object.fromEntries(found), {
    call_1: { words: 'first', previousWords: null },
    call_5: { words: 'now', previousWords: 'before' },
  });
});
