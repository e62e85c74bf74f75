import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryDir } from '../../../test/support/store.ts';
import { withUpload } from './upload.ts';

async function* pieces(...texts: readonly (string | Error)[]): AsyncGenerator<Uint8Array, void> {
  for (const text of texts) {
    if (text instanceof Error) throw text;
    yield Buffer.from(text);
  }
}

test('the pieces are a file for the time of the work, which only its owner may read', async (context) => {
  const dataDir = await temporaryDir(context);
  const seen = await withUpload(dataDir, pieces('a', 'bc'), async (file) => {
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(statSync(join(file, '..')).mode & 0o777, 0o700);
    return readFileSync(file, 'utf8');
  });
  assert.equal(seen, 'abc');
  assert.deepEqual(readdirSync(dataDir), []);
});

test('nothing stays of an upload that broke off, nor of work that failed', async (context) => {
  const dataDir = await temporaryDir(context);
  const never = async () => assert.fail();
  await assert.rejects(withUpload(dataDir, pieces('a', new Error('the client left')), never), /the client left/);
  const fail = async () => Promise.reject(new Error('no database'));
  await assert.rejects(withUpload(dataDir, pieces('a'), fail), /no database/);
  assert.deepEqual(readdirSync(dataDir), []);
});

test('what a killed process left behind is removed, and nothing else', async (context) => {
  const dataDir = await temporaryDir(context);
  mkdirSync(join(dataDir, '.redwolf-import-AbC123'));
  writeFileSync(join(dataDir, '.redwolf-import-AbC123', 'api_records.db'), 'keys');
  const others = ['.redwolf-import-of-mine', 'import-1', 'redwolf.db'];
  for (const name of others) writeFileSync(join(dataDir, name), '');
  await withUpload(dataDir, pieces('a'), async () => {});
  assert.deepEqual(readdirSync(dataDir).sort(), others.sort());
});
