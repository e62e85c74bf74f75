/** Exactly one row per call, whatever became of it, and what stands in it. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { anthropicAnswer, anthropicStream } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import {
  answer,
  chunk,
  data,
  openaiError,
  ROLE_CHUNK,
  STOP_CHUNK,
  usage,
  usageChunk,
} from '../fake-platform/openai-replies.ts';
import type { CallRecord } from '../support/call-records.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import { text, toolUse, user } from '../support/request-parts.ts';

let openai: FakePlatform;
let anthropic: FakePlatform;
let redwolf: Redwolf;
let calls = 0;

before(async () => {
  openai = await FakePlatform.start();
  anthropic = await FakePlatform.start();
  redwolf = await startRedwolf({
    platforms: [
      { id: 'up', type: 'openai-compatible', base_url: `${openai.origin}/v1`, api_key: 'k', models: ['m'] },
      { id: 'ant', type: 'anthropic', base_url: anthropic.origin, api_key: 'k', models: ['claude-up'] },
    ],
    routing: { mode: 'global_direct', model_priority_list: ['up:m'] },
  });
});

after(async () => {
  await redwolf.stop();
  await openai.close();
  await anthropic.close();
});

/** The row of the call that was made last; there is exactly one more than before. */
async function nextRow(): Promise<CallRecord> {
  calls += 1;
  const rows = await redwolf.waitForCalls(calls);
  assert.equal(rows.length, calls, 'one row per call');
  const row = rows.at(-1);
  assert.ok(row);
  return row;
}

function body(fields: object = {}): object {
  return { model: 'any', max_tokens: 9, messages: [user('hi')], ...fields };
}

describe('the row of a call', () => {
  for (const stream of [false, true]) {
    test(`a good one, ${stream ? 'streamed' : 'whole'}: disjoint counts`, async () => {
      openai.play(answer({ text: 'hello', usage: usage(1000, 40, { cached: 300, written: 500, reasoning: 15 }) }));
      const reply = await redwolf.send('/v1/messages', { body: body({ stream }) });
      const row = await nextRow();
      assert.equal(row.id, reply.headers['x-redwolf-call-id']);
      assert.equal(row.keyName, 'test');
      assert.equal(row.endpoint, 'anthropic-messages');
      assert.equal(row.clientProtocol, 'anthropic-messages');
      assert.equal(row.platformProtocol, 'openai-chat');
      assert.equal(row.mode, 'global_direct');
      assert.equal(row.requestedModel, 'any');
      assert.equal(row.platform, 'up');
      assert.equal(row.model, 'm');
      assert.equal(row.isStream, stream ? 1 : 0);
      assert.equal(row.outcome, 'ok');
      assert.equal(row.status, 200);
      assert.equal(row.inputTokens, 200);
      assert.equal(row.cacheReadTokens, 300);
      assert.equal(row.cacheWrite5mTokens + row.cacheWrite1hTokens, 500);
      assert.equal(row.outputTokens, 40);
      assert.equal(row.reasoningTokens, 15);
      assert.equal(row.usageSource, 'reported');
      assert.equal(row.replyBytes, reply.raw.length);
      assert.ok(row.requestBytes > 0);
      assert.ok(row.firstByteMs !== null && row.firstByteMs <= row.totalMs);
    });

    test(`a relayed one, ${stream ? 'streamed' : 'whole'}: Anthropic's own counts`, async () => {
      anthropic.play(anthropicAnswer());
      await redwolf.send('/v1/messages', { body: body({ stream, model: 'ant:claude-up' }) });
      const row = await nextRow();
      assert.equal(row.platformProtocol, 'anthropic-messages');
      assert.equal(row.inputTokens, 9);
      assert.equal(row.outputTokens, 4);
      assert.equal(row.cacheReadTokens, stream ? 5 : 0);
      assert.equal(row.usageSource, 'reported');
    });
  }

  test('an error', async () => {
    openai.play(openaiError(400, 'max_tokens is too large', 'invalid_request_error'));
    const reply = await redwolf.send('/v1/messages', { body: body() });
    const row = await nextRow();
    assert.equal(row.id, reply.headers['x-redwolf-call-id']);
    assert.equal(row.outcome, 'error');
    assert.equal(row.status, 400);
    assert.equal(row.errorKind, 'invalid_request');
    assert.match(row.errorMessage ?? '', /max_tokens is too large/);
    assert.equal(row.usageSource, 'none');
  });

  test('the client leaves before the reply: the platform is let go, the row says 499', async () => {
    openai.play({ fate: 'silence' });
    const exchange = redwolf.open('/v1/messages', { body: body({ stream: true }) });
    const request = await openai.request();
    exchange.abort();
    const reply = await exchange.reply;
    const closing = await request.closed;
    assert.ok(closing.at - (reply.leftAt ?? 0) < 1000);
    const row = await nextRow();
    assert.equal(row.outcome, 'aborted');
    assert.equal(row.status, 499);
    assert.equal(row.platform, 'up');
    assert.equal(row.usageSource, 'none');
  });

  test('the client leaves in the middle of a stream: what was produced is accounted for', async () => {
    openai.play({ stream: [data(ROLE_CHUNK), data(chunk({ content: 'these words cost something' })), 'hang'] });
    const exchange = redwolf.open('/v1/messages', { body: body({ stream: true }) });
    const request = await openai.request();
    await exchange.received('cost something');
    exchange.abort();
    await request.closed;
    const row = await nextRow();
    assert.equal(row.outcome, 'aborted');
    assert.equal(row.status, 200);
    assert.equal(row.usageSource, 'estimated');
    assert.ok(row.outputTokens > 0);
    assert.ok(row.inputTokens > 0);
  });

  test('the client leaves a relayed stream in the middle', async () => {
    anthropic.play({ stream: [...anthropicStream().stream.slice(0, 4), 'hang'] });
    const exchange = redwolf.open('/v1/messages', { body: body({ stream: true, model: 'ant:claude-up' }) });
    const request = await anthropic.request();
    await exchange.received('text_delta');
    exchange.abort();
    await request.closed;
    const row = await nextRow();
    assert.equal(row.outcome, 'aborted');
    assert.equal(row.inputTokens, 9);
    assert.equal(row.cacheReadTokens, 5);
    assert.ok(row.outputTokens > 0);
  });

  test('what a conversion could not carry over is listed', async () => {
    openai.play(answer({ text: 'ok' }));
    const messages = [user([text('look'), toolUse('t1', 'data_analyzer', { data: [1, 2, 3] })])];
    await redwolf.send('/v1/messages', { body: body({ messages, top_k: 4, metadata: { user_id: 'u' } }) });
    const row = await nextRow();
    const paths = row.losses.map((loss) => loss.path);
    assert.ok(
      paths.some((path) => path.startsWith('messages[]')),
      JSON.stringify(row.losses),
    );
    assert.ok(paths.includes('metadata') || paths.includes('metadata.user_id'), JSON.stringify(row.losses));
    for (const { why } of row.losses) assert.ok(why.length > 0);
  });

  test('a request that nobody was asked for has its row too', async () => {
    const reply = await redwolf.send('/v1/messages', { body: body({ model: 'scene:x' }) });
    assert.equal(reply.status, 400);
    const row = await nextRow();
    assert.equal(row.outcome, 'error');
    assert.deepEqual(row.attempts, []);
    assert.equal(row.platform, null);
  });

  test('counting tokens, listing models and greeting are no calls', async () => {
    openai.play({ json: {} });
    await redwolf.send('/v1/messages/count_tokens', { body: body() });
    await redwolf.send('/v1/models', { method: 'GET' });
    await redwolf.send('/api/hello', { method: 'GET' });
    openai.play(answer({ text: 'ok' }));
    await redwolf.send('/v1/messages', { body: body() });
    assert.equal((await nextRow()).outcome, 'ok');
  });
});

