import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openTestStore, temporaryDir } from '../../test/support/store.ts';
import { RedwolfError } from '../lib/errors.ts';
import { unlockMasterKey } from './master-key-check.ts';

function isWrongKey(error: unknown): boolean {
  return (
    error instanceof RedwolfError && error.code === 'MASTER_KEY_WRONG' && error.message.includes('Nothing was changed')
  );
}

const other = { REDWOLF_MASTER_KEY: Buffer.alloc(32, 1).toString('base64') };

test('the key of the first start opens the database again, another one does not', async (context) => {
  const dataDir = await temporaryDir(context);
  const { settings } = await openTestStore(context, dataDir);
  const first = await unlockMasterKey({ dataDir, environment: {}, settings });
  const check = await settings.get('master_key_check');
  const second = await unlockMasterKey({ dataDir, environment: {}, settings });
  assert.deepEqual(second.derive('pepper'), first.derive('pepper'));
  await assert.rejects(unlockMasterKey({ dataDir, environment: other, settings }), isWrongKey);
  assert.equal(await settings.get('master_key_check'), check);
});

test('a lost key file is not replaced by a new one', async (context) => {
  const dataDir = await temporaryDir(context);
  const { settings } = await openTestStore(context, dataDir);
  await unlockMasterKey({ dataDir, environment: {}, settings });
  await rm(join(dataDir, 'master.key'));
  await assert.rejects(unlockMasterKey({ dataDir, environment: {}, settings }), isWrongKey);
  assert.ok(!(await readdir(dataDir)).includes('master.key'));
});

test('a damaged check value recognises no key', async (context) => {
  const dataDir = await temporaryDir(context);
  const { settings } = await openTestStore(context, dataDir);
  await settings.set('master_key_check', 'zz');
  await assert.rejects(unlockMasterKey({ dataDir, environment: other, settings }), isWrongKey);
});
