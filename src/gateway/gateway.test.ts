import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chunk, completion, data, STOP_CHUNK, usageChunk } from '../../test/fake-platform/openai-replies.ts';
import { LAPTOP, upstreamOf } from '../../test/support/gateway-parts.ts';
import { GatewayStage } from '../../test/support/gateway-stage.ts';
import { Secret } from '../lib/secret.ts';
import { anthropicMessages } from '../protocols/anthropic-messages/codec.ts';
import { Fault } from '../turn/fault.ts';

const SECOND = 1_000;
const STREAM = { body: { stream: true } };
const HELLO = data(chunk({ role: 'assistant', content: 'hello' }));
const a = upstreamOf('a');
const b = upstreamOf('b');

describe('one row per call', () => {
  test('that is served', async () => {
    const stage = new GatewayStage([a]);
    const { response, done } = stage.serve();
    await stage.sent(1);
    stage.clock.advance(40);
    (await stage.sent(1)).reply(200, completion({ text: 'hi' }).json);
    await done;
    const { row } = stage;
    assert.equal(row.outcome, 'ok');
    assert.equal(row.status, 200);
    assert.equal(row.platform, 'a');
    assert.equal(row.firstByteMs, 40);
    assert.equal(row.totalMs, 40);
    assert.equal(row.replyBytes, response.text.length);
    assert.equal(row.usageSource, 'reported');
    assert.equal(row.plan, '["a:m"]');
    assert.equal(row.attempts, '[{"platform":"a","model":"m","credential":0,"status":200,"ms":40}]');
  });

  test('that fails everywhere', async () => {
    const stage = new GatewayStage([a, b]);
    const { response, done } = stage.serve();
    (await stage.sent(1)).reply(500, { error: { message: 'broken' } });
    (await stage.sent(2)).fail('ECONNREFUSED');
    await done;
    assert.equal(response.status, 503);
    assert.equal(stage.row.outcome, 'error');
    assert.equal(stage.row.status, 503);
    assert.equal(stage.row.errorKind, 'overloaded');
    assert.equal(stage.row.platform, null);
    assert.equal(stage.row.usageSource, 'none');
    assert.deepEqual(
      JSON.parse(stage.row.attempts).map((attempt: { status: unknown }) => attempt.status),
      [500, null],
    );
  });

  test('that breaks off', async () => {
    const stage = new GatewayStage([a, b]);
    const { response, done } = stage.serve(STREAM);
    (await stage.sent(1)).head().data(HELLO).fail();
    await done;
    assert.equal(stage.upstream.sent.length, 1);
    assert.equal(stage.row.outcome, 'error');
    assert.equal(stage.row.status, 200);
    assert.equal(stage.row.errorKind, 'unreachable');
    assert.equal(stage.row.platform, 'a');
    assert.equal(stage.row.usageSource, 'estimated');
    assert.equal(stage.row.replyBytes, Buffer.byteLength(response.text));
  });

  test('whose client leaves while a platform is asked', async () => {
    const stage = new GatewayStage([a, b]);
    const { response, done } = stage.serve();
    await stage.sent(1);
    response.leave();
    await done;
    assert.equal(stage.upstream.sent.length, 1);
    assert.equal(stage.upstream.last.isAborted, true);
    assert.equal(stage.row.outcome, 'aborted');
    assert.equal(stage.row.status, 499);
    assert.equal(stage.row.errorKind, null);
  });

  test('whose client leaves between two platforms: the second is not asked', async () => {
    const stage = new GatewayStage([a, b]);
    const { response, done } = stage.serve();
    (await stage.sent(1)).reply(500, {});
    response.leave();
    await done;
    assert.equal(stage.upstream.sent.length, 1);
    assert.equal(stage.row.outcome, 'aborted');
    assert.equal(stage.row.attempts.includes('"platform":"b","model":"m","credential":0,"status":null,'), true);
  });

  test('whose client leaves after what a failed platform has reported: nobody pays for that', async () => {
    const stage = new GatewayStage([a, b]);
    const { response, done } = stage.serve(STREAM);
    const usage = usageChunk({ prompt_tokens: 30, completion_tokens: 5 });
    (await stage.sent(1)).head().data(data(usage)).fail();
    await stage.sent(2);
    response.leave();
    await done;
    assert.equal(stage.row.usageSource, 'none');
    assert.equal(stage.row.inputTokens, 0);
  });

  test('whose client has left before anything was done', async () => {
    const stage = new GatewayStage([a]);
    const { call, client, response } = stage.arrive();
    response.leave();
    await stage.gateway.serve(call, client);
    assert.equal(stage.upstream.sent.length, 0);
    assert.equal(stage.row.outcome, 'aborted');
    assert.equal(stage.row.status, 499);
  });

  test('that asks for what cannot be had', async () => {
    const stage = new GatewayStage([a]);
    const { response, done } = stage.serve({ body: { model: 'scene:x' } });
    await done;
    assert.equal(response.status, 400);
    assert.equal(stage.row.errorKind, 'invalid_request');
    assert.equal(stage.row.attempts, '[]');
    assert.equal(stage.upstream.sent.length, 0);
  });

  test('that may use no platform', async () => {
    const stage = new GatewayStage([a]);
    const own = { header: 'x-api-key', value: new Secret('sk-own') };
    const { response, done } = stage.serve({ identity: { ...LAPTOP, isAnonymous: true, credential: own } });
    await done;
    assert.equal(response.status, 401);
    assert.equal(stage.row.status, 401);
    assert.equal(stage.upstream.sent.length, 0);
  });

  test('that cannot be encoded', async () => {
    const stage = new GatewayStage([a]);
    const { response, done } = stage.serve({ body: { messages: [{ role: 'human', content: 'x' }] } });
    await done;
    assert.equal(response.status, 400);
    assert.equal(stage.row.status, 400);
    assert.deepEqual(stage.logged, []);
  });

  test('in which redwolf makes a mistake: it is logged, and the client learns no more than that', async () => {
    const error = new TypeError('secret detail');
    const codec = {
      ...anthropicMessages,
      decodeRequest: () => {
        throw error;
      },
    };
    const stage = new GatewayStage([a]);
    const { response, done } = stage.serve({ codec });
    await done;
    assert.equal(response.status, 500);
    assert.doesNotMatch(response.text, /secret detail/);
    assert.equal(stage.row.status, 500);
    assert.deepEqual(
      stage.logged.map((entry) => entry.error),
      [error],
    );
  });

  test('of which the client cannot even be told', async () => {
    const error = new TypeError('no words');
    const codec = {
      ...anthropicMessages,
      encodeError: () => {
        throw error;
      },
    };
    const stage = new GatewayStage([]);
    await assert.rejects(stage.serve({ codec }).done, error);
    assert.equal(stage.row.outcome, 'error');
    assert.equal(stage.row.status, 500);
  });

  test('that was refused before it could be served', () => {
    const stage = new GatewayStage([a]);
    const { call, client, response } = stage.arrive();
    stage.gateway.finish(call, client, { kind: 'failed', fault: new Fault('too_large', 413, 'too large') });
    assert.equal(response.status, 413);
    assert.equal(stage.row.status, 413);
    assert.equal(stage.row.errorKind, 'too_large');
  });
});

