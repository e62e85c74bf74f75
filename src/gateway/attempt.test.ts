import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anthropicStream } from '../../test/fake-platform/anthropic-replies.ts';
import { chunk, data, ROLE_CHUNK, STOP_CHUNK } from '../../test/fake-platform/openai-replies.ts';
import { AttemptStage } from '../../test/support/attempt-stage.ts';
import { anthropicMessages } from '../protocols/anthropic-messages/codec.ts';
import type { Codec } from '../protocols/codec.ts';
import type { TurnEvent } from '../turn/events.ts';

const SECOND = 1_000;
const STREAM = { body: { stream: true } };
const TIMEOUTS = { timeouts: { firstByte: 60 * SECOND, idle: 20 * SECOND } };
const HELLO = data(chunk({ role: 'assistant', content: 'hello' }));

function converted(fields: object = STREAM): AttemptStage {
  return new AttemptStage('openai-compatible', fields, TIMEOUTS);
}

describe('the way of a request', () => {
  test('goes out once, with the timeouts of its platform', async () => {
    const stage = converted();
    const exchange = stage.run();
    assert.equal(stage.upstream.sent.length, 1);
    assert.equal(exchange.request.timeouts.idle, 20 * SECOND);
    assert.equal(await stage.ending(), 'running');
  });

  test('a port that fails at once is a failed try', async () => {
    const stage = converted();
    stage.upstream.onSend = (exchange) => exchange.fail('UND_ERR_DESTROYED');
    const exchange = stage.run();
    assert.equal(await stage.ending(), 'failed broken_reply');
    assert.equal(exchange.isAborted, true);
    assert.equal(stage.clock.waiting, 0);
  });

  test('a request that cannot be encoded throws, and nothing is sent or left behind', () => {
    const stage = converted({ body: { messages: [{ role: 'human', content: 'hi' }] } });
    assert.throws(() => stage.run(), { kind: 'invalid_request' });
    assert.equal(stage.upstream.sent.length, 0);
    assert.equal(stage.clock.waiting, 0);
  });
});

describe('time', () => {
  test('a platform that sends nothing is given up after its first-byte timeout', async () => {
    const stage = converted();
    const exchange = stage.run();
    stage.clock.advance(60 * SECOND - 1);
    assert.equal(await stage.ending(), 'running');
    stage.clock.advance(1);
    assert.equal(await stage.ending(), 'failed timeout');
    assert.equal(exchange.isAborted, true);
    assert.equal(stage.response.text, '');
  });

  test('a head is no first byte', async () => {
    const stage = converted();
    stage.run().head();
    stage.clock.advance(60 * SECOND);
    assert.equal(await stage.ending(), 'failed timeout');
  });

  test('from the first byte on, each piece starts the idle timeout anew', async () => {
    const stage = converted();
    const exchange = stage.run().head();
    stage.clock.advance(59 * SECOND);
    for (let piece = 0; piece < 5; piece++) {
      exchange.data(data(ROLE_CHUNK));
      stage.clock.advance(19 * SECOND);
      assert.equal(await stage.ending(), 'running');
    }
    stage.clock.advance(SECOND);
    assert.equal(await stage.ending(), 'failed timeout');
    assert.equal(stage.clock.waiting, 0);
  });

  test('silence after a part of the reply is told, never ended', async () => {
    const stage = converted();
    stage.run().head().data(HELLO);
    stage.clock.advance(20 * SECOND);
    assert.equal(await stage.ending(), 'broken timeout');
    assert.match(stage.response.text, /event: error\ndata: .*timeout_error.*fell silent for 20 s/);
    assert.doesNotMatch(stage.response.text, /message_stop/);
  });

  test('no timer is left when the reply was served', async () => {
    const stage = converted();
    stage.run().head().data(HELLO).data(data(STOP_CHUNK)).end();
    assert.equal(await stage.ending(), 'served');
    assert.equal(stage.clock.waiting, 0);
  });
});

describe('a slow client', () => {
  function slow(): { stage: AttemptStage; exchange: ReturnType<AttemptStage['run']> } {
    const stage = converted();
    const exchange = stage.run().head();
    stage.response.isFast = false;
    exchange.data(HELLO);
    return { stage, exchange };
  }

  test('holds the platform back until it reads on', () => {
    const { stage, exchange } = slow();
    assert.equal(exchange.isPaused, true);
    stage.response.drain();
    assert.equal(exchange.isPaused, false);
  });

  test('is not the fault of the platform: its idle time stands still meanwhile', async () => {
    const { stage, exchange } = slow();
    stage.clock.advance(3_600 * SECOND);
    assert.equal(await stage.ending(), 'running');
    stage.response.drain();
    stage.clock.advance(19 * SECOND);
    assert.equal(await stage.ending(), 'running');
    exchange.data(HELLO);
    stage.clock.advance(20 * SECOND);
    assert.equal(await stage.ending(), 'broken timeout');
  });

  test('that is given more before it has read leaves one listener and one timer', async () => {
    const { stage, exchange } = slow();
    for (let piece = 0; piece < 20; piece++) exchange.data(HELLO);
    assert.equal(stage.response.listenerCount('drain'), 1);
    stage.response.drain();
    assert.equal(stage.clock.waiting, 1);
    assert.equal(exchange.isPaused, false);
  });

  test('can be slow again', () => {
    const { stage, exchange } = slow();
    stage.response.drain();
    stage.response.isFast = false;
    exchange.data(HELLO);
    assert.equal(exchange.isPaused, true);
    stage.response.drain();
    assert.equal(exchange.isPaused, false);
  });

  test('that reads on after the end wakes nobody', async () => {
    const { stage, exchange } = slow();
    exchange.fail();
    assert.equal(await stage.ending(), 'broken unreachable');
    stage.response.drain();
    assert.equal(exchange.isPaused, true);
    assert.equal(stage.clock.waiting, 0);
  });
});

