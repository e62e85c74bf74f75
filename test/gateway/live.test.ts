/** The live feed of the running program. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdminClient, startWithAdmin } from '../admin/admin-client.ts';
import { Exchange, send } from '../support/http-client.ts';

const PASSWORD = 'correct horse';

test('a call is heard of while it runs and when it has ended, and stopping ends the stream cleanly', async () => {
  const { redwolf, admin } = await startWithAdmin({ platforms: [{ id: 'demo', type: 'demo', models: ['demo'] }] });
  assert.ok(admin instanceof AdminClient);
  const login = await send(`${redwolf.url}/api/login`, { body: { password: PASSWORD } });
  const headers = { cookie: String(login.headers['set-cookie']).split(';')[0] ?? '' };
  const live = new Exchange(`${redwolf.url}/api/calls/live`, { method: 'GET', headers });
  await live.received('retry');
  const body = { model: 'demo', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] };
  const reply = await redwolf.send('/v1/messages', { body });
  const id = String(reply.headers['x-redwolf-call-id']);
  await live.received('event: call');
  const [started, ended] = live.text.split('\n\n').filter((event) => event.includes(id));
  assert.match(started ?? '', /^event: started\ndata: .*"requestedModel":"demo"/);
  assert.match(ended ?? '', /^id: \d+~call_\w+\nevent: call\ndata: .*"outcome":"ok"/);
  const stopped = redwolf.stop();
  assert.equal((await live.reply).ended, 'end');
  await stopped;
});
