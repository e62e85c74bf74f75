import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { temporaryDir } from '../../test/support/store.ts';
import type { CallId, KeyId } from '../lib/ids.ts';
import { BodyStore, type BodyStoreOptions } from './body-store.ts';
import type { CapturedCall, CapturedStage } from './ports.ts';
import type { BodyPolicy } from './worker-messages.ts';

const KEEP_ALL: BodyPolicy = { redact: [], retention: { days: 0, bytes: 0 } };

async function open(context: TestContext, options: Partial<BodyStoreOptions> = {}) {
  const file = options.file ?? join(await temporaryDir(context), 'bodies.db');
  const warnings: string[] = [];
  const store = await BodyStore.open({ file, policy: KEEP_ALL, warn: (text) => warnings.push(text), ...options });
  context.after(() => store.close());
  return { store, file, warnings };
}

function captured(id: string, stages: readonly CapturedStage[], fields: Partial<CapturedCall> = {}): CapturedCall {
  return { id: id as CallId, keyId: 'key_1' as KeyId, startedAt: 5, stages, secrets: [], reserved: 0, ...fields };
}

function stageOf(body: string | Buffer, fields: Partial<CapturedStage> = {}): CapturedStage {
  const piece = Buffer.from(body);
  return { stage: 'request', attempt: 0, head: { headers: {} }, pieces: [piece], bytes: piece.length, ...fields };
}

describe('bodies are kept', () => {
  test('with their heads, stage by stage, and read byte for byte', async (context) => {
    const { store } = await open(context);
    const bytes = Buffer.from([0, 255, 10, 128]);
    store.record(
      captured('call_1', [
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
    const { store, file } = await open(context);
    store.record(captured('call_1', [stageOf('{"a":1}')]));
    await store.close();
    const again = await open(context, { file });
    assert.equal(String(await again.store.body('call_1', 'request', 0)), '{"a":1}');
    assert.equal(await again.store.forget('call_1'), true);
    assert.equal(await again.store.forget('call_1'), false);
    assert.deepEqual(await again.store.stages('call_1'), []);
    await again.store.tidy();
    assert.equal(again.store.status.failure, null);
  });

  test('without what is redacted, in bodies and in heads, by rules that may change', async (context) => {
    const { store, file } = await open(context, { policy: { ...KEEP_ALL, redact: ['\\d{4}-\\d{4}'] } });
    const head = { path: '/1234-5678', headers: { accept: 'sk-secret-of-the-platform' } };
    const body = '{"card":"1234-5678","key":"sk-secret-of-the-platform"}';
    store.record(captured('call_1', [stageOf(body, { head })], { secrets: ['sk-secret-of-the-platform'] }));
    assert.equal(String(await store.body('call_1', 'request', 0)), '{"card":"[redacted]","key":"[secret]"}');
    const [kept] = await store.stages('call_1');
    assert.deepEqual(kept?.head, { path: '/[redacted]', headers: { accept: '[secret]' } });
    assert.deepEqual([kept?.bytes, kept?.keptBytes], [body.length, 38]);
    store.setPolicy({ ...KEEP_ALL, redact: ['card'] });
    store.record(captured('call_2', [stageOf('{"card":"1234-5678"}')]));
    assert.equal(String(await store.body('call_2', 'request', 0)), '{"[redacted]":"1234-5678"}');
    await store.close();
    assert.ok(!readFileSync(file).includes('sk-secret'));
  });
});

describe('serving goes on', () => {
  test('when too much is waiting: bodies are dropped and counted, heads are kept', async (context) => {
    const { store } = await open(context, { mostWaitingBytes: 5_000 });
    assert.equal(store.reserve(4_000), true);
    assert.equal(store.reserve(4_000), false);
    store.record(captured('call_1', [stageOf(Buffer.alloc(3_000, 'x'))]));
    assert.equal(store.status.dropped, 2);
    assert.deepEqual(
      (await store.stages('call_1')).map(({ bytes, keptBytes }) => [bytes, keptBytes]),
      [[3_000, null]],
    );
    store.record(captured('call_2', [stageOf(Buffer.alloc(3_000, 'x'))], { reserved: 4_000 }));
    assert.equal((await store.body('call_2', 'request', 0))?.length, 3_000);
    assert.deepEqual([store.status.dropped, store.status.waitingBytes], [2, 0]);
  });

  test('when the disk is full: it is counted, said once, and tried again', async (context) => {
    const { store, warnings } = await open(context, { mostPages: 60 });
    store.record(captured('small', [stageOf('{"a":1}')]));
    await store.stages('small');
    for (let index = 0; index < 3; index++) {
      store.record(captured(`large_${index}`, [stageOf(randomBytes(300_000))]));
      assert.deepEqual(await store.stages(`large_${index}`), []);
    }
    assert.deepEqual([store.status.lost, store.status.isRunning, store.status.waitingBytes], [3, true, 0]);
    assert.match(store.status.failure ?? '', /full/);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /could not be kept: .*full.*served/);
    store.record(captured('small_2', [stageOf('{"a":1}')]));
    assert.equal(String(await store.body('small_2', 'request', 0)), '{"a":1}');
  });

  test('when the file is damaged: it is moved aside, and said', async (context) => {
    const dir = await temporaryDir(context);
    const file = join(dir, 'bodies.db');
    writeFileSync(file, 'this is no database, but a text that is long enough to be taken for one'.repeat(100));
    const { store, warnings } = await open(context, { file });
    assert.match(warnings.join(), /was damaged .*bodies\.db\.corrupt-/);
    assert.ok(readdirSync(dir).some((name) => name.includes('.corrupt-')));
    store.record(captured('call_1', [stageOf('{"a":1}')]));
    assert.equal((await store.stages('call_1')).length, 1);
  });

  test('when the worker cannot open the file: nothing is kept, and said', async (context) => {
    const dir = await temporaryDir(context);
    const { store, warnings } = await open(context, { file: dir });
    assert.equal(store.status.isRunning, false);
    assert.match(warnings.join(), /bodies are not kept until redwolf is restarted/);
    assert.equal(store.reserve(1), false);
    store.record(captured('call_1', [stageOf('{"a":1}')]));
    assert.equal(store.status.lost, 1);
    await assert.rejects(store.stages('call_1'), { name: 'DatabaseFailure' });
    await store.close();
  });
});

test('a session of a hundred turns costs what is new in each turn', async (context) => {
  const { store, file } = await open(context);
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
    store.record(captured(`call_${turn}`, [stageOf(body), stageOf(body, { stage: 'sent', pieces: sent })]));
  }
  assert.equal((await store.body('call_99', 'sent', 0))?.toString().includes(text(99, 150)), true);
  await store.close();
  assert.ok(existsSync(file));
  assert.ok(statSync(file).size * 20 < whole, `${statSync(file).size} bytes for ${whole}`);
});
