import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { claudeCodeRequests, fixtures } from '../../../test/fixtures/fixtures.ts';
import { type AnthropicMessage, conversations } from '../../../test/support/anthropic-conversation.ts';
import { chatFaults, chatTarget, encodeForChat, MODEL, toChat } from '../../../test/support/encode-chat.ts';
import { wireText } from '../../lib/wire-text.ts';
import { clientToolId } from '../../turn/tool-id.ts';

describe('encodeRequest', () => {
  it('sends nothing that the client did not ask for', () => {
    const { body, stream, losses } = toChat({});
    assert.deepEqual(body, { model: MODEL, messages: [{ role: 'user', content: 'hi' }] });
    assert.equal(stream, false);
    assert.deepEqual(losses, []);
  });

  it('writes the name of the model as the configuration has it', () => {
    assert.equal(toChat({}, chatTarget({}, { model: '通义/千问' })).body.model, '通义/千问');
  });

  it('writes text of several bytes as it was', () => {
    const { body } = toChat({ system: '你', messages: [{ role: 'user', content: 'é👋\u0000\ud83d' }] });
    assert.deepEqual(body.messages, [
      { role: 'system', content: '你' },
      { role: 'user', content: 'é👋\u0000\ud83d' },
    ]);
  });

  const FIELDS: readonly (readonly [string, object, object])[] = [
    ['max_tokens', { max_tokens: 5 }, { max_tokens: 5 }],
    ['sampling, zeros too', { temperature: 0, top_p: 0 }, { temperature: 0, top_p: 0 }],
    ['stop sequences', { stop_sequences: ['停', 'b'] }, { stop: ['停', 'b'] }],
    ['no stop sequences', { stop_sequences: [] }, {}],
    ['a stream, with its usage', { stream: true }, { stream: true, stream_options: { include_usage: true } }],
    ['no stream', { stream: false }, {}],
    ['nulls', { system: null, temperature: null, stop_sequences: null, tools: null, metadata: null }, {}],
  ];
  for (const [name, fields, expected] of FIELDS) {
    it(`writes ${name}`, () => {
      const { messages: _, model: __, ...body } = toChat(fields).body;
      assert.deepEqual(body, expected);
      assert.deepEqual(toChat(fields).losses, []);
    });
  }

  it('keeps to the limit of the model, under the name that the platform wants', () => {
    const limits = (maxOutputTokens: number | undefined, quirks = {}) => {
      const more = maxOutputTokens === undefined ? {} : { maxOutputTokens };
      const { max_tokens: old, max_completion_tokens: name } = toChat(
        { max_tokens: 100 },
        chatTarget(quirks, more),
      ).body;
      return [old, name];
    };
    assert.deepEqual(limits(undefined), [100, undefined]);
    assert.deepEqual(limits(50), [50, undefined]);
    assert.deepEqual(limits(200), [100, undefined]);
    assert.deepEqual(limits(50, { maxTokensField: 'max_completion_tokens' }), [undefined, 50]);
    assert.equal(toChat({}, chatTarget({}, { maxOutputTokens: 50 })).body.max_tokens, undefined);
  });

  it('drops what belongs to Anthropic alone, and names it', () => {
    const lost = {
      top_k: 5,
      metadata: { user_id: 'u' },
      service_tier: 'auto',
      context_management: { edits: [] },
      container: 'c',
      mcp_servers: [],
      betas: ['b'],
      safeguards: { path: '/home/user' },
    };
    const { body, losses } = toChat({ ...lost, cache_control: { type: 'ephemeral' } });
    assert.deepEqual(Object.keys(body), ['model', 'messages']);
    assert.deepEqual(losses.toSorted(), [...Object.keys(lost), 'cache_control'].toSorted());
  });

  it('asks for a stream where thinking comes only so, though the client does not', () => {
    const quirks = { thinking: 'enable-thinking', thinkingOnlyStreams: true } as const;
    const thinking = { type: 'enabled', budget_tokens: 2000 };
    const asked = toChat({ thinking }, chatTarget(quirks));
    assert.equal(asked.stream, true);
    assert.equal(asked.body.stream, true);
    assert.equal(asked.body['enable_thinking'], true);
    const other = toChat({ stream: false }, chatTarget(quirks));
    assert.equal(other.stream, false);
    assert.equal(other.body.stream, undefined);
  });

  it('sends no stream_options where they are refused', () => {
    const { body } = toChat({ stream: true }, chatTarget({ noStreamOptions: true }));
    assert.deepEqual([body.stream, body.stream_options], [true, undefined]);
  });
});

