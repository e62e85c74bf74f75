import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse, problemsOf, TYPES } from '../../test/support/config.ts';
import { RedwolfError } from '../lib/errors.ts';
import { loadConfig } from './load.ts';

const COMPLETE = `
platforms:
  - id: up
    type: openai-compatible
    base_url: "http://127.0.0.1:9999/v1/"
    api_key: "\${UP_KEY}"
    models: [m, {id: "vendor/x:free", max_output_tokens: 8192, text_tools: true}]
    timeouts: {connect: 0.5, first_byte: 600, idle: 30}
  - {id: ollama, type: ollama, base_urls: {anthropic-messages: "http://127.0.0.1:11434"}}
  - {id: ant, type: anthropic, api_keys: [a, b]}
  - {id: mine, type: anthropic, auth: passthrough}
routing:
  mode: claude_code
  model_priority_list: ["up:m", m]
  claude_code_platforms: [ant, ollama]
keys:
  - {name: bench, key: rw-bench}
limits: {max_body_mb: 1.5}
`;

/** Of smart routing, where a file says nothing of it. */
const SMART = { routingModels: [], judge: { when: 'unsure', timeoutMs: 800 }, risk: 0.2 };

test('a complete file becomes a configuration', () => {
  const { config, warnings, file } = parse(COMPLETE, { UP_KEY: 'secret-1' });
  const [up, ollama, ant, mine] = config.platforms;
  assert.deepEqual(
    { ...up, apiKeys: up?.apiKeys.map(({ key }) => key.reveal()) },
    {
      id: 'up',
      type: 'openai-compatible',
      baseUrl: 'http://127.0.0.1:9999/v1',
      baseUrls: {},
      apiKeys: ['secret-1'],
      auth: 'key',
      models: [{ id: 'm' }, { id: 'vendor/x:free', maxOutputTokens: 8192, textTools: true }],
      timeouts: { connect: 500, firstByte: 600_000, idle: 30_000 },
    },
  );
  assert.deepEqual(ollama?.baseUrls, { 'anthropic-messages': 'http://127.0.0.1:11434' });
  assert.deepEqual(
    ant?.apiKeys.map(({ key }) => key.reveal()),
    ['a', 'b'],
  );
  assert.equal(mine?.auth, 'passthrough');
  assert.deepEqual(config.routing, {
    mode: 'claude_code',
    modelPriorityList: ['up:m', 'm'],
    claudeCodePlatforms: ['ant', 'ollama'],
    ...SMART,
  });
  assert.equal(config.keys[0]?.name, 'bench');
  assert.equal(config.keys[0]?.key.reveal(), 'rw-bench');
  assert.equal(config.maxBodyBytes, 1.5 * 1024 * 1024);
  assert.deepEqual(warnings, []);
  assert.equal(file, 'redwolf.yaml');
});

test('no file, an empty one and empty sections give the defaults', () => {
  const defaults = {
    platforms: [],
    routing: { mode: 'global_direct', modelPriorityList: [], ...SMART },
    keys: [],
    memberKeys: {},
    maxBodyBytes: 64 * 1024 * 1024,
    modelRefreshHours: 24,
    prices: { cnyPerUsd: 6.72, baseline: 'anthropic:claude-opus-5-5' },
    records: { capture: 'full', redact: [], retentionDays: 30, retentionGib: 5, retentionCallDays: 365 },
    server: {
      limits: {
        maxHeaderBytes: 16 * 1024,
        headerMs: 60_000,
        requestMs: 300_000,
        idleMs: 75_000,
        slowClientMs: 300_000,
        maxConnections: 10_000,
      },
      trustedProxies: [],
      hsts: false,
    },
  };
  assert.deepEqual(loadConfig(undefined, {}, TYPES).config, defaults);
  for (const text of ['', '# nothing\n', '{}', 'platforms:\nrouting:\n  mode:\nkeys:\nlimits:\nserver:\n']) {
    assert.deepEqual(parse(text).config, defaults, text);
  }
});

test('limits of connections and the server come in milliseconds and bytes', () => {
  const { server } = parse(`limits: {max_header_kb: 8, header_seconds: 0.5, request_seconds: 2, idle_seconds: 3}
server:
  tls: {cert: c.pem, key: k.pem}
  trusted_proxies: [127.0.0.1, 10.0.0.0/8, "fd00::/8"]
  public_url: https://redwolf.example.com
  hsts: true
`).config;
  const { maxHeaderBytes, headerMs, requestMs, idleMs } = server.limits;
  assert.deepEqual([maxHeaderBytes, headerMs, requestMs, idleMs], [8192, 500, 2000, 3000]);
  assert.deepEqual(
    { ...server, limits: undefined },
    {
      limits: undefined,
      tls: { cert: 'c.pem', key: 'k.pem' },
      trustedProxies: ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'],
      publicUrl: 'https://redwolf.example.com',
      hsts: true,
    },
  );
});

