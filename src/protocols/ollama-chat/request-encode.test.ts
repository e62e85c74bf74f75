import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { claudeCodeRequests, type Fixture, fixtures } from '../../../test/fixtures/fixtures.ts';
import { ollamaFaults } from '../../../test/support/ollama-rules.ts';
import { Fault } from '../../turn/fault.ts';
import { signOrigin } from '../../turn/thinking-origin.ts';
import { anthropicMessages } from '../anthropic-messages/codec.ts';
import type { Codec, EncodeTarget } from '../codec.ts';
import { openaiChat } from '../openai-chat/codec.ts';
import { openaiResponses } from '../openai-responses/codec.ts';
import { encodeRequest } from './request-encode.ts';

const PNG = 'iVBORw0KGgo=';

function target(more: Partial<EncodeTarget> = {}): EncodeTarget {
  return { model: 'qwen3:4b', origin: 'olm', quirks: {}, ...more };
}

function encodeBytes(codec: Codec, bytes: Buffer, to = target()) {
  const { body, losses, ...rest } = encodeRequest(codec.decodeRequest(bytes), to);
  return { body: JSON.parse(body.toString()), losses: losses.map(({ path }) => path), ...rest };
}

/** What becomes of an Anthropic request. */
function encode(request: object, more: Partial<EncodeTarget> = {}) {
  const whole = { model: 'x', max_tokens: 1_000, messages: [{ role: 'user', content: 'hi' }], ...request };
  return encodeBytes(anthropicMessages, Buffer.from(JSON.stringify(whole)), target(more));
}

/** What becomes of the messages of a chat request. */
function chatMessages(...messages: readonly object[]) {
  const { body, losses } = encodeBytes(openaiChat, Buffer.from(JSON.stringify({ model: 'x', messages })));
  return { messages: body.messages, losses };
}

const TOOL = { name: 'f', description: 'd', input_schema: { type: 'object', properties: { a: { type: 'string' } } } };

describe('any request', () => {
  const all: readonly (readonly [Codec, readonly Fixture[]])[] = [
    [anthropicMessages, [...fixtures('anthropic-messages', '.request.json'), ...claudeCodeRequests()]],
    [openaiChat, fixtures('openai-chat', '.request.json')],
    [openaiResponses, fixtures('openai-responses', '.request.json')],
  ];
  for (const [codec, requests] of all) {
    for (const { name, bytes } of requests) {
      it(`is one that Ollama takes: ${codec.id} ${name}`, () =>
        assert.deepEqual(ollamaFaults(encodeBytes(codec, bytes).body), []));
    }
  }
});

describe('the request', () => {
  it('is a stream that refuses what does not fit', () => {
    const { body, stream } = encode({});
    assert.deepEqual(body, {
      model: 'qwen3:4b',
      messages: [{ role: 'user', content: 'hi' }],
      options: { num_ctx: 8_192, num_predict: 1_000 },
      stream: true,
      truncate: false,
      shift: false,
    });
    assert.equal(stream, true);
  });

  it('has its sampling among the options', () => {
    const { body } = encode({ temperature: 0, top_p: 0.5, top_k: 3, stop_sequences: ['a'] }, { maxOutputTokens: 10 });
    const { num_ctx: _, ...options } = body.options;
    assert.deepEqual(options, { num_predict: 10, temperature: 0, top_p: 0.5, top_k: 3, stop: ['a'] });
  });

  it('has the seed of a chat client', () => {
    const bytes = Buffer.from(JSON.stringify({ model: 'x', seed: 7, messages: [{ role: 'user', content: 'hi' }] }));
    const { body, losses } = encodeBytes(openaiChat, bytes);
    assert.deepEqual([body.options.seed, losses], [7, []]);
  });

  it('has a schema as its format', () => {
    const schema = { type: 'object', properties: { title: { type: 'string' } } };
    const { body } = encode({ output_config: { format: { type: 'json_schema', schema } } });
    assert.deepEqual(body.format, schema);
  });

  it('offers tools, and says that nothing more can be asked', () => {
    const forced = encode({ tools: [TOOL], tool_choice: { type: 'any', disable_parallel_tool_use: true } });
    assert.deepEqual(forced.body.tools, [
      { type: 'function', function: { name: 'f', description: 'd', parameters: TOOL.input_schema } },
    ]);
    assert.deepEqual(forced.losses, ['tool_choice', 'parallel_tool_calls']);
    assert.equal(encode({ tools: [TOOL], tool_choice: { type: 'none' } }).body.tools, undefined);
  });
});

