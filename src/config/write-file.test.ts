import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse as parseYaml } from 'yaml';
import { parse } from '../../test/support/config.ts';
import { Secret } from '../lib/secret.ts';
import { DEFAULT_CONFIG } from './to-config.ts';
import { writeFile } from './write-file.ts';

const WHOLE = `
platforms:
  - id: a-b
    type: anthropic
    api_keys: [{key: sk-one-secret, weight: 3, name: first}, sk-two-secret]
    headers: {x-team: team-secret}
    proxy: http://me:proxy-secret@127.0.0.1:3128
    timeouts: {connect: 2.5, first_byte: 60, idle: 30}
    models:
      - claude-opus-5-5
      - {id: m, display_name: M, context_window: 200000, max_output_tokens: 8000, tools: true, vision: false,
         thinking: true, text_tools: false, price: {input: 3, output: 15, cache_read: 0.3}}
  - {id: a_b, type: openai-compatible, base_url: "http://127.0.0.1:1/v1", api_key: sk-three-secret}
  - {id: 302ai, type: anthropic, base_urls: {anthropic-messages: "https://x.example/y"}, auth: passthrough}
routing:
  mode: smart_routing
  model_priority_list: ["a-b:m", claude-opus-5-5]
  claude_code_platforms: [302ai, a-b]
  routing_models: [m]
  judge: {when: always, timeout_ms: 400}
  risk: 0.5
  scenes:
    - {name: 支付, description: "Prices such as $5 and more", models: [m], examples: [x], keywords: [y], paths: ["src/**"]}
    - {name: other, enabled: false}
keys:
  - {name: bench, key: rw-key-secret, owner: user_1, expires: 2027-01-31, enabled: false, models: [m],
     limits: {parallel: 4}, budget: {usd_per_day: 0.5}, capture: "off"}
member_keys: {budget: {tokens_per_day: 5}}
capture: metadata
redact: ["\\\\d{4}-\\\\d{4}"]
retention: {days: 3, gib: 1, call_days: 0}
limits: {max_body_mb: 12, max_header_kb: 32, header_seconds: 5, request_seconds: 7, idle_seconds: 9, slow_client_seconds: 11, max_connections: 13}
models: {refresh_hours: 0}
prices: {cny_per_usd: 7, baseline: "anthropic:m"}
server: {tls: {cert: a.pem, key: b.pem}, trusted_proxies: [10.0.0.0/8], public_url: "https://redwolf.example", hsts: true}
database: {url: "postgres://me:database-secret@127.0.0.1:5432/x"}
metrics: {token: metrics-token-secret}
`;

const ENVIRONMENT = {
  A_B_API_KEYS_FIRST_KEY: 'sk-one-secret',
  A_B_API_KEYS_2: 'sk-two-secret',
  A_B_HEADERS_X_TEAM: 'team-secret',
  A_B_PROXY: 'http://me:proxy-secret@127.0.0.1:3128',
  A_B_API_KEY: 'sk-three-secret',
  REDWOLF_KEYS_BENCH_KEY: 'rw-key-secret',
  REDWOLF_DATABASE_URL: 'postgres://me:database-secret@127.0.0.1:5432/x',
  REDWOLF_METRICS_TOKEN: 'metrics-token-secret',
};

/** With secrets in clear, so that they can be compared. */
function revealed(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal();
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, revealed(part)]));
}

describe('a written configuration', () => {
  test('is read as the same, with its secrets in the environment and none in the text', () => {
    const { config } = parse(WHOLE);
    const text = writeFile(config, ['A note.']);
    assert.doesNotMatch(text, /secret/);
    assert.ok(text.startsWith('# A note.\n#\n# Set these'));
    const names = [...text.matchAll(/^# {3}(\w+) {2}\(.+\)$/gm)].map(([, name]) => name);
    assert.deepEqual(names, Object.keys(ENVIRONMENT));
    assert.deepEqual(revealed(parse(text, ENVIRONMENT).config), revealed(config));
  });

  test('says nothing where nothing was said', () => {
    assert.equal(writeFile(parse('').config, ['A note.']), '# A note.\n\nrouting:\n  mode: global_direct\n');
  });

  test('names two secrets differently whose places read alike', () => {
    const entry = (id: string) => `{id: ${id}, type: openai, api_key: secret-of-${id}}`;
    const text = writeFile(parse(`platforms: [${entry('x-y')}, ${entry('x_y')}]`).config, []);
    const environment = { X_Y_API_KEY: 'secret-of-x-y', X_Y_API_KEY_2: 'secret-of-x_y' };
    const keys = parse(text, environment).config.platforms.map(({ apiKeys }) => apiKeys[0]?.key.reveal());
    assert.deepEqual(keys, ['secret-of-x-y', 'secret-of-x_y']);
  });

  test('keeps texts that look like the name of a variable', () => {
    const description = 'Echo $' + '{HOME} and $' + '{X}';
    const { config } = parse('routing: {scenes: [{name: a, description: "$' + '{TEXT}"}]}', { TEXT: description });
    const text = writeFile(config, []);
    assert.match(text, /REDWOLF_DOLLAR {2}\(a dollar sign/);
    assert.deepEqual(parse(text, { REDWOLF_DOLLAR: '$' }).config, config);
  });

  test('leaves a price to the price book that a file cannot say', () => {
    const { config } = parse('platforms: [{id: a, type: ollama, models: [{id: m, price: {input: 1, output: 2}}]}]');
    const [platform] = config.platforms;
    const [model] = platform?.models ?? [];
    assert.ok(platform !== undefined && model?.price !== undefined);
    const models = [{ ...model, price: { ...model.price, currency: 'CNY' as const } }];
    assert.match(writeFile(config, []), /price/);
    assert.doesNotMatch(writeFile({ ...config, platforms: [{ ...platform, models }] }, []), /price/);
  });

  test('keeps a note on its line, whatever stands in it', () => {
    const text = writeFile(DEFAULT_CONFIG, ['Disabled: up:a\nserver: {hsts: true}\u0085x']);
    assert.deepEqual(parseYaml(text), { routing: { mode: 'global_direct' } });
  });
});
