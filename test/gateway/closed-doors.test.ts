/** What the original left open to anybody who could reach it. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, describe, type TestContext, test } from 'node:test';
import { anthropicAnswer } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { RedwolfHost } from '../support/redwolf-host.ts';
import { user } from '../support/request-parts.ts';

const host = new RedwolfHost();

after(() => host.stop());

async function start(t: TestContext, mode: string): Promise<{ redwolf: Redwolf; platform: FakePlatform }> {
  const platform = await FakePlatform.start(anthropicAnswer());
  const redwolf = await host.start({
    platforms: [
      { id: 'up', type: 'anthropic', base_url: platform.origin, api_key: 'key-of-up', models: ['claude-up'] },
    ],
    routing: { mode },
  });
  t.after(async () => {
    await redwolf.stop();
    await platform.close();
  });
  return { redwolf, platform };
}

describe('without a key and without a login', () => {
  for (const mode of ['global_direct', 'claude_code']) {
    test(`${mode}: no call reaches a platform`, async (t) => {
      const { redwolf, platform } = await start(t, mode);
      const paths = ['/v1/messages', '/api/v1/claude-code/v1/messages', '/api/v1/claude-code/anything', '/anything'];
      for (const path of paths) {
        const body = { model: 'up:claude-up', max_tokens: 9, messages: [user('hi')] };
        const reply = await redwolf.send(path, { body, headers: { 'x-api-key': null } });
        assert.ok(reply.status === 401 || reply.status === 404, `${path}: ${reply.status} ${reply.text}`);
      }
      assert.equal(platform.requests.length + platform.others.length, 0);
    });
  }

  test('no path tells what is configured, who calls, or where redwolf runs', async (t) => {
    const { redwolf, platform } = await start(t, 'global_direct');
    const facts = ['SQLite format', 'claude-up', platform.origin, redwolf.dataDir, process.cwd(), 'global_direct'];
    const paths = [
      '/about',
      '/_api/records',
      '/_api/platforms',
      '/_api/keys',
      '/control/config',
      '/api/status',
      '/api/openapi.json',
      '/docs',
      '/redoc',
      '/openapi.json',
      '/static/redwolf.db',
      '/static/api_records.db',
      '/redwolf.db',
      '/package.json',
      '/healthz',
      '/readyz',
    ];
    for (const path of paths) {
      const { status, text } = await redwolf.send(path, { method: 'GET', headers: { 'x-api-key': null } });
      assert.ok(status < 500, `${path}: ${status} ${text}`);
      for (const fact of facts) assert.ok(!text.includes(fact), `${path} tells ${fact}: ${text.slice(0, 200)}`);
    }
  });

  test('no WebSocket is opened', async (t) => {
    const { redwolf } = await start(t, 'global_direct');
    for (const path of ['/ws', '/v1/messages', '/']) {
      const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
      const request = http.get(`${redwolf.url}${path}`, {
        agent: false,
        headers: { ...headers, 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' },
      });
      const outcome = await Promise.race([
        once(request, 'response').then(([response]) => (response as http.IncomingMessage).statusCode),
        once(request, 'upgrade').then(() => 101),
        once(request, 'close').then(() => 'closed'),
      ]);
      request.destroy();
      assert.notEqual(outcome, 101, path);
    }
  });
});
