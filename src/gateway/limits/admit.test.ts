/** Limits in the way of a call: what is held while it runs, and given back however it ends. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { completion, usage } from '../../../test/fake-platform/openai-replies.ts';
import { callerWith, clientKeyOf, upstreamOf } from '../../../test/support/gateway-parts.ts';
import { GatewayStage, type Serving } from '../../../test/support/gateway-stage.ts';
import type { KeyPolicy } from '../../config/key-policy.ts';
import { anthropicMessages } from '../../protocols/anthropic-messages/codec.ts';
import type { Codec } from '../../protocols/codec.ts';
import { openaiChat } from '../../protocols/openai-chat/codec.ts';

const price = { input: 1, output: 10, cacheRead: null, cacheWrite: null };
const dear = { ...price, output: 20 };
const a = upstreamOf('a', { models: [{ id: 'm', price, priceSource: 'file' }] });
const b = upstreamOf('b', { models: [{ id: 'm', price: dear, priceSource: 'file' }] });
const ANSWER = completion({ text: 'hi', usage: usage(100, 50) }).json;
/** 100 × $1 + 50 × $10 per million, in billionths. */
const COST = 600_000;
const PLENTY: KeyPolicy = { budget: { usdTotal: 1, tokensTotal: 1e6 }, limits: { parallel: 1, tokensPerMinute: 1e6 } };

function begin(stage: GatewayStage, policy: KeyPolicy, body: object = {}, codec: Codec = anthropicMessages): Serving {
  return stage.serve({ identity: callerWith(policy), body, codec });
}

/** Spent tokens and money, what is reserved of them, and the calls that run. */
async function standing(stage: GatewayStage, policy: KeyPolicy = PLENTY) {
  const { budget, running } = await stage.limits.standing(clientKeyOf(policy));
  const by = (unit: string) => budget.find((line) => line.unit === unit);
  return {
    tokens: [by('tokens')?.spent, by('tokens')?.reserved],
    nanoUsd: [by('nanoUsd')?.spent, by('nanoUsd')?.reserved],
    running,
  };
}

const NOTHING_RUNS = { tokens: [0, 0], nanoUsd: [0, 0], running: 0 };

describe('a call of a key with limits', () => {
  test('reserves the most it may use at the dearest target, and settles for what it used', async () => {
    const stage = new GatewayStage([a, b]);
    const { call, done } = begin(stage, PLENTY, { max_tokens: 1_000 });
    const sent = await stage.sent(1);
    const input = Math.ceil(call.request.body.length / 4);
    assert.deepEqual(await standing(stage), {
      tokens: [0, input + 1_000],
      nanoUsd: [0, input * 1_000 + 1_000 * 20_000],
      running: 1,
    });
    sent.reply(200, ANSWER);
    await done;
    assert.deepEqual([stage.row.costNanoUsd, stage.row.priceSource], [COST, 'file']);
    assert.deepEqual(await standing(stage), { tokens: [150, 0], nanoUsd: [COST, 0], running: 0 });
  });

  test('the longest reply is what the model can give, where the client asks for more, and a default else', async () => {
    const short = upstreamOf('s', { models: [{ id: 'm', maxOutputTokens: 500 }] });
    for (const [upstream, body, output] of [
      [short, { max_tokens: 128_000 }, 500],
      [short, { max_tokens: 20 }, 20],
      [upstreamOf('u'), { max_tokens: undefined }, 16_384],
      [upstreamOf('u'), { max_tokens: undefined, max_completion_tokens: 30, n: 3 }, 90],
      [upstreamOf('u'), { max_tokens: 'many' }, 16_384],
    ] as const) {
      const stage = new GatewayStage([upstream]);
      const policy = { budget: { tokensTotal: 1e6 } };
      const { call, done, response } = begin(stage, policy, body, openaiChat);
      await stage.sent(1);
      const [, reserved] = (await standing(stage, policy)).tokens;
      assert.equal(reserved, Math.ceil(call.request.body.length / 4) + output);
      response.leave();
      await done;
    }
  });

  test('that fails over is one reservation, and costs what the one that answers costs', async () => {
    const stage = new GatewayStage([a, b]);
    const { done } = begin(stage, PLENTY);
    (await stage.sent(1)).reply(500, { error: { message: 'broken' } });
    const before = await standing(stage);
    (await stage.sent(2)).reply(200, ANSWER);
    await done;
    assert.equal(before.running, 1);
    assert.deepEqual(await standing(stage), { tokens: [150, 0], nanoUsd: [1_100_000, 0], running: 0 });
  });

  test('that fails costs nothing', async () => {
    const stage = new GatewayStage([a]);
    const { done } = begin(stage, PLENTY);
    (await stage.sent(1)).reply(500, { error: { message: 'broken' } });
    await done;
    assert.equal(stage.row.costNanoUsd, 0);
    assert.deepEqual(await standing(stage), NOTHING_RUNS);
  });

  test('whose client leaves before anything came costs nothing', async () => {
    const stage = new GatewayStage([a]);
    const { done, response } = begin(stage, PLENTY);
    await stage.sent(1);
    response.leave();
    await done;
    assert.equal(stage.row.outcome, 'aborted');
    assert.deepEqual(await standing(stage), NOTHING_RUNS);
  });

  test('in which redwolf makes a mistake gives everything back', async () => {
    const stage = new GatewayStage([a]);
    const { done } = begin(stage, PLENTY, { messages: [{ role: 'user', content: [{ type: 'image', source: 5 }] }] });
    await done;
    assert.deepEqual(await standing(stage), NOTHING_RUNS);

    const broken = new GatewayStage([a]);
    broken.upstream.onSend = () => {
      throw new Error('a mistake');
    };
    await begin(broken, PLENTY).done;
    assert.equal(broken.row.status, 500);
    assert.deepEqual(await standing(broken), NOTHING_RUNS);
  });
});

