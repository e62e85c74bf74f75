import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json, JsonObject } from '../../lib/json.ts';
import { wireText } from '../../lib/wire-text.ts';
import type { TurnRequest } from '../../turn/request.ts';
import { decodeRequest } from './request-decode.ts';

const MESSAGES = [{ role: 'user', content: 'hi' }];

/** The turn of a request with these fields. */
function decode(fields: JsonObject): TurnRequest {
  return decodeRequest(Buffer.from(JSON.stringify({ model: 'm', messages: MESSAGES, ...fields })));
}

/** What these fields add to a turn. */
function added(fields: JsonObject): Partial<TurnRequest> {
  const { protocol: _, model: __, stream: ___, system: ____, messages: _____, ...rest } = decode(fields);
  return rest;
}

const extra = (fields: Record<string, Json>, spelling?: JsonObject) => {
  return { extra: { protocol: 'anthropic-messages', fields, ...(spelling !== undefined && { spelling }) } } as const;
};

describe('decodeRequest', () => {
  it('reads the least that there is', () => {
    assert.deepEqual(decode({}), {
      protocol: 'anthropic-messages',
      model: 'm',
      stream: false,
      system: [],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }], plain: true }],
    });
  });

  it('reads messages of all roles, in their order', () => {
    const { messages } = decode({
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'a' }] },
        { role: 'system', content: 'b' },
        { role: 'assistant', content: 'c', new_field: 1 },
      ],
    });
    assert.deepEqual(messages, [
      { role: 'user', content: [{ type: 'text', text: 'a' }] },
      { role: 'system', content: [{ type: 'text', text: 'b' }], plain: true },
      { role: 'assistant', content: [{ type: 'text', text: 'c' }], plain: true, ...extra({ new_field: 1 }) },
    ]);
  });

  it('gives strings as wire text', () => {
    const turn = decode({ model: '模型', system: '你好', stop_sequences: ['停'] });
    assert.equal(turn.model, wireText('模型'));
    assert.deepEqual(turn.system, [{ type: 'text', text: wireText('你好') }]);
    assert.deepEqual(turn.stop, [wireText('停')]);
  });

  it('reads the system text in both forms', () => {
    assert.deepEqual(decode({ system: 's' }).system, [{ type: 'text', text: 's' }]);
    assert.equal(decode({ system: 's' }).systemPlain, true);
    assert.deepEqual(decode({ system: '' }).system, []);
    const blocks = decode({ system: [{ type: 'text', text: 'a', cache_control: { type: 'ephemeral' } }] });
    assert.deepEqual(blocks.system, [{ type: 'text', text: 'a', cacheHint: { type: 'ephemeral' } }]);
    assert.equal(blocks.systemPlain, undefined);
  });
});

const TOOL = { name: 'f', input_schema: { type: 'object' } };
const FUNCTION = { kind: 'function', name: 'f', schema: { type: 'object' } } as const;
const WEB_SEARCH = { type: 'web_search_20250305', name: 'web_search', max_uses: 8 };
const FORMAT = { type: 'json_schema', schema: { type: 'object' } };

