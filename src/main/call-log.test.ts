import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callRow } from '../../test/support/store.ts';
import type { CallRecorder, CallRow } from '../store/ports.ts';
import { withCallLog } from './call-log.ts';

function recorderThatKeeps(rows: CallRow[]): CallRecorder {
  return { record: (row) => rows.push(row), flush: async () => {}, lost: 3, waiting: 2 };
}

test('each call has a line, and goes on to the recorder', async () => {
  const rows: CallRow[] = [];
  const lines: object[] = [];
  const recorder = withCallLog(recorderThatKeeps(rows), {
    isDebug: true,
    log: { debug: (fields) => lines.push(fields) },
  });
  const row = callRow({
    attempts: JSON.stringify([
      { platform: 'a', model: 'm', credential: 0, status: null, fault: 'timeout', message: 'the prompt', ms: 12 },
      { platform: 'b', model: 'n', credential: 0, status: 200, ms: 34 },
    ]),
    losses: JSON.stringify([{ path: 'top_k', why: 'the prompt' }]),
    errorMessage: 'the prompt',
    inputTokens: 1,
    cacheReadTokens: 20,
    cacheWrite5mTokens: 300,
    cacheWrite1hTokens: 4000,
    outputTokens: 5,
    totalMs: 46.4,
  });
  recorder.record(row);
  assert.deepEqual(rows, [row]);
  const [line] = lines as Record<string, unknown>[];
  assert.equal(line?.['call'], row.id);
  assert.deepEqual(line?.['attempts'], ['a:m timeout - 12 ms', 'b:n ok 200 34 ms']);
  assert.deepEqual(line?.['losses'], ['top_k']);
  assert.deepEqual([line?.['input'], line?.['output'], line?.['ms']], [4321, 5, 46]);
  assert.doesNotMatch(JSON.stringify(line), /the prompt/);
  assert.deepEqual([recorder.lost, recorder.waiting], [3, 2]);
  await recorder.flush();
});
