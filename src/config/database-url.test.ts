import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryDir } from '../../test/support/store.ts';
import { readDatabaseUrl } from './database-url.ts';

async function read(context: TestContext, text: string): Promise<string | undefined> {
  const file = join(await temporaryDir(context), 'redwolf.yaml');
  await writeFile(file, text);
  return readDatabaseUrl(file, { PASSWORD: 'word' })?.reveal();
}

test('the database is read though the rest of the file needs another environment', async (context) => {
  const platforms = `platforms: [{id: up, type: openai, api_key: "\${NOT_HERE}"}]`;
  const text = `${platforms}\ndatabase: {url: "postgres://me:\${PASSWORD}@host/db"}`;
  assert.equal(await read(context, text), 'postgres://me:word@host/db');
  assert.equal(await read(context, platforms), undefined);
  assert.equal(await read(context, ''), undefined);
});

test('what is wrong with it is said, without the password', async (context) => {
  const wrong = (problem: RegExp) => (error: unknown) => {
    assert.match(String(error), problem);
    assert.doesNotMatch(String(error), /hidden/);
    return true;
  };
  await assert.rejects(read(context, 'database: {url: "mysql://me:hidden@h"}'), wrong(/an address such as postgres/));
  await assert.rejects(
    read(context, `database: {url: "postgres://me:\${NOT_HERE}@h"}`),
    wrong(/"NOT_HERE" is not set/),
  );
  await assert.rejects(read(context, 'database: ['), wrong(/redwolf\.yaml/));
});
