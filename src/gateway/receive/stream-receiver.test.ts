import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anthropicStream, event } from '../../../test/fake-platform/anthropic-replies.ts';
import { chunk, data, ROLE_CHUNK, STOP_CHUNK, toolDelta } from '../../../test/fake-platform/openai-replies.ts';
import { AttemptStage } from '../../../test/support/attempt-stage.ts';

const STREAM = { body: { stream: true } };
const SECOND = 1_000;
const HELLO = data(chunk({ role: 'assistant', content: 'hello' }));
const DONE = data('[DONE]');

const RELAYED = anthropicStream([{ type: 'text', text: 'hello' }]).stream;
/** `message_start`, `ping` and the start of a text block: nothing that answers anything. */
const PROMISES = RELAYED.slice(0, 3).join('');
const [DELTA = ''] = RELAYED.slice(3);
const OVERLOADED = event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } });
// Nobody can read the first; the second has no type, so that clients of Anthropic pass over it.
const WRECK = 'event: ping\ndata: {"a\n\n';
const FOREIGN = 'data: {"error":{"message":"no"}}\n\n';

function converted(): AttemptStage {
  return new AttemptStage('openai-compatible', STREAM);
}

function relayed(): AttemptStage {
  return new AttemptStage('anthropic', STREAM);
}

describe('until something means something', () => {
  for (const [name, pieces] of [
    ['a role', [data(ROLE_CHUNK)]],
    ['comments and blank lines', [': processing\n\n', '\n\n']],
    ['chunks without choices', [data({ choices: [] }), data({ choices: null })]],
    ['empty pieces of text', [data(chunk({ content: '' })), data(chunk({ content: null }))]],
  ] as const) {
    test(`${name} (converted): the client sees nothing`, () => {
      const stage = converted();
      const exchange = stage.run().head();
      for (const piece of pieces) exchange.data(piece);
      assert.equal(stage.response.headersSent, false);
      exchange.data(HELLO);
      assert.equal(stage.response.status, 200);
    });
  }

  test('a start, a ping and the start of a text (relayed): the client sees nothing', () => {
    const stage = relayed();
    const exchange = stage.run().head().data(PROMISES);
    assert.equal(stage.response.headersSent, false);
    exchange.data(DELTA);
    assert.equal(stage.response.text, PROMISES + DELTA);
  });

  for (const [name, piece] of [
    ['a piece of text', HELLO],
    ['a piece of thinking', data(chunk({ reasoning_content: 'hm' }))],
    ['a tool call', data(chunk(toolDelta(0, 'call_abcdef_1', 'f', '')))],
  ] as const) {
    test(`${name} is given on at once`, () => {
      const stage = converted();
      stage.run().head().data(piece);
      assert.equal(stage.response.status, 200);
      assert.equal(stage.attempt.isCommitted, true);
    });
  }

  test('the end of an empty reply is an answer too', async () => {
    const stage = converted();
    stage.run().head().data(data(STOP_CHUNK)).data(DONE);
    assert.equal(await stage.ending(), 'served');
    assert.match(stage.response.text, /message_start.*message_delta.*message_stop/s);
  });

  test('the client gets one head, whatever comes', () => {
    const stage = converted();
    const exchange = stage.run().head();
    for (let piece = 0; piece < 5; piece++) exchange.data(HELLO);
    assert.equal(stage.response.heads.length, 1);
    assert.equal(stage.response.headers['content-type'], 'text/event-stream; charset=utf-8');
    assert.equal(stage.response.headers['content-length'], undefined);
  });
});