describe('think', () => {
  const budget = { thinking: { type: 'enabled', budget_tokens: 20_000 } };
  const GPT_OSS = { efforts: ['low', 'medium', 'high'] };
  const CASES: readonly (readonly [string, object, Partial<EncodeTarget>, unknown, readonly string[]])[] = [
    ['nothing asked', {}, { thinks: true }, undefined, []],
    ['asked of a model that can', budget, { thinks: true }, true, []],
    ['asked of one that cannot', budget, { thinks: false }, undefined, ['thinking']],
    ['asked of one that thinks by itself if it can', budget, {}, undefined, []],
    ['not wanted', { thinking: { type: 'disabled' } }, { thinks: true }, false, []],
    ['not wanted, of whom it is not known', { thinking: { type: 'disabled' } }, {}, false, []],
    ['not wanted of one that cannot', { thinking: { type: 'disabled' } }, { thinks: false }, undefined, []],
    ['a budget for one that knows efforts', budget, { quirks: GPT_OSS }, 'high', []],
    ['as it likes', { thinking: { type: 'adaptive' } }, { quirks: GPT_OSS, thinks: true }, true, []],
    [
      'not wanted of one that always does',
      { thinking: { type: 'disabled' } },
      { quirks: GPT_OSS },
      'low',
      ['thinking'],
    ],
  ];
  for (const [name, request, more, think, losses] of CASES) {
    it(name, () => {
      const encoded = encode(request, more);
      assert.deepEqual([encoded.body.think, encoded.losses], [think, losses]);
    });
  }
});

describe('messages', () => {
  it('have their images apart', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } };
    const content = [{ type: 'text', text: 'a' }, image, { type: 'text', text: '想' }];
    assert.deepEqual(encode({ messages: [{ role: 'user', content }] }).body.messages, [
      { role: 'user', content: 'a\n\n想', images: [PNG] },
    ]);
  });

  it('tell the address of an image that nobody would fetch', () => {
    const image = { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } };
    const { body, losses } = encode({ messages: [{ role: 'user', content: [image] }] });
    assert.deepEqual(body.messages, [{ role: 'user', content: '[Image: https://example.com/a.png]' }]);
    assert.deepEqual(losses, ['messages[].content[].source']);
  });

  it('name a document that cannot be read', () => {
    const source = { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' };
    const { body, losses } = encode({
      messages: [{ role: 'user', content: [{ type: 'document', source, title: 'a' }] }],
    });
    assert.deepEqual(body.messages, [{ role: 'user', content: '[Document: a, not readable here]' }]);
    assert.deepEqual(losses, ['messages[].content[]']);
  });

  it('pair calls and results by id and by name', () => {
    const messages = [
      { role: 'user', content: 'hi' },
      {
        role: 'assistant',
        content: [
          {
            type: 'thinking',
            thinking: 'mine',
            signature: signOrigin({ platform: 'olm', field: 'reasoning_content' }),
          },
          { type: 'text', text: 'I look.' },
          { type: 'tool_use', id: 'call_a1b2c3d4', name: 'f', input: { a: 'é' } },
          { type: 'tool_use', id: 'call_e5f6g7h8', name: 'g', input: {} },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'call_e5f6g7h8', content: 'two', is_error: true },
          { type: 'tool_result', tool_use_id: 'call_a1b2c3d4', content: 'one' },
          { type: 'text', text: 'go on' },
        ],
      },
    ];
    const call = (index: number, id: string, name: string, args: object) => ({
      id,
      type: 'function',
      function: { index, name, arguments: args },
    });
    const result = (id: string, name: string, content: string) => ({
      role: 'tool',
      content,
      tool_name: name,
      tool_call_id: id,
    });
    const { body, losses } = encode({ messages });
    assert.deepEqual(body.messages.slice(1), [
      {
        role: 'assistant',
        content: 'I look.',
        thinking: 'mine',
        tool_calls: [call(0, 'call_a1b2c3d4', 'f', { a: 'é' }), call(1, 'call_e5f6g7h8', 'g', {})],
      },
      result('call_a1b2c3d4', 'f', 'one'),
      result('call_e5f6g7h8', 'g', 'Error: two'),
      { role: 'user', content: 'go on' },
    ]);
    assert.deepEqual(losses, []);
  });

  it('leave out the thinking of another platform', () => {
    const thinking = {
      type: 'thinking',
      thinking: 'x',
      signature: signOrigin({ platform: 'other', field: 'reasoning' }),
    };
    const messages = [
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: [thinking, { type: 'tool_use', id: 'call_a1b2c3d4', name: 'f', input: {} }] },
    ];
    const { body, losses } = encode({ messages });
    assert.equal(body.messages[1].thinking, undefined);
    assert.deepEqual(losses, ['messages[].content[]']);
  });

  it('show the model arguments that are none', () => {
    const call = { id: 'call_a1b2c3d4', type: 'function', function: { name: 'f', arguments: '{"a": hal' } };
    const { messages } = chatMessages(
      { role: 'user', content: 'x' },
      { role: 'assistant', content: null, tool_calls: [call] },
    );
    assert.deepEqual(messages[1].tool_calls[0].function.arguments, {
      __unparsedToolInput: { raw: '{"a": hal', len: 9 },
    });
  });

  it('of the forms before today are understood', () => {
    const { messages } = chatMessages(
      { role: 'developer', content: 'be kind' },
      { role: 'user', content: 'x' },
      { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{"a":1}' } },
      { role: 'function', name: 'f', content: 'r' },
    );
    const { id, ...call } = messages[2].tool_calls[0];
    assert.deepEqual(call, { type: 'function', function: { index: 0, name: 'f', arguments: { a: 1 } } });
    assert.deepEqual(
      messages.map(({ role }: { role: string }) => role),
      ['system', 'user', 'assistant', 'tool'],
    );
    assert.equal(messages[3].tool_name, 'f');
  });

  it('say what Ollama has no place for', () => {
    const sound = { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } };
    const { messages, losses } = chatMessages({
      role: 'user',
      name: 'ann',
      content: [sound, { type: 'text', text: 'x' }],
    });
    assert.deepEqual(messages, [{ role: 'user', content: 'x' }]);
    assert.deepEqual(losses, ['messages[].name', 'messages[].content[]']);
  });
});