test('what the server cannot be is refused', () => {
  for (const text of [
    'server: {trusted_proxies: [0.0.0.0/0]}',
    'server: {trusted_proxies: [proxy.example]}',
    'server: {trusted_proxies: [10.0.0.0/33]}',
    'server: {public_url: redwolf.example.com}',
    'server: {public_url: "https://redwolf.example.com/admin"}',
    'server: {tls: {cert: c.pem}}',
    'limits: {max_connections: 0}',
    'limits: {header_seconds: 0}',
  ])
    assert.equal(problemsOf(text).length, 1, text);
});

test('a pool, headers and a proxy keep their secrets covered', () => {
  const { config } = parse(
    `platforms:
  - id: a
    type: openai
    api_keys: [k1, {key: k2, weight: 0.5, name: team}]
    headers: {X-Title: my title, x-token: "\${TOKEN}"}
    proxy: "http://user:hunter2@127.0.0.1:3128"
`,
    { TOKEN: 'hunter2' },
  );
  const [platform] = config.platforms;
  assert.deepEqual(
    platform?.apiKeys.map(({ key, ...rest }) => [key.reveal(), rest]),
    [
      ['k1', {}],
      ['k2', { weight: 0.5, name: 'team' }],
    ],
  );
  const headers = Object.entries(platform?.headers ?? {}).map(([name, value]) => [name, value.reveal()]);
  assert.deepEqual(headers, [
    ['x-title', 'my title'],
    ['x-token', 'hunter2'],
  ]);
  assert.equal(platform?.proxy?.reveal(), 'http://user:hunter2@127.0.0.1:3128');
  assert.ok(!JSON.stringify(platform).includes('hunter2'));
});

test('what is kept of calls, and for how long', () => {
  const text = 'capture: metadata\nredact: ["\\\\d{4}"]\nretention: {days: 7, gib: 0, call_days: 90}\n';
  const { config, declaredSettings } = parse(text);
  assert.deepEqual(config.records, {
    capture: 'metadata',
    redact: ['\\d{4}'],
    retentionDays: 7,
    retentionGib: 0,
    retentionCallDays: 90,
  });
  assert.deepEqual([...declaredSettings].sort(), [
    'capture',
    'redact',
    'retention.call_days',
    'retention.days',
    'retention.gib',
  ]);
});

test('a setting that comes later is refused by a sentence of its own', () => {
  const text = `teams: hunter2
users: []
platforms: [{id: a, type: ollama, enabled: false, models: [{id: m, enabled: false}]}]
`;
  const problems = problemsOf(text);
  assert.equal(problems.length, 4);
  for (const problem of problems) assert.match(problem, /cannot be set yet: /);
  assert.match(problems[0] ?? '', /^redwolf\.yaml:1:1 teams: this cannot be set yet: users and teams come later/);
  assert.ok(!problems.join('\n').includes('hunter2'));
});

test('the address of a database is a secret, and no other kind is taken', () => {
  const { config } = parse('database: {url: "postgres://u:hunter2@h/x"}');
  assert.equal(config.databaseUrl?.reveal(), 'postgres://u:hunter2@h/x');
  assert.ok(!JSON.stringify(config).includes('hunter2'));
  const [problem = ''] = problemsOf('database: {url: "mysql://u:hunter2@h/x"}');
  assert.match(problem, /database\.url: expected an address such as postgres:/);
  assert.ok(!problem.includes('hunter2'), problem);
});

test('the environment fills references in, also in the middle of a text', () => {
  const text = 'platforms: [{id: a, type: ollama, base_url: "http://$' + '{HOST}:$' + '{PORT}/x"}]';
  assert.equal(parse(text, { HOST: 'h', PORT: '1' }).config.platforms[0]?.baseUrl, 'http://h:1/x');
});

test('a reference that has no variable is named, with its line', () => {
  const text = `platforms:
  - id: a
    type: openai
    api_key: \${NO_SUCH_KEY}
  - {id: b, type: ollama, base_url: "\${constructor}"}
`;
  assert.deepEqual(problemsOf(text), [
    'redwolf.yaml:4:14 platforms[0].api_key: the environment variable "NO_SUCH_KEY" is not set',
    'redwolf.yaml:5:37 platforms[1].base_url: the environment variable "constructor" is not set',
  ]);
});

test('a reference without quotes inside of braces gets the hint that it needs them', () => {
  assert.match(problemsOf('a: {api_key: $' + '{KEY}}')[0] ?? '', /a reference to the environment needs quotes$/);
});

