/** Databases of the original that are old, odd, broken, or no such database at all. */

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, type TestContext, test } from 'node:test';
import { importStage } from '../../../test/support/import-stage.ts';
import { OriginalDatabase, sqlTime } from '../../../test/support/original-database.ts';
import { MADE_AT, writeSample } from '../../../test/support/original-sample.ts';
import { latestCalls, temporaryDir } from '../../../test/support/store.ts';

async function oldFile(context: TestContext): Promise<string> {
  return join(await temporaryDir(context), 'api_records.db');
}

describe('odd values', () => {
  test('of platforms, servers and models are told one by one, and stop nothing', async (context) => {
    const file = await oldFile(context);
    const loose = ['platform_configs', 'model_configs', 'claude_code_servers'];
    const database = new OriginalDatabase(file, { loose });
    const platform = (platform_type: string | null, cells: object = {}) =>
      database.insert('platform_configs', { platform_type, api_key: 'sk-0123456789', base_url: null, ...cells });
    platform(null);
    platform('my_own_platform');
    platform('openai_compatible');
    platform('lmstudio', { base_url: 'ftp://x' });
    platform('dashscope', { api_key: 'sk with blanks' });
    platform('DashScope');
    platform('openrouter', { base_url: 'https://elsewhere.example.com', enabled: null, timeout: 'long' });
    platform('ollama', { base_url: 'http://me:word@127.0.0.1:1', timeout: -5 });
    const server = (name: string | null, url: string | null, cells: object = {}) =>
      database.insert('claude_code_servers', { name, url, api_key: 'sk-0123456789', priority: null, ...cells });
    server(null, 'https://a.example.com');
    server('Claude', 'https://b.example.com');
    server('same', 'https://c.example.com', { timeout: 1e9 });
    server('same', 'https://d.example.com');
    server('openrouter', 'https://e.example.com');
    server(`\x1b[2Jnowhere${'e'.repeat(300)}`, '');
    server('bad', 'no address?key=sk-0123456789');
    for (const cells of [
      { platform_type: 'openrouter', model_id: 'openrouter:a/b' },
      { platform_type: 'openrouter', model_id: 'a/b' },
      { platform_type: 'openrouter', model_id: null },
      { platform_type: null, model_id: 'm' },
    ])
      database.insert('model_configs', cells);
    database.close();
    const stage = await importStage(context);
    assert.deepEqual(stage.lines(await stage.import(file)), [
      'skipped platforms the platform in row 1: redwolf has no such type of platform',
      'skipped platforms my_own_platform: redwolf has no such type of platform',
      'skipped platforms openai_compatible: it has no address',
      'skipped platforms lmstudio: its address is none of http or https',
      'skipped platforms dashscope: api_keys[0].key: expected a key: visible ASCII characters without blanks (a key of digits only needs quotes), found a text that is not shown here',
      'skipped platforms dashscope: it stands there a second time',
      'imported platforms openrouter: its address is left out, as the original never asked there',
      'skipped platforms ollama: base_url: an address holds no user name and password; use api_key',
      'imported platforms the server in row 1: it gets its key as x-api-key; the original sent a bearer token',
      'imported platforms Claude: it gets its key as x-api-key; the original sent a bearer token',
      'imported platforms same: it gets its key as x-api-key; the original sent a bearer token',
      'imported platforms same: it gets its key as x-api-key; the original sent a bearer token',
      'imported platforms openrouter: it gets its key as x-api-key; the original sent a bearer token',
      `skipped platforms  [2Jnowhere${'e'.repeat(189)}…: it has no address`,
      'skipped platforms bad: its address is none of http or https',
      'imported routing the order of the servers for Claude Code',
      'imported models models of openrouter',
      'skipped models models of no platform: their platform is not here',
      'skipped models the model in row 3: it has no name that can be used',
      'skipped models models that stand there again: the first row counts',
    ]);
    const ids = stage.configuration.platforms().platforms.map(({ id, settings }) => [id, settings['timeouts'] ?? null]);
    assert.deepEqual(ids, [
      ['openrouter', null],
      ['server-1', null],
      ['claude-2', null],
      ['same', null],
      ['same-4', null],
      ['openrouter-5', null],
    ]);
  });

  test('of the routing are told, and stop nothing', async (context) => {
    const file = await oldFile(context);
    const database = new OriginalDatabase(file);
    const routing = (config_name: string, config_type: string | null, config_data: string | null, is_active = 0) =>
      database.insert('routing_configs', { config_name, config_type, config_data, is_active });
    routing('broken', 'global_direct', '{"model_priority_list": [', 1);
    routing('a list', 'global_direct', '["x"]');
    const smart = routing('smart', 'smart_routing', '{"routing_models": "none", "scenes": 7}', 1);
    for (const [scene_name, models] of [
      [null, '["a"]'],
      ['broken', 'no json'],
      ['none', null],
    ] as const)
      database.insert('routing_scenes', { routing_config_id: smart, scene_name, models });
    for (const [scene_name, models, enabled] of [
      ['bare', '["a"]', 1],
      ['bare', '[]', 1],
      ['off', '[]', 0],
    ] as const)
      database.insert('routing_scenes', { routing_config_id: smart, scene_name, models, enabled });
    database.insert('routing_scenes', { routing_config_id: 99, scene_name: 'of nothing', models: '[]' });
    database.insert('system_configs', { config_key: 'current_work_mode', config_value: 'smart_routing' });
    database.close();
    const stage = await importStage(context);
    assert.deepEqual(stage.lines(await stage.import(file)), [
      'imported routing the mode smart_routing',
      'skipped routing a in a scene without a name: no platform here has it, or several have',
      'skipped scenes a scene without a name: it has no name',
      'skipped scenes broken: its list of models cannot be read',
      'skipped scenes none: its list of models cannot be read',
      'skipped routing a in bare: no platform here has it, or several have',
      'imported scenes bare: none of its models is here: redwolf chooses one',
      'skipped scenes bare: scenes[1].name: another scene has this name already; keys, pins and corrections go by it',
      'imported scenes off',
      'skipped routing the configuration broken: it is no JSON object',
      'skipped routing the configuration a list: it is no JSON object',
    ]);
    const { scenes = [], mode } = stage.configuration.effective.config.routing;
    assert.equal(mode, 'smart_routing');
    // What has no description is told from others by its name.
    assert.deepEqual(
      scenes.map(({ name, description, isEnabled }) => [name, description, isEnabled]),
      [
        ['bare', 'bare', true],
        ['off', 'off', false],
      ],
    );
  });

  test('of calls become what a row can hold', async (context) => {
    const file = await oldFile(context);
    const database = new OriginalDatabase(file);
    database.insert('api_records', {
      ...{
        method: null,
        path: null,
        body: '{"model": {"not": "a name"}, "stream": "yes"}',
        response_status: 10n ** 15n,
      },
      ...{ timestamp: sqlTime(MADE_AT), duration_ms: -1, input_tokens: -7, output_tokens: 10n ** 12n },
      ...{ target_platform: 'a\0b', target_model: new Uint8Array([0xff, 0x41]), user_key_id: 'x', response_body: 5 },
    });
    database.insert('key_usage_logs', {
      user_key_id: null,
      timestamp: '2025-08-11T09:30:00+08:00',
      platform_type: 'unknown',
    });
    database.insert('key_usage_logs', { timestamp: null });
    database.close();
    const stage = await importStage(context);
    assert.deepEqual(stage.lines(await stage.import(file)), [
      'imported calls recorded calls',
      'imported calls calls of the log of usage: their records are gone there',
      'skipped calls calls: their time cannot be read',
    ]);
    const [record, log] = await latestCalls(stage.store, 5);
    assert.deepEqual(
      [record?.platform, record?.model, record?.status, record?.inputTokens, record?.outputTokens, record?.keyName],
      ['ab', '�A', 0, 0, 2_147_483_647, 'deleted key x'],
    );
    assert.deepEqual([log?.startedAt, log?.platform], [Date.UTC(2025, 7, 11, 1, 30), null]);
  });
});