describe('encodeRequest: an output format', () => {
  const format = (schema: object) => {
    return toChat({ output_config: { format: { type: 'json_schema', schema } } }).body.response_format;
  };
  const closed = (properties: object, more: object = {}) => {
    return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false, ...more };
  };
  const TEXT = { type: 'string' };

  it('has a name, which OpenAI demands', () => {
    const schema = closed({ title: TEXT });
    assert.deepEqual(format(schema), { type: 'json_schema', json_schema: { name: 'output', schema, strict: true } });
  });

  const SCHEMAS: readonly (readonly [string, object, boolean])[] = [
    ['objects in objects', closed({ a: closed({ b: TEXT }), c: { type: 'array', items: closed({}) } }), true],
    ['references', closed({ a: { $ref: '#/$defs/x' } }, { $defs: { x: closed({ b: TEXT }) } }), true],
    ['a choice', closed({ a: { anyOf: [closed({}), { type: 'null' }] } }), true],
    ['a property that may be absent', closed({ a: TEXT }, { required: [] }), false],
    ['an object that is open', { type: 'object', properties: { a: TEXT }, required: ['a'] }, false],
    ['an open object inside', closed({ a: { type: 'object', properties: {} } }), false],
    ['an open object in a list', closed({ a: { type: 'array', items: { type: ['object', 'null'] } } }), false],
    [
      'an open object in a choice',
      closed({ a: { anyOf: [{ type: 'object', properties: {} }, { type: 'null' }] } }),
      false,
    ],
    ['an optional property inside', closed({ a: closed({ b: TEXT }, { required: [] }) }), false],
  ];
  for (const [name, schema, isStrict] of SCHEMAS) {
    it(`is ${isStrict ? '' : 'not '}strict: ${name}`, () => {
      assert.equal(Reflect.get(format(schema)?.json_schema ?? {}, 'strict'), isStrict ? true : undefined);
    });
  }
});

describe('encodeRequest with the requests of Claude Code', () => {
  for (const { name, bytes } of claudeCodeRequests()) {
    it(`gives what a strict server takes: ${name}`, () => {
      const { body, toolNames } = encodeForChat(bytes);
      assert.deepEqual(chatFaults(body), []);
      for (const short of toolNames.keys()) assert.ok(JSON.stringify(body).includes(short));
      assert.doesNotMatch(
        JSON.stringify(body),
        /x-anthropic-billing-header|cache_control|"signature"|DeferredToolPlaceholder/,
      );
    });
  }

  for (const { name, bytes } of fixtures('anthropic-messages', '.request.json')) {
    it(`gives what a server takes of a fixture: ${name}`, () => {
      const faults = chatFaults(encodeForChat(bytes).body);
      // Vendor fields and broken schemas come from the fixture itself.
      assert.deepEqual(
        faults.filter((fault) => !/parameters|limit of tokens/.test(fault)),
        [],
      );
    });
  }
});

const PLATFORM_IDS = [
  (number: number) => `toolu_01A09q90qw90lq917835lq${number}`,
  // Counters that begin anew in each reply, wrapped by us.
  (number: number) => clientToolId({ id: String(number % 2) }),
];

for (const idOf of PLATFORM_IDS) {
  const conversation = conversations(idOf);

  describe(`encodeRequest with any conversation whose ids are like ${idOf(0).slice(0, 6)}`, () => {
    it('gives what a strict server takes', () => {
      fc.assert(
        fc.property(conversation, (messages) => {
          assert.deepEqual(chatFaults(toChat({ messages }).body), []);
        }),
        { numRuns: 300 },
      );
    });

    it('loses no call and no result', () => {
      fc.assert(
        fc.property(conversation, (messages) => {
          const { body, toolNames } = toChat({ messages });
          const sent = (body.messages ?? []).flatMap((message) => message.tool_calls ?? []);
          const got = sent.map(({ function: called }) => [
            toolNames.get(wireText(called?.name ?? '')) ?? wireText(called?.name ?? ''),
            JSON.parse(called?.arguments ?? ''),
          ]);
          const calls = blocksOf(messages, 'tool_use').map(({ name, input }) => [wireText(String(name)), input]);
          assert.deepEqual(got, calls);
          for (const { function: called } of sent) assert.match(called?.name ?? '', /^[a-zA-Z0-9_-]{1,64}$/);
          const answers = (body.messages ?? []).filter(({ role }) => role === 'tool');
          assert.equal(answers.length, calls.length);
          assert.ok(answers.every(({ content }) => !String(content).includes('there is no result')));
        }),
        { numRuns: 300 },
      );
    });

    it('never changes what was sent, as the conversation goes on', () => {
      fc.assert(
        fc.property(conversation, (messages) => {
          const whole = toChat({ messages }).body.messages ?? [];
          for (const end of turnEnds(messages)) {
            const part = toChat({ messages: messages.slice(0, end) }).body.messages ?? [];
            assert.deepEqual(whole.slice(0, part.length), part);
          }
        }),
        { numRuns: 200 },
      );
    });

    it('never changes with the places of cache hints', () => {
      fc.assert(
        fc.property(conversation, (messages) => {
          const bare = JSON.parse(JSON.stringify(messages), (key, value) =>
            key === 'cache_control' ? undefined : value,
          );
          assert.deepEqual(toChat({ messages: bare }).body, toChat({ messages }).body);
        }),
        { numRuns: 100 },
      );
    });
  });
}

function blocksOf(messages: readonly AnthropicMessage[], type: string): Record<string, unknown>[] {
  return messages.flatMap(({ content }) =>
    typeof content === 'string' ? [] : content.filter((one) => one['type'] === type),
  );
}

/** Lengths of the conversation at which a client may have asked: all calls are answered. */
function turnEnds(messages: readonly AnthropicMessage[]): number[] {
  return messages.flatMap((message, index) => {
    const isAsked = message.role === 'user' || (message.role === 'system' && messages[index - 1]?.role === 'user');
    return isAsked ? [index + 1] : [];
  });
}
