/** Runs on SQLite, and on PostgreSQL where the tests have a server; what several processes do there is in dialect/. */

import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { openBodyTables } from '../../test/support/bodies.ts';
import { BodyUser, countsOf, packedCall } from '../../test/support/body-user.ts';
import { isOnPostgres } from '../../test/support/postgres.ts';
import { temporaryDir } from '../../test/support/store.ts';
import type { Retention } from './ports.ts';

const DAY = 86_400_000;
/** Each run has tables of its own, which take a server longer than a file. */
const RUNS = isOnPostgres ? 15 : 60;

async function open(context: TestContext, retention?: Retention, now = 0): Promise<BodyUser> {
  return new BodyUser(await openBodyTables(context, await temporaryDir(context)), retention, now);
}

test('whatever is written, deleted and tidied in whatever order, what is kept is whole and what is not is gone', async (context) => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 4 });
  const action = fc.oneof(
    fc.record({ kind: fc.constant('write' as const), id: fc.nat(5).map(String), texts }),
    fc.record({ kind: fc.constant('delete' as const), id: fc.nat(5).map(String) }),
    fc.record({ kind: fc.constant('step' as const), times: fc.integer({ min: 1, max: 4 }) }),
  );
  const dataDir = await temporaryDir(context);
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
      const user = new BodyUser(await openBodyTables(context, await mkdtemp(join(dataDir, 'run-'))));
      const kept = new Map<string, readonly string[]>();
      for (const done of actions) {
        if (done.kind === 'write') {
          if (kept.has(done.id)) continue;
          await user.writer.write([packedCall(done.id, done.texts)]);
          kept.set(done.id, done.texts);
        } else if (done.kind === 'delete') {
          await user.delete(done.id);
          kept.delete(done.id);
        } else {
          for (let index = 0; index < done.times; index++) await user.tidier.step();
        }
        for (const [id, said] of kept) await user.has(id, said);
      }
      await user.tidy();
      await user.tidy();
      for (const [id, said] of kept) await user.has(id, said);
      assert.deepEqual(await user.counts(), countsOf(kept));
    }),
    { numRuns: RUNS },
  );
});

test('calls that are older than the retention go', async (context) => {
  const user = await open(context, { days: 30, bytes: 0 }, 100 * DAY);
  await user.writer.write([packedCall('old', ['a'], 70 * DAY - 1), packedCall('young', ['a', 'b'], 70 * DAY)]);
  await user.tidy();
  assert.deepEqual(await user.reader.stages('old'), []);
  await user.has('young', ['a', 'b']);
});

test('while there are too many bytes the oldest calls go, and the space is given back', async (context) => {
  const user = await open(context, { days: 0, bytes: 400_000 });
  const long = (index: number) => Array.from({ length: 20_000 }, (_, at) => (at * (index + 7)) % 9973).join();
  for (let index = 0; index < 30; index++) await user.writer.write([packedCall(`call_${index}`, [long(index)], index)]);
  const before = (await user.tables.size()).used;
  assert.ok(before > 800_000, String(before));
  await user.tidy();
  const { used, free } = await user.tables.size();
  assert.ok(used <= 400_000 && used > 100_000, String(used));
  assert.equal(free, 0);
  assert.deepEqual(await user.reader.stages('call_0'), []);
  await user.has('call_29', [long(29)]);
});

test('what a stopped process left behind is found at the next start', async (context) => {
  const user = await open(context);
  await user.writer.write([packedCall('a', ['x'])]);
  await user.tables.deleteCall('a');
  assert.ok((await user.counts()).blocks > 0);
  await user.tidy();
  assert.deepEqual(await user.counts(), { calls: 0, bodies: 0, blocks: 0 });
});

test('ids of blocks that are gone are not given again', async (context) => {
  const user = await open(context);
  await user.writer.write([packedCall('a', ['x'])]);
  const highest = () => user.tables.alone(() => user.tables.highest());
  const { block } = await highest();
  await user.tables.deleteCall('a');
  await user.tidy();
  assert.equal((await highest()).block, block);
});
