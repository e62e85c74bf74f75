import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditRow, callRow, keyRecord, latestCalls, openTestStore, temporaryDir } from '../../test/support/store.ts';
import { RedwolfError } from '../lib/errors.ts';
import type { CallId, KeyId } from '../lib/ids.ts';

test('a call comes back with every column as it was', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  const full = callRow();
  const bare = callRow({
    id: 'call_2' as CallId,
    startedAt: full.startedAt - 1,
    isStream: false,
    platformProtocol: null,
    platform: null,
    model: null,
    errorKind: null,
    errorMessage: null,
    firstByteMs: null,
  });
  store.recorder.record(bare);
  store.recorder.record(full);
  await store.recorder.flush();
  assert.deepEqual(await latestCalls(store, 10), [full, bare]);
  assert.deepEqual(await latestCalls(store, 1), [full]);
});

test('calls can be narrowed to those of some keys, or of none', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  const [mine, other] = [callRow(), callRow({ id: 'call_2' as CallId, keyId: 'key_2' as KeyId })];
  store.recorder.record(mine);
  store.recorder.record(other);
  await store.recorder.flush();
  assert.deepEqual(await latestCalls(store, 10, ['key_1' as KeyId]), [mine]);
  assert.deepEqual(await latestCalls(store, 10, []), []);
  assert.deepEqual(await store.calls.find(mine.id), mine);
  assert.deepEqual(await store.calls.find(mine.id, ['key_1' as KeyId]), mine);
  assert.equal(await store.calls.find(mine.id, ['key_other' as KeyId]), undefined);
  assert.equal(await store.calls.find(mine.id, []), undefined);
  assert.equal(await store.calls.find('call_none'), undefined);
});

test('calls that were made elsewhere are added once, and known by their ids', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  const other = callRow({ id: 'call_2' as CallId, isStream: false });
  await store.calls.add([callRow()]);
  await store.calls.add([callRow({ status: 500 }), other]);
  await store.calls.add([]);
  assert.deepEqual(await latestCalls(store, 10), [other, callRow()]);
  const ids = ['call_1', 'call_2', 'call_3'] as CallId[];
  assert.deepEqual(await store.calls.knownIds(ids), new Set(ids.slice(0, 2)));
  assert.deepEqual(await store.calls.knownIds([]), new Set());
  const broken = callRow({ id: 'call_4' as CallId, mode: null as never });
  await assert.rejects(store.calls.add([callRow({ id: 'call_3' as CallId }), broken]));
  assert.deepEqual(await store.calls.knownIds(ids), new Set(ids.slice(0, 2)));
});

test('keys are inserted all or none, and their ids stay taken when they are deleted', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  const [one, two] = [keyRecord('one'), keyRecord('two')];
  await store.keys.insertAll([[one, auditRow(1)]]);
  await assert.rejects(
    store.keys.insertAll([
      [two, auditRow(2)],
      [keyRecord('three', { hash: one.hash }), auditRow(3)],
    ]),
    (error) => error instanceof RedwolfError && error.code === 'KEY_EXISTS',
  );
  await store.keys.insertAll([]);
  assert.deepEqual(await store.keys.list(), [one]);
  assert.deepEqual(await store.audit.list(10), [auditRow(1)]);
  await store.keys.update(one.id, one.version, { deletedAt: 1 });
  assert.deepEqual(await store.keys.takenIds([one.id, two.id]), new Set([one.id]));
  assert.deepEqual(await store.keys.takenIds([]), new Set());
});

test('the same call recorded twice is one row', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  store.recorder.record(callRow());
  store.recorder.record(callRow({ status: 500 }));
  await store.recorder.flush();
  store.recorder.record(callRow({ status: 501 }));
  await store.recorder.flush();
  assert.deepEqual(await latestCalls(store, 10), [callRow()]);
  assert.equal(store.recorder.lost, 0);
});

test('a call that cannot be written takes no other with it', async (context) => {
  const warnings: string[] = [];
  const store = await openTestStore(context, await temporaryDir(context), { warnings });
  store.recorder.record(callRow({ id: 'call_1' as CallId }));
  store.recorder.record(callRow({ id: 'call_2' as CallId, mode: undefined as never }));
  store.recorder.record(callRow({ id: 'call_3' as CallId, plan: (() => {}) as never }));
  store.recorder.record(callRow({ id: 'call_4' as CallId }));
  await store.recorder.flush();
  const ids = (await latestCalls(store, 10)).map(({ id }) => id);
  assert.deepEqual(ids, ['call_4', 'call_1']);
  assert.equal(store.recorder.lost, 2);
  assert.equal(warnings.length, 1);
});

