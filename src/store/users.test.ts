import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { auditRow, openTestStore, sessionRow, temporaryDir, userRow } from '../../test/support/store.ts';
import { type ErrorCode, RedwolfError } from '../lib/errors.ts';
import type { Store } from './store.ts';

const FIRST = 'user_admin';

async function newStore(context: TestContext): Promise<Store> {
  return openTestStore(context, await temporaryDir(context));
}

function refused(change: Promise<void>, code: ErrorCode): Promise<void> {
  return assert.rejects(change, (error) => error instanceof RedwolfError && error.code === code);
}

async function entries({ audit }: Store): Promise<readonly number[]> {
  return (await audit.list(100)).map(({ at }) => at).toReversed();
}

test('a new database has one administrator without a password', async (context) => {
  const { users } = await newStore(context);
  const [first, ...others] = await users.list();
  assert.deepEqual(
    [first?.id, first?.name, first?.role, first?.passwordHash, first?.isEnabled, others.length],
    [FIRST, 'admin', 'admin', null, true, 0],
  );
});

test('a user comes back as they were, by id and by name, with the entry of the change', async (context) => {
  const store = await newStore(context);
  const anna = userRow('anna', { mustChangePassword: true, passwordHash: null, isEnabled: false });
  await store.users.insert(anna, auditRow(1));
  assert.deepEqual(await store.users.find(anna.id), anna);
  assert.deepEqual(await store.users.findByName('anna'), anna);
  assert.equal(await store.users.find('user_none'), undefined);
  const changed = { ...anna, role: 'viewer' as const, isEnabled: true, version: 2 };
  await store.users.update(changed, auditRow(2));
  assert.deepEqual(await store.users.find(anna.id), changed);
  await store.users.remove(changed, auditRow(3));
  assert.equal(await store.users.find(anna.id), undefined);
  assert.deepEqual(await entries(store), [1, 2, 3]);
});

test('names are unique however they are written, and a refused change leaves no entry', async (context) => {
  const store = await newStore(context);
  await store.users.insert(userRow('anna'), auditRow(1));
  const bob = userRow('bob');
  await store.users.insert(bob, auditRow(2));
  await refused(store.users.insert(userRow('ANNA', { nameKey: 'anna' }), auditRow(3)), 'USER_EXISTS');
  await refused(store.users.update({ ...bob, nameKey: 'anna', version: 2 }, auditRow(4)), 'USER_EXISTS');
  assert.deepEqual(await entries(store), [1, 2]);
});

test('of two writers of one version the second changes nothing', async (context) => {
  const store = await newStore(context);
  const anna = userRow('anna');
  await store.users.insert(anna, auditRow(1));
  await store.users.update({ ...anna, name: 'Anna', version: 2 }, auditRow(2));
  await refused(store.users.update({ ...anna, name: 'ANNA', version: 2 }, auditRow(3)), 'USER_CHANGED');
  await refused(store.users.remove(anna, auditRow(4)), 'USER_CHANGED');
  assert.equal((await store.users.find(anna.id))?.name, 'Anna');
  assert.deepEqual(await entries(store), [1, 2]);
});

test('the last enabled administrator stays, whoever writes', async (context) => {
  const store = await newStore(context);
  const first = await store.users.find(FIRST);
  assert.ok(first !== undefined);
  const next = { ...first, version: first.version + 1 };
  await refused(store.users.update({ ...next, role: 'member' }, auditRow(1)), 'USER_CHANGED');
  await refused(store.users.update({ ...next, isEnabled: false }, auditRow(2)), 'USER_CHANGED');
  await refused(store.users.remove(first, auditRow(3)), 'USER_CHANGED');
  await store.users.insert(userRow('boss', { role: 'admin', isEnabled: false }), auditRow(4));
  await refused(store.users.remove(first, auditRow(5)), 'USER_CHANGED');
  await store.users.insert(userRow('chief', { role: 'admin' }), auditRow(6));
  await store.users.remove(first, auditRow(7));
  assert.deepEqual(await entries(store), [4, 6, 7]);
});

test('sessions end with a change that says so, all or all others, and with their user', async (context) => {
  const store = await newStore(context);
  const anna = userRow('anna');
  await store.users.insert(anna, auditRow(1));
  const open = async (...ids: string[]) => {
    for (const id of ids) await store.sessions.insert(sessionRow(id, anna.id), auditRow(2, { id: `audit_${id}` }));
  };
  const left = async () => (await store.sessions.list(anna.id)).map(({ id }) => id).toSorted();
  await store.sessions.insert(sessionRow('other', FIRST), auditRow(2, { id: 'audit_other' }));
  await open('a', 'b', 'c');
  await store.users.update({ ...anna, version: 2 }, auditRow(3));
  assert.deepEqual(await left(), ['a', 'b', 'c']);
  await store.users.update({ ...anna, version: 3 }, auditRow(4), { others: 'b' });
  assert.deepEqual(await left(), ['b']);
  await store.users.update({ ...anna, version: 4 }, auditRow(5), 'all');
  assert.deepEqual(await left(), []);
  await open('d');
  await store.users.remove({ ...anna, version: 4 }, auditRow(6));
  assert.deepEqual(await left(), []);
  assert.equal((await store.sessions.list()).length, 1);
});

test('sessions are found until they are removed, or a later one sweeps them away', async (context) => {
  const { sessions } = await newStore(context);
  const [a, b, c] = [sessionRow('a', FIRST, 0), sessionRow('b', FIRST, 100), sessionRow('c', FIRST, 200)];
  await sessions.insert(a, auditRow(1));
  await sessions.insert(b, auditRow(2));
  assert.deepEqual(await sessions.find('hash of a'), a);
  await sessions.insert(c, auditRow(3));
  assert.equal(await sessions.find('hash of a'), undefined, 'it ran out when c began');
  await sessions.setAddress('b', '10.0.0.1');
  assert.deepEqual(await sessions.find('hash of b'), { ...b, address: '10.0.0.1' });
  assert.deepEqual(
    (await sessions.list()).map(({ id }) => id),
    ['c', 'b'],
  );
  await sessions.remove('b', auditRow(4));
  assert.equal(await sessions.find('hash of b'), undefined);
});
