/** Replies that come compressed although nobody asked for it. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { brotliCompressSync, createGunzip, deflateSync, gzipSync } from 'node:zlib';
import { chunk, completion, data, STOP_CHUNK } from '../../test/fake-platform/openai-replies.ts';
import { AttemptStage } from '../../test/support/attempt-stage.ts';

const GZIP = { 'content-encoding': 'gzip' };
const HELLO = data(chunk({ role: 'assistant', content: 'hello' }));
const WHOLE = HELLO + data(STOP_CHUNK) + data('[DONE]');
const MEBIBYTE = 1024 * 1024;

function streaming(): AttemptStage {
  return new AttemptStage('openai-compatible', { body: { stream: true } });
}

/** Waits until a thread could have inflated these bytes, and whoever hears of it has had his say. */
async function inflated(bytes: Buffer): Promise<void> {
  const gunzip = createGunzip();
  gunzip.resume().write(bytes);
  gunzip.end();
  await Promise.race([once(gunzip, 'end'), once(gunzip, 'error').catch(() => undefined)]);
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

describe('a compressed reply', () => {
  for (const [encoding, compress] of [
    ['gzip', gzipSync],
    [' X-GZIP ', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const) {
    test(`${encoding}: a stream, cut anywhere`, async () => {
      const stage = streaming();
      const exchange = stage.run().head(200, { 'content-encoding': encoding });
      for (const byte of compress(WHOLE)) exchange.data(Buffer.from([byte]));
      exchange.end();
      assert.equal(await stage.ended(), 'served');
      assert.match(stage.response.text, /"text":"hello".*message_stop/s);
    });
  }

  test('a whole body, for a client that wants it whole', async () => {
    const stage = new AttemptStage('openai-compatible');
    const body = gzipSync(JSON.stringify(completion({ text: 'hi' }).json));
    stage.run().head(200, GZIP).data(body).end();
    assert.equal(await stage.ended(), 'served');
    assert.equal(JSON.parse(stage.response.text).content[0].text, 'hi');
  });

  test('an error', async () => {
    const stage = new AttemptStage('openai-compatible');
    const body = gzipSync(JSON.stringify({ error: { message: 'too many' } }));
    stage.run().head(429, GZIP).data(body).end();
    assert.equal(await stage.ended(), 'failed rate_limit');
    assert.ok(stage.outcome?.kind === 'failed' && stage.outcome.fault.message === 'too many');
  });

  test('an encoding that nobody knows is taken as it is', async () => {
    const stage = streaming();
    stage.run().head(200, { 'content-encoding': 'identity' }).data(WHOLE).end();
    assert.equal(await stage.ended(), 'served');
  });
});

describe('a compressed reply that is cut', () => {
  test('before it says anything: a failed try', async () => {
    const stage = streaming();
    stage.run().head(200, GZIP).data(gzipSync(WHOLE).subarray(0, 12)).end();
    assert.equal(await stage.ended(), 'failed broken_reply');
    assert.equal(stage.clock.waiting, 0);
  });

  test('in its last bytes: the end of the protocol was seen, so it is complete', async () => {
    const stage = streaming();
    stage.run().head(200, GZIP).data(gzipSync(WHOLE).subarray(0, -8)).end();
    assert.equal(await stage.ended(), 'served');
  });

  test('in the middle: an error for the client, and no end', async () => {
    const stage = streaming();
    stage.run().head(200, GZIP).data(gzipSync(HELLO).subarray(0, -8)).end();
    assert.equal(await stage.ended(), 'broken broken_reply');
    assert.match(stage.response.text, /event: error/);
    assert.doesNotMatch(stage.response.text, /message_stop/);
  });

  test('and is no gzip at all: a failed try', async () => {
    const stage = streaming();
    stage.run().head(200, GZIP).data(WHOLE).end();
    assert.equal(await stage.ended(), 'failed broken_reply');
  });
});

describe('what is inflated late', () => {
  test('of a try that has failed is not given to the client of the next one', async () => {
    const stage = streaming();
    const body = gzipSync(HELLO);
    stage.run().head(200, GZIP).data(body).fail();
    assert.equal(await stage.ended(), 'failed unreachable');
    const second = stage.run(stage.attemptAt('q', {})).head();
    await inflated(body);
    assert.equal(stage.response.headersSent, false);
    second.data(WHOLE.replace('hello', 'from q')).end();
    assert.equal(await stage.ended(), 'served');
    assert.equal(stage.response.headers['x-from'], 'q');
    assert.doesNotMatch(stage.response.text, /hello/);
  });

  test('is not written after the end of the response', async () => {
    const stage = streaming();
    const body = gzipSync(HELLO);
    stage.run().head(200, GZIP).data(body).fail();
    stage.client.begin(502, {});
    stage.client.end('the error');
    await inflated(body);
    assert.equal(stage.response.text, 'the error');
  });
});

describe('a bomb', () => {
  const zeros = (mebibytes: number): Buffer => gzipSync(Buffer.alloc(mebibytes * MEBIBYTE, ' '));

  test('in an error: no more than a mebibyte of it is looked at', async () => {
    const stage = new AttemptStage('openai-compatible');
    const exchange = stage.run().head(500, GZIP).data(zeros(64));
    assert.equal(await stage.ended(), 'failed server_error');
    assert.equal(exchange.isAborted, true);
  });

  test('for a slow client waits in its compressed form', async () => {
    const stage = streaming();
    const text = data(chunk({ content: 'x'.repeat(1_000) })).repeat(4_000);
    const body = gzipSync(text);
    stage.response.isFast = false;
    const exchange = stage.run().head(200, GZIP).data(body);
    await inflated(body);
    assert.equal(exchange.isPaused, true);
    assert.ok(stage.response.text.length < MEBIBYTE / 2, `${stage.response.text.length} bytes wait for the client`);
    stage.response.drain();
    exchange.data(gzipSync(WHOLE)).end();
    assert.equal(await stage.ended(), 'served');
    assert.ok(stage.response.text.length > 4 * MEBIBYTE);
  });
});
