import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { noticesChange, openTestDatabase } from '../../test/support/database.ts';
import { callRow, keyRecord, latestCalls, openTestStore, temporaryDir } from '../../test/support/store.ts';
import { RedwolfError } from '../lib/errors.ts';
import { newCallId } from '../lib/ids.ts';
import { migrations } from './migrations/index.ts';

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof RedwolfError && error.code === code;
}

test('what was stored is there after closing and opening again', async (context) => {
  const dataDir = await temporaryDir(context);
  const first = await openTestStore(context, dataDir);
  await first.keys.insert(keyRecord('a'));
  first.recorder.record(callRow());
  await first.close();
  await first.close();
  const second = await openTestStore(context, dataDir);
  assert.deepEqual(await second.keys.list(), [keyRecord('a')]);
  assert.deepEqual(await latestCalls(second, 10), [callRow()]);
});

test('two processes may open an empty data dir at once', async (context) => {
  const dataDir = await temporaryDir(context);
  const [one, other] = await Promise.all([openTestStore(context, dataDir), openTestStore(context, dataDir)]);
  const before = await one.changesElsewhere();
  await other.keys.insert(keyRecord('a'));
  await noticesChange(one, before);
  assert.deepEqual(await one.keys.list(), [keyRecord('a')]);
});

test('a database of a newer redwolf is left as it is', async (context) => {
  const dataDir = await temporaryDir(context);
  await (await openTestStore(context, dataDir)).close();
  const database = await openTestDatabase(context, dataDir);
  const future = { id: '0099-future', appliedAt: 0, program: '7.0.0' };
  await database.query.insertInto('migrations').values(future).execute();
  const applied = () => database.query.selectFrom('migrations').selectAll().orderBy('id').execute();
  const before = await applied();
  await assert.rejects(openTestStore(context, dataDir), (error) => {
    assert.ok(hasCode('DATABASE_TOO_NEW')(error));
    const newest = migrations.at(-1)?.id;
    assert.match(String(error), new RegExp(`redwolf 7.0.0 .*0099-future.*redwolf 0.1.0.*${newest}`));
    return true;
  });
  assert.deepEqual(await applied(), before);
});

test('a data dir that cannot be made is one clear error', async (context) => {
  const dir = await temporaryDir(context);
  await writeFile(join(dir, 'file'), '');
  await assert.rejects(openTestStore(context, join(dir, 'file', 'data')), hasCode('DATA_DIR_UNWRITABLE'));
});

test('tells which database it is and how much room it takes', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  assert.ok(['sqlite', 'postgres'].includes(store.dialect));
  const before = await store.size();
  assert.ok(before > 10_000, String(before));
  for (let count = 0; count < 10; count++)
    store.recorder.record(callRow({ id: newCallId(), errorMessage: 'x'.repeat(100_000) }));
  assert.ok(store.recorder.waiting > 0);
  await store.recorder.flush();
  assert.equal(store.recorder.waiting, 0);
  // A server's database is shared by all tests that run.
  if (store.dialect === 'sqlite') assert.ok((await store.size()) > before);
});