describe('what is held back has a limit', () => {
  const start = event('message_start', { message: { usage: { input_tokens: 1 } } });

  test('of sixty-four events', () => {
    const stage = relayed();
    const exchange = stage.run().head().data(start);
    // The start itself says the usage too, so that two events have come.
    for (let count = 2; count < 64; count++) exchange.data(event('ping'));
    assert.equal(stage.response.headersSent, false);
    exchange.data(event('ping'));
    assert.equal(stage.response.headersSent, true);
    assert.equal(stage.response.text, start + event('ping').repeat(63));
  });

  for (const [name, stage, piece] of [
    ['relayed', relayed(), `: ${'x'.repeat(1_021)}\n`],
    ['converted', converted(), `: ${'x'.repeat(1_021)}\n`],
  ] as const) {
    test(`of 256 KiB (${name})`, () => {
      const exchange = stage.run().head();
      for (let kibibyte = 0; kibibyte < 256; kibibyte++) exchange.data(piece);
      assert.equal(stage.response.headersSent, false);
      exchange.data('\n');
      assert.equal(stage.attempt.isCommitted, true);
    });
  }
});

describe('a failure before the first meaning', () => {
  for (const [name, stage, play, ending] of [
    ['an error event (converted)', converted(), [data({ error: { message: 'no', code: 503 } })], 'failed overloaded'],
    ['an error event (relayed)', relayed(), [PROMISES, OVERLOADED], 'failed overloaded'],
    ['an end (converted)', converted(), [data(ROLE_CHUNK), 'END'], 'failed broken_reply'],
    ['an end (relayed)', relayed(), [PROMISES, 'END'], 'failed broken_reply'],
    ['a cut (converted)', converted(), [data(ROLE_CHUNK), 'CUT'], 'failed unreachable'],
    ['a cut (relayed)', relayed(), [PROMISES, 'CUT'], 'failed unreachable'],
    ['no JSON (converted)', converted(), ['data: {"a\n\n'], 'failed broken_reply'],
    ['no JSON (relayed)', relayed(), ['event: ping\ndata: {"a\n\n'], 'failed broken_reply'],
  ] as const) {
    test(`${name} leaves no trace`, async () => {
      const exchange = stage.run().head();
      for (const step of play) {
        if (step === 'END') exchange.end();
        else if (step === 'CUT') exchange.fail();
        else exchange.data(step);
      }
      assert.equal(await stage.ending(), ending);
      assert.equal(stage.response.headersSent, false);
      assert.equal(stage.response.text, '');
      assert.equal(exchange.isAborted, true);
    });
  }
});

describe('a failure after the first meaning (converted)', () => {
  for (const [name, play] of [
    [
      'an error event',
      (stage: AttemptStage) => stage.upstream.last.data(data({ error: { message: 'no', code: 503 } })),
    ],
    ['an end', (stage: AttemptStage) => stage.upstream.last.end()],
    ['a cut', (stage: AttemptStage) => stage.upstream.last.fail()],
    ['no JSON', (stage: AttemptStage) => stage.upstream.last.data('data: {"a\n\n')],
    ['silence', (stage: AttemptStage) => stage.clock.advance(120 * SECOND)],
  ] as const) {
    test(`${name} is an error event, and nothing after it`, async () => {
      const stage = converted();
      stage.run().head().data(HELLO);
      play(stage);
      assert.match(await stage.ending(), /^broken /);
      assert.match(stage.response.text, /"hello".*event: error\ndata: [^\n]*\n\n$/s);
      assert.doesNotMatch(stage.response.text, /message_(delta|stop)/);
      assert.equal(stage.sight, 'ended');
      assert.equal(stage.upstream.last.isAborted, true);
    });
  }
});

