import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { temporaryDir } from '../../test/support/store.ts';
import { DatabaseFailure } from './failure.ts';
import { WorkerClient } from './worker-client.ts';

test('a worker that ends by itself fails what waits and what comes, and is said once', async (context) => {
  const warnings: string[] = [];
  const file = join(await temporaryDir(context), 'test.db');
  const { client } = await WorkerClient.open({ file, openedAt: 0, busyTimeoutMs: 1 }, (message) =>
    warnings.push(message),
  );
  const statement = { sql: 'select 1 as n', parameters: [] };
  assert.deepEqual((await client.query(statement)).rows, [{ n: 1 }]);
  context.mock.method(Worker.prototype, 'postMessage', function (this: Worker) {
    void this.terminate();
  });
  await assert.rejects(client.query(statement), DatabaseFailure);
  await assert.rejects(client.query(statement), DatabaseFailure);
  await client.close();
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /not recorded until redwolf is restarted/);
});
