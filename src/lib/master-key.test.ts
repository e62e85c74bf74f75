import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { temporaryDir } from '../../test/support/store.ts';
import { RedwolfError } from './errors.ts';
import {
  adoptNextMasterKey,
  createMasterKey,
  MasterKey,
  nextMasterKeys,
  presentMasterKey,
  writeNextMasterKey,
} from './master-key.ts';

const BYTES = Buffer.alloc(32, 7);
const TEXT = BYTES.toString('base64');

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof RedwolfError && error.code === code;
}

test('a key is made in a private file, once, and read from there', async (context) => {
  const dataDir = join(await temporaryDir(context), 'data');
  assert.equal(await presentMasterKey({ dataDir, environment: {} }), undefined);
  const made = await createMasterKey(dataDir);
  const file = join(dataDir, 'master.key');
  const text = await readFile(file, 'utf8');
  assert.match(text, /^[A-Za-z0-9+/]{43}=\n$/);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  await assert.rejects(createMasterKey(dataDir), hasCode('DATA_DIR_UNWRITABLE'));
  const read = await presentMasterKey({ dataDir, environment: { REDWOLF_MASTER_KEY: '' } });
  assert.deepEqual(read?.derive('seal'), made.derive('seal'));
  assert.equal(await readFile(file, 'utf8'), text);
  assert.equal(read?.source, file);
});

test('the variable goes before the file, and makes none', async (context) => {
  const dataDir = await temporaryDir(context);
  const key = await presentMasterKey({ dataDir, environment: { REDWOLF_MASTER_KEY: TEXT } });
  assert.deepEqual(key?.derive('seal'), new MasterKey(BYTES, 'x').derive('seal'));
  assert.equal(key?.source, 'REDWOLF_MASTER_KEY');
  assert.deepEqual(await readdir(dataDir), []);
});

test('the next key stands beside the present one until it takes its place', async (context) => {
  const dataDir = await temporaryDir(context);
  const before = await createMasterKey(dataDir);
  const next = await writeNextMasterKey(dataDir);
  assert.equal((await stat(join(dataDir, 'master.key.new'))).mode & 0o777, 0o600);
  assert.deepEqual([before.isNext, next.isNext], [false, true]);
  const [found, none] = await nextMasterKeys({ dataDir, environment: {} });
  assert.deepEqual([found?.derive('seal'), none], [next.derive('seal'), undefined]);
  assert.equal((await nextMasterKeys({ dataDir, environment: { REDWOLF_NEW_MASTER_KEY: TEXT } })).length, 2);
  await adoptNextMasterKey(dataDir);
  assert.deepEqual(await readdir(dataDir), ['master.key']);
  assert.deepEqual((await presentMasterKey({ dataDir, environment: {} }))?.derive('seal'), next.derive('seal'));
});

test('a next key that is half written is none', async (context) => {
  const dataDir = await temporaryDir(context);
  await writeFile(join(dataDir, 'master.key.new'), TEXT.slice(9));
  assert.deepEqual(await nextMasterKeys({ dataDir, environment: {} }), []);
});

test('what is not 32 bytes is refused and not repaired, and is not in the message', async (context) => {
  const dataDir = await temporaryDir(context);
  const file = join(dataDir, 'master.key');
  for (const text of ['', 'changeme', TEXT.slice(4), `${TEXT}AAAA`]) {
    await writeFile(file, text);
    await assert.rejects(presentMasterKey({ dataDir, environment: {} }), (error) => {
      assert.ok(hasCode('MASTER_KEY_INVALID')(error), text);
      return text === '' || !String(error).includes(text);
    });
    assert.equal(await readFile(file, 'utf8'), text);
  }
  const environment = { REDWOLF_MASTER_KEY: 'short' };
  await assert.rejects(presentMasterKey({ dataDir, environment }), hasCode('MASTER_KEY_INVALID'));
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