describe('a failure after the first meaning (relayed)', () => {
  const text = PROMISES + DELTA;
  const OURS = /event: error\ndata: [^\n]*\n\n$/;

  test("the platform's own error event is given on as it is", async () => {
    const stage = relayed();
    stage.run().head().data(text).data(OVERLOADED);
    assert.equal(await stage.ending(), 'broken overloaded');
    assert.equal(stage.response.text, text + OVERLOADED);
    assert.equal(stage.sight, 'ended');
  });

  for (const [name, play, relayedToo] of [
    ['an end between events', (stage: AttemptStage) => stage.upstream.last.end(), ''],
    ['a cut between events', (stage: AttemptStage) => stage.upstream.last.fail(), ''],
    ['silence between events', (stage: AttemptStage) => stage.clock.advance(120 * SECOND), ''],
    ['an event that is no JSON', (stage: AttemptStage) => stage.upstream.last.data(WRECK), WRECK],
    ['an error that the client would not know', (stage: AttemptStage) => stage.upstream.last.data(FOREIGN), FOREIGN],
  ] as const) {
    test(`${name} is an error event of ours`, async () => {
      const stage = relayed();
      stage.run().head().data(text);
      play(stage);
      assert.match(await stage.ending(), /^broken /);
      assert.ok(stage.response.text.startsWith(`${text}${relayedToo}event: error`), stage.response.text);
      assert.match(stage.response.text, OURS);
      assert.equal(stage.sight, 'ended');
    });
  }

  for (const [name, play] of [
    ['an end', (stage: AttemptStage) => stage.upstream.last.end()],
    ['a cut', (stage: AttemptStage) => stage.upstream.last.fail()],
    ['silence', (stage: AttemptStage) => stage.clock.advance(120 * SECOND)],
  ] as const) {
    for (const part of ['event: content_block_delta\n', 'event: content_block_delta\ndata: {"type":"cont', 'eve']) {
      test(`${name} inside of an event (${JSON.stringify(part)}) breaks the connection`, async () => {
        const stage = relayed();
        stage.run().head().data(text).data(part);
        play(stage);
        assert.match(await stage.ending(), /^broken /);
        assert.equal(stage.response.text, text + part);
        assert.equal(stage.sight, 'broken');
      });
    }
  }

  test('an event that is no JSON, with a part of the next one behind it, breaks the connection', async () => {
    const stage = relayed();
    stage.run().head().data(text).data(`${WRECK}event: pi`);
    assert.equal(await stage.ending(), 'broken broken_reply');
    assert.equal(stage.sight, 'broken');
  });
});

describe('a keep-alive', () => {
  function silent(stage: AttemptStage): AttemptStage {
    stage.client.keepAlive('PING', () => stage.client.begin(200, { 'x-from': 'the keep-alive' }));
    return stage;
  }

  for (const [name, stage, meaning] of [
    ['relayed', silent(relayed()), DELTA],
    ['converted', silent(converted()), HELLO],
  ] as const) {
    test(`comes before the first event too (${name})`, () => {
      const exchange = stage.run().head().data(': still held\n\n: and a part of');
      stage.clock.advance(10 * SECOND);
      assert.equal(stage.response.text, 'PING');
      assert.equal(stage.response.headers['x-from'], 'the keep-alive');
      exchange.data(` it\n\n${meaning}`);
      assert.equal(stage.response.heads.length, 1);
      assert.match(stage.response.text, /^PING.*hello/s);
    });
  }

  test('comes between relayed events, and never inside of one', () => {
    const stage = silent(relayed());
    const exchange = stage
      .run()
      .head()
      .data(PROMISES + DELTA.slice(0, 40));
    stage.clock.advance(10 * SECOND);
    assert.equal(stage.response.text, 'PING');
    const rest = DELTA.slice(40) + DELTA.slice(0, 9);
    exchange.data(rest);
    stage.clock.advance(60 * SECOND);
    assert.equal(stage.response.text, `PING${PROMISES}${DELTA}${DELTA.slice(0, 9)}`);
    exchange.data(DELTA.slice(9));
    stage.clock.advance(10 * SECOND);
    assert.equal(stage.response.text, `PING${PROMISES}${DELTA}${DELTA}PING`);
  });

  test('comes at any place of a converted reply, as only whole events are sent', () => {
    const stage = silent(converted());
    stage.run().head().data(HELLO).data(HELLO.slice(0, 9));
    const { text } = stage.response;
    stage.clock.advance(10 * SECOND);
    assert.equal(stage.response.text, `${text}PING`);
  });

  test('of a try that has failed is not held back by the event that it was in', async () => {
    const stage = silent(relayed());
    stage.run().head().data('event: message_st').fail();
    assert.equal(await stage.ending(), 'failed unreachable');
    stage.run(stage.attemptAt('q', {}));
    stage.clock.advance(10 * SECOND);
    assert.equal(stage.response.text, 'PING');
  });
});