describe('the context', () => {
  const words = (count: number) => ({ messages: [{ role: 'user', content: 'word '.repeat(count) }] });
  const sizeOf = (request: object, more: Partial<EncodeTarget> = {}) => {
    const { body, loadedContext } = encode(request, more);
    assert.equal(body.options.num_ctx, loadedContext);
    return loadedContext;
  };

  it('has room for the request and a reply, in steps', () => {
    assert.equal(sizeOf({}), 8_192);
    assert.equal(sizeOf({ max_tokens: 100_000 }), 16_384);
    assert.equal(sizeOf(words(10_000)), 16_384);
    assert.equal(sizeOf(words(40_000)), 65_536);
  });

  it('is at most what the model can', () => {
    assert.equal(sizeOf(words(10_000), { contextWindow: 15_000 }), 15_000);
    assert.equal(sizeOf({}, { contextWindow: 2_048 }), 2_048);
  });

  it('is never made smaller', () => {
    assert.equal(sizeOf({}, { loadedContext: 32_768 }), 32_768);
    assert.equal(sizeOf({}, { loadedContext: 32_768, contextWindow: 20_000 }), 20_000);
  });

  it('that is exceeded for certain is a fault of the request, in words that clients know', () =>
    assert.throws(
      () => encode(words(10_000), { contextWindow: 8_192 }),
      (fault) =>
        fault instanceof Fault &&
        fault.kind === 'context_overflow' &&
        /^prompt is too long: \d+ tokens > 8192 maximum$/.test(fault.message),
    ));

  it('that is perhaps exceeded is for Ollama to judge', () =>
    assert.equal(sizeOf(words(6_000), { contextWindow: 8_192 }), 8_192));
});

it('text stays text', () => assert.equal(encode({ system: '你好 👋' }).body.messages[0].content, '你好 👋'));

it('the model is named as it is', () => assert.equal(encode({}, { model: '模型' }).body.model, '模型'));
