/**
 * Ends redwolf with SIGKILL under load, again and again on the same data directory, and looks what is there afterwards:
 * every call that ended more than a second before must have its row, once; no row may be there that nobody made; and budgets
 * must be the sum of the rows.
 *
 *     npm run kill -- [--rounds 50] [--seed 7]
 */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { AdminClient } from '../admin/admin-client.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer, usage } from '../fake-platform/openai-replies.ts';
import { type RedwolfProcess, startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

const CLIENTS = 8;
/** What a call may lose: it ended within this time before the kill. */
const GRACE_MS = 1_000;
const PASSWORD = 'correct horse';
const KEY = 'rw-test';

const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' } } });
const rounds = Number(values.rounds ?? 50);
let seed = Number(values.seed ?? 7);

const platform = await FakePlatform.start(answer({ text: 'ok', usage: usage(100, 20) }));
const dataDir = mkdtempSync(path.join(tmpdir(), 'redwolf-kill-'));
/** Ids of calls, and when their client had the whole reply. */
const ended = new Map<string, number>();
let kept = 0;

try {
  for (let round = 1; round <= rounds; round++) {
    const redwolf = await start();
    await check(redwolf);
    const load = underLoad(redwolf);
    await wait(1_200 + random() * 1_500);
    const killedAt = Date.now();
    await redwolf.kill();
    await load;
    for (const [id, at] of ended) if (at > killedAt - GRACE_MS) ended.delete(id);
    kept = ended.size;
    console.log(`round ${round}: ${kept} calls must be there`);
  }
  const redwolf = await start();
  await check(redwolf);
  console.log(
    `${rounds} kills, ${kept} calls that had to be there, all of them there once; ${platform.requests.length} made.`,
  );
  await redwolf.stop();
} finally {
  await platform.close();
  rmSync(dataDir, { recursive: true, force: true });
}

function start(): Promise<RedwolfProcess> {
  const config = {
    platforms: [
      {
        id: 'up',
        type: 'openai-compatible',
        base_url: `${platform.origin}/v1`,
        api_key: 'k',
        models: [{ id: 'm', price: { input: 1, output: 2 } }],
      },
    ],
    keys: [{ name: 'test', key: KEY, budget: { tokens_total: 1e12, usd_total: 1e6 } }],
  };
  return startRedwolf(config, { dataDir, env: { REDWOLF_ADMIN_PASSWORD: PASSWORD } });
}

/** Calls until nobody answers any more. */
async function underLoad(redwolf: RedwolfProcess): Promise<void> {
  const client = async () => {
    for (;;) {
      const body = { model: 'any', max_tokens: 20, stream: random() < 0.5, messages: [user('hi')] };
      const reply = await redwolf.send('/v1/messages', { body, headers: { 'x-api-key': KEY } });
      if (reply.ended !== 'end') return;
      const id = reply.headers['x-redwolf-call-id'];
      if (reply.status === 200 && typeof id === 'string') ended.set(id, Date.now());
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

async function check(redwolf: RedwolfProcess): Promise<void> {
  const rows = redwolf.calls();
  const ids = new Set(rows.map(({ id }) => id));
  assert.equal(ids.size, rows.length, 'a call has two rows');
  for (const id of ended.keys()) assert.ok(ids.has(id), `the row of ${id} is lost`);
  const sums = rows.reduce(
    (sum, row) => ({
      tokens: sum.tokens + row.inputTokens + row.cacheReadTokens + row.outputTokens,
      usd: sum.usd + (row.costNanoUsd ?? 0),
    }),
    { tokens: 0, usd: 0 },
  );
  const admin = await AdminClient.login(redwolf, { password: PASSWORD });
  const [key] = (await admin.get('/api/keys')).body.keys;
  const { budget } = (await admin.get(`/api/keys/${key.id}/usage`)).body;
  const spent = (unit: string) => budget.find((line: { unit: string }) => line.unit === unit)?.spent;
  assert.equal(spent('tokens'), sums.tokens, 'the budget of tokens is not the sum of the rows');
  assert.equal(Math.round(spent('usd') * 1e9), sums.usd, 'the budget of dollars is not the sum of the rows');
  const { total } = (await admin.get('/api/usage?from=2020-01-01')).body;
  assert.deepEqual(
    [total.calls, Math.round(total.usd * 1e9)],
    [rows.length, sums.usd],
    'the sums are not those of the rows',
  );
}

/** mulberry32. */
function random(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
