/** Start and end: what keeps redwolf from starting, and that it drains before it ends. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer, chunk, data, ROLE_CHUNK, STOP_CHUNK } from '../fake-platform/openai-replies.ts';
import { readCalls } from '../support/call-records.ts';
import type { ConfigFile } from '../support/config-file.ts';
import { send } from '../support/http-client.ts';
import { failToStart, runCommand, startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

let platform: FakePlatform;

before(async () => {
  platform = await FakePlatform.start();
});

after(() => platform.close());

function config(): ConfigFile {
  return {
    platforms: [
      { id: 'up', type: 'openai-compatible', base_url: `${platform.origin}/v1`, api_key: 'k', models: ['m'] },
    ],
  };
}

function folder(t: TestContext): string {
  const made = mkdtempSync(path.join(tmpdir(), 'redwolf-test-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const BODY = { model: 'any', max_tokens: 9, stream: true, messages: [user('hi')] };

describe('the end', () => {
  test('a running stream ends whole, new calls are refused, the row is kept', async (t) => {
    const dataDir = folder(t);
    const redwolf = await startRedwolf(config(), { dataDir });
    let goOn: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    platform.play({
      stream: [
        data(ROLE_CHUNK),
        data(chunk({ content: 'before ' })),
        { until: () => gate },
        data(chunk({ content: 'and after' })),
        data(STOP_CHUNK),
        data('[DONE]'),
      ],
    });
    const running = redwolf.open('/v1/messages', { body: BODY });
    await running.received('before ');
    redwolf.terminate();
    await refused(redwolf.url);
    goOn();
    const reply = await running.reply;
    await redwolf.stop();
    assert.equal(reply.ended, 'end');
    assert.equal(reply.events.at(-1)?.event, 'message_stop');
    assert.match(reply.text, /and after/);
    const calls = readCalls(dataDir);
    assert.deepEqual(
      calls.map((call) => call.outcome),
      ['ok'],
    );
  });

  test('a row that was just written is there after the end', async (t) => {
    const dataDir = folder(t);
    const redwolf = await startRedwolf(config(), { dataDir });
    platform.play(answer({ text: 'ok' }));
    for (let call = 0; call < 20; call++) await redwolf.send('/v1/messages', { body: BODY });
    await redwolf.stop();
    assert.equal(readCalls(dataDir).length, 20);
  });
});

describe('a second start', () => {
  test('keeps what was there: rows and keys', async (t) => {
    const dataDir = folder(t);
    platform.play(answer({ text: 'ok' }));
    for (const count of [1, 2]) {
      const redwolf = await startRedwolf(config(), { dataDir });
      assert.equal((await redwolf.send('/v1/messages', { body: BODY })).status, 200);
      await redwolf.waitForCalls(count);
      await redwolf.stop();
    }
    assert.equal(readCalls(dataDir).length, 2);
  });

  test('a key that the configuration no longer declares is no longer taken', async (t) => {
    const dataDir = folder(t);
    const first = await startRedwolf({ ...config(), keys: [{ name: 'old', key: 'rw-old' }] }, { dataDir });
    const headers = { 'x-api-key': 'rw-old' };
    platform.play(answer({ text: 'ok' }));
    assert.equal((await first.send('/v1/messages', { body: BODY, headers })).status, 200);
    await first.stop();
    const second = await startRedwolf(config(), { dataDir });
    assert.equal((await second.send('/v1/messages', { body: BODY, headers })).status, 401);
    await second.stop();
  });

  test('a key made by `redwolf key create` is taken', async (t) => {
    const dataDir = folder(t);
    const created = await runCommand(['key', 'create', 'laptop', '--data-dir', dataDir]);
    assert.equal(created.code, 0, created.output);
    const [key = ''] = /rw-[\w-]{43}/.exec(created.output) ?? [];
    const redwolf = await startRedwolf(config(), { dataDir });
    platform.play(answer({ text: 'ok' }));
    const reply = await redwolf.send('/v1/messages', { body: BODY, headers: { 'x-api-key': key } });
    assert.equal(reply.status, 200, reply.text);
    const [call] = await redwolf.waitForCalls(1);
    assert.equal(call?.keyName, 'laptop');
    await redwolf.stop();
  });
});

describe('the first start', () => {
  // Named, since a start without platforms looks for local ones and a developer may run one.
  const demo: ConfigFile = { platforms: [{ id: 'demo', type: 'demo', models: ['demo'] }], keys: [] };

  test('the built-in demo platform answers, and the first key is shown once', async (t) => {
    const dataDir = folder(t);
    const redwolf = await startRedwolf(demo, { dataDir });
    const [key = ''] = /rw-[\w-]{43}/.exec(redwolf.log) ?? [];
    assert.ok(key, redwolf.log);
    const headers = { 'x-api-key': key };
    const reply = await redwolf.send('/v1/messages', { body: BODY, headers });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.events.at(-1)?.event, 'message_stop');
    await redwolf.stop();
    const again = await startRedwolf(demo, { dataDir });
    assert.ok(!/rw-[\w-]{43}/.test(again.log), again.log);
    assert.equal((await again.send('/v1/messages', { body: BODY, headers })).status, 200);
    await again.stop();
  });

  test('a later start prints how to list and make keys, as lines that work', async (t) => {
    const dataDir = folder(t);
    await (await startRedwolf(demo, { dataDir })).stop();
    const again = await startRedwolf(demo, { dataDir });
    const [, list = '', create = ''] = /Client keys +(.+)\n +(.+)\n/.exec(again.log) ?? [];
    execFileSync('sh', ['-c', create.replace('NAME', 'laptop')], { stdio: 'pipe' });
    assert.match(execFileSync('sh', ['-c', list], { encoding: 'utf8' }), /^laptop /m);
    await again.stop();
  });
});

describe('a configuration that is wrong', () => {
  const UP = '{id: up, type: openai-compatible, base_url: "http://127.0.0.1:9/v1", api_key: k, models: [m]}';
  const WRONG: readonly (readonly [name: string, text: string, message: RegExp])[] = [
    ['is no YAML', 'platforms: [', /redwolf\.yaml/],
    ['has an unknown key', `platfroms:\n  - ${UP}\n`, /platfroms.*platforms/s],
    ['has an unknown key in a platform', `platforms:\n  - {id: a, type: ollama, base_ulr: x}\n`, /base_ulr.*base_url/s],
    ['has a platform of an unknown type', 'platforms:\n  - {id: a, type: ollamma}\n', /ollamma.*ollama/s],
    ['has a platform without an id', 'platforms:\n  - {type: ollama}\n', /id/],
    ['has two platforms of one id', `platforms:\n  - ${UP}\n  - ${UP}\n`, /up/],
    ['has a platform without its key', 'platforms:\n  - {id: a, type: anthropic}\n', /api_key/],
    ['has a base_url that is none', 'platforms:\n  - {id: a, type: ollama, base_url: "nowhere"}\n', /base_url/],
    [
      'names a variable that is not set',
      `platforms:\n  - {id: a, type: anthropic, api_key: "\${NO_SUCH_NAME}"}\n`,
      /NO_SUCH_NAME/,
    ],
    ['has an unknown mode', 'routing: {mode: fastest}\n', /mode/],
    ['asks for PostgreSQL', 'database: {url: "postgres://x"}\n', /database/],
    [
      'has an ambiguous model name',
      `platforms:\n  - ${UP}\n  - ${UP.replace('id: up', 'id: two')}\nrouting: {model_priority_list: [m]}\n`,
      /up:m.*two:m/s,
    ],
  ];

  for (const [name, text, message] of WRONG) {
    test(`${name}: it says so and ends`, async () => {
      const { code, output } = await failToStart(text);
      assert.notEqual(code, 0);
      assert.match(output, message);
      assert.ok(!/\n\s+at /.test(output), `a stack trace:\n${output}`);
      assert.ok(output.trim().split('\n').length <= 4, output);
    });
  }

  test('tells the file and the line', async () => {
    const { output } = await failToStart(`platforms:\n  - ${UP}\nrouting:\n  mode: fastest\n`);
    assert.match(output, /redwolf\.yaml/);
    assert.match(output, /\b4\b/);
  });

  test('a model that no platform has is a warning, not a failed start', async () => {
    const redwolf = await startRedwolf({ ...config(), routing: { model_priority_list: ['nobody-has-this', 'up:m'] } });
    assert.match(redwolf.log, /nobody-has-this/);
    await redwolf.stop();
  });

  test("the original's form of the file loads", async () => {
    const redwolf = await startRedwolf({ ...config(), config_type: 'global_direct', model_priority_list: ['m'] });
    platform.play(answer({ text: 'ok' }));
    const reply = await redwolf.send('/v1/messages', { body: BODY });
    assert.equal(reply.headers['x-redwolf-source'], 'priority-list');
    await redwolf.stop();
  });
});

describe('a place that does not do', () => {
  test('the port is taken', async (t) => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    await expectOneSentence(config(), { port }, new RegExp(`${port}`));
  });

  test('the configuration file is missing', async () => {
    const { code, output } = await runCommand(['start', '--port', '0', '--config', '/nowhere/redwolf.yaml']);
    assert.notEqual(code, 0);
    assert.match(output, /\/nowhere\/redwolf\.yaml/);
  });

  test('the data dir is a file', async (t) => {
    const dataDir = path.join(folder(t), 'data');
    writeFileSync(dataDir, 'a file, not a folder');
    await expectOneSentence(config(), { dataDir }, /data/);
  });

  test('a flag that makes no sense', async () => {
    for (const args of [['start', '--port', 'x'], ['start', '--nonsense'], ['dance']]) {
      const { code, output } = await runCommand(args);
      assert.notEqual(code, 0);
      assert.ok(!/\n\s+at /.test(output), output);
    }
  });
});

describe('the database', () => {
  test('is corrupt: it is put aside, said loudly, and redwolf serves', async (t) => {
    const dataDir = folder(t);
    writeFileSync(path.join(dataDir, 'redwolf.db'), 'this was never a database '.repeat(1000));
    const redwolf = await startRedwolf(config(), { dataDir });
    platform.play(answer({ text: 'ok' }));
    assert.equal((await redwolf.send('/v1/messages', { body: BODY })).status, 200);
    await redwolf.waitForCalls(1);
    assert.match(redwolf.log, /corrupt|damaged/i);
    await redwolf.stop();
    const others = readdirSync(dataDir).filter((name) => name.startsWith('redwolf.db') && name !== 'redwolf.db');
    assert.ok(others.length > 0, 'the old file is kept');
  });

  test('is newer than the program: it says so, ends, and changes nothing', async (t) => {
    const dataDir = folder(t);
    const first = await startRedwolf(config(), { dataDir });
    await first.stop();
    const database = new DatabaseSync(path.join(dataDir, 'redwolf.db'));
    const [table] = database.prepare("SELECT name FROM sqlite_master WHERE name LIKE '%migration%'").all();
    addMigration(database, String(table?.['name']));
    database.close();
    const { code, output } = await failToStart(config(), { dataDir });
    assert.notEqual(code, 0);
    assert.match(output, /newer/i);
    assert.ok(readdirSync(dataDir).includes('redwolf.db'));
  });
});

/** Marks the database as changed by a version that does not exist yet. */
function addMigration(database: DatabaseSync, table: string): void {
  const [row] = database.prepare(`SELECT * FROM ${table}`).all();
  const future = { ...row, id: '9999-future' };
  const columns = Object.keys(future);
  const places = columns.map(() => '?').join(', ');
  database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`).run(...Object.values(future));
}

async function expectOneSentence(
  file: ConfigFile,
  options: Parameters<typeof failToStart>[1],
  message: RegExp,
): Promise<void> {
  const { code, output } = await failToStart(file, options);
  assert.notEqual(code, 0);
  assert.match(output, message);
  assert.ok(!/\n\s+at /.test(output), `a stack trace:\n${output}`);
  assert.ok(output.trim().split('\n').length <= 3, output);
}

/** Waits until nobody takes connections there any more. */
async function refused(url: string): Promise<void> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const { status } = await send(`${url}/healthz`, { method: 'GET', timeoutMs: 1000 });
    if (status === 0) return;
    assert.ok(Date.now() < deadline, 'connections are still taken');
    await wait(10);
  }
}
