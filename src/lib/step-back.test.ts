import assert from 'node:assert/strict';
import { getPriority } from 'node:os';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

test('a thread that steps back does so alone', async () => {
  const before = getPriority();
  const module = new URL('./step-back.ts', import.meta.url).href;
  const code = `
    const { stepBack } = await import(${JSON.stringify(module)});
    const { getPriority } = await import('node:os');
    stepBack();
    (await import('node:worker_threads')).parentPort.postMessage(getPriority());
  `;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
  const within = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  assert.equal(within, process.platform === 'linux' ? Math.min(before + 10, 19) : before);
  assert.equal(getPriority(), before);
});
