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

const OBJECT = { quirks: { thinking: 'thinking-object' } } as const;
const FORCED_STOPS = { quirks: { thinking: 'enable-thinking', forcedToolStopsThinking: true } } as const;
const TOOL = '"tools":[{"type":"function","function":{"name":"f"}}]';

const MORE_QUIRKS: readonly (readonly [string, string, Partial<EncodeTarget>, string])[] = [
  [
    'says an effort as an object',
    `{"reasoning_effort":"high",${ASK}}`,
    OBJECT,
    `{${ASK},"model":"模型","thinking":{"type":"enabled"}}`,
  ],
  [
    'and keeps it where it is known beside the object',
    `{"reasoning_effort":"xhigh",${ASK}}`,
    { quirks: { ...OBJECT.quirks, efforts: ['low', 'high'] } },
    `{"reasoning_effort":"high",${ASK},"model":"模型","thinking":{"type":"enabled"}}`,
  ],
  [
    "leaves the platform's own object",
    `{"thinking":{"type":"disabled"},"reasoning_effort":"high",${ASK}}`,
    OBJECT,
    `{"thinking":{"type":"disabled"},"reasoning_effort":"high",${ASK},"model":"模型"}`,
  ],
  [
    'tells a template beside the effort',
    `{"reasoning_effort":"low",${ASK}}`,
    { quirks: { thinking: 'chat-template' } },
    `{"reasoning_effort":"low",${ASK},"model":"模型","chat_template_kwargs":{"enable_thinking":true}}`,
  ],
  [
    'leaves an effort out where none is taken',
    `{"reasoning_effort":"low",${ASK}}`,
    { quirks: { thinking: 'none' } },
    `{${ASK},"model":"模型"}`,
  ],
  [
    'says the nearest effort that is known',
    `{"reasoning_effort":"xhigh",${ASK}}`,
    { quirks: { efforts: ['low', 'high'] } },
    `{"reasoning_effort":"high",${ASK},"model":"模型"}`,
  ],
  [
    'leaves an effort that is known, that nobody knows, or that is none',
    `{"reasoning_effort":"none",${ASK}}`,
    { quirks: { efforts: ['low', 'high'] } },
    `{"reasoning_effort":"none",${ASK},"model":"模型"}`,
  ],
  [
    'stops thinking where a tool is forced',
    `{"tool_choice":"required",${TOOL},${ASK}}`,
    FORCED_STOPS,
    `{"tool_choice":"required",${TOOL},${ASK},"model":"模型","enable_thinking":false}`,
  ],
  [
    'and not where there is none, or a choice',
    `{"tool_choice":"auto",${TOOL},${ASK}}`,
    FORCED_STOPS,
    `{"tool_choice":"auto",${TOOL},${ASK},"model":"模型"}`,
  ],
  [
    'leaves out what is refused',
    `{"stop":["x"],"top_p":1,${ASK}}`,
    { quirks: { refusedFields: ['stop', 'temperature'] } },
    `{"top_p":1,${ASK},"model":"模型"}`,
  ],
  [
    'adds what is demanded, unless it is there',
    `{"a":1,${ASK}}`,
    { quirks: { extraFields: { a: 2, b: true } } },
    `{"a":1,${ASK},"model":"模型","b":true}`,
  ],
  [
    'moves a temperature into its bounds',
    `{"temperature":1.8,${ASK}}`,
    { quirks: { temperature: [0, 1] } },
    `{"temperature":1,${ASK},"model":"模型"}`,
  ],
  [
    'leaves one that is inside',
    `{"temperature":0.70,${ASK}}`,
    { quirks: { temperature: [0, 1] } },
    `{"temperature":0.70,${ASK},"model":"模型"}`,
  ],
];

describe('relayRequest to a platform with more quirks', () => {
  for (const [name, json, target, expected] of MORE_QUIRKS) {
    it(name, () => assert.equal(relay(json, target), expected));
  }

  const CALL =
    '{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]}';
  const RESULT = '{"role":"tool","tool_call_id":"call_1","content":"r"}';
  const USER = '{"role":"user","content":"u"}';
  const loop = (...messages: string[]) => `{"model":"m","messages":[${messages.join(',')}],"new":1.0}`;
  const sent = (json: string, target: Partial<EncodeTarget>) => JSON.parse(relay(json, target));

  it('gives ids of nine letters to those who want them', () => {
    const { messages } = sent(loop(USER, CALL, RESULT), { quirks: { nineLetterToolIds: true } });
    assert.match(messages[2].tool_call_id, /^[a-zA-Z0-9]{9}$/);
    assert.equal(messages[1].tool_calls[0].id, messages[2].tool_call_id);
  });

  it('lets the assistant speak between a result and the user', () => {
    const { messages } = sent(loop(USER, CALL, RESULT, USER), { quirks: { noUserAfterTool: true } });
    assert.deepEqual(
      messages.map(({ role }: { role: string }) => role),
      ['user', 'assistant', 'tool', 'assistant', 'user'],
    );
  });

  it('marks calls that the platform did not make', () => {
    const target = { quirks: { toolCallStandIn: { extra_content: { mark: 1 } } } };
    const [, message] = sent(loop(USER, CALL, RESULT), target).messages;
    assert.deepEqual(message.tool_calls[0].extra_content, { mark: 1 });
    const marked = loop(USER, CALL.replace('"type"', '"extra_content":{"own":1},"type"'), RESULT);
    assert.equal(relay(marked, target), marked.replace('"model":"m"', '"model":"模型"'));
  });

  it('tells a schema in words, and offers tools only, where more is refused', () => {
    const format =
      '"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","title":"T1"}}}';
    const told = sent(`{"model":"m",${ASK},${format}}`, { quirks: { noJsonSchema: true } });
    assert.match(JSON.stringify(told.messages), /T1/);
    const offered = sent(`{"model":"m",${ASK},${TOOL},"tool_choice":"required"}`, {
      quirks: { toolChoiceOnlyAuto: true },
    });
    assert.equal(offered.tool_choice, undefined);
    assert.equal(offered.tools.length, 1);
  });

  it('leaves it to the platform whether to think, also in a request that is written anew', () => {
    const target = { quirks: { ...OBJECT.quirks, nineLetterToolIds: true } };
    assert.equal(sent(loop(USER, CALL, RESULT), target).thinking, undefined);
  });

  it('stops thinking for a history without the reasoning that it would have to have', () => {
    const target = { quirks: { ...OBJECT.quirks, reasoningStandIn: ' ' } };
    assert.deepEqual(sent(loop(USER, CALL, RESULT), target).thinking, { type: 'disabled' });
    const whole = loop(USER, CALL.replace('"content":null', '"content":null,"reasoning_content":"r"'), RESULT);
    assert.equal(relay(whole, target), whole.replace('"model":"m"', '"model":"模型"'));
    const asked = sent(loop(USER, CALL, RESULT).replace('"new"', '"reasoning_effort":"high","new"'), target);
    assert.deepEqual(asked.thinking, { type: 'enabled' });
    assert.equal(asked.messages[1].reasoning_content, ' ');
  });

  it('says what it left out', () => {
    const body = Body.of(Buffer.from(`{"stop":"x","temperature":3,"reasoning_effort":"low",${ASK}}`));
    const quirks = { thinking: 'none', refusedFields: ['stop'], temperature: [0, 1] } as const;
    const { losses } = relayRequest(body, readChatHead(body), { ...TARGET, quirks });
    assert.deepEqual(losses.map(({ path }) => path).sort(), ['reasoning_effort', 'stop', 'temperature']);
  });
});
