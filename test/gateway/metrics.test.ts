/** `/metrics` as Prometheus reads it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer, usage } from '../fake-platform/openai-replies.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

const TOKEN = 'a token of some length'.replaceAll(' ', '-');

test('calls are counted by target, and only who has the token may read', async (context) => {
  const platform = await FakePlatform.start(answer({ text: 'ok', usage: usage(1_000, 500) }));
  context.after(() => platform.close());
  const redwolf = await startRedwolf({
    platforms: [
      { id: 'up', type: 'openai-compatible', base_url: `${platform.origin}/v1`, api_key: 'k', models: ['m', 'n'] },
      { id: 'gone', type: 'openai-compatible', base_url: 'http://127.0.0.1:1/v1', api_key: 'k', models: ['x'] },
    ],
    routing: { model_priority_list: ['gone:x', 'up:m'] },
    keys: [{ name: 'test', key: 'rw-test' }],
    metrics: { token: TOKEN },
  });
  context.after(() => redwolf.stop());
  const body = { model: 'any', max_tokens: 9, messages: [user('hi')] };
  assert.equal((await redwolf.send('/v1/messages', { body, headers: { 'x-api-key': 'rw-test' } })).status, 200);
  await redwolf.waitForCalls(1);
  const metrics = (authorization: string) => redwolf.send('/metrics', { method: 'GET', headers: { authorization } });
  for (const wrong of ['', 'Bearer wrong', `Basic ${TOKEN}`, `Bearer ${TOKEN}x`]) {
    assert.equal((await metrics(wrong)).status, 401, wrong);
  }
  const { status, headers, text } = await metrics(`Bearer ${TOKEN}`);
  assert.deepEqual([status, String(headers['content-type']).split(';')[0]], [200, 'text/plain']);
  for (const line of [
    'redwolf_calls_total{platform="up",model="m",outcome="ok",purpose="main"} 1',
    'redwolf_tokens_total{platform="up",model="m",kind="input"} 1000',
    'redwolf_tokens_total{platform="up",model="m",kind="output"} 500',
    'redwolf_unpriced_calls_total{platform="up",model="m"} 1',
    'redwolf_attempt_faults_total{platform="gone",model="x",fault="unreachable"} 1',
    'redwolf_call_seconds_count{platform="up",model="m"} 1',
    'redwolf_lost_rows 0',
  ]) {
    assert.ok(text.split('\n').includes(line), `${line}\n${text}`);
  }
  assert.ok(!text.includes('rw-test'));
});

test('without a token there are none', async (context) => {
  const redwolf = await startRedwolf({ keys: [{ name: 'test', key: 'rw-test' }] });
  context.after(() => redwolf.stop());
  const { status, json } = await redwolf.send('/metrics', { method: 'GET', headers: {} });
  assert.equal(status, 404);
  assert.deepEqual((json as { error: { code: string } }).error.code, 'NO_METRICS');
});
