import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { temporaryDir } from '../../test/support/store.ts';
import { RedwolfError } from './errors.ts';
import { loadMasterKey, MasterKey } from './master-key.ts';

const BYTES = Buffer.alloc(32, 7);
const TEXT = BYTES.toString('base64');

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof RedwolfError && error.code === code;
}

test('the first start makes a private file, and later ones read it', async (context) => {
  const dataDir = join(await temporaryDir(context), 'data');
  const made = await loadMasterKey({ dataDir, environment: {}, mayCreate: true });
  const file = join(dataDir, 'master.key');
  const text = await readFile(file, 'utf8');
  assert.match(text, /^[A-Za-z0-9+/]{43}=\n$/);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const read = await loadMasterKey({ dataDir, environment: {}, mayCreate: true });
  assert.deepEqual(read.derive('pepper'), made.derive('pepper'));
  assert.equal(await readFile(file, 'utf8'), text);
  assert.equal(read.source, file);
});

test('the variable goes before the file, and makes none', async (context) => {
  const dataDir = await temporaryDir(context);
  const key = await loadMasterKey({ dataDir, environment: { REDWOLF_MASTER_KEY: TEXT }, mayCreate: true });
  assert.deepEqual(key.derive('seal'), new MasterKey(BYTES, 'x').derive('seal'));
  assert.equal(key.source, 'REDWOLF_MASTER_KEY');
  assert.deepEqual(await readdir(dataDir), []);
});

test('a missing key is not made anew where the old one is needed', async (context) => {
  const dataDir = await temporaryDir(context);
  const loading = loadMasterKey({ dataDir, environment: { REDWOLF_MASTER_KEY: '' }, mayCreate: false });
  await assert.rejects(loading, hasCode('MASTER_KEY_WRONG'));
  assert.deepEqual(await readdir(dataDir), []);
});

test('what is not 32 bytes is refused and not repaired, and is not in the message', async (context) => {
  const dataDir = await temporaryDir(context);
  const file = join(dataDir, 'master.key');
  for (const text of ['', 'changeme', TEXT.slice(4), `${TEXT}AAAA`]) {
    await writeFile(file, text);
    await assert.rejects(loadMasterKey({ dataDir, environment: {}, mayCreate: true }), (error) => {
      assert.ok(hasCode('MASTER_KEY_INVALID')(error), text);
      return text === '' || !String(error).includes(text);
    });
    assert.equal(await readFile(file, 'utf8'), text);
  }
  const environment = { REDWOLF_MASTER_KEY: 'short' };
  await assert.rejects(loadMasterKey({ dataDir, environment, mayCreate: true }), hasCode('MASTER_KEY_INVALID'));
});

test('sub-keys are the HKDF of the key, differ by purpose, and the key shows nowhere', () => {
  const key = new MasterKey(BYTES, 'x');
  // Made independently with: openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt hexkey:07… -kdfopt info:"redwolf pepper 1" HKDF
  assert.equal(
    key.derive('pepper').toString('hex'),
    'b75c5d0c5f5617c5a4eec56bc9b213aa020f77abb6e81ae5f7120bad69797215',
  );
  const all = [key.derive('pepper'), key.derive('seal'), key.derive('check')].map((bytes) => bytes.toString('hex'));
  assert.equal(new Set(all).size, 3);
  assert.ok(!inspect(key, { showHidden: true }).includes('07 07'));
  assert.ok(!JSON.stringify(key).includes(TEXT));
});
