import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { RedwolfError } from '../lib/errors.ts';
import type { KnownTypes } from './checks.ts';
import { loadConfig, parseConfig } from './load.ts';

const ANTHROPIC = { protocol: 'anthropic-messages', baseUrl: 'https://anthropic.example', auth: 'x-api-key' } as const;
const CHAT = { protocol: 'openai-chat', baseUrl: 'https://chat.example/v1', auth: 'bearer' } as const;
const CHAT_ELSEWHERE = { protocol: 'openai-chat', auth: 'bearer' } as const;

const TYPES: KnownTypes = new Map([
  ['anthropic', { needsKey: true, protocols: [ANTHROPIC] }],
  ['ollama', { needsKey: false, protocols: [CHAT, ANTHROPIC] }],
  ['openai', { needsKey: true, protocols: [CHAT] }],
  ['openai-compatible', { needsKey: false, protocols: [CHAT_ELSEWHERE] }],
]);

const parse = (text: string, environment: NodeJS.ProcessEnv = {}, file = 'redwolf.yaml') =>
  parseConfig(file, text, environment, TYPES);

/** The lines of the message that name the problems, without their indentation. */
function problemsOf(text: string, environment: NodeJS.ProcessEnv = {}, file = 'redwolf.yaml'): string[] {
  try {
    parse(text, environment, file);
  } catch (error) {
    assert.ok(error instanceof RedwolfError, String(error));
    assert.equal(error.code, 'CONFIG_INVALID');
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  assert.fail('the file was accepted');
}

const COMPLETE = `
platforms:
  - id: up
    type: openai-compatible
    base_url: "http://127.0.0.1:9999/v1/"
    api_key: "\${UP_KEY}"
    models: [m, {id: "vendor/x:free", max_output_tokens: 8192}]
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

test('a complete file becomes a configuration', () => {
  const { config, warnings, file } = parse(COMPLETE, { UP_KEY: 'secret-1' });
  const [up, ollama, ant, mine] = config.platforms;
  assert.deepEqual(
    { ...up, apiKeys: up?.apiKeys.map((key) => key.reveal()) },
    {
      id: 'up',
      type: 'openai-compatible',
      baseUrl: 'http://127.0.0.1:9999/v1',
      baseUrls: {},
      apiKeys: ['secret-1'],
      auth: 'key',
      models: [{ id: 'm' }, { id: 'vendor/x:free', maxOutputTokens: 8192 }],
      timeouts: { connect: 500, firstByte: 600_000, idle: 30_000 },
    },
  );
  assert.deepEqual(ollama?.baseUrls, { 'anthropic-messages': 'http://127.0.0.1:11434' });
  assert.deepEqual(
    ant?.apiKeys.map((key) => key.reveal()),
    ['a', 'b'],
  );
  assert.equal(mine?.auth, 'passthrough');
  assert.deepEqual(config.routing, {
    mode: 'claude_code',
    modelPriorityList: ['up:m', 'm'],
    claudeCodePlatforms: ['ant', 'ollama'],
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
    routing: { mode: 'global_direct', modelPriorityList: [] },
    keys: [],
    maxBodyBytes: 64 * 1024 * 1024,
  };
  assert.deepEqual(loadConfig(undefined, {}, TYPES).config, defaults);
  for (const text of ['', '# nothing\n', '{}', 'platforms:\nrouting:\n  mode:\nkeys:\nlimits:\n']) {
    assert.deepEqual(parse(text).config, defaults, text);
  }
});

test('every problem is told at once, with its line, column, key and what to do', () => {
  const text = `platforms:
  - {id: Up, type: openai-compatibl, base_url: "htp://x", modles: [m]}
  - id: b
    type: openai
    timeouts: {idle: "3"}
routing: {mode: direct}
`;
  assert.deepEqual(problemsOf(text), [
    'redwolf.yaml:2:10 platforms[0].id: expected small letters, digits, - and _, beginning with a letter or digit, found "Up"',
    'redwolf.yaml:2:20 platforms[0].type: expected a type of platform that redwolf knows, found "openai-compatibl". Did you mean "openai-compatible"?',
    'redwolf.yaml:2:48 platforms[0].base_url: expected an address that begins with http:// or https://, found "htp://x"',
    'redwolf.yaml:2:59 platforms[0].modles: this key is unknown. Did you mean "models"?',
    'redwolf.yaml:3:5 platforms[1].api_key: expected a key, which type openai needs; it is missing',
    'redwolf.yaml:5:22 platforms[1].timeouts.idle: expected a number of seconds, more than 0 and at most 86400, found "3"',
    'redwolf.yaml:6:17 routing.mode: expected "claude_code" or "global_direct", found "direct"',
  ]);
});

/** A file, and what its only problem's line holds. */
const ONE_PROBLEM: readonly (readonly [string, RegExp])[] = [
  ['routng: {}', /:1:1 routng: this key is unknown\. Did you mean "routing"\?$/],
  ['weather: {}', /:1:1 weather: this key is unknown\. Known keys here: platforms, routing, keys, limits\.$/],
  ['__proto__: {a: 1}', /:1:1 __proto__: this key is unknown/],
  ['- a', /:1:1: expected keys and values, .* found a list$/],
  ['hello', /:1:1: expected keys and values, .* found "hello"$/],
  ['platforms: {}', /:1:12 platforms: expected a list of platforms, found a section$/],
  ['platforms: [ollama]', /platforms\[0\]: expected a section with id and type, found "ollama"$/],
  ['platforms: [~]', /platforms\[0\]: expected a section with id and type, found nothing$/],
  ['platforms: [{type: ollama}]', /platforms\[0\]\.id: expected .*; it is missing$/],
  ['platforms: [{id: a}]', /platforms\[0\]\.type: expected .*; it is missing$/],
  ['platforms: [{id: scene, type: ollama}]', /platforms\[0\]\.id: "scene" has a meaning of its own/],
  ['platforms: [{id: claude, type: ollama}]', /platforms\[0\]\.id: "claude" has a meaning of its own/],
  ['platforms: [{id: a, type: ollama}, {id: a, type: ollama}]', /platforms\[1\]\.id: the platform "a" .* second time$/],
  [
    'platforms: [{id: a, type: weather}]',
    /found "weather"\. There are: anthropic, ollama, openai, openai-compatible\.$/,
  ],
  ['platforms: [{id: a, type: openai-compatible}]', /platforms\[0\]\.base_url: expected the platform's address, /],
  ['platforms: [{id: a, type: ollama, base_url: "ftp://x"}]', /base_url: expected .* found "ftp:\/\/x"$/],
  ['platforms: [{id: a, type: ollama, base_url: "http://x/?a=b"}]', /base_url: an address ends before/],
  [
    'platforms: [{id: a, type: ollama, base_urls: {openai: "http://x"}}]',
    /:1:47 .*\.openai: .* Did you mean "openai-chat"\?$/,
  ],
  [
    'platforms: [{id: a, type: ollama, base_url: "http://x", base_urls: {openai-chat: "http://y"}}]',
    /base_urls\.openai-chat: this is what base_url says/,
  ],
  ['platforms: [{id: a, type: openai, api_key: a, api_keys: [b]}]', /api_keys: use api_key or api_keys, not both$/],
  ['platforms: [{id: a, type: openai, api_keys: [b, b]}]', /api_keys\[1\]: this key stands in the list a second time$/],
  ['platforms: [{id: a, type: openai, api_keys: []}]', /api_keys: expected at least one key, found a list$/],
  ['platforms: [{id: a, type: openai, auth: passthrough}]', /auth: passthrough is for platforms that speak anthropic/],
  ['platforms: [{id: a, type: anthropic, auth: passthrough, api_key: k}]', /auth: with passthrough the client brings/],
  ['platforms: [{id: a, type: ollama, auth: oauth}]', /auth: expected "key" or "passthrough", found "oauth"$/],
  ['platforms: [{id: a, type: ollama, models: [4]}]', /models\[0\]: expected the name of a model, or .* found 4$/],
  [
    'platforms: [{id: a, type: ollama, models: [m, m]}]',
    /models\[1\]: the model "m" stands in this list a second time$/,
  ],
  [
    'platforms: [{id: a, type: ollama, models: [{id: m, max_output: 5}]}]',
    /models\[0\]\.max_output: this key is unknown\. Did you mean "max_output_tokens"\?$/,
  ],
  [
    'platforms: [{id: a, type: ollama, models: [{id: m, max_output_tokens: 0.5}]}]',
    /models\[0\]\.max_output_tokens: expected a whole number .* found 0\.5$/,
  ],
  [
    'platforms: [{id: a, type: ollama, timeouts: {idle: 0}}]',
    /timeouts\.idle: expected a number of seconds, .* found 0$/,
  ],
  ['routing: {model_priority_list: [1]}', /model_priority_list\[0\]: expected a model, .* found 1$/],
  ['routing: {claude_code_platforms: [x]}', /claude_code_platforms\[0\]: expected the id of a platform/],
  [
    'platforms: [{id: up, type: openai, api_key: k}]\nrouting: {claude_code_platforms: [up]}',
    /:2:35 .*\[0\]: the platform "up" does not speak anthropic-messages/,
  ],
  ['keys: [{name: a, key: k}, {name: a, key: l}]', /keys\[1\]\.name: the name "a" stands in this file a second time$/],
  ['keys: [{name: a, key: k}, {name: b, key: k}]', /keys\[1\]\.key: this key stands in this file a second time$/],
  ['keys: [{name: "", key: k}]', /keys\[0\]\.name: expected a name .* found an empty text$/],
  ['limits: {max_body_mb: 0}', /max_body_mb: expected a number of megabytes, .* found 0$/],
  ['model_priority_list: [a]', /:1:1 model_priority_list: write this into the section "routing"$/],
  ['a: "x', /:1:\d+: a quote, comma, colon or closing bracket is missing$/],
  ['keys: []\nkeys: []', /:2:1: this key stands here a second time/],
  ['keys: []\n---\nkeys: []', /:2:1: a second document begins here/],
  ['limits:\n\tmax_body_mb: 1', /:2:1: a tab indents this line/],
  ['keys: *none', /:1:7 keys: this alias has no anchor before it$/],
  ['['.repeat(50_000), /:1:\d+: this is nested too deeply$/],
  ['limits: &a [*a, *a]', /this is nested too deeply, or aliases repeat it too often$/],
];

for (const [text, expected] of ONE_PROBLEM) {
  test(`refused: ${text.slice(0, 70).replaceAll('\n', ' ↵ ')}`, () => {
    const problems = problemsOf(text);
    assert.ok(
      problems.some((problem) => expected.test(problem)),
      problems.join('\n'),
    );
    if (!text.includes('&a')) assert.equal(problems.length, 1, problems.join('\n'));
  });
}

test('a setting that comes later is refused by a sentence of its own', () => {
  const text = `database: {url: "postgres://u:hunter2@h"}
capture: full
users: []
server: {tls: {}}
routing: {mode: smart_routing, routing_models: [m], scenes: []}
keys: [{name: a, key: k, capture: off}]
platforms: [{id: a, type: ollama, headers: {x: y}, models: [{id: m, price: 1}]}]
`;
  const problems = problemsOf(text);
  assert.equal(problems.length, 10);
  for (const problem of problems) assert.match(problem, /cannot be set yet: |"smart_routing" comes later/);
  assert.match(
    problems[0] ?? '',
    /^redwolf\.yaml:1:1 database: this cannot be set yet: redwolf keeps its data in SQLite/,
  );
  assert.ok(!problems.join('\n').includes('hunter2'));
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

test('no message holds a secret', () => {
  const text = `platforms:
  - {id: a, type: openai, api_key: "hunter2 hunter2"}
  - {id: b, type: openai, api_key: hunter2, base_url: "https://hunter2:hunter2@h"}
  - {id: c, type: openai, api_key: "\${EMPTY}", base_url: "https://h/?key=hunter2"}
  - {id: d, type: sk-hunter2, base_url: "ftp://hunter2:x@h"}
  - {id: e, type: openai, api_key: "\${BLANK}", api_keys: ["hunter2 2"]}
keys:
  - {name: a, key: "hunter2 "}
`;
  const problems = problemsOf(text, { EMPTY: '', BLANK: 'hunter2 hunter2' });
  assert.equal(problems.length, 9, problems.join('\n'));
  assert.ok(!problems.join('\n').includes('hunter2'), problems.join('\n'));
  assert.match(problems.join('\n'), /api_key: expected a key: .* found the value of \$\{EMPTY\}/);
  for (const broken of [
    'api_key: "hunter2',
    'api_key: @hunter2',
    'api_key: a: hunter2',
    'api_key: {hunter2',
    '!hunter2 "a',
  ]) {
    assert.ok(!problemsOf(broken).join('\n').includes('hunter2'), broken);
  }
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
    'redwolf.yaml:2:2 a: this key is unknown. Known keys here: platforms, routing, keys, limits.',
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
  assert.deepEqual(config.routing, { mode: 'global_direct', modelPriorityList: ['claude-3-opus', 'qwen-max'] });
  assert.equal(place(['routing', 'model_priority_list', 1]), 'redwolf.yaml:5:5 model_priority_list[1]');
  assert.equal(parse('config_type: claude_code').config.routing.mode, 'claude_code');
});

test("the original's smart routing is refused at the places where it stands", () => {
  const text = `{
  "config_type": "smart_routing",
  "routing_models": ["qwen-plus"],
  "scenes": [{"name": "简单对话", "models": ["qwen-plus"]}]
}`;
  assert.deepEqual(problemsOf(text), [
    'redwolf.yaml:2:18 config_type: "smart_routing" comes later; use "global_direct" or "claude_code" for now',
    'redwolf.yaml:3:3 routing_models: this cannot be set yet: these models judge requests for smart routing, which comes later',
    'redwolf.yaml:4:3 scenes: this cannot be set yet: scenes come with smart routing',
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
