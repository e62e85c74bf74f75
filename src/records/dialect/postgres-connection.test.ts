import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { cuttableWay } from '../../../test/support/cuttable.ts';
import { hasPostgres, testDatabaseUrl } from '../../../test/support/postgres.ts';
import { temporaryDir } from '../../../test/support/store.ts';
import { describePostgresFailure } from '../../store/dialect/postgres-failure.ts';
import { PostgresConnection } from './postgres-connection.ts';

const QUERY_TIMEOUT_MS = 2_000;

async function open(context: TestContext) {
  const way = await cuttableWay(context, await testDatabaseUrl(context, await temporaryDir(context)));
  let prepared = 0;
  const prepare = async () => void prepared++;
  const connection = new PostgresConnection(way.url.reveal(), prepare, QUERY_TIMEOUT_MS);
  context.after(() => connection.close());
  await connection.query('create table notes (text text)');
  return { way, connection, prepared: () => prepared };
}

function isUnreachable(error: unknown): boolean {
  return describePostgresFailure(error).reason === 'unreachable';
}

describe('the connection of the bodies', { skip: !hasPostgres }, () => {
  test('is another one after a server has been without a word', async (context) => {
    const { way, connection, prepared } = await open(context);
    const first = await connection.connect();
    way.stall();
    await assert.rejects(connection.query('select 1'), isUnreachable);
    assert.deepEqual(await connection.query('select 1 as one'), [{ one: 1 }]);
    assert.notEqual(await connection.connect(), first);
    assert.equal(prepared(), 1);
  });

  test('stays the same when the server refuses a statement', async (context) => {
    const { connection } = await open(context);
    const first = await connection.connect();
    await assert.rejects(connection.query('select nonsense'), /nonsense/);
    assert.equal(await connection.connect(), first);
  });

  test('that breaks in a transaction takes all of it along', async (context) => {
    const { way, connection } = await open(context);
    const insert = () => connection.query("insert into notes values ('a')");
    const work = connection.transaction('begin', async () => {
      await insert();
      way.cut();
      await insert().catch(() => undefined);
      await insert();
    });
    await assert.rejects(work, isUnreachable);
    assert.deepEqual(await connection.query('select * from notes'), []);
  });

  test('undoes a transaction whose work fails, and is good for the next one', async (context) => {
    const { connection } = await open(context);
    const failing = connection.transaction('begin', async () => {
      await connection.query("insert into notes values ('a')");
      throw new Error('changed its mind');
    });
    await assert.rejects(failing, /changed its mind/);
    assert.deepEqual(await connection.query('select * from notes'), []);
    assert.deepEqual(await connection.transaction('begin; select 7 as seven', async (rows) => rows), [{ seven: 7 }]);
  });
});