describe('many calls at once', () => {
  const CLIENTS = 200;

  test('two hundred streams of different keys stay separate, and so do their rows', async (t) => {
    const platform = await FakePlatform.start((request) => {
      const mark = Number(/MARK-(\d+)/.exec(request.raw.toString())?.[1]);
      const deltas = [0, 1, 2, 3].flatMap((part) => [
        5 + ((mark * 7 + part * 13) % 30),
        data(chunk({ content: `<${mark}.${part}>` })),
      ]);
      return {
        stream: [
          data(ROLE_CHUNK),
          ...deltas,
          data(STOP_CHUNK),
          data(usageChunk(usage(1000 + mark, mark))),
          data('[DONE]'),
        ],
      };
    });
    const marks = Array.from({ length: CLIENTS }, (_, index) => index + 1);
    const many = await startRedwolf({
      platforms: [
        { id: 'up', type: 'openai-compatible', base_url: `${platform.origin}/v1`, api_key: 'k', models: ['m'] },
      ],
      keys: marks.map((mark) => ({ name: `client-${mark}`, key: `rw-client-${mark}` })),
    });
    t.after(async () => {
      await many.stop();
      await platform.close();
    });
    const replies = await Promise.all(
      marks.map((mark) =>
        many.send('/v1/messages', {
          headers: { 'x-api-key': `rw-client-${mark}` },
          body: body({ stream: true, messages: [user(`MARK-${mark} please`)] }),
        }),
      ),
    );
    for (const [index, mark] of marks.entries()) {
      const words = replies[index]?.events.map((event) => event.json?.delta?.text ?? '').join('');
      assert.equal(words, `<${mark}.0><${mark}.1><${mark}.2><${mark}.3>`);
    }
    const rows = await many.waitForCalls(CLIENTS);
    assert.equal(rows.length, CLIENTS);
    for (const mark of marks) {
      const own = rows.filter((row) => row.keyName === `client-${mark}`);
      assert.equal(own.length, 1);
      assert.equal(own[0]?.inputTokens, 1000 + mark);
      assert.equal(own[0]?.outputTokens, mark);
    }
  });
});
