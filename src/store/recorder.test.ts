import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { callRow } from '../../test/support/store.ts';
import type { CallId } from '../lib/ids.ts';
import type { CallRow } from './ports.ts';
import { BatchRecorder } from './recorder.ts';
import type { InsertOutcome } from './worker-messages.ts';

const WRITTEN: InsertOutcome = { lost: 0, failure: null };

interface Batch {
  readonly ids: readonly string[];
  settle(outcome: InsertOutcome): void;
  fail(error: Error): void;
}

/** A recorder whose batches are settled by the test, on a clock that the test moves. */
function setUp(context: TestContext, mostWaiting?: number) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const batches: Batch[] = [];
  const warnings: string[] = [];
  const write = (rows: readonly CallRow[]): Promise<InsertOutcome> => {
    const { promise, resolve, reject } = Promise.withResolvers<InsertOutcome>();
    batches.push({ ids: rows.map(({ id }) => id), settle: resolve, fail: reject });
    return promise;
  };
  const recorder = new BatchRecorder({ write }, (message) => warnings.push(message), mostWaiting);
  const record = (id: string): void => recorder.record(callRow({ id: id as CallId }));
  return { recorder, record, batches, warnings, tick: (ms: number) => context.mock.timers.tick(ms) };
}

test('rows are sent together 100 ms after the first', (context) => {
  const { record, batches, tick } = setUp(context);
  record('a');
  tick(60);
  record('b');
  tick(39);
  assert.deepEqual(batches, []);
  tick(1);
  assert.deepEqual(
    batches.map(({ ids }) => ids),
    [['a', 'b']],
  );
  record('c');
  tick(100);
  assert.deepEqual(
    batches.map(({ ids }) => ids),
    [['a', 'b'], ['c']],
  );
});

test('two hundred rows are sent at once, each in one batch only', (context) => {
  const { record, batches, tick } = setUp(context);
  for (let count = 0; count < 201; count++) record(`call_${count}`);
  assert.equal(batches.length, 1);
  assert.equal(batches[0]?.ids.length, 200);
  tick(100);
  assert.deepEqual(batches[1]?.ids, ['call_200']);
  tick(1000);
  assert.equal(batches.length, 2);
});

test('flush waits for the batches under way, however they end', async (context) => {
  const { recorder, record, batches, tick } = setUp(context);
  record('a');
  tick(100);
  record('b');
  let isFlushed = false;
  const flushed = recorder.flush().then(() => {
    isFlushed = true;
  });
  assert.deepEqual(
    batches.map(({ ids }) => ids),
    [['a'], ['b']],
  );
  batches[1]?.settle(WRITTEN);
  await Promise.resolve();
  assert.equal(isFlushed, false);
  batches[0]?.fail(new Error('disk gone'));
  await flushed;
  assert.equal(recorder.lost, 1);
});

test('what cannot be written is counted and said once', async (context) => {
  const { recorder, record, batches, warnings, tick } = setUp(context);
  for (const [lost, ids] of [
    [1, 'ab'],
    [2, 'cd'],
  ] as const) {
    for (const id of ids) record(id);
    tick(100);
    batches.at(-1)?.settle({ lost, failure: { reason: 'full', text: 'database or disk is full' } });
    await recorder.flush();
  }
  assert.equal(recorder.lost, 3);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /disk is full/);
});

test('rows beyond the bound are dropped until the disk keeps up again', async (context) => {
  const { recorder, record, batches, warnings, tick } = setUp(context, 2);
  record('a');
  record('b');
  record('c');
  tick(100);
  record('d');
  assert.equal(recorder.lost, 2);
  batches[0]?.settle(WRITTEN);
  await recorder.flush();
  record('e');
  tick(100);
  assert.deepEqual(
    batches.map(({ ids }) => ids),
    [['a', 'b'], ['e']],
  );
  assert.equal(recorder.lost, 2);
  assert.equal(warnings.length, 1);
});

test('a writer that throws at once stops nothing', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const write = (): never => {
    throw new Error('broken');
  };
  const recorder = new BatchRecorder({ write }, () => {});
  for (let count = 0; count < 200; count++) recorder.record(callRow());
  await recorder.flush();
  assert.equal(recorder.lost, 200);
});