describe('a refusal', () => {
  const CASES: readonly (readonly [string, KeyPolicy, string, object])[] = [
    ['of requests per minute', { limits: { requestsPerMinute: 1 } }, 'rate_limit', { 'retry-after': '60' }],
    ['of tokens per minute', { limits: { tokensPerMinute: 1 } }, 'rate_limit', { 'retry-after': '60' }],
    ['of parallel calls', { limits: { parallel: 1 } }, 'rate_limit', { 'retry-after': '1' }],
    [
      'of a budget of tokens',
      { budget: { tokensPerDay: 5 } },
      'billing',
      { 'retry-after': String(20 * 3_600 + 55 * 60 + 55), 'x-should-retry': 'false' },
    ],
    [
      'of a budget of money',
      { budget: { usdTotal: 0.000_01 } },
      'billing',
      { 'retry-after': '86400', 'x-should-retry': 'false' },
    ],
  ];
  for (const [name, policy, kind, headers] of CASES) {
    test(`${name} has its row, asks nobody, and leaves the first call alone`, async () => {
      const stage = new GatewayStage([a]);
      const first = begin(stage, policy);
      await stage.sent(1);
      const second = begin(stage, policy);
      await second.done;
      assert.equal(stage.upstream.sent.length, 1);
      assert.deepEqual([stage.row.status, stage.row.errorKind, stage.row.costNanoUsd], [429, kind, 0]);
      assert.equal(stage.row.attempts, '[]');
      assert.equal(JSON.parse(second.response.text).error.type, 'rate_limit_error');
      for (const name of ['retry-after', 'x-should-retry']) {
        assert.equal(second.response.headers[name], Object(headers)[name], name);
      }
      stage.upstream.last.reply(200, ANSWER);
      await first.done;
      assert.equal(first.response.status, 200);
      assert.deepEqual((await standing(stage, policy)).running, 0);
    });
  }

  test('of a mode or of every model is a 403', async () => {
    const stage = new GatewayStage([a]);
    const { done, response } = begin(stage, { models: ['other'] });
    await done;
    assert.equal(response.status, 403);
    assert.deepEqual(JSON.parse(response.text).error, {
      type: 'permission_error',
      message: 'This key may not use a:m.',
    });
    assert.equal(response.headers['x-should-retry'], 'false');
    assert.equal(stage.row.errorKind, 'permission');
  });

  test('takes no target that the key may use: the next of the list answers', async () => {
    const stage = new GatewayStage([a, b]);
    const { done } = begin(stage, { platforms: ['b'] });
    (await stage.sent(1)).reply(200, ANSWER);
    await done;
    assert.deepEqual([stage.row.platform, stage.row.plan], ['b', '["b:m"]']);
  });
});

test('tokens per minute count what was really used', async () => {
  const policy = { limits: { tokensPerMinute: 1_000 } };
  const stage = new GatewayStage([a]);
  const { done } = begin(stage, policy);
  (await stage.sent(1)).reply(200, completion({ text: 'hi', usage: usage(900, 300) }).json);
  await done;
  assert.equal((await stage.limits.standing(clientKeyOf(policy))).tokens, 1_200);
  const second = begin(stage, policy);
  await second.done;
  assert.match(second.response.text, /This key may use 1000 tokens per minute\. Try again in 60 s\./);
});

test('who comes without a key has no limits: nothing of redwolf is spent on them', async () => {
  const own = upstreamOf('own', { type: 'anthropic', models: ['claude-x'], keys: [], isPassthrough: true });
  const stage = new GatewayStage([own]);
  const { key: _, ...nobody } = callerWith({});
  const { done, response } = stage.serve({ identity: { ...nobody, isAnonymous: true } });
  await done;
  assert.equal(response.status, 401, 'the platform wants a credential, which this caller has not');
});
