/** Imports of the original's database into a store of either dialect. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { importStage, NOW } from '../../../test/support/import-stage.ts';
import { OriginalDatabase, sqlTime } from '../../../test/support/original-database.ts';
import { CLIENT_KEYS, LIMIT, MADE_AT, SECRETS, writeCall, writeSample } from '../../../test/support/original-sample.ts';
import { latestCalls, temporaryDir } from '../../../test/support/store.ts';

const HOUR = 3_600_000;
const ALL = { from: 0, until: Number.MAX_SAFE_INTEGER };

async function oldFile(context: TestContext): Promise<string> {
  return join(await temporaryDir(context), 'api_records.db');
}

describe('an import', () => {
  test('brings in what is there, once: the second time all of it is there already', async (context) => {
    const file = await oldFile(context);
    writeSample(file);
    const before = readFileSync(file);
    const stage = await importStage(context);
    const first = await stage.import(file);
    const counts = await stage.counts();
    assert.deepEqual(first.counts, {
      platforms: { imported: 7, present: 0, skipped: 1 },
      models: { imported: 5, present: 0, skipped: 1 },
      routing: { imported: 4, present: 0, skipped: 1 },
      scenes: { imported: 2, present: 0, skipped: 0 },
      keys: { imported: 4, present: 0, skipped: 0 },
      calls: { imported: 30, present: 0, skipped: 0 },
      bodies: { imported: 0, present: 0, skipped: 0 },
    });
    assert.deepEqual(counts, { calls: 30, keys: 4, platforms: 7, models: 5, version: 1 });

    const second = await stage.import(file);
    assert.deepEqual(await stage.counts(), counts);
    assert.deepEqual(
      second.lines.filter(({ state }) => state === 'imported'),
      [],
    );
    assert.deepEqual([second.counts['calls'], second.counts['keys']], [PRESENT(30), PRESENT(4)]);
    assert.deepEqual(readFileSync(file), before);
    assert.equal((await stage.store.audit.list(100, { action: 'import.done' })).length, 1);
  });

  test('that is tried only tells the same and changes nothing', async (context) => {
    const file = await oldFile(context);
    writeSample(file);
    const stage = await importStage(context);
    const trial = await stage.import(file, { isDryRun: true });
    assert.deepEqual(await stage.counts(), { calls: 0, keys: 0, platforms: 0, models: 0, version: 0 });
    assert.deepEqual(await stage.store.audit.list(10), []);
    const real = await stage.import(file);
    assert.deepEqual({ ...trial, dryRun: false }, real);
  });

  test('names what it did and why, and never a secret', async (context) => {
    const file = await oldFile(context);
    writeSample(file);
    const database = new OriginalDatabase(file);
    database.run(`UPDATE user_keys SET key_name = '${CLIENT_KEYS.closed}' WHERE key_name = 'closed'`);
    database.close();
    const stage = await importStage(context);
    const reply = await stage.import(file);
    assert.deepEqual(stage.lines(reply), [
      'imported platforms dashscope',
      'imported platforms openai_compatible',
      'imported platforms ollama',
      'imported platforms lmstudio',
      'skipped platforms siliconflow: it has no key',
      'imported platforms Kimi',
      'imported platforms 备用: it gets its key as x-api-key; the original sent a bearer token',
      "imported platforms own account: it has no key, so that it gets the client's own credential (auth: passthrough)",
      'imported routing the mode global_direct',
      'skipped routing siliconflow:Qwen/Qwen3-8B in the list of models: no platform here has it, or several have',
      'imported routing the list of models (3)',
      'imported routing the order of the servers for Claude Code',
      'imported scenes 默认对话',
      'imported scenes 代码修改',
      'imported routing the models that choose the scene (1)',
      'imported models 3 models of dashscope: 1 of them disabled',
      'imported models models of openai_compatible',
      'imported models models of ollama',
      'skipped models models of siliconflow: their platform is not here',
      'imported calls 30 recorded calls',
      'imported keys laptop',
      'imported keys limited',
      'imported keys expired',
      'imported keys [secret]',
    ]);
    const history = await stage.store.configuration.history(10);
    const written = JSON.stringify([reply, await stage.store.audit.list(100), history, await stage.rows()]);
    for (const secret of SECRETS) assert.ok(!written.includes(secret), secret);
  });

  test('makes the routing that there was', async (context) => {
    const file = await oldFile(context);
    writeSample(file);
    const { configuration, ...stage } = await importStage(context);
    await stage.import(file);
    const { mode, modelPriorityList, claudeCodePlatforms, scenes, routingModels } =
      configuration.effective.config.routing;
    assert.equal(mode, 'global_direct');
    assert.deepEqual(routingModels, ['dashscope:qwen-max']);
    assert.deepEqual(
      scenes?.map(({ name, description, models, isEnabled }) => ({ name, description, models, isEnabled })),
      ['默认对话', '代码修改'].map((name) => ({
        ...{ name, description: 'x', models: ['dashscope:qwen3-coder-plus'], isEnabled: true },
      })),
    );
    assert.deepEqual(modelPriorityList, ['openai_compatible:local-model', 'ollama:llama3.2:1b', 'dashscope:qwen-max']);
    assert.deepEqual(claudeCodePlatforms, ['kimi', 'server-1']);
    const found = configuration.platforms().platforms.map(({ id, type, state, settings, models }) => ({
      ...{ id, type, state, settings },
      models: models.length,
    }));
    assert.deepEqual(found, [
      { id: 'dashscope', type: 'dashscope', state: 'ready', settings: {}, models: 2 },
      {
        ...{ id: 'openai_compatible', type: 'openai-compatible', state: 'ready', models: 1 },
        settings: { base_url: 'http://127.0.0.1:9/v1', timeouts: { first_byte: 300 } },
      },
      { id: 'ollama', type: 'ollama', state: 'ready', settings: {}, models: 1 },
      {
        ...{ id: 'lmstudio', type: 'lmstudio', state: 'disabled', models: 0 },
        settings: { base_url: 'http://192.168.1.20:1234' },
      },
      {
        ...{ id: 'kimi', type: 'moonshot-intl', state: 'ready', models: 0 },
        settings: {
          base_urls: { 'anthropic-messages': 'https://api.moonshot.ai/anthropic' },
          timeouts: { first_byte: 600 },
        },
      },
      {
        ...{ id: 'server-1', type: 'anthropic-compatible', state: 'ready', models: 0 },
        settings: { base_url: 'https://claude.example.com/api', timeouts: { first_byte: 600 } },
      },
      {
        ...{ id: 'own-account', type: 'anthropic', state: 'disabled', models: 0 },
        settings: { base_url: 'https://api.anthropic.com', timeouts: { first_byte: 600 }, auth: 'passthrough' },
      },
    ]);
  });

  test('leaves what is there as it is, and gives a second key of one name another name', async (context) => {
    const file = await oldFile(context);
    writeSample(file);
    const stage = await importStage(context);
    await stage.configuration.createPlatform(
      { id: 'dashscope', type: 'deepseek', credentials: [{ key: 'k' }] },
      stage.who,
    );
    await stage.configuration.patchRouting({ mode: 'claude_code' }, stage.who);
    await stage.addKey('laptop', 'rw-another-secret');
    await stage.addKey('same secret', CLIENT_KEYS.limited);
    const reply = await stage.import(file);
    const lines = stage.lines(reply);
    assert.ok(lines.includes('present platforms dashscope'));
    assert.ok(lines.includes('present routing the mode global_direct: one is set, which stays'));
    assert.ok(lines.includes('imported keys laptop (imported): it was called laptop'));
    assert.ok(lines.includes('present keys limited'));
    assert.equal(stage.configuration.effective.config.routing.mode, 'claude_code');
    const calls = await latestCalls(stage.store, 200);
    assert.deepEqual(new Set(calls.map(({ keyName }) => keyName)), new Set(['laptop', 'limited']));
    const same = (await stage.store.keys.list()).find(({ name }) => name === 'same secret');
    assert.equal(calls.filter(({ keyId }) => keyId === same?.id).length, 15);
  });

  test('is one change that can be undone', async (context) => {
    const file = await oldFile(context);
    writeSample(file);
    const { configuration, who, ...stage } = await importStage(context);
    await stage.import(file);
    const [change] = (await configuration.history(10, undefined)).changes;
    assert.match(change?.what ?? '', /^Imported from the original redwolf: 7 platforms, 4 routing, 2 scenes\.$/);
    await configuration.undo(1, undefined, who);
    assert.deepEqual(configuration.platforms().platforms, []);
  });
});

describe('the calls of an import', () => {
  test('have the tokens, the times and the ends that were recorded', async (context) => {
    const file = await oldFile(context);
    const database = new OriginalDatabase(file);
    const record = (cells: object) =>
      database.insert('api_records', {
        ...{
          method: 'POST',
          path: '/v1/messages',
          body: '{"model":"claude-x"}',
          response_status: 200,
          duration_ms: 250,
        },
        ...{ timestamp: sqlTime(MADE_AT), input_tokens: 7, output_tokens: 3, ...cells },
      });
    record({ target_platform: 'ollama', target_model: 'llama3.2:1b', routing_scene: '代码修改' });
    record({
      target_platform: 'Claude Code',
      target_model: 'gone',
      path: '/v1/messages → Claude Code:gone (❇️ Claude Code (gone))',
    });
    record({
      response_status: 500,
      response_body: 'Multi-platform error: sk-secret',
      input_tokens: 0,
      output_tokens: 0,
    });
    record({ response_body: '{"error": "API error: 500"}', target_platform: 'dashscope', target_model: 'qwen-max' });
    record({ response_status: null, body: 'no json', target_platform: null });
    record({ method: 'GET' });
    record({ path: '/v1/messages/count_tokens', input_tokens: 0, output_tokens: 0 });
    record({ timestamp: 'yesterday' });
    database.close();
    const stage = await importStage(context);
    const reply = await stage.import(file);
    assert.deepEqual(stage.lines(reply), [
      'imported calls 5 recorded calls',
      'skipped calls 2 requests: they asked no model: no POST, or a count of tokens',
      'skipped calls calls: their time cannot be read',
    ]);
    const rows = (await latestCalls(stage.store, 10)).map((row) => [
      [row.mode, row.platform, row.model, row.requestedModel, row.scene],
      [row.status, row.outcome, row.errorMessage, row.usageSource, row.costNanoUsd, row.startedAt - MADE_AT],
    ]);
    assert.deepEqual(
      new Set(rows.map((row) => JSON.stringify(row))),
      new Set(
        [
          [
            ['smart_routing', 'ollama', 'llama3.2:1b', 'claude-x', '代码修改'],
            [200, 'ok', null, 'estimated', 0, -250],
          ],
          [
            ['claude_code', null, 'claude-x', 'claude-x', null],
            [200, 'ok', null, 'reported', null, -250],
          ],
          [
            ['global_direct', null, null, 'claude-x', null],
            [500, 'error', 'The original redwolf answered with the status 500.', 'none', 0, -250],
          ],
          [
            ['global_direct', 'dashscope', 'qwen-max', 'claude-x', null],
            [200, 'error', 'The original redwolf answered with an error with the status 200.', 'estimated', null, -250],
          ],
          [
            ['global_direct', null, null, '', null],
            [0, 'error', 'The original redwolf recorded no status.', 'estimated', null, -250],
          ],
        ].map((row) => JSON.stringify(row)),
      ),
    );
  });

  test('have a price where the book knows one, and none where it does not', async (context) => {
    const file = await oldFile(context);
    writeSample(file);
    const stage = await importStage(context);
    await stage.import(file);
    const [row] = await latestCalls(stage.store, 1);
    assert.deepEqual([row?.model, row?.costCurrency, row?.priceSource], ['qwen3-coder-plus', 'CNY', 'table']);
    assert.match(row?.priceId ?? '', /^table:dashscope\/qwen3-coder-plus@/);
  });

  test('come once, though records are cleared there, keys reset, and ids given again', async (context) => {
    const file = await oldFile(context);
    writeSample(file);
    const stage = await importStage(context);
    await stage.import(file);
    const database = new OriginalDatabase(file);
    database.run('DELETE FROM key_usage_logs WHERE id > 20');
    database.run('DELETE FROM api_records WHERE id <= 10');
    writeCall(database, { key: 1, at: MADE_AT + 100 * HOUR, input: 1, output: 1 });
    database.close();
    assert.deepEqual((await stage.import(file)).counts['calls'], { imported: 1, present: 30, skipped: 0 });
    const later = new OriginalDatabase(file);
    later.run('DELETE FROM api_records');
    writeCall(later, { key: 1, at: MADE_AT + 101 * HOUR, input: 1, output: 1 });
    later.close();
    assert.deepEqual((await stage.import(file)).counts['calls'], { imported: 1, present: 21, skipped: 0 });
    assert.equal((await stage.counts()).calls, 32);
  });

  test('are not counted again when their rows were deleted here', async (context) => {
    const file = await oldFile(context);
    const used = writeSample(file);
    const { store, ...stage } = await importStage(context);
    await stage.import(file);
    const sums = await store.usage.usage({ span: ALL, by: ['keyId'] });
    const limited = await stage.find(CLIENT_KEYS.limited);
    while ((await store.calls.deleteBefore(NOW, 500)) > 0);
    // One is in the hour from which the budget counts.
    assert.equal((await latestCalls(store, 9)).length, 1);
    assert.deepEqual((await stage.import(file)).counts['calls'], PRESENT(30));
    assert.deepEqual(await store.usage.usage({ span: ALL, by: ['keyId'] }), sums);
    assert.equal((await store.usage.spent(limited.id, limited.resetAt ?? 0, NOW)).tokens, used);
    const database = new OriginalDatabase(file);
    writeCall(database, { key: 1, at: MADE_AT + 100 * HOUR, input: 1, output: 1 });
    database.close();
    assert.equal((await stage.import(file)).counts['calls']?.imported, 1);
  });

  test('of a key that is gone there are not those of the key that got its row', async (context) => {
    const file = await oldFile(context);
    const database = new OriginalDatabase(file);
    const key = database.insert('user_keys', {
      ...{ key_name: 'young', api_key: CLIENT_KEYS.laptop, max_tokens: 100, used_tokens: 0, is_active: 1 },
      created_at: sqlTime(MADE_AT),
    });
    writeCall(database, { key, at: MADE_AT - HOUR, input: 50, output: 1 });
    database.close();
    const stage = await importStage(context);
    await stage.import(file);
    const [call] = await latestCalls(stage.store, 1);
    assert.equal(call?.keyName, `deleted key ${key}`);
    const [young] = await stage.store.keys.list();
    assert.notEqual(young?.id, call?.keyId);
    assert.equal(young?.policy, '{"budget":{"tokensTotal":100}}');
  });
});

describe('the keys of an import', () => {
  test('keep their secret, their state, their end, and as many tokens as were left', async (context) => {
    const file = await oldFile(context);
    const used = writeSample(file);
    const stage = await importStage(context);
    await stage.import(file);
    const found = (name: keyof typeof CLIENT_KEYS) => stage.find(CLIENT_KEYS[name]);
    assert.deepEqual([(await found('laptop')).isEnabled, (await found('closed')).isEnabled], [true, false]);
    assert.equal((await found('expired')).expiresAt, MADE_AT + HOUR);
    const limited = await found('limited');
    assert.equal(limited.policy, JSON.stringify({ budget: { tokensTotal: LIMIT } }));
    const { tokens } = await stage.store.usage.spent(limited.id, limited.resetAt ?? 0, Date.now());
    assert.equal(tokens, used);
  });

  for (const { name, used, left } of [
    { name: 'more than its calls', used: 400_000, left: LIMIT - 400_000 },
    { name: 'less than its calls', used: 5, left: LIMIT - 5 },
    { name: 'all', used: LIMIT, left: 0 },
  ])
    test(`that used ${name} have what is left`, async (context) => {
      const file = await oldFile(context);
      writeSample(file);
      const database = new OriginalDatabase(file);
      database.run(`UPDATE user_keys SET used_tokens = ${used} WHERE key_name = 'limited'`);
      database.close();
      const stage = await importStage(context);
      await stage.import(file);
      const { policy, id, resetAt, isEnabled } = await stage.find(CLIENT_KEYS.limited);
      const { tokens } = await stage.store.usage.spent(id, resetAt ?? 0, Date.now());
      assert.equal(JSON.parse(policy).budget.tokensTotal - tokens, left);
      assert.equal(isEnabled, true);
    });

  test('that were used up and have no calls, or cannot be read, are closed', async (context) => {
    const file = await oldFile(context);
    const database = new OriginalDatabase(file, { loose: ['user_keys'] });
    const key = (key_name: string | null, api_key: string | null, cells: object = {}) =>
      database.insert('user_keys', {
        ...{ key_name, api_key, max_tokens: 0, used_tokens: 0, is_active: 1, created_at: sqlTime(MADE_AT), ...cells },
      });
    key('used up', 'lxs_used-up-0123', { max_tokens: 10, used_tokens: 10 });
    key('no limit to read', 'lxs_no-limit-0123', { max_tokens: null });
    key('no end to read', 'lxs_no-end-0123', { expires_at: 'soon' });
    key('huge', 'lxs_huge-0123', { used_tokens: 2n ** 62n });
    key('no word', 'lxs_no-word-0123', { is_active: null });
    key(null, 'lxs_nameless-0123');
    key('line\nbreak', 'lxs_break-0123');
    key('twice', 'lxs_break-0123');
    key('not theirs', 'sk-0123456789');
    key('none', null);
    database.close();
    const stage = await importStage(context);
    const reply = await stage.import(file);
    assert.deepEqual(stage.lines(reply), [
      'imported keys used up: it has used all its tokens, so that it is disabled',
      'imported keys no limit to read: its limit cannot be read, so that it is disabled',
      'imported keys no end to read: its end cannot be read, so that it is disabled',
      'imported keys huge: what it used cannot be read, so that it is disabled',
      'imported keys no word',
      'imported keys key 6',
      'imported keys line break',
      'skipped keys twice: it stands there a second time',
      'skipped keys not theirs: it never opened anything: a key there begins with lxs_',
      'skipped keys none: it never opened anything: a key there begins with lxs_',
    ]);
    const open = (await stage.store.keys.list()).filter(({ isEnabled }) => isEnabled).map(({ name }) => name);
    assert.deepEqual(new Set(open), new Set(['key 6', 'line break']));
  });

  test('that were deleted here stay deleted', async (context) => {
    const file = await oldFile(context);
    writeSample(file);
    const stage = await importStage(context);
    await stage.import(file);
    const { id, version } = await stage.find(CLIENT_KEYS.laptop);
    await stage.store.keys.update(id, version, { deletedAt: 1, hash: 'gone' });
    const reply = await stage.import(file);
    assert.ok(stage.lines(reply).includes('skipped keys laptop: it was imported before, and deleted here'));
    assert.equal((await stage.counts()).keys, 3);
  });
});

function PRESENT(count: number) {
  return { imported: 0, present: count, skipped: 0 };
}
