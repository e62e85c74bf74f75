/** What happens to bodies when the PostgreSQL server is away, full or damaged. */

import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { capturedCall, openTestBodies, stageOf } from '../../../test/support/bodies.ts';
import { type CuttableWay, cuttableWay } from '../../../test/support/cuttable.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { askPostgres, hasPostgres, testDatabaseUrl } from '../../../test/support/postgres.ts';
import { temporaryDir } from '../../../test/support/store.ts';
import { Secret } from '../../lib/secret.ts';
import type { BodyStore } from '../body-store.ts';

async function newUrl(context: TestContext): Promise<Secret> {
  return testDatabaseUrl(context, await temporaryDir(context));
}

/** A store whose way to the server can be cut. */
async function openThrough(context: TestContext, options: { readonly mostWaitingBytes?: number } = {}) {
  const way: CuttableWay = await cuttableWay(context, await newUrl(context));
  return { way, ...(await openTestBodies(context, { place: { databaseUrl: way.url }, ...options })) };
}

function bodyOf(index: number): string {
  return JSON.stringify({ index, text: 'x'.repeat(1_000) });
}

function record(store: BodyStore, from: number, to: number): void {
  for (let index = from; index < to; index++) store.record(capturedCall(`call_${index}`, [stageOf(bodyOf(index))]));
}

async function areKept(store: BodyStore, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    assert.equal(String(await store.body(`call_${index}`, 'request', 0)), bodyOf(index));
  }
}

describe('a server that is away', { skip: !hasPostgres }, () => {
  test('calls wait for it, the status and a warning say so, and nothing is lost', async (context) => {
    const { store, way, warnings } = await openThrough(context);
    record(store, 0, 3);
    await areKept(store, 3);
    await way.close();
    record(store, 3, 6);
    await eventually('it is noticed', () => store.status.failure ?? undefined);
    assert.match(store.status.failure ?? '', /ECONNREFUSED|terminated/);
    assert.ok(store.status.waitingBytes > 3_000);
    assert.deepEqual([store.status.isRunning, store.status.lost, store.status.dropped], [true, 0, 0]);
    await assert.rejects(store.stages('call_0'), { code: 'DATABASE_UNREACHABLE' });
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /postgres:\/\/.*Start its server.*bodies wait, up to 64 MiB/);
    await way.open();
    await eventually('it is back', () => (store.status.failure === null ? true : undefined));
    await areKept(store, 6);
    assert.equal(store.status.waitingBytes, 0);
    assert.match(warnings.slice(1).join(), /^The database postgres:.* takes bodies again\.$/);
  });

  test('what does not fit is dropped and counted, its heads are kept', async (context) => {
    const { store, way } = await openThrough(context, { mostWaitingBytes: 20_000 });
    await way.close();
    record(store, 0, 10);
    const { dropped } = store.status;
    assert.ok(dropped > 0 && dropped < 10, String(dropped));
    await way.open();
    // Each question is asked of a server that may not be noticed yet, or before what waited is written.
    const stages = await eventually('it is back', async () => {
      const kept = await store.stages('call_9').catch(() => []);
      return kept.length > 0 ? kept : undefined;
    });
    assert.deepEqual(
      stages.map(({ keptBytes }) => keptBytes),
      [null],
    );
    await areKept(store, 10 - dropped);
    assert.deepEqual([store.status.lost, store.status.dropped, store.status.waitingBytes], [0, dropped, 0]);
  });

  test('connections that break are made anew, and nothing is lost', async (context) => {
    const { store, way } = await openThrough(context);
    for (let index = 0; index < 5; index++) {
      record(store, index, index + 1);
      way.cut();
    }
    await eventually('all are written', async () => (await store.stages('call_4').catch(() => []))[0]);
    await areKept(store, 5);
    assert.equal(store.status.lost, 0);
  });

  test('at the start: bodies are kept once it is there', async (context) => {
    const way = await cuttableWay(context, await newUrl(context));
    await way.close();
    const { store } = await openTestBodies(context, { place: { databaseUrl: way.url } });
    record(store, 0, 2);
    assert.equal(store.status.isRunning, true);
    await way.open();
    await eventually('it is there', async () => (await store.stages('call_1').catch(() => []))[0]);
    await areKept(store, 2);
  });

  test('at the end: what waits is lost, counted and said', async (context) => {
    const { store, way, warnings } = await openThrough(context);
    await way.close();
    record(store, 0, 4);
    await store.close();
    assert.equal(store.status.lost, 4);
    assert.match(warnings.join(), /bodies of 4 calls could not be kept/);
  });

  test('a wrong password at the start: nothing is kept, and said without it', async (context) => {
    const url = new URL((await newUrl(context)).reveal());
    url.pathname = '/no_such_database';
    url.password = 'hidden-word';
    const { store, warnings } = await openTestBodies(context, { place: { databaseUrl: new Secret(url.href) } });
    assert.equal(store.status.isRunning, false);
    assert.match(warnings.join(), /no_such_database.*not kept until redwolf is restarted/);
    assert.doesNotMatch(warnings.join(), /hidden-word/);
  });
});

describe('a server that refuses rows', { skip: !hasPostgres }, () => {
  for (const [what, code] of [
    ['its disk is full', '53100'],
    ['a table is damaged', 'XX001'],
  ]) {
    test(`because ${what}: the calls are counted, it is said once, and tried again`, async (context) => {
      const url = await newUrl(context);
      const { store, warnings } = await openTestBodies(context, { place: { databaseUrl: url } });
      await askPostgres(url, refusing(code ?? ''));
      for (let index = 0; index < 3; index++) {
        store.record(capturedCall(`large_${index}`, [stageOf(`refused ${index}`.repeat(3))]));
        assert.deepEqual(await store.stages(`large_${index}`), []);
      }
      assert.deepEqual([store.status.lost, store.status.isRunning, store.status.waitingBytes], [3, true, 0]);
      assert.match(store.status.failure ?? '', /no room/);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? '', /could not be kept: no room.*served/);
      record(store, 0, 1);
      await areKept(store, 1);
    });
  }
});

/** SQL after which blocks that begin so are refused with this code. */
function refusing(code: string): string {
  return `
    create function refuse() returns trigger language plpgsql as $$ begin
      if substring(new.data for 7) = 'refused'::bytea then raise exception 'no room' using errcode = '${code}'; end if;
      return new;
    end $$;
    create trigger refuse before insert on record_blocks for each row execute function refuse()`;
}
