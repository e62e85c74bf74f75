import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Body } from '../../lib/body.ts';
import type { EncodeTarget } from '../codec.ts';
import { readChatHead, relayRequest } from './relay.ts';

const TARGET: EncodeTarget = { model: '模型', origin: 'up', quirks: {} };

function relay(json: string, target: Partial<EncodeTarget> = {}): string {
  const body = Body.of(Buffer.from(json));
  return relayRequest(body, readChatHead(body), { ...TARGET, ...target }).body.toString();
}

const ASK = '"messages": [ {"role":"user", "content":"你\\u597d", "new": 1.0} ]';

const CASES: readonly (readonly [string, string, Partial<EncodeTarget>, string])[] = [
  [
    'changes the model and not a byte more',
    `{ ${ASK}, "model" : "m", "n":1.0 }\n`,
    {},
    `{ ${ASK}, "model" : "模型", "n":1.0 }\n`,
  ],
  ['adds a model', `{${ASK}}`, {}, `{${ASK},"model":"模型"}`],
  [
    'lowers the older limit',
    `{"model":"m",${ASK},"max_tokens":99}`,
    { maxOutputTokens: 9 },
    `{"model":"模型",${ASK},"max_tokens":9}`,
  ],
  [
    'lowers the newer limit',
    `{"model":"m",${ASK},"max_completion_tokens":99}`,
    { maxOutputTokens: 9 },
    `{"model":"模型",${ASK},"max_completion_tokens":9}`,
  ],
  ['adds no limit', `{"model":"m",${ASK}}`, { maxOutputTokens: 9 }, `{"model":"模型",${ASK}}`],
  [
    'keeps a limit that the model can give',
    `{"model":"m",${ASK},"max_tokens":8}`,
    { maxOutputTokens: 9 },
    `{"model":"模型",${ASK},"max_tokens":8}`,
  ],
  [
    'keeps null',
    `{"model":"m",${ASK},"max_tokens":null}`,
    { maxOutputTokens: 9 },
    `{"model":"模型",${ASK},"max_tokens":null}`,
  ],
  [
    'asks for the usage of a stream',
    `{"model":"m","stream":true,${ASK}}`,
    {},
    `{"model":"模型","stream":true,${ASK},"stream_options":{"include_usage":true}}`,
  ],
  [
    'asks for it even if the client does not, and keeps its other options',
    `{"model":"m","stream":true,"stream_options":{"include_usage":false,"x":"你"},${ASK}}`,
    {},
    `{"model":"模型","stream":true,"stream_options":{"include_usage":true,"x":"你"},${ASK}}`,
  ],
  [
    'puts options in the place of null',
    `{"stream":true,"stream_options":null,"model":"m",${ASK}}`,
    {},
    `{"stream":true,"stream_options":{"include_usage":true},"model":"模型",${ASK}}`,
  ],
  [
    'asks for no usage where the platform refuses the option',
    `{"model":"m","stream":true,${ASK}}`,
    { quirks: { noStreamOptions: true } },
    `{"model":"模型","stream":true,${ASK}}`,
  ],
  [
    'asks for no usage without a stream',
    `{"model":"m","stream":false,${ASK}}`,
    {},
    `{"model":"模型","stream":false,${ASK}}`,
  ],
];

describe('relayRequest and usage that nobody asked for', () => {
  const USAGE = '{"choices": [ ],"usage":{"prompt_tokens":1}}';

  function isUnasked(json: string, data: string, target: Partial<EncodeTarget> = {}): boolean | undefined {
    const body = Body.of(Buffer.from(json));
    return relayRequest(body, readChatHead(body), { ...TARGET, ...target }).isUnasked?.(data);
  }

  it('hides it', () => {
    assert.equal(isUnasked(`{"stream":true,${ASK}}`, USAGE), true);
    assert.equal(isUnasked(`{"stream":true,"stream_options":{"include_usage":false},${ASK}}`, USAGE), true);
  });

  it('hides nothing where it was asked for, or nobody asks', () => {
    assert.equal(isUnasked(`{"stream":true,"stream_options":{"include_usage":true},${ASK}}`, USAGE), undefined);
    assert.equal(isUnasked(`{"stream":true,${ASK}}`, USAGE, { quirks: { noStreamOptions: true } }), undefined);
    assert.equal(isUnasked(`{${ASK}}`, USAGE), undefined);
  });

  const OTHERS = [
    '{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}}',
    '{"choices":[],"prompt_filter_results":[]}',
    '{"choices":[],"usage":null}',
    '{"choices":[{"delta":{"content":"\\"choices\\":[]"}}]}',
    '{"x":{"choices":[]},"usage":{}}',
    '{"choices":[],',
    '[DONE]',
  ];
  for (const data of OTHERS) {
    it(`shows ${data}`, () => assert.equal(isUnasked(`{"stream":true,${ASK}}`, data), false));
  }

  it('looks at what the client wrote, also where the request is written anew', () => {
    const tools = '"tools":[{"type":"function","function":{"name":"f","strict":true}}]';
    const target = { quirks: { strictTools: false } };
    assert.equal(isUnasked(`{"stream":true,${tools},${ASK}}`, USAGE, target), true);
  });
});

describe('relayRequest', () => {
  for (const [name, json, target, expected] of CASES) {
    it(name, () => assert.equal(relay(json, target), expected));
  }

  it('says whether the reply is a stream, and that nothing is lost', () => {
    const body = Body.of(Buffer.from(`{"model":"m","stream":true,${ASK}}`));
    const { stream, losses, toolNames } = relayRequest(body, readChatHead(body), TARGET);
    assert.deepEqual({ stream, losses, names: toolNames.size }, { stream: true, losses: [], names: 0 });
  });
});
