import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse, problemsOf } from '../../test/support/config.ts';

describe('client keys of the file', () => {
  test('say all that a key may do', () => {
    const { config } = parse(`keys:
  - name: bench
    key: rw-bench
    owner: user_1
    expires: 2027-01-31
    enabled: false
    models: ["up:m", claude-*]
    platforms: [up]
    modes: [global_direct, smart_routing]
    scenes: [闲聊对话]
    limits: {requests_per_minute: 60, tokens_per_minute: 100000, parallel: 4}
    budget: {tokens_per_day: 1, tokens_per_month: 2, tokens_total: 3, usd_per_day: 0.5, usd_per_month: 20, usd_total: 0}
    capture: metadata
  - {name: plain, key: rw-plain, expires: "2027-01-31T18:00:00+02:00"}
`);
    const [{ key, ...first } = { key: undefined }, second] = config.keys;
    assert.equal(key?.reveal(), 'rw-bench');
    assert.deepEqual(first, {
      name: 'bench',
      owner: 'user_1',
      expiresAt: Date.UTC(2027, 1, 1),
      isEnabled: false,
      policy: {
        models: ['up:m', 'claude-*'],
        platforms: ['up'],
        modes: ['global_direct', 'smart_routing'],
        scenes: ['闲聊对话'],
        limits: { requestsPerMinute: 60, tokensPerMinute: 100_000, parallel: 4 },
        budget: { tokensPerDay: 1, tokensPerMonth: 2, tokensTotal: 3, usdPerDay: 0.5, usdPerMonth: 20, usdTotal: 0 },
        capture: 'metadata',
      },
    });
    assert.equal(second?.expiresAt, Date.UTC(2027, 0, 31, 16));
    assert.deepEqual([second?.isEnabled, second?.policy], [true, {}]);
  });

  const WRONG: readonly (readonly [string, RegExp])[] = [
    ['budget: {usd_per_moth: 1}', /budget\.usd_per_moth: this key is unknown\. Did you mean "usd_per_month"\?$/],
    ['limits: {parallel: 0}', /limits\.parallel: expected a whole number, at least 1, found 0$/],
    ['limits: {parallel: 1.5}', /limits\.parallel: expected a whole number, found 1\.5$/],
    ['budget: {usd_total: -1}', /budget\.usd_total: expected a number of US dollars/],
    ['expires: 30d', /expires: expected a day such as 2027-01-31/],
    ['modes: [smart]', /modes\[0\]: expected "claude_code", "global_direct" or "smart_routing"/],
    ['scenes: a', /scenes: expected a list of names of scenes/],
    ['capture: all', /capture: expected "off", "metadata" or "full"/],
    ['enabld: true', /enabld: this key is unknown\. Did you mean "enabled"\?$/],
  ];
  for (const [entry, message] of WRONG) {
    test(`${entry} is refused`, () => {
      const [problem, ...others] = problemsOf(`keys: [{name: a, key: rw-a, ${entry}}]`);
      assert.match(problem ?? '', message);
      assert.deepEqual(others, []);
    });
  }
});

test('keys that members make have a policy of their own', () => {
  const { config } = parse('member_keys: {models: [m], budget: {usd_per_month: 5}}');
  assert.deepEqual(config.memberKeys, { models: ['m'], budget: { usdPerMonth: 5 } });
  assert.match(problemsOf('member_keys: {name: x}')[0] ?? '', /member_keys\.name: this key is unknown/);
});

test('a price of a model is in dollars per million tokens; what is not said of it is not known', () => {
  const model = (text: string) =>
    parse(`platforms: [{id: a, type: ollama, models: [{id: m, price: {${text}}}]}]`).config.platforms[0]?.models[0];
  assert.deepEqual(model('input: 3, output: 15, cache_read: 0.3'), {
    id: 'm',
    price: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: null },
    priceSource: 'file',
  });
  const [problem] = problemsOf('platforms: [{id: a, type: ollama, models: [{id: m, price: {input: 3}}]}]');
  assert.match(problem ?? '', /price\.output: expected US dollars per million tokens; it is missing$/);
});