describe('a client that leaves', () => {
  for (const [name, play] of [
    ['before the reply', () => {}],
    ['while the reply is held', (stage: AttemptStage) => stage.upstream.last.head().data(data(ROLE_CHUNK))],
    ['in the middle of the reply', (stage: AttemptStage) => stage.upstream.last.head().data(HELLO)],
  ] as const) {
    test(`${name}: the platform is let go in the same tick`, async () => {
      const stage = converted();
      const exchange = stage.run();
      play(stage);
      stage.response.leave();
      assert.equal(exchange.isAborted, true);
      assert.equal(stage.clock.waiting, 0);
      assert.equal(await stage.ending(), 'aborted');
    });
  }

  test('before the try began: nothing is sent', async () => {
    const stage = converted();
    stage.response.leave();
    assert.throws(() => stage.run(), /nothing was sent/);
    assert.equal(await stage.ending(), 'aborted');
    assert.equal(stage.clock.waiting, 0);
  });

  test('is told to the try that runs, not to one before it', async () => {
    const stage = converted();
    stage.run().head(500).end();
    assert.equal(await stage.ending(), 'failed server_error');
    const second = stage.run(stage.attemptAt('q', {}));
    stage.response.leave();
    assert.equal(second.isAborted, true);
    assert.equal(await stage.ending(), 'aborted');
  });
});

describe('the end of a reply', () => {
  test('is the end that the protocol knows: the connection gets a moment to become free', async () => {
    const stage = converted();
    const exchange = stage.run().head().data(HELLO).data(data(STOP_CHUNK)).data(data('[DONE]'));
    assert.equal(await stage.ending(), 'served');
    assert.equal(stage.sight, 'ended');
    assert.equal(exchange.isAborted, false);
    stage.clock.advance(SECOND);
    assert.equal(exchange.isAborted, true);
  });

  test('that comes within the moment leaves the connection as it is', async () => {
    const stage = converted();
    const exchange = stage.run().head().data(HELLO).data(data(STOP_CHUNK)).data(data('[DONE]'));
    exchange.end();
    stage.clock.advance(SECOND);
    assert.equal(exchange.isAborted, false);
    assert.equal(await stage.ending(), 'served');
  });

  test('what follows the end of the protocol is given to nobody', async () => {
    const stage = new AttemptStage('anthropic', STREAM);
    const exchange = stage.run().head().data(anthropicStream().stream.join(''));
    const { text } = stage.response;
    exchange.data('data: more\n\n').fail();
    assert.equal(stage.response.text, text);
    assert.equal(await stage.ending(), 'served');
    assert.equal(stage.sight, 'ended');
  });
});

describe('a codec that throws', () => {
  /** Its encoder breaks at the first event of this type. */
  function brokenAt(type: TurnEvent['type']): Codec {
    const push = (event: TurnEvent): string => {
      if (event.type === type) throw new TypeError('nobody foresaw this');
      return `event: ${event.type}\n\n`;
    };
    return { ...anthropicMessages, streamEncoder: () => ({ push }) };
  }

  test('before a part of the reply was sent: one failed try, without a trace', async () => {
    const stage = converted({ codec: brokenAt('start'), ...STREAM });
    const exchange = stage.run().head().data(HELLO);
    assert.equal(await stage.ending(), 'failed broken_reply');
    assert.equal(exchange.isAborted, true);
    assert.equal(stage.response.headersSent, false);
  });

  test('after a part of the reply was sent: an error, and no clean end', async () => {
    const stage = converted({ codec: brokenAt('stop'), ...STREAM });
    const exchange = stage.run().head().data(HELLO).data(data(STOP_CHUNK));
    exchange.data(data('[DONE]'));
    assert.equal(await stage.ending(), 'broken broken_reply');
    assert.equal(exchange.isAborted, true);
    assert.match(stage.response.text, /event: error\n\n$/);
  });
});

test('what a try has sent and lost is kept on the call when it answers', async () => {
  const stage = converted({ body: { stream: true, top_k: 4 } });
  const exchange = stage.run().head(200, { 'x-upstream': 'yes' });
  assert.equal(stage.call.losses.length, 0);
  stage.clock.advance(7 * SECOND);
  exchange.data(HELLO);
  assert.deepEqual(
    stage.call.losses.map((loss) => loss.path),
    ['top_k'],
  );
  assert.equal(stage.call.firstByteMonotonic, stage.call.startedMonotonic + 7 * SECOND);
  assert.equal(stage.attempt.replyHeaders['x-upstream'], 'yes');
});
