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

const NEWER = { quirks: { maxTokensField: 'max_completion_tokens' } } as const;
const OLDER = { quirks: { maxTokensField: 'max_tokens' } } as const;
const ENABLE = { quirks: { thinking: 'enable-thinking' } } as const;
const ENABLE_IN_STREAMS = { quirks: { thinking: 'enable-thinking', thinkingOnlyStreams: true } } as const;

/** What the quirks of a platform change. Each request is one that OpenAI itself would take. */
const QUIRKS: readonly (readonly [string, string, Partial<EncodeTarget>, string])[] = [
  [
    'puts the limit into the newer field',
    `{"max_tokens":9,${ASK}}`,
    NEWER,
    `{${ASK},"model":"模型","max_completion_tokens":9}`,
  ],
  [
    'leaves the newer field',
    `{"max_completion_tokens":9,${ASK}}`,
    NEWER,
    `{"max_completion_tokens":9,${ASK},"model":"模型"}`,
  ],
  [
    'lets the newer field hold where both are given',
    `{"max_tokens":7,"max_completion_tokens":9,${ASK}}`,
    NEWER,
    `{"max_completion_tokens":9,${ASK},"model":"模型"}`,
  ],
  [
    'puts the limit into the older field',
    `{${ASK},"max_completion_tokens":9}`,
    OLDER,
    `{${ASK},"model":"模型","max_tokens":9}`,
  ],
  [
    'lowers the limit on the way',
    `{"max_tokens":99,${ASK}}`,
    { ...NEWER, maxOutputTokens: 9 },
    `{${ASK},"model":"模型","max_completion_tokens":9}`,
  ],
  [
    'keeps both fields where nothing is known',
    `{"max_tokens":7,"max_completion_tokens":9,${ASK}}`,
    {},
    `{"max_tokens":7,"max_completion_tokens":9,${ASK},"model":"模型"}`,
  ],
  [
    'says system for developer',
    '{"messages":[{"role" : "developer","content":"developer"},{"content":"\\"role\\":\\"developer\\"","role":"developer"}],"user":"developer"}',
    {},
    '{"messages":[{"role" : "system","content":"developer"},{"content":"\\"role\\":\\"developer\\"","role":"system"}],"user":"developer","model":"模型"}',
  ],
  [
    'leaves developer to those who know it',
    '{"messages":[{"role":"developer","content":"x"}]}',
    { quirks: { developerRole: true } },
    '{"messages":[{"role":"developer","content":"x"}],"model":"模型"}',
  ],
  [
    'leaves a developer that is no message',
    `{"tools":[{"role":"developer"}],${ASK}}`,
    {},
    `{"tools":[{"role":"developer"}],${ASK},"model":"模型"}`,
  ],
  [
    'switches thinking on',
    `{"reasoning_effort":"low",${ASK}}`,
    ENABLE,
    `{${ASK},"model":"模型","enable_thinking":true}`,
  ],
  [
    'switches thinking off',
    `{"reasoning_effort":"none",${ASK}}`,
    ENABLE,
    `{${ASK},"model":"模型","enable_thinking":false}`,
  ],
  [
    "leaves the platform's own switch",
    `{"enable_thinking":false,"reasoning_effort":"low",${ASK}}`,
    ENABLE,
    `{"enable_thinking":false,"reasoning_effort":"low",${ASK},"model":"模型"}`,
  ],
  ['says nothing of thinking by itself', `{"model":"m",${ASK}}`, ENABLE, `{"model":"模型",${ASK}}`],
  [
    'leaves the effort to others',
    `{"reasoning_effort":"none",${ASK}}`,
    {},
    `{"reasoning_effort":"none",${ASK},"model":"模型"}`,
  ],
  [
    'asks for a stream of a model that thinks only so',
    `{"model":"m","enable_thinking":true,${ASK}}`,
    ENABLE_IN_STREAMS,
    `{"model":"模型","enable_thinking":true,${ASK},"stream":true,"stream_options":{"include_usage":true}}`,
  ],
  [
    'asks for no thinking outside of a stream',
    `{"model":"m",${ASK}}`,
    ENABLE_IN_STREAMS,
    `{"model":"模型",${ASK},"enable_thinking":false}`,
  ],
  [
    'asks for no thinking that is off already',
    `{"enable_thinking":false,"model":"m",${ASK}}`,
    ENABLE_IN_STREAMS,
    `{"enable_thinking":false,"model":"模型",${ASK}}`,
  ],
  [
    'takes stream_options away where they are refused',
    `{"stream":true,"stream_options":{"include_usage":true},"model":"m",${ASK}}`,
    { quirks: { noStreamOptions: true } },
    `{"stream":true,"model":"模型",${ASK}}`,
  ],
];

describe('relayRequest to a platform with quirks', () => {
  for (const [name, json, target, expected] of QUIRKS) {
    it(name, () => assert.equal(relay(json, target), expected));
  }

  it('leaves strict out of tools where it is refused', () => {
    const tools =
      '"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{"type":"object","properties":{}}}}]';
    const relayed = JSON.parse(relay(`{"model":"m",${ASK},${tools},"new":1}`, { quirks: { strictTools: false } }));
    assert.deepEqual(relayed.tools[0].function, { name: 'f', parameters: { type: 'object', properties: {} } });
    assert.equal(relayed.new, 1);
    assert.equal(relay(`{"model":"m",${ASK},${tools}}`), `{"model":"模型",${ASK},${tools}}`);
  });

  it('shortens ids of tool calls that are too long', () => {
    const history = (id: string) =>
      `{"model":"m","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"${id}","type":"function","function":{"name":"f","arguments":"{ }"}}]},{"role":"tool","tool_call_id":"${id}","content":"r"}]}`;
    const target = { quirks: { maxToolIdLength: 12 } };
    assert.equal(relay(history('call_1234567'), target), history('call_1234567').replace('"m"', '"模型"'));
    const [call, result] = JSON.parse(relay(history('call_12345678'), { quirks: { maxToolIdLength: 40 } })).messages;
    assert.equal(call.tool_calls[0].id, 'call_12345678');
    assert.equal(result.tool_call_id, 'call_12345678');
    const long = JSON.parse(relay(history('x'.repeat(41)), { quirks: { maxToolIdLength: 40 } })).messages;
    assert.ok(long[0].tool_calls[0].id.length <= 40);
    assert.equal(long[1].tool_call_id, long[0].tool_calls[0].id);
    assert.equal(long[0].tool_calls[0].function.arguments, '{ }');
  });
});

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
