import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anthropicMessage, anthropicStream } from '../../../test/fake-platform/anthropic-replies.ts';
import { chunk, completion, data, STOP_CHUNK, usageChunk } from '../../../test/fake-platform/openai-replies.ts';
import { AttemptStage } from '../../../test/support/attempt-stage.ts';

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const SSE = data(chunk({ role: 'assistant', content: 'hello' })) + data(STOP_CHUNK) + data('[DONE]');
const JSON_BODY = JSON.stringify(completion({ text: 'hello' }).json);

/** What the platform sends as bytes, and what it says of itself. */
const BODIES: readonly (readonly [name: string, pieces: readonly (string | Buffer)[], type: string])[] = [
  ['a stream', [SSE], 'text/event-stream'],
  ['a stream that calls itself JSON', [SSE], 'application/json'],
  ['a stream after comments', [': processing\n\n', SSE], 'text/event-stream'],
  ['a stream after blank lines', ['\n', '\r\n', SSE], 'text/event-stream'],
  ['a stream after a byte order mark', [BOM, SSE], 'text/event-stream'],
  ['a whole body', [JSON_BODY], 'application/json'],
  ['a whole body that calls itself a stream', [JSON_BODY], 'text/event-stream'],
  ['a whole body after blank lines', ['\n\n', ' ', JSON_BODY], 'application/json'],
  ['a whole body after a byte order mark', [Buffer.concat([BOM, Buffer.from(JSON_BODY)])], 'application/json'],
  ['a whole body, byte by byte', [...JSON_BODY], 'application/json'],
];

for (const stream of [true, false]) {
  describe(`for a client that wants a ${stream ? 'stream' : 'whole body'}`, () => {
    for (const [name, pieces, type] of BODIES) {
      test(name, async () => {
        const stage = new AttemptStage('openai-compatible', { body: { stream } });
        const exchange = stage.run().head(200, { 'content-type': type });
        for (const piece of pieces) exchange.data(piece);
        exchange.end();
        assert.equal(await stage.ending(), 'served');
        assert.equal(stage.sight, 'ended');
        if (stream) assert.match(stage.response.text, /^event: message_start.*"text":"hello".*message_stop"}\n\n$/s);
        else assert.equal(JSON.parse(stage.response.text).content[0].text, 'hello');
        const length = stage.response.headers['content-length'];
        assert.equal(length, stream ? undefined : String(stage.response.text.length));
      });
    }

    for (const [name, body] of [
      ['nothing', ''],
      ['blank lines', '\n\n \n'],
      ['a page', '<html><body>Bad Gateway</body></html>'],
      ['a list', '[]'],
      ['null', 'null'],
      ['half of a whole body', JSON_BODY.slice(0, -9)],
      ['half of a stream', data(chunk({ role: 'assistant' }))],
      ['words', 'upstream connect error'],
      ['deep nesting', `{"choices":${'['.repeat(100_000)}`],
    ] as const) {
      test(`${name}: a failed try without a trace`, async () => {
        const stage = new AttemptStage('openai-compatible', { body: { stream } });
        stage.run().head().data(body).end();
        assert.equal(await stage.ending(), 'failed broken_reply');
        assert.equal(stage.response.headersSent, false);
      });
    }

    test('an error that is called a success', async () => {
      const stage = new AttemptStage('openai-compatible', { body: { stream } });
      stage.run().head().data('{"error":{"message":"busy","code":503}}').end();
      assert.equal(await stage.ending(), 'failed overloaded');
      assert.equal(stage.response.headersSent, false);
    });

    test('a cut body that says nothing yet', async () => {
      const stage = new AttemptStage('openai-compatible', { body: { stream } });
      stage.run().head().data('\n').fail();
      assert.equal(await stage.ending(), 'failed unreachable');
    });

    test('a whole body that is cut', async () => {
      const stage = new AttemptStage('openai-compatible', { body: { stream } });
      stage.run().head().data(JSON_BODY.slice(0, 40)).fail();
      assert.equal(await stage.ending(), 'failed unreachable');
      assert.equal(stage.response.headersSent, false);
    });
  });
}

describe('a relayed whole body', () => {
  test('is the bytes of the platform', async () => {
    const stage = new AttemptStage('anthropic');
    const body = `{ "unknown" : 1.0, ${JSON.stringify(anthropicMessage().json).slice(1)}\n`;
    stage.run().head().data(body.slice(0, 50)).data(body.slice(50)).end();
    assert.equal(await stage.ending(), 'served');
    assert.equal(stage.response.text, body);
    assert.equal(stage.response.headers['content-length'], String(body.length));
  });

  test('becomes a stream for a client that wants one', async () => {
    const stage = new AttemptStage('anthropic', { body: { stream: true } });
    stage.run().reply(200, anthropicMessage().json);
    assert.equal(await stage.ending(), 'served');
    assert.match(stage.response.text, /^event: message_start.*hi from claude.*message_stop/s);
  });

  test('is made of a stream for a client that wants it whole', async () => {
    const stage = new AttemptStage('anthropic');
    stage.run().head().data(anthropicStream().stream.join('')).end();
    assert.equal(await stage.ending(), 'served');
    assert.equal(JSON.parse(stage.response.text).content[0].text, 'hi from claude');
  });
});

describe('a stream that is collected', () => {
  test('needs no end of the body', async () => {
    const stage = new AttemptStage('openai-compatible');
    const exchange = stage.run().head().data(SSE);
    assert.equal(await stage.ending(), 'served');
    exchange.data(SSE).end();
    await stage.settle();
    assert.equal(stage.response.writes.length, 1);
    assert.equal(stage.sight, 'ended');
  });

  test('needs no end of the protocol, nor of its last line', async () => {
    const stage = new AttemptStage('openai-compatible');
    const usage = data(usageChunk({ prompt_tokens: 30, completion_tokens: 5 }));
    stage
      .run()
      .head()
      .data((SSE.replace(data('[DONE]'), '') + usage).trimEnd())
      .end();
    assert.equal(await stage.ending(), 'served');
    assert.deepEqual(JSON.parse(stage.response.text).usage.output_tokens, 5);
    assert.equal(stage.call.usage?.settle().usage.input, 30);
  });

  test('fails at its error, although it stays open', async () => {
    const stage = new AttemptStage('openai-compatible');
    const exchange = stage
      .run()
      .head()
      .data(data(chunk({ content: 'half' })));
    exchange.data(data({ error: { message: 'busy', code: 429 } }));
    assert.equal(await stage.ending(), 'failed rate_limit');
    assert.equal(exchange.isAborted, true);
    assert.equal(stage.response.headersSent, false);
  });

  test('that ends too early fails', async () => {
    const stage = new AttemptStage('openai-compatible');
    stage
      .run()
      .head()
      .data(data(chunk({ content: 'half' })))
      .end();
    assert.equal(await stage.ending(), 'failed broken_reply');
  });
});
