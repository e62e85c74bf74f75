import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CallId, KeyId } from '../lib/ids.ts';
import { type PackedCall, Packing } from './pack.ts';
import type { Retention } from './ports.ts';
import { StoredBodies } from './reader.ts';
import { Redactor } from './redact.ts';
import { SqliteBodyTables } from './sqlite-tables.ts';
import { Tidier } from './tidier.ts';
import { BodyWriter } from './writer.ts';

const DAY = 86_400_000;

async function open(retention: Retention = { days: 0, bytes: 0 }, now = 0) {
  const database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true });
  const tables = new SqliteBodyTables(database);
  const tidier = new Tidier(
    tables,
    retention,
    () => now,
    () => writer.forget(),
  );
  const writer: BodyWriter = await BodyWriter.open(tables, new Redactor([]), (ids) => tidier.uses(ids));
  const count = (table: string) => Number(database.prepare(`select count(*) as n from ${table}`).get()?.['n']);
  return { tables, tidier, writer, reader: new StoredBodies(tables), count };
}

type Stage = Awaited<ReturnType<typeof open>>;

function call(id: string, texts: readonly string[], startedAt = 0): PackedCall {
  const messages = texts.map((content) => ({ role: 'user', content }));
  const piece = Buffer.from(JSON.stringify({ model: 'm', messages }));
  const stages = [
    { stage: 'request' as const, attempt: 0, head: { headers: {} }, pieces: [piece], bytes: piece.length },
    { stage: 'raw' as const, attempt: 0, head: { headers: {} }, pieces: [Buffer.from(texts.join())], bytes: 0 },
  ];
  return new Packing({ id: id as CallId, keyId: 'k' as KeyId, startedAt, stages, secrets: [], reserved: 0 }).whole();
}

async function finish({ tidier }: Stage): Promise<void> {
  while (await tidier.step());
}

async function isKept({ reader }: Stage, id: string, texts: readonly string[]): Promise<void> {
  const body = await reader.body(id, 'request', 0);
  assert.ok(body, id);
  const { messages } = JSON.parse(body.toString()) as { messages: { content: string }[] };
  assert.deepEqual(
    messages.map(({ content }) => content),
    texts,
  );
  assert.equal((await reader.body(id, 'raw', 0))?.toString(), texts.join());
}

test('whatever is written, deleted and tidied in whatever order, what is kept is whole and what is not is gone', async () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 4 });
  const action = fc.oneof(
    fc.record({ kind: fc.constant('write' as const), id: fc.nat(5).map(String), texts }),
    fc.record({ kind: fc.constant('delete' as const), id: fc.nat(5).map(String) }),
    fc.record({ kind: fc.constant('step' as const), times: fc.integer({ min: 1, max: 4 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
      const stage = await open();
      const kept = new Map<string, readonly string[]>();
      for (const done of actions) {
        if (done.kind === 'write') {
          if (kept.has(done.id)) continue;
          await stage.writer.write([call(done.id, done.texts)]);
          kept.set(done.id, done.texts);
        } else if (done.kind === 'delete') {
          if (await stage.tables.deleteCall(done.id)) stage.tidier.littered();
          kept.delete(done.id);
        } else {
          for (let index = 0; index < done.times; index++) await stage.tidier.step();
        }
        for (const [id, said] of kept) await isKept(stage, id, said);
      }
      await finish(stage);
      await finish(stage);
      for (const [id, said] of kept) await isKept(stage, id, said);
      // What the calls that are left would need in tables of their own.
      const fresh = await open();
      for (const [id, said] of kept) await fresh.writer.write([call(id, said)]);
      for (const table of ['blocks', 'bodies', 'calls', 'call_bodies']) {
        assert.equal(stage.count(table), fresh.count(table), table);
      }
    }),
    { numRuns: 60 },
  );
});

test('calls that are older than the retention go', async () => {
  const stage = await open({ days: 30, bytes: 0 }, 100 * DAY);
  await stage.writer.write([call('old', ['a'], 70 * DAY - 1), call('young', ['a', 'b'], 70 * DAY)]);
  await finish(stage);
  assert.deepEqual(await stage.reader.stages('old'), []);
  await isKept(stage, 'young', ['a', 'b']);
});

test('while there are too many bytes the oldest calls go, and the space is given back', async () => {
  const stage = await open({ days: 0, bytes: 400_000 });
  const long = (index: number) => Array.from({ length: 20_000 }, (_, at) => (at * (index + 7)) % 9973).join();
  for (let index = 0; index < 30; index++) await stage.writer.write([call(`call_${index}`, [long(index)], index)]);
  const before = (await stage.tables.size()).used;
  assert.ok(before > 800_000, String(before));
  await finish(stage);
  const { used, free } = await stage.tables.size();
  assert.ok(used <= 400_000 && used > 100_000, String(used));
  assert.equal(free, 0);
  assert.deepEqual(await stage.reader.stages('call_0'), []);
  await isKept(stage, 'call_29', [long(29)]);
});

test('what a stopped process left behind is found at the next start', async () => {
  const stage = await open();
  await stage.writer.write([call('a', ['x'])]);
  await stage.tables.deleteCall('a');
  assert.ok(stage.count('blocks') > 0);
  await finish(stage);
  assert.deepEqual([stage.count('bodies'), stage.count('blocks')], [0, 0]);
});

test('ids of blocks that are gone are not given again', async () => {
  const stage = await open();
  await stage.writer.write([call('a', ['x'])]);
  const { block } = await stage.tables.highest();
  await stage.tables.deleteCall('a');
  await finish(stage);
  assert.equal((await stage.tables.highest()).block, block);
});