test('a call whose client left while its body was read has one row, and that is no error', () => {
  const stage = new GatewayStage([a]);
  const { call, client, response } = stage.arrive();
  response.leave();
  stage.gateway.finish(call, client, {
    kind: 'failed',
    fault: new Fault('invalid_request', 400, 'it ended too early'),
  });
  assert.equal(stage.row.outcome, 'aborted');
  assert.equal(stage.row.status, 499);
  assert.equal(stage.row.errorKind, null);
  assert.equal(response.headersSent, false);
});

describe('what the client gets', () => {
  test('after a failover: one reply, with the headers of who answers', async () => {
    const stage = new GatewayStage([a, b]);
    const { response, done } = stage.serve(STREAM);
    (await stage.sent(1)).reply(500, {});
    (await stage.sent(2)).head().data(HELLO).data(data(STOP_CHUNK)).end();
    await done;
    assert.equal(response.heads.length, 1);
    assert.equal(response.headers['x-redwolf-model'], 'b:m');
    assert.equal(response.headers['x-redwolf-attempts'], '2');
    assert.equal(response.headers['request-id'], 'call_1');
    assert.equal(response.headers['cache-control'], 'no-cache');
  });

  test('after a long silence and a failure: a head, keep-alives, and the error as an event', async () => {
    const stage = new GatewayStage([a]);
    const { response, done } = stage.serve(STREAM);
    await stage.sent(1);
    stage.clock.advance(20 * SECOND);
    assert.equal(response.status, 200);
    assert.equal(response.headers['x-redwolf-model'], 'none');
    (await stage.sent(1)).reply(529, { error: { message: 'busy' } });
    await done;
    assert.equal(response.heads.length, 1);
    assert.match(response.text, /^(event: ping\ndata: {"type": "ping"}\n\n){2}event: error\ndata: .*overloaded_error/);
    assert.equal(response.writableEnded, true);
    assert.equal(stage.row.status, 200);
    assert.equal(stage.row.errorKind, 'overloaded');
    assert.equal(stage.clock.waiting, 0);
  });

  test('who leaves after a keep-alive: the row says what it got', async () => {
    const stage = new GatewayStage([a]);
    const { response, done } = stage.serve(STREAM);
    await stage.sent(1);
    stage.clock.advance(10 * SECOND);
    response.leave();
    await done;
    assert.equal(stage.row.status, 200);
    assert.equal(stage.row.outcome, 'aborted');
  });

  test('who wants a whole body: no keep-alive', async () => {
    const stage = new GatewayStage([a]);
    const { response, done } = stage.serve();
    await stage.sent(1);
    stage.clock.advance(60 * SECOND);
    assert.equal(response.headersSent, false);
    response.leave();
    await done;
  });

  test('the losses, where redwolf was started to show them', async () => {
    for (const debug of [true, false]) {
      const stage = new GatewayStage([a], { debug });
      const { response, done } = stage.serve({ body: { top_k: 3 } });
      (await stage.sent(1)).reply(200, completion({ text: 'hi' }).json);
      await done;
      assert.match(stage.row.losses, /top_k/);
      assert.equal(response.headers['x-redwolf-losses'] !== undefined, debug);
    }
  });
});

test('a probe that answers is over: others need not wait for the end of its reply', async () => {
  const stage = new GatewayStage([a, b]);
  const first = stage.serve();
  (await stage.sent(1)).reply(500, {});
  (await stage.sent(2)).reply(200, completion({ text: 'hi' }).json);
  await first.done;
  stage.clock.advance(5 * SECOND);

  stage.serve(STREAM);
  const probe = await stage.sent(3);
  assert.equal(probe.request.platform, 'a');
  stage.serve();
  assert.equal((await stage.sent(4)).request.platform, 'b');
  probe.head().data(HELLO);
  stage.serve();
  assert.equal((await stage.sent(5)).request.platform, 'a');
});
