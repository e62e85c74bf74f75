import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openTestStore, temporaryDir } from '../../test/support/store.ts';
import { RedwolfError } from '../lib/errors.ts';
import { createMasterKey, presentMasterKey } from '../lib/master-key.ts';
import { openVault } from './vault.ts';

function isWrongKey(error: unknown): boolean {
  return (
    error instanceof RedwolfError && error.code === 'MASTER_KEY_WRONG' && error.message.includes('Nothing was changed')
  );
}

const other = { REDWOLF_MASTER_KEY: Buffer.alloc(32, 1).toString('base64') };

test('the key of the first start opens the database again, another one does not', async (context) => {
  const dataDir = await temporaryDir(context);
  const { settings } = await openTestStore(context, dataDir);
  const first = await openVault({ dataDir, environment: {}, settings });
  const check = await settings.get('master_key_check');
  const second = await openVault({ dataDir, environment: {}, settings });
  assert.deepEqual(second.pepper, first.pepper);
  assert.notDeepEqual(first.pepper, first.masterKey.derive('pepper'));
  await assert.rejects(openVault({ dataDir, environment: other, settings }), isWrongKey);
  assert.equal(await settings.get('master_key_check'), check);
});

test('a lost key file is not replaced by a new one', async (context) => {
  const dataDir = await temporaryDir(context);
  const { settings } = await openTestStore(context, dataDir);
  await openVault({ dataDir, environment: {}, settings });
  await rm(join(dataDir, 'master.key'));
  await assert.rejects(openVault({ dataDir, environment: {}, settings }), isWrongKey);
  assert.ok(!(await readdir(dataDir)).includes('master.key'));
});

test('a damaged check value recognises no key', async (context) => {
  const dataDir = await temporaryDir(context);
  const { settings } = await openTestStore(context, dataDir);
  await settings.set('master_key_check', 'zz');
  await assert.rejects(openVault({ dataDir, environment: other, settings }), isWrongKey);
});

test('the hashes of a database of the first version are found: its pepper was derived from the master key', async (context) => {
  const dataDir = await temporaryDir(context);
  const { settings } = await openTestStore(context, dataDir);
  const masterKey = await createMasterKey(dataDir);
  await settings.set('master_key_check', masterKey.derive('check').toString('hex'));
  const vault = await openVault({ dataDir, environment: {}, settings });
  assert.deepEqual(vault.pepper, masterKey.derive('pepper'));
  assert.deepEqual((await openVault({ dataDir, environment: {}, settings })).pepper, vault.pepper);
  assert.ok(!(await settings.get('pepper'))?.includes(vault.pepper.toString('base64')));
});

test('a pepper that does not open is a wrong key, and stays as it is', async (context) => {
  const dataDir = await temporaryDir(context);
  const { settings } = await openTestStore(context, dataDir);
  await openVault({ dataDir, environment: {}, settings });
  await settings.set('pepper', 's1.AAAA');
  await assert.rejects(openVault({ dataDir, environment: {}, settings }), isWrongKey);
  assert.equal(await settings.get('pepper'), 's1.AAAA');
  assert.notEqual(await presentMasterKey({ dataDir, environment: {} }), undefined);
});
