import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { chunk, data, ROLE_CHUNK, STOP_CHUNK, usage, usageChunk } from '../../../test/fake-platform/openai-replies.ts';
import { AttemptStage } from '../../../test/support/attempt-stage.ts';
import { openaiChat } from '../../protocols/openai-chat/codec.ts';

/** A chat client that did not ask for usage, at a platform of its own protocol. */
function relayed(options?: object): AttemptStage {
  const body = { stream: true, ...(options && { stream_options: options }) };
  return new AttemptStage('openai-compatible', { codec: openaiChat, body });
}

const ROLE = data(ROLE_CHUNK);
const HELLO = data(chunk({ content: '你好' }));
const STOP = data(STOP_CHUNK);
const USAGE = data(usageChunk(usage(11, 7)));
const DONE = data('[DONE]');
const ALL = ROLE + HELLO + STOP + USAGE + DONE;
const WITHOUT = ROLE + HELLO + STOP + DONE;

describe('a relayed stream whose client asked for no usage', () => {
  test('has no chunk without a choice, and is accounted for all the same', async () => {
    const stage = relayed();
    stage.run().head().data(ALL).end();
    assert.equal(await stage.ending(), 'served');
    assert.equal(stage.response.text, WITHOUT);
    const { usage: counted, source } = stage.call.usage?.settle() ?? {};
    assert.deepEqual([counted?.input, counted?.output, source], [11, 7, 'reported']);
  });

  test('has all of it if the client asked', async () => {
    const stage = relayed({ include_usage: true });
    stage.run().head().data(ALL).end();
    assert.equal(await stage.ending(), 'served');
    assert.equal(stage.response.text, ALL);
  });

  test('keeps usage that comes with a choice', async () => {
    const last = data(chunk({}, 'stop', { usage: usage(11, 7) }));
    const stage = relayed();
    stage
      .run()
      .head()
      .data(ROLE + HELLO + last + DONE);
    assert.equal(await stage.ending(), 'served');
    assert.equal(stage.response.text, ROLE + HELLO + last + DONE);
  });

  test('is the same wherever it is cut', () => {
    const piece = fc.constantFrom(HELLO, USAGE, ': a comment\n\n', data(chunk({ reasoning_content: 'hm' })), '\n');
    const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 });
    const lineEnds = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(fc.array(piece), sizes, lineEnds, (pieces, cuts, lineEnd) => {
        const text = [ROLE, ...pieces, STOP, USAGE, DONE].map((part) => part.replaceAll('\n', lineEnd));
        const hidden = USAGE.replaceAll('\n', lineEnd);
        const stage = relayed();
        const exchange = stage.run().head();
        for (const part of cut(Buffer.from(text.join('')), cuts)) exchange.data(part);
        exchange.end();
        // The line feed of the very last line end may come after the end of the stream was seen.
        const expected = text.filter((part) => part !== hidden).join('');
        assert.equal(stage.response.text.trimEnd(), expected.trimEnd());
      }),
      { numRuns: 300 },
    );
  });

  test('has its last chunk even if no blank line follows', async () => {
    const stage = relayed();
    stage
      .run()
      .head()
      .data(ROLE + HELLO + STOP.trimEnd())
      .end();
    assert.equal(await stage.ending(), 'served');
    assert.equal(stage.response.text, ROLE + HELLO + STOP.trimEnd());
  });

  test('that breaks inside of a chunk ends with an error, and without a part of the chunk', async () => {
    const stage = relayed();
    stage
      .run()
      .head()
      .data(ROLE + HELLO + HELLO.slice(0, 20))
      .fail();
    assert.match(await stage.ending(), /^broken/);
    assert.equal(stage.response.text.startsWith(`${ROLE}${HELLO}data: {"error":`), true, stage.response.text);
    assert.equal(stage.sight, 'ended');
  });

  test('may be interrupted by a keep-alive anywhere, as only whole chunks are sent', () => {
    const stage = relayed();
    stage.client.keepAlive(openaiChat.keepAlive, () => stage.client.begin(200, {}));
    const exchange = stage.run().head().data(ROLE);
    stage.clock.advance(10_000);
    exchange.data(HELLO + HELLO.slice(0, 9));
    stage.clock.advance(10_000);
    exchange.data(HELLO.slice(9) + STOP + USAGE + DONE);
    assert.equal(stage.response.text, `: keep-alive\n\n${ROLE}${HELLO}: keep-alive\n\n${HELLO}${STOP}${DONE}`);
  });
});

describe("the platform's own error in a relayed chat stream", () => {
  const ERROR = data({ error: { message: 'no more', code: 503 } });
  for (const options of [undefined, { include_usage: true }]) {
    test(`is told once (${JSON.stringify(options)})`, async () => {
      const stage = relayed(options);
      stage
        .run()
        .head()
        .data(ROLE + HELLO)
        .data(ERROR);
      assert.match(await stage.ending(), /^broken/);
      assert.equal(stage.response.text, ROLE + HELLO + ERROR);
      assert.equal(stage.sight, 'ended');
    });
  }
});

/** The bytes in pieces of these sizes, over and over. */
function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
