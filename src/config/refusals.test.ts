/** What a configuration file may not say, and how it is told. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../../test/support/config.ts';

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
    'redwolf.yaml:6:17 routing.mode: expected "claude_code", "global_direct" or "smart_routing", found "direct"',
  ]);
});

/** A file, and what its only problem's line holds. */
const ONE_PROBLEM: readonly (readonly [string, RegExp])[] = [
  ['routng: {}', /:1:1 routng: this key is unknown\. Did you mean "routing"\?$/],
  [
    'weather: {}',
    /:1:1 weather: this key is unknown\. Known keys here: platforms, routing, keys, member_keys, limits, models, prices, server, database, metrics, capture, redact, retention\.$/,
  ],
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
  [
    'routing: {scenes: [{name: a, description: b}, {name: a, description: c}]}',
    /routing\.scenes\[1\]\.name: another scene has this name already/,
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
  [
    'platforms: [{id: a, type: openai, api_keys: [b, {key: b}]}]',
    /api_keys\[1\]: this key stands in the list a second/,
  ],
  ['platforms: [{id: a, type: openai, api_keys: [{key: b, wieght: 1}]}]', /wieght: .* Did you mean "weight"\?$/],
  [
    'platforms: [{id: a, type: openai, api_keys: [{key: b, weight: -1}]}]',
    /weight: expected a number, at least 0 .* found/,
  ],
  ['platforms: [{id: a, type: ollama, headers: {Authorization: x}}]', /headers\.Authorization: the key is not sent by/],
  ['platforms: [{id: a, type: ollama, headers: {HOST: x}}]', /headers\.HOST: redwolf sets this header itself$/],
  ['platforms: [{id: a, type: ollama, headers: {content-length: x}}]', /redwolf sets this header itself$/],
  ['platforms: [{id: a, type: ollama, headers: {"a b": x}}]', /headers\.a b: this is no name of a header/],
  [
    'platforms: [{id: a, type: ollama, headers: {A: x, a: y}}]',
    /headers\.a: this header stands in the section a second/,
  ],
  [
    'platforms: [{id: a, type: ollama, headers: {a: "x\\ny"}}]',
    /headers\.a: expected a text of visible ASCII characters/,
  ],
  ['platforms: [{id: a, type: ollama, proxy: "ftp://p"}]', /proxy: expected the address of a proxy, .* found a text/],
  [
    'platforms: [{id: a, type: ollama, proxy: "http://p/x"}]',
    /proxy: expected the address of a proxy, .* without a path/,
  ],
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
  ['capture: some', /:1:10 capture: expected "off", "metadata" or "full"/],
  ['redact: ["("]', /redact\[0\]: expected a regular expression/],
  ['redact: ["x*"]', /redact\[0\]: expected a regular expression .* does not match the empty text/],
  ['retention: {days: -1}', /retention\.days: expected a number of days/],
  ['retention: {weeks: 1}', /retention\.weeks: this key is unknown/],
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