test('a version that had fewer tables and columns gives what it has', async (context) => {
  const file = await oldFile(context);
  const without = [
    'claude_code_servers',
    'user_keys',
    'key_usage_logs',
    'user_auth',
    'routing_scenes',
    'system_configs',
  ];
  const database = new OriginalDatabase(file, { without });
  for (const column of ['user_key_id', 'target_model', 'target_platform'])
    database.run(`DROP INDEX ix_api_records_${column}`);
  for (const column of [
    'user_key_id',
    'routing_scene',
    'input_tokens',
    'output_tokens',
    'target_model',
    'target_platform',
  ])
    database.run(`ALTER TABLE api_records DROP COLUMN ${column}`);
  database.insert('platform_configs', {
    platform_type: 'dashscope',
    api_key: 'sk-0123456789',
    enabled: 1,
    timeout: 30,
  });
  database.insert('api_records', { method: 'POST', timestamp: sqlTime(MADE_AT), response_status: 200 });
  database.close();
  const stage = await importStage(context);
  const { counts } = await stage.import(file);
  assert.deepEqual([counts['platforms']?.imported, counts['calls']?.imported], [1, 1]);
  assert.equal((await stage.import(file)).counts['calls']?.present, 1);
});

describe('a file that is not the original’s', () => {
  const refusals: readonly (readonly [string, (file: string) => void, string, RegExp])[] = [
    [
      'that is not there',
      () => {},
      'IMPORT_FILE_UNREADABLE',
      /cannot be read: ENOENT.*Name the original's api_records\.db\.$/,
    ],
    ['that is a folder', (file) => mkdirSync(file), 'IMPORT_FILE_UNREADABLE', /cannot be read: it is no file\./],
    ['that is empty', (file) => writeFileSync(file, ''), 'IMPORT_FILE_INVALID', /: it is empty\./],
    [
      'that is text',
      (file) => writeFileSync(file, 'platforms: []'),
      'IMPORT_FILE_INVALID',
      /: it is no SQLite database\./,
    ],
    [
      'of another program',
      writeOther,
      'IMPORT_FILE_INVALID',
      /: it has no table api_records and no platform_configs\./,
    ],
    [
      'whose tables are views',
      writeViews,
      'IMPORT_FILE_INVALID',
      /: it has no table api_records and no platform_configs\./,
    ],
    [
      'that was cut off',
      (file) => spoil(file, (bytes) => bytes.subarray(0, bytes.length / 2)),
      'IMPORT_FILE_INVALID',
      / is damaged, /,
    ],
    [
      'with a broken page',
      (file) => spoil(file, (bytes) => bytes.fill(0x55, 8_192, 20_480)),
      'IMPORT_FILE_INVALID',
      / is damaged, /,
    ],
    [
      'that is a header only',
      (file) => spoil(file, (bytes) => bytes.subarray(0, 100)),
      'IMPORT_FILE_INVALID',
      / is damaged, /,
    ],
  ];
  for (const [name, write, code, sentence] of refusals)
    test(`${name} is one sentence, and nothing is changed`, async (context) => {
      const file = await oldFile(context);
      write(file);
      const stage = await importStage(context);
      await assert.rejects(stage.import(file), { code, message: sentence });
      assert.deepEqual(await stage.counts(), { calls: 0, keys: 0, platforms: 0, models: 0, version: 0 });
      await assert.rejects(stage.import(file), { code });
    });

  test('nor one that may not be written to: it is only read', async (context) => {
    const file = await oldFile(context);
    writeSample(file);
    chmodSync(file, 0o400);
    const stage = await importStage(context);
    assert.equal((await stage.import(file)).counts['keys']?.imported, 4);
  });
});

function writeOther(file: string): void {
  const database = new DatabaseSync(file);
  database.exec('create table calls (id text)');
  database.close();
}

/** Reading one of these would not end. */
function writeViews(file: string): void {
  const database = new DatabaseSync(file);
  for (const name of ['api_records', 'platform_configs'])
    database.exec(
      `create view ${name} as with recursive n(id) as (select 1 union all select id + 1 from n) select id from n`,
    );
  database.close();
}

function spoil(file: string, change: (bytes: Buffer) => Uint8Array): void {
  writeSample(file);
  writeFileSync(file, change(readFileSync(file)));
}