test('calls recorded just before closing are kept, later ones are counted', async (context) => {
  const dataDir = await temporaryDir(context);
  const store = await openTestStore(context, dataDir);
  for (let count = 0; count < 450; count++) store.recorder.record(callRow({ id: `call_${count}` as CallId }));
  await store.close();
  store.recorder.record(callRow({ id: 'call_late' as CallId }));
  assert.equal(store.recorder.lost, 1);
  const again = await openTestStore(context, dataDir);
  assert.equal((await latestCalls(again, 1000)).length, 450);
});

test('a key is stored once', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  await store.keys.insert(keyRecord('b', { createdAt: 2, isEnabled: false }));
  await store.keys.insert(keyRecord('a', { createdAt: 1 }));
  assert.deepEqual(await store.keys.list(), [
    keyRecord('a', { createdAt: 1 }),
    keyRecord('b', { createdAt: 2, isEnabled: false }),
  ]);
  const same = keyRecord('c', { hash: keyRecord('a').hash });
  await assert.rejects(
    store.keys.insert(same),
    (error) => error instanceof RedwolfError && error.code === 'KEY_EXISTS',
  );
});

test('a key is closed and opened by its id, and no other', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  const [a, b] = [keyRecord('a', { createdAt: 1 }), keyRecord('b', { createdAt: 2 })];
  await store.keys.insert(a);
  await store.keys.insert(b);
  assert.equal(await store.keys.update(a.id, 1, { isEnabled: false, policy: '{"models":["m"]}' }), true);
  const changed = { ...a, isEnabled: false, policy: '{"models":["m"]}', version: 2 };
  assert.deepEqual(await store.keys.list(), [changed, b]);
  assert.equal(await store.keys.update(a.id, 1, { isEnabled: true }), false, 'it has another version now');
  await store.keys.update('key_none' as KeyId, 1, { isEnabled: true });
  assert.deepEqual(await store.keys.list(), [changed, b]);
});

test('a deleted key is listed no more, is changed no more, and was a key all the same', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  assert.equal(await store.keys.isEmpty(), true);
  const a = keyRecord('a');
  await store.keys.insert(a);
  assert.equal(await store.keys.update(a.id, 1, { deletedAt: 5, hash: 'deleted' }), true);
  assert.deepEqual(await store.keys.list(), []);
  assert.equal(await store.keys.isEmpty(), false);
  await store.keys.update(a.id, 2, { deletedAt: null });
  assert.deepEqual(await store.keys.list(), []);
  await store.keys.insert({ ...a, id: 'key_again' as KeyId });
  assert.deepEqual(
    (await store.keys.list()).map(({ id }) => id),
    ['key_again'],
  );
});

test('declared keys are exactly those of the configuration, and a name keeps its id and its reset', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  const created = keyRecord('created');
  const one = keyRecord('one', { origin: 'config', createdAt: 1_790_000_000_001 });
  const two = keyRecord('two', { origin: 'config', createdAt: 1_790_000_000_002 });
  await store.keys.insert(created);
  await store.keys.declare([one, two]);
  assert.deepEqual(await store.keys.list(), [created, one, two]);
  await store.keys.update(two.id, 1, { resetAt: 99 });

  const changed = keyRecord('two', { origin: 'config', id: 'key_new' as never, createdAt: 7, hash: 'another hash' });
  await store.keys.declare([changed]);
  assert.deepEqual(await store.keys.list(), [created, { ...two, hash: 'another hash', resetAt: 99, version: 2 }]);

  await store.keys.declare([]);
  assert.deepEqual(await store.keys.list(), [created]);
});

test('a declared key that was created before stays the created one', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  const created = keyRecord('created');
  await store.keys.insert(created);
  await store.keys.declare([keyRecord('other', { origin: 'config', hash: created.hash })]);
  assert.deepEqual(await store.keys.list(), [created]);
});

test('two declared names for one key are refused, and nothing changes', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  const one = keyRecord('one', { origin: 'config' });
  await store.keys.declare([one]);
  const twins = [keyRecord('x', { origin: 'config', hash: 'h' }), keyRecord('y', { origin: 'config', hash: 'h' })];
  await assert.rejects(store.keys.declare(twins), /key y of the configuration \(the same as x\)/);
  assert.deepEqual(await store.keys.list(), [one]);
});

test('a setting is absent, set, and set again', async (context) => {
  const { settings } = await openTestStore(context, await temporaryDir(context));
  assert.equal(await settings.get('a'), undefined);
  await settings.set('a', "1'; drop table settings; --");
  assert.equal(await settings.get('a'), "1'; drop table settings; --");
  await settings.set('a', '2');
  assert.equal(await settings.get('a'), '2');
  await settings.remove('a');
  assert.equal(await settings.get('a'), undefined);
});