test('JSON may have comments, which move nothing', () => {
  const text = `{ // it's "here"
  "platforms": [
    {"id": "a", "type": "ollama", "base_url": "http://127.0.0.1:1/v1"}, // one
    // {"id": "b"},
  ],
  "keys": [{"name": "a // b \\" // c", "key": "k"}]
}`;
  const { config } = parse(text, {}, 'config.json');
  assert.equal(config.platforms[0]?.baseUrl, 'http://127.0.0.1:1/v1');
  assert.equal(config.keys[0]?.name, 'a // b " // c');
  assert.deepEqual(parse(text).config, config, 'told by its first character');
  assert.deepEqual(problemsOf('// one\n{"a": 1}'), [
    'redwolf.yaml:2:2 a: this key is unknown. Known keys here: platforms, routing, keys, member_keys, limits, models, prices, server, database, metrics, capture, redact, retention.',
  ]);
});

test('flow YAML keeps addresses without quotes', () => {
  const { config } = parse('{platforms: [{id: a, type: ollama, base_url: http://127.0.0.1:1/v1}]}');
  assert.equal(config.platforms[0]?.baseUrl, 'http://127.0.0.1:1/v1');
});

test("a file of the original's form is read as routing", () => {
  const text = `{
  "config_type": "global_direct",
  "model_priority_list": [
    "claude-3-opus",
    "qwen-max"  // second
  ]
}`;
  const { config, place } = parse(text);
  assert.deepEqual(config.routing, {
    mode: 'global_direct',
    modelPriorityList: ['claude-3-opus', 'qwen-max'],
    ...SMART,
  });
  assert.equal(place(['routing', 'model_priority_list', 1]), 'redwolf.yaml:5:5 model_priority_list[1]');
  assert.equal(parse('config_type: claude_code').config.routing.mode, 'claude_code');
});

test("the original's smart routing is read, with scenes of a name alone", () => {
  const text = `{
  "config_type": "smart_routing",
  "routing_models": ["qwen-plus"],
  "scenes": [{"name": "简单对话", "models": ["qwen-plus"]}]
}`;
  const { routing } = parse(text).config;
  assert.deepEqual([routing.mode, routing.routingModels], ['smart_routing', ['qwen-plus']]);
  const nothing = { examples: [], keywords: [], paths: [] };
  assert.deepEqual(routing.scenes, [
    { name: '简单对话', description: '', models: ['qwen-plus'], ...nothing, isEnabled: true },
  ]);
});

test("the original's form and a routing section exclude each other", () => {
  assert.deepEqual(problemsOf('config_type: claude_code\nrouting: {}'), [
    'redwolf.yaml:1:1 config_type: the file has a section "routing", so write this there as "mode"',
  ]);
});

test('places are told for messages of those who use the configuration', () => {
  const { place } = parse(COMPLETE, { UP_KEY: 'k' });
  assert.equal(place(['routing', 'model_priority_list', 1]), 'redwolf.yaml:14:33 routing.model_priority_list[1]');
  assert.equal(place(['routing', 'absent']), 'redwolf.yaml:13:3 routing.absent');
});

test('anchors and aliases are followed', () => {
  const text = 'platforms:\n  - {id: a, type: ollama, models: &m [x, y]}\n  - {id: b, type: ollama, models: *m}\n';
  assert.deepEqual(parse(text).config.platforms[1]?.models, [{ id: 'x' }, { id: 'y' }]);
});

test('a key that travels unencrypted through the internet gets a warning', () => {
  const at = (address: string, more = 'api_key: k') =>
    parse(`platforms: [{id: a, type: ollama, base_url: "${address}", ${more}}]`).warnings;
  assert.match(at('http://example.com/v1')[0] ?? '', /^redwolf\.yaml:1:45 platforms\[0\]\.base_url: .*unencrypted/);
  for (const near of [
    'https://example.com',
    'http://127.0.0.1:1',
    'http://box:8080',
    'http://10.0.0.1',
    'http://[::1]:1',
  ]) {
    assert.deepEqual(at(near), [], near);
  }
  assert.deepEqual(at('http://example.com', 'models: []'), []);
});

test('a file that cannot be read is an error that names it', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'redwolf-config-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const unreadable = (file: string, why: RegExp) =>
    assert.throws(
      () => loadConfig(file, {}, TYPES),
      (error) =>
        error instanceof RedwolfError &&
        error.code === 'CONFIG_UNREADABLE' &&
        why.test(error.message) &&
        error.message.includes(file),
    );
  unreadable(join(folder, 'none.yaml'), /does not exist/);
  unreadable(folder, /is a folder/);
  const latin = join(folder, 'latin.yaml');
  writeFileSync(latin, Buffer.from([0x61, 0x3a, 0xe4]));
  unreadable(latin, /not UTF-8/);
  const good = join(folder, 'good.yaml');
  writeFileSync(good, '\ufeffkeys: [{name: a, key: k}]\r\nlimits: {max_body_mb: 1}\r\n');
  assert.equal(loadConfig(good, {}, TYPES).config.keys.length, 1);
});
