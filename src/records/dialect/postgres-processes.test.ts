/** Several processes on the same tables of a PostgreSQL database: each has a connection of its own. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { BodyUser, countsOf, packedCall } from '../../../test/support/body-user.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { askPostgres, hasPostgres, withDatabaseUrl } from '../../../test/support/postgres.ts';
import type { Secret } from '../../lib/secret.ts';
import { openPostgresTables, PostgresBodyTables } from './postgres-tables.ts';

/** More than a round of the tidier has on a few rows. */
const STEPS_OF_A_ROUND = 12;
const EMPTYING = `truncate record_calls, record_call_bodies, record_bodies, record_blocks;
  update record_state set epoch = epoch + 1, bytes = 0`;
const OF_THIS_SCHEMA = `locktype = 'advisory' and classid = 'record_state'::regclass::oid`;
const WAITING = `select pid from pg_locks where ${OF_THIS_SCHEMA} and not granted`;
const CUTTING_OFF_TIDIERS = `select pg_terminate_backend(pid) from pg_locks where ${OF_THIS_SCHEMA} and objid = 2`;
/** Acts one after the other, each of both processes at once. */
const RUNS = 25;

/** Empties the tables, and gives what two processes have upon them when they begin. */
type Begin = () => Promise<readonly [BodyUser, BodyUser]>;

async function withTwo(work: (begin: Begin, url: Secret) => Promise<void>): Promise<void> {
  await withDatabaseUrl(async (url) => {
    const tables = [new PostgresBodyTables(url.reveal()), new PostgresBodyTables(url.reveal())] as const;
    const begin: Begin = async () => {
      await tables[0].connect();
      await askPostgres(url, EMPTYING);
      return [new BodyUser(tables[0]), new BodyUser(tables[1])];
    };
    try {
      await work(begin, url);
    } finally {
      for (const each of tables) await each.close();
    }
  });
}

/** Does something when the user has looked everything up, and is about to write it. */
function beforeWriting({ tables }: BodyUser, act: () => Promise<unknown>): void {
  const write = tables.write.bind(tables);
  tables.write = async (batch) => {
    tables.write = write;
    await act();
    return write(batch);
  };
}

async function step({ tidier }: BodyUser, times: number): Promise<void> {
  for (let index = 0; index < times; index++) await tidier.step();
}

/** What is left is what these calls need, and nothing else. */
async function holds(users: readonly BodyUser[], calls: ReadonlyMap<string, readonly string[]>): Promise<void> {
  // Twice, as the first finds the other one in the middle of its round.
  for (const user of [...users, ...users]) await user.tidy();
  for (const user of users) for (const [id, texts] of calls) await user.has(id, texts);
  for (const user of users) assert.deepEqual(await user.counts(), countsOf(calls));
}

