/** What every dialect owes. Runs on SQLite, and on PostgreSQL where the tests have a server; dialect/ has what only one does. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  bodyPlace,
  capturedCall,
  KEEP_ALL,
  openBodyTables,
  openTestBodies,
  stageOf,
} from '../../test/support/bodies.ts';
import { temporaryDir } from '../../test/support/store.ts';

describe('bodies are kept', () => {
  test('with their heads, stage by stage, and read byte for byte', async (context) => {
    const { store } = await openTestBodies(context);
    const bytes = Buffer.from([0, 255, 10, 128]);
    store.record(
      capturedCall('call_1', [
        stageOf('{"a":1}', { head: { method: 'POST', path: '/v1/messages', headers: { accept: '*/*' } } }),
        stageOf('{"b":1}', { stage: 'sent', attempt: 0 }),
        stageOf('{"b":2}', { stage: 'sent', attempt: 1 }),
        stageOf(bytes, { stage: 'raw', attempt: 1, head: { status: 200, headers: {} } }),
        stageOf('', { stage: 'reply' }),
      ]),
    );
    assert.deepEqual(await store.body('call_1', 'sent', 1), Buffer.from('{"b":2}'));
    assert.deepEqual(await store.body('call_1', 'raw', 1), bytes);
    assert.deepEqual(await store.body('call_1', 'reply', 0), Buffer.alloc(0));
    assert.equal(await store.body('call_1', 'raw', 0), undefined);
    const [request, , , raw] = await store.stages('call_1');
    assert.deepEqual(request, {
      stage: 'request',
      attempt: 0,
      head: { method: 'POST', path: '/v1/messages', headers: { accept: '*/*' } },
      bytes: 7,
      keptBytes: 7,
    });
    assert.equal(raw?.head.status, 200);
    assert.equal(store.status.waitingBytes, 0);
  });

  test('also after a restart, and until they are forgotten', async (context) => {
    const { store, place } = await openTestBodies(context);
    store.record(capturedCall('call_1', [stageOf('{"a":1}')]));
    await store.close();
    const again = await openTestBodies(context, { place });
    assert.equal(String(await again.store.body('call_1', 'request', 0)), '{"a":1}');
    assert.equal(await again.store.forget('call_1'), true);
    assert.equal(await again.store.forget('call_1'), false);
    assert.deepEqual(await again.store.stages('call_1'), []);
    await again.store.tidy();
    assert.equal(again.store.status.failure, null);
  });

  test('without what is redacted, in bodies and in heads, by rules that may change', async (context) => {
    const { store } = await openTestBodies(context, { policy: { ...KEEP_ALL, redact: ['\\d{4}-\\d{4}'] } });
    const head = { path: '/1234-5678', headers: { accept: 'sk-secret-of-the-platform' } };
    const body = '{"card":"1234-5678","key":"sk-secret-of-the-platform"}';
    store.record(capturedCall('call_1', [stageOf(body, { head })], { secrets: ['sk-secret-of-the-platform'] }));
    assert.equal(String(await store.body('call_1', 'request', 0)), '{"card":"[redacted]","key":"[secret]"}');
    const [kept] = await store.stages('call_1');
    assert.deepEqual(kept?.head, { path: '/[redacted]', headers: { accept: '[secret]' } });
    assert.deepEqual([kept?.bytes, kept?.keptBytes], [body.length, 38]);
    store.setPolicy({ ...KEEP_ALL, redact: ['card'] });
    store.record(capturedCall('call_2', [stageOf('{"card":"1234-5678"}')]));
    assert.equal(String(await store.body('call_2', 'request', 0)), '{"[redacted]":"1234-5678"}');
  });
});

describe('serving goes on', () => {
  test('when too much is waiting: bodies are dropped and counted, heads are kept', async (context) => {
    const { store } = await openTestBodies(context, { mostWaitingBytes: 5_000 });
    assert.equal(store.reserve(4_000), true);
    assert.equal(store.reserve(4_000), false);
    store.record(capturedCall('call_1', [stageOf(Buffer.alloc(3_000, 'x'))]));
    assert.equal(store.status.dropped, 2);
    assert.deepEqual(
      (await store.stages('call_1')).map(({ bytes, keptBytes }) => [bytes, keptBytes]),
      [[3_000, null]],
    );
    store.record(capturedCall('call_2', [stageOf(Buffer.alloc(3_000, 'x'))], { reserved: 4_000 }));
    assert.equal((await store.body('call_2', 'request', 0))?.length, 3_000);
    assert.deepEqual([store.status.dropped, store.status.waitingBytes], [2, 0]);
  });
});

test('a session of a hundred turns costs what is new in each turn', async (context) => {
  const dataDir = await temporaryDir(context);
  const { store } = await openTestBodies(context, { place: await bodyPlace(context, dataDir) });
  const word = (seed: number) => ((seed * 2_654_435_761) >>> 0).toString(36);
  const text = (seed: number, words: number) =>
    Array.from({ length: words }, (_, at) => word(seed * 1000 + at)).join(' ');
  const messages: object[] = [];
  let whole = 0;
  for (let turn = 0; turn < 100; turn++) {
    messages.push({ role: 'user', content: [{ type: 'text', text: text(turn, 150) }] });
    const body = JSON.stringify({ model: 'm', system: text(999, 3_000), messages });
    const sent = [Buffer.from(body)];
    whole += 2 * body.length;
    store.record(capturedCall(`call_${turn}`, [stageOf(body), stageOf(body, { stage: 'sent', pieces: sent })]));
  }
  assert.equal((await store.body('call_99', 'sent', 0))?.toString().includes(text(99, 150)), true);
  await store.close();
  const { used } = await (await openBodyTables(context, dataDir)).size();
  assert.ok(used > 10_000 && used * 20 < whole, `${used} bytes for ${whole}`);
});