const FIELDS: readonly (readonly [string, JsonObject, Partial<TurnRequest>])[] = [
  ['max_tokens', { max_tokens: 5 }, { maxTokens: 5 }],
  ['sampling', { temperature: 0, top_p: 0.5, top_k: 0 }, { temperature: 0, topP: 0.5, topK: 0 }],
  ['stop sequences', { stop_sequences: ['a', 'b'] }, { stop: ['a', 'b'] }],
  ['tools', { tools: [TOOL] }, { tools: [FUNCTION] }],
  [
    'all of a tool',
    { tools: [{ ...TOOL, description: 'd', strict: true, cache_control: { type: 'ephemeral' }, defer_loading: true }] },
    {
      tools: [
        {
          ...FUNCTION,
          description: 'd',
          strict: true,
          cacheHint: { type: 'ephemeral' },
          ...extra({ defer_loading: true }),
        },
      ],
    },
  ],
  [
    'a tool that says that it is an ordinary one',
    { tools: [{ ...TOOL, type: 'custom' }] },
    { tools: [{ ...FUNCTION, ...extra({}, { type: 'custom' }) }] },
  ],
  [
    'a tool that the platform runs',
    { tools: [WEB_SEARCH] },
    { tools: [{ kind: 'hosted', protocol: 'anthropic-messages', raw: WEB_SEARCH }] },
  ],
  ['tool_choice auto', { tool_choice: { type: 'auto' } }, { toolChoice: { kind: 'auto' } }],
  ['tool_choice any', { tool_choice: { type: 'any' } }, { toolChoice: { kind: 'any' } }],
  ['tool_choice none', { tool_choice: { type: 'none' } }, { toolChoice: { kind: 'none' } }],
  ['tool_choice tool', { tool_choice: { type: 'tool', name: 'f' } }, { toolChoice: { kind: 'tool', name: 'f' } }],
  [
    'no parallel calls',
    { tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
    { toolChoice: { kind: 'auto' }, parallelToolCalls: false },
  ],
  [
    'a thinking budget',
    { thinking: { type: 'enabled', budget_tokens: 31_999, display: 'omitted' } },
    { thinking: { kind: 'budget', budget: 31_999, ...extra({ display: 'omitted' }) } },
  ],
  ['adaptive thinking', { thinking: { type: 'adaptive' } }, { thinking: { kind: 'adaptive' } }],
  ['no thinking', { thinking: { type: 'disabled' } }, { thinking: { kind: 'disabled' } }],
  ['thinking between tools', { thinking: { type: 'between_tools' } }, { thinking: { kind: 'between-tools' } }],
  [
    'thinking of a newer kind',
    { thinking: { type: 'dreaming', budget_tokens: 5 } },
    { thinking: { kind: 'adaptive', ...extra({ type: 'dreaming', budget_tokens: 5 }) } },
  ],
  ['effort', { output_config: { effort: 'max' } }, { effort: 'max' }],
  ['an output format', { output_config: { format: FORMAT } }, { outputFormat: { schema: { type: 'object' } } }],
  [
    'an output format of a newer kind',
    { output_config: { effort: 'low', format: { type: 'grammar', lark: 'x' } } },
    { effort: 'low', ...extra({ output_config: { format: { type: 'grammar', lark: 'x' } } }) },
  ],
  [
    'what it does not know',
    { metadata: { user_id: 'u' }, context_management: { edits: [] }, new_field: null },
    extra({ metadata: { user_id: 'u' }, context_management: { edits: [] }, new_field: null }),
  ],
  ['an explicit wish for no stream', { stream: false }, extra({}, { stream: false })],
  [
    'nulls',
    {
      system: null,
      temperature: null,
      top_p: null,
      top_k: null,
      stop_sequences: null,
      tools: null,
      tool_choice: null,
      thinking: null,
      output_config: null,
    },
    {},
  ],
  ['empty lists', { tools: [], stop_sequences: [] }, { tools: [], stop: [] }],
];

describe('decodeRequest reads', () => {
  for (const [name, fields, expected] of FIELDS) {
    it(name, () => assert.deepEqual(added(fields), expected));
  }

  it('a wish for a stream', () => {
    assert.equal(decode({ stream: true }).stream, true);
    assert.equal(decode({ stream: false }).stream, false);
  });
});

const REFUSED: readonly (readonly [string | JsonObject, RegExp])[] = [
  ['', /not valid JSON/],
  ['[]', /must be a JSON object/],
  ['null', /must be a JSON object/],
  [{ messages: null }, /^messages: must be a list/],
  [{ messages: 'hi' }, /^messages: must be a list/],
  [{ messages: [] }, /^messages: at least one/],
  [{ messages: ['hi'] }, /^messages\[0\]: must be an object/],
  [{ messages: [{ content: 'hi' }] }, /^messages\[0\]\.role: must be/],
  [{ messages: [{ role: 'tool', content: 'hi' }] }, /^messages\[0\]\.role: must be/],
  [{ messages: [...MESSAGES, { role: 'user' }] }, /^messages\[1\]\.content: must be a string or a list/],
  [{ messages: [{ role: 'user', content: { type: 'text' } }] }, /^messages\[0\]\.content: must be a string or a list/],
  [{ messages: [{ role: 'user', content: [{ type: 'text' }] }] }, /^messages\[0\]\.content\[0\]\.text: must be/],
  [{ system: 5 }, /^system: must be a string or a list/],
  [{ system: [{ type: 'text' }] }, /^system\[0\]\.text: must be/],
  [{ stream: 'true' }, /^stream: must be true or false/],
  [{ max_tokens: '5' }, /^max_tokens: must be a number/],
  [{ stop_sequences: 'X' }, /^stop_sequences: must be a list/],
  [{ tool_choice: 'auto' }, /^tool_choice: must be an object/],
  [{ thinking: 'on' }, /^thinking: must be an object/],
  [{ tools: {} }, /^tools: must be a list/],
  [{ tools: ['f'] }, /^tools\[0\]: must be an object/],
  [{ tools: [{}] }, /^tools\[0\]\.name: must be/],
  [{ tool_choice: { type: 'some' } }, /^tool_choice\.type: must be/],
  [{ thinking: {} }, /^thinking\.type: must be a string/],
];

describe('decodeRequest refuses', () => {
  for (const [request, message] of REFUSED) {
    it(JSON.stringify(request), () => {
      const body = typeof request === 'string' ? request : JSON.stringify({ messages: MESSAGES, ...request });
      assert.throws(() => decodeRequest(Buffer.from(body)), { kind: 'invalid_request', status: 400, message });
    });
  }
});
