import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { claudeCodeRequests } from '../../../test/fixtures/fixtures.ts';
import { Body } from '../../lib/body.ts';
import { signOrigin } from '../../turn/thinking-origin.ts';
import type { EncodeTarget } from '../codec.ts';
import { readMessagesHead, relayRequest } from './relay.ts';

const TARGET: EncodeTarget = { model: '模型-5', origin: 'ant', quirks: {} };

function relay(json: string | Buffer, target: Partial<EncodeTarget> = {}) {
  const body = Body.of(Buffer.from(json));
  const relayed = relayRequest(body, readMessagesHead(body), { ...TARGET, ...target });
  return { ...relayed, body: relayed.body.toString() };
}

const MESSAGES = '"messages": [ {"role":"user", "content":"你\\u597d", "new": 1.0} ]';

describe('relayRequest', () => {
  it('changes the model and not a byte more', () => {
    const json = `{ "max_tokens": 1e2,\t"model" : "m", "model_x": {"model":"m"}, ${MESSAGES}, "stream":true }\n`;
    const relayed = relay(json);
    assert.equal(relayed.body, json.replace('"model" : "m"', '"model" : "模型-5"'));
    assert.equal(relayed.stream, true);
    assert.deepEqual(relayed.losses, []);
    assert.equal(relayed.toolNames.size, 0);
  });

  it('does so with every request of Claude Code', () => {
    for (const { name, bytes } of claudeCodeRequests()) {
      if (name.endsWith('count-tokens')) continue;
      const expected = { ...JSON.parse(bytes.toString()), model: '模型-5' };
      const { body } = relay(bytes);
      assert.deepEqual(JSON.parse(body), expected, name);
      assert.deepEqual(Object.keys(JSON.parse(body)), Object.keys(expected), name);
    }
  });

  const LIMITS: readonly (readonly [string, string | undefined, number | undefined, string])[] = [
    ['keeps a limit below what the model gives', '100', 8_000, '100'],
    ['keeps a limit where nothing is known', '128000', undefined, '128000'],
    ['lowers a limit to what the model gives', '128000', 8_000, '8000'],
    ['adds the limit of the model', undefined, 8_000, '8000'],
    ['adds a usual limit', undefined, undefined, '8192'],
    ['leaves what is no number to the platform', '"many"', 8_000, '"many"'],
    ['leaves null to the platform', 'null', 8_000, 'null'],
  ];
  for (const [name, asked, limit, expected] of LIMITS) {
    it(name, () => {
      const json = `{"model":"m",${MESSAGES}${asked === undefined ? '' : `,"max_tokens":${asked}`}}`;
      const { body } = relay(json, limit === undefined ? {} : { maxOutputTokens: limit });
      assert.equal(body, `{"model":"模型-5",${MESSAGES},"max_tokens":${expected}}`);
    });
  }
});

describe('relayRequest with thinking in the conversation', () => {
  const SIGNED = { quirks: { signedThinking: true } };
  const request = (signature: string, space = '') => {
    const thinking = `{"type":"thinking","thinking":"hm","signature"${space}:${space}${signature}}`;
    const call = '{"type":"tool_use","id":"toolu_1","name":"f","input":{}}';
    const result = '{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"ok"}]}';
    const ask = '{"role":"user","content":"hi"}';
    return `{"model":"m","max_tokens":5,"messages":[${ask},{"role":"assistant","content":[${thinking},${call}]},${result}]}`;
  };
  const ours = JSON.stringify(signOrigin({ platform: 'deepseek', field: 'reasoning_content' }));

  for (const [name, signature, space] of [
    ['an empty signature', '""', ''],
    ['an empty signature among blanks', '""', ' \n'],
    ['a signature of ours', ours, ''],
  ] as const) {
    it(`leaves out that of another model, for a platform that signs: ${name}`, () => {
      const relayed = relay(request(signature, space), SIGNED);
      const { messages, model } = JSON.parse(relayed.body);
      assert.equal(model, '模型-5');
      assert.deepEqual(messages[1].content, [{ type: 'tool_use', id: 'toolu_1', name: 'f', input: {} }]);
      assert.equal(messages.length, 3);
      assert.equal(relayed.losses.length, 1);
    });

    it(`keeps it for a platform that does not sign: ${name}`, () => {
      const json = request(signature, space);
      assert.equal(relay(json).body, json.replace('"m"', '"模型-5"'));
    });
  }

  it('keeps every byte of what the platform signed itself', () => {
    const json = request('"EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pk="');
    assert.equal(relay(json, SIGNED).body, json.replace('"m"', '"模型-5"'));
  });

  it('is not misled by text that only looks like it', () => {
    const json = `{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"{\\"signature\\":\\"\\"}, rw1. \\"rw1."}]}`;
    assert.equal(relay(json, SIGNED).body, json.replace('"m"', '"模型-5"'));
  });
});
