import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { openTestDatabase } from '../../test/support/database.ts';
import { callRow, callText, openTestStore, temporaryDir } from '../../test/support/store.ts';
import type { CallId, KeyId } from '../lib/ids.ts';
import type { CallFilter, CallPosition } from './call-page-ports.ts';
import { CallTextTable } from './call-texts.ts';
import type { Database } from './database.ts';
import type { CallRow } from './ports.ts';
import type { Store } from './store.ts';

/** A call for each text, one millisecond after the other. */
async function storeOf(context: TestContext, texts: Readonly<Record<string, readonly [string, string?]>>) {
  const store = await openTestStore(context, await temporaryDir(context));
  const rows = Object.keys(texts).map((id, index) => callRow({ id: id as CallId, startedAt: 1_000 + index }));
  for (const row of rows) store.recorder.record(row);
  await store.recorder.flush();
  store.callTexts.add(rows.map((row) => callText(row, ...(texts[row.id] ?? ['']))));
  await store.callTexts.flush();
  return { store, rows };
}

async function found(store: Store, text: string, filter: CallFilter = {}): Promise<readonly string[]> {
  const { calls } = await store.callPages.page({ filter: { ...filter, text }, sort: 'newest', limit: 50 });
  return calls.map(({ id }) => id);
}

const FULL = { reason: 'full', text: 'the disk is full' } as const;

describe('calls are found', () => {
  test('by words of the user and of the answer, newest first', async (context) => {
    const { store } = await storeOf(context, {
      chinese: ['帮我写一个退款的函数', '好的'],
      answer: ['继续', '退款函数已经写好'],
      english: ['Call getUserName for the refund', 'Done: refundOrder() calls it.'],
      neither: ['什么', 'nothing'],
    });
    assert.deepEqual(await found(store, '退款'), ['answer', 'chinese']);
    assert.deepEqual(await found(store, '退款 函'), ['answer', 'chinese']);
    assert.deepEqual(await found(store, '写一个退款'), ['chinese']);
    assert.deepEqual(await found(store, 'username refund'), []);
    assert.deepEqual(await found(store, 'user_name ref'), ['english']);
    assert.deepEqual(await found(store, '"for the refund"'), ['english']);
    assert.deepEqual(
      await found(store, '"the refund done"'),
      [],
      'the answer does not go on with the words of the user',
    );
    assert.deepEqual(await found(store, `'") or 1=1 -- \\ : *`), []);
    assert.deepEqual(await found(store, '继 好'), ['answer']);
  });

  test('only those of the keys and the time that are asked for', async (context) => {
    const store = await openTestStore(context, await temporaryDir(context));
    const rows = Array.from({ length: 6 }, (_, number) =>
      callRow({ id: `call_${number}` as CallId, startedAt: 1_000 + number, keyId: `key_${number % 2}` as KeyId }),
    );
    for (const row of rows) store.recorder.record(row);
    await store.recorder.flush();
    store.callTexts.add(rows.map((row) => callText(row, 'the same')));
    await store.callTexts.flush();
    assert.deepEqual(await found(store, 'same', { columns: { keyId: ['key_1'] } }), ['call_5', 'call_3', 'call_1']);
    assert.deepEqual(await found(store, 'key_1'), [], 'a key is no word');
    const filter = { from: 1_002, until: 1_005, columns: { keyId: ['key_0', 'key_1'] } };
    assert.deepEqual(await found(store, 'same', filter), ['call_4', 'call_3', 'call_2']);
  });

  test('also where many began in the same millisecond, page by page', async (context) => {
    const store = await openTestStore(context, await temporaryDir(context));
    const rows = Array.from({ length: 20 }, (_, number) =>
      callRow({ id: `call_${number}` as CallId, startedAt: 1_000 }),
    );
    for (const row of rows) store.recorder.record(row);
    await store.recorder.flush();
    store.callTexts.add(rows.map((row) => callText(row, 'word')));
    await store.callTexts.flush();
    for (const sort of ['newest', 'oldest'] as const) {
      const seen = new Set<string>();
      let next: CallPosition | null | undefined;
      while (next !== null) {
        const page = await store.callPages.page({ filter: { text: 'word' }, sort, limit: 3, after: next });
        assert.ok(page.calls.every(({ id }) => !seen.has(id)));
        for (const { id } of page.calls) seen.add(id);
        next = page.next;
      }
      assert.equal(seen.size, 20);
    }
  });

  test('no longer once they are forgotten, or too old', async (context) => {
    const { store } = await storeOf(context, { a: ['word'], b: ['word'], c: ['word'], d: ['word'] });
    store.callTexts.add([callText(callRow({ id: 'e' as CallId }), 'word')]);
    await store.callTexts.forget(['b', 'e', 'none']);
    assert.deepEqual(await found(store, 'word'), ['d', 'c', 'a']);
    assert.equal(await store.callTexts.deleteBefore(1_003, 1), 1);
    assert.deepEqual(await found(store, 'word'), ['d', 'c']);
    assert.equal(await store.callTexts.deleteBefore(1_003, 9), 1);
    assert.equal(await store.callTexts.deleteBefore(1_003, 9), 0);
    assert.deepEqual(await found(store, 'word'), ['d']);
    assert.deepEqual([...(await store.callTexts.words(['a', 'b', 'd', 'e'])).keys()], ['d']);
  });
});

describe('texts', () => {
  test('are shown by their beginnings, where there is something to show', async (context) => {
    const { store } = await storeOf(context, { long: ['字'.repeat(300)], none: ['', 'an answer'] });
    assert.deepEqual([...(await store.callTexts.words(['long', 'none']))], [['long', '字'.repeat(200)]]);
    assert.deepEqual([...(await store.callTexts.words([]))], []);
  });

  test('stay as they were first told', async (context) => {
    const { store, rows } = await storeOf(context, { a: ['first'] });
    store.callTexts.add(rows.map((row) => callText(row, 'second')));
    await store.callTexts.flush();
    assert.deepEqual([await found(store, 'first'), await found(store, 'second')], [['a'], []]);
    assert.equal(store.callTexts.lost, 0);
  });

  test('of any characters are taken', async (context) => {
    const odd = `\0 ' " \\ : * '':1 💥 ${'长'.repeat(4_000)} ${'a'.repeat(4_000)}`;
    const { store } = await storeOf(context, { odd: [odd, odd] });
    assert.equal(store.callTexts.lost, 0);
    assert.deepEqual(await found(store, '长长长长'), ['odd']);
    assert.deepEqual(await found(store, 'a'.repeat(100)), ['odd']);
  });

  test('that cannot be written are counted, and said once', async (context) => {
    const warnings: string[] = [];
    const database = await openTestDatabase(context, await temporaryDir(context));
    const full: Database['insertRows'] = async (_, rows) => ({ lost: rows.length, failure: FULL });
    const texts = new CallTextTable({ ...database, dialect: database.dialect, insertRows: full }, (text) =>
      warnings.push(text),
    );
    const row: CallRow = callRow();
    texts.add([callText(row, 'a'), callText(row, 'b')]);
    await texts.flush();
    assert.equal(texts.lost, 2);
    const large = callText(row, '', 'c'.repeat(1_000_000));
    texts.add(Array.from({ length: 40 }, () => large));
    texts.add([large, large, large]);
    assert.equal(texts.lost, 5, 'those that find too many waiting are not even taken');
    await texts.flush();
    assert.equal(texts.lost, 45);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /cannot be found by its words: the disk is full/);
  });
});