describe('several processes', { skip: !hasPostgres }, () => {
  test('what was found is swept before it is used: it is written anew', () =>
    withTwo(async (begin) => {
      const [one, two] = await begin();
      await one.writer.write([packedCall('a', ['x', 'y'])]);
      await one.tables.deleteCall('a');
      beforeWriting(one, () => two.tidy());
      await one.writer.write([packedCall('b', ['x', 'z'])]);
      await holds([one, two], new Map(Object.entries({ b: ['x', 'z'] })));
    }));

  test('what nobody has is used again between any two steps of a sweep: it stays', async () => {
    await withTwo(async (begin) => {
      for (let steps = 0; steps < STEPS_OF_A_ROUND; steps++) {
        const [one, two] = await begin();
        await one.writer.write([packedCall('a', ['x', 'y'])]);
        await one.tables.deleteCall('a');
        await step(two, steps);
        await one.writer.write([packedCall('b', ['x', 'z'])]);
        await two.tidy();
        await holds([one, two], new Map(Object.entries({ b: ['x', 'z'] })));
      }
    });
  });

  test('ids were taken before a sweep and are written in the middle of it: they stay', async () => {
    await withTwo(async (begin) => {
      for (let steps = 0; steps < STEPS_OF_A_ROUND; steps++) {
        const [one, two] = await begin();
        await one.writer.write([packedCall('a', ['x'])]);
        await two.writer.write([packedCall('b', ['x', 'y'])]);
        beforeWriting(one, () => step(two, steps));
        await one.writer.write([packedCall('c', ['new'])]);
        await two.tidy();
        await holds([one, two], new Map(Object.entries({ a: ['x'], b: ['x', 'y'], c: ['new'] })));
      }
    });
  });

  test('the same is written by two at once: it is there once', () =>
    withTwo(async (begin) => {
      const [one, two] = await begin();
      await one.writer.write([packedCall('first', [])]);
      beforeWriting(one, () => two.writer.write([packedCall('b', ['x', 'y'])]));
      await one.writer.write([packedCall('a', ['x', 'y'])]);
      await holds([one, two], new Map(Object.entries({ first: [], a: ['x', 'y'], b: ['x', 'y'] })));
    }));

  test('whatever two do at once, what is kept is whole and what is not is gone', async () => {
    const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 });
    const id = fc.nat(3);
    const act = fc.oneof(
      fc.record({ kind: fc.constant('write' as const), id, texts }),
      fc.record({ kind: fc.constant('delete' as const), id }),
      fc.record({ kind: fc.constant('steps' as const), times: fc.integer({ min: 1, max: 6 }) }),
    );
    await withTwo(async (begin) => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(act, act), { maxLength: 25 }), async (pairs) => {
          const [one, two] = await begin();
          const kept = new Map<string, string[]>();
          const perform = async (user: BodyUser, name: string, done: (typeof pairs)[number][number]) => {
            if (done.kind === 'steps') return step(user, done.times);
            const call = `${name}-${done.id}`;
            if (done.kind === 'delete') {
              kept.delete(call);
              return user.delete(call);
            }
            if (kept.has(call)) return;
            kept.set(call, done.texts);
            await user.writer.write([packedCall(call, done.texts)]);
          };
          for (const [first, second] of pairs) {
            await Promise.all([perform(one, 'one', first), perform(two, 'two', second)]);
            for (const [call, said] of kept) await one.has(call, said);
          }
          await holds([one, two], kept);
          for (const call of kept.keys()) await one.delete(call);
          await one.tidy();
          assert.equal((await two.tables.size()).used, 0, 'what was counted when it was written is counted off');
        }),
        { numRuns: RUNS },
      );
    });
  });

  test('nobody writes while another one sweeps', () =>
    withTwo(async (begin, url) => {
      const [one, two] = await begin();
      let isWritten = false;
      const writing = await two.tables.alone(async () => {
        const begun = one.writer.write([packedCall('a', ['x'])]).then(() => {
          isWritten = true;
        });
        await eventually('the writer waits', async () => (await askPostgres(url, WAITING))[0]);
        assert.equal(isWritten, false);
        return { begun };
      });
      await writing.begun;
      await one.has('a', ['x']);
    }));

  test('one tidies at a time, and another one goes on when its connection is lost', () =>
    withTwo(async (begin, url) => {
      const [one, two] = await begin();
      await one.writer.write([packedCall('a', ['x'])]);
      await one.delete('a');
      assert.equal(await one.tidier.step(), true);
      await two.tidy();
      assert.equal((await two.counts()).blocks > 0, true, 'the other one has begun');
      await askPostgres(url, CUTTING_OFF_TIDIERS);
      // A connection that is cut off holds its lock until its process is gone.
      await eventually('the other one tidies', async () => {
        await two.tidy();
        return (await two.counts()).blocks === 0 || undefined;
      });
      assert.deepEqual(await two.counts(), { calls: 0, bodies: 0, blocks: 0 });
      await one.tidy();
      assert.equal(await two.tables.mayTidy(), true, 'who is done lets others');
    }));

  test('those of other schemas are no hindrance', () =>
    withTwo((begin) =>
      withTwo(async (beginOther) => {
        const [one] = await begin();
        const [other] = await beginOther();
        await one.tables.alone(() => other.writer.write([packedCall('a', ['x'])]));
        await other.has('a', ['x']);
      }),
    ));

  test('all begin at once on an empty database', () =>
    withDatabaseUrl(async (url) => {
      const users = Array.from({ length: 4 }, () => new BodyUser(new PostgresBodyTables(url.reveal())));
      try {
        await Promise.all(users.map((user, index) => user.writer.write([packedCall(`call_${index}`, ['x', 'y'])])));
        for (const user of users) await user.has('call_3', ['x', 'y']);
        assert.equal((await users[0]?.counts())?.bodies, 2);
      } finally {
        for (const { tables } of users) await tables.close();
      }
    }));

  test('tables of a newer redwolf are left as they are', () =>
    withDatabaseUrl(async (url) => {
      const opened = await openPostgresTables({ kind: 'postgres', url: url.reveal() });
      assert.ok('tables' in opened);
      await opened.tables.close();
      await askPostgres(url, 'insert into record_versions values (99)');
      const text = 'its tables for bodies have version 99, and this redwolf knows versions up to 1';
      assert.deepEqual(await openPostgresTables({ kind: 'postgres', url: url.reveal() }), {
        failure: { reason: 'newer', text },
      });
    }));
});
