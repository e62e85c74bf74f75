import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wireText } from '../../lib/wire-text.ts';
import type { Block, TurnRequest } from '../../turn/request.ts';
import { decodeRequest } from './request-decode.ts';

function decode(body: unknown): TurnRequest {
  return decodeRequest(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
}

const USER = { role: 'user', content: 'hi' };

function decodeMessages(...messages: unknown[]): TurnRequest {
  return decode({ model: 'm', messages });
}

function firstBlock(part: unknown): Block | undefined {
  return decodeMessages({ role: 'user', content: [part] }).messages[0]?.content[0];
}

describe('decodeRequest: messages', () => {
  it('takes leading system and developer messages for the system text', () => {
    const turn = decodeMessages(
      { role: 'developer', content: 'one' },
      { role: 'system', content: [{ type: 'text', text: 'two' }] },
      USER,
      { role: 'developer', content: 'later' },
    );
    assert.deepEqual(turn.system, [
      { type: 'text', text: 'one' },
      { type: 'text', text: 'two' },
    ]);
    assert.equal(turn.systemPlain, undefined);
    assert.deepEqual(
      turn.messages.map((message) => message.role),
      ['user', 'system'],
    );
    assert.deepEqual(turn.messages[1]?.content, [{ type: 'text', text: 'later' }]);
  });

  it('keeps one system string plain', () => {
    const turn = decodeMessages({ role: 'system', content: 's' }, USER);
    assert.equal(turn.systemPlain, true);
    assert.equal(turn.systemSource, undefined);
  });

  it('takes a conversation of instructions only', () => {
    assert.deepEqual(decodeMessages({ role: 'system', content: 's' }).messages, []);
  });

  it('reads wire text', () => {
    assert.deepEqual(decodeMessages({ role: 'user', content: '你好' }).messages[0], {
      role: 'user',
      content: [{ type: 'text', text: wireText('你好') }],
      plain: true,
    });
  });

  it('puts the results of tools in a row into one message of the user', () => {
    const turn = decodeMessages(
      USER,
      { role: 'assistant', content: null, tool_calls: [1, 2].map((n) => call(`c${n}`)) },
      { role: 'tool', tool_call_id: 'c1', content: 'one' },
      { role: 'tool', tool_call_id: 'c2', content: [{ type: 'text', text: 'two' }] },
      { role: 'user', content: 'and?' },
      { role: 'tool', tool_call_id: 'c3', content: '' },
    );
    assert.deepEqual(
      turn.messages.map((message) => [message.role, message.content.map((block) => block.type)]),
      [
        ['user', ['text']],
        ['assistant', ['tool-call', 'tool-call']],
        ['user', ['tool-result', 'tool-result']],
        ['user', ['text']],
        ['user', ['tool-result']],
      ],
    );
    const [first, second] = turn.messages[2]?.content ?? [];
    assert.deepEqual(first, {
      type: 'tool-result',
      callId: 'c1',
      content: [{ type: 'text', text: 'one' }],
      form: 'string',
    });
    assert.ok(second?.type === 'tool-result' && second.form === 'blocks');
  });

  it('keeps arguments to the letter', () => {
    const turn = decodeMessages({ role: 'assistant', tool_calls: [call('c1', '{"a": broken')] }, USER);
    assert.deepEqual(turn.messages[0]?.content, [
      { type: 'tool-call', id: 'c1', name: 'f', input: { kind: 'text', text: '{"a": broken' } },
    ]);
  });

  it("takes arguments that are an object, and a custom tool's text", () => {
    const custom = { id: 'c2', type: 'custom', custom: { name: 'code', input: 'x = 1' } };
    const object = { id: 'c1', type: 'function', function: { name: 'f', arguments: { a: 1 } } };
    const [message] = decodeMessages({ role: 'assistant', tool_calls: [object, custom] }, USER).messages;
    assert.deepEqual(
      message?.content.map((block) => block.type === 'tool-call' && [block.name, block.input]),
      [
        ['f', { kind: 'value', value: { a: 1 } }],
        ['code', { kind: 'value', value: { input: 'x = 1' } }],
      ],
    );
  });

  it('keeps vendor fields of a call', () => {
    const gemini = { ...call('c1'), extra_content: { google: { thought_signature: 's' } } };
    const [block] = decodeMessages({ role: 'assistant', tool_calls: [gemini] }, USER).messages[0]?.content ?? [];
    assert.ok(block?.type === 'tool-call');
    assert.deepEqual(block.extra?.fields, { extra_content: { google: { thought_signature: 's' } } });
  });

  it('reads reasoning as thinking, once', () => {
    const fields = { reasoning: 'why', reasoning_details: [{ type: 'reasoning.text', text: 'why' }] };
    const [message] = decodeMessages({ role: 'assistant', content: 'so', ...fields }, USER).messages;
    assert.deepEqual(
      message?.content.map((block) => block.type),
      ['thinking', 'text'],
    );
    assert.ok(message?.content[0]?.type === 'thinking' && message.content[0].text === 'why');
  });

  it('reads a refusal as text', () => {
    const [message] = decodeMessages({ role: 'assistant', content: null, refusal: 'no' }, USER).messages;
    assert.deepEqual(message?.content, [{ type: 'text', text: 'no' }]);
    assert.deepEqual(message?.extra?.fields, {});
  });

  it('joins the two halves of a call in the old form', () => {
    const { messages } = decodeMessages(
      USER,
      { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
      { role: 'function', name: 'f', content: 'done' },
    );
    const [made] = messages[1]?.content ?? [];
    const [result] = messages[2]?.content ?? [];
    assert.ok(made?.type === 'tool-call' && result?.type === 'tool-result');
    assert.notEqual(made.id, '');
    assert.equal(made.id, result.callId);
  });
});

function call(id: string, text = '{}') {
  return { id, type: 'function', function: { name: 'f', arguments: text } };
}

describe('decodeRequest: parts', () => {
  it('reads images, by data URL and by address', () => {
    const image = (url: unknown) => firstBlock({ type: 'image_url', image_url: url });
    const bytes = { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'QUJD' } };
    assert.deepEqual(image({ url: 'data:image/png;base64,QUJD' }), bytes);
    assert.deepEqual(image('DATA:image/PNG;charset=utf-8;base64,QUJD'), bytes);
    assert.deepEqual(image({ url: 'https://e.org/a.png' }), {
      type: 'image',
      source: { kind: 'url', url: 'https://e.org/a.png' },
    });
    assert.deepEqual(image({ url: 'data:image/svg+xml,%3Csvg/%3E' }), {
      type: 'image',
      source: { kind: 'url', url: 'data:image/svg+xml,%3Csvg/%3E' },
    });
  });

  it('names the detail of an image as what is lost elsewhere', () => {
    const block = firstBlock({ type: 'image_url', image_url: { url: 'https://e.org/a.png', detail: 'low' } });
    assert.ok(block?.type === 'image');
    assert.deepEqual(block.extra?.fields, { 'image_url.detail': 'low' });
  });

  it('reads files', () => {
    const file = (fields: object) => firstBlock({ type: 'file', file: fields });
    const pdf = { kind: 'base64', mediaType: 'application/pdf', data: 'JVBE' };
    assert.deepEqual(file({ filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' }), {
      type: 'document',
      source: pdf,
      title: 'a.pdf',
    });
    assert.deepEqual(file({ file_data: 'JVBE' }), { type: 'document', source: pdf });
    assert.deepEqual(file({ file_id: 'f1' }), { type: 'document', source: { kind: 'file', fileId: 'f1' } });
    assert.equal(file({})?.type, 'opaque');
  });

  it('keeps parts that it does not know', () => {
    const raw = { type: 'input_audio', input_audio: { data: 'x', format: 'wav' } };
    assert.deepEqual(firstBlock(raw), { type: 'opaque', protocol: 'openai-chat', raw });
  });

  it('takes a cache hint for one', () => {
    assert.deepEqual(firstBlock({ type: 'text', text: 'x', cache_control: { type: 'ephemeral' } }), {
      type: 'text',
      text: 'x',
      cacheHint: { type: 'ephemeral' },
    });
  });
});

describe('decodeRequest: fields', () => {
  const fields = (more: object) => decode({ model: 'm', messages: [USER], ...more });

  it('reads sampling and limits', () => {
    const turn = fields({ temperature: 0, top_p: 0.5, top_k: 3, max_tokens: 10, stop: 'END', reasoning_effort: 'low' });
    assert.deepEqual(
      [turn.temperature, turn.topP, turn.topK, turn.maxTokens, turn.stop, turn.effort],
      [0, 0.5, 3, 10, ['END'], 'low'],
    );
    assert.deepEqual(turn.extra?.fields, {});
    assert.equal(fields({ max_tokens: 1, max_completion_tokens: 2 }).maxTokens, 2);
    assert.deepEqual(fields({ stop: ['a', 'b'] }).stop, ['a', 'b']);
  });

  it('reads stream and usage', () => {
    assert.equal(fields({}).stream, false);
    const turn = fields({ stream: true, stream_options: { include_usage: true } });
    assert.deepEqual([turn.stream, turn.includeUsage], [true, true]);
  });

  it('reads tools and their choice', () => {
    const tools = [
      { type: 'function', function: { name: 'f', description: 'd', parameters: { type: 'object' }, strict: true } },
      { type: 'custom', custom: { name: 'c' } },
    ];
    const turn = fields({
      tools,
      tool_choice: { type: 'function', function: { name: 'f' } },
      parallel_tool_calls: false,
    });
    assert.deepEqual(turn.toolChoice, { kind: 'tool', name: 'f' });
    assert.equal(turn.parallelToolCalls, false);
    const [first, second] = turn.tools ?? [];
    assert.ok(first?.kind === 'function');
    assert.deepEqual([first.name, first.description, first.schema, first.strict], ['f', 'd', { type: 'object' }, true]);
    assert.equal(second?.kind, 'hosted');
    for (const [word, kind] of [
      ['auto', 'auto'],
      ['none', 'none'],
      ['required', 'any'],
    ]) {
      assert.equal(fields({ tools, tool_choice: word }).toolChoice?.kind, kind);
    }
  });

  it('reads functions, the old form of tools', () => {
    const turn = fields({ functions: [{ name: 'f', parameters: {} }], function_call: { name: 'f' } });
    assert.equal(turn.tools?.[0]?.kind, 'function');
    assert.deepEqual(turn.toolChoice, { kind: 'tool', name: 'f' });
  });

  it('reads a schema for the output', () => {
    const schema = { type: 'object', properties: {} };
    const turn = fields({
      response_format: { type: 'json_schema', json_schema: { name: 'n', schema, strict: true, description: 'd' } },
    });
    assert.equal(turn.outputFormat?.name, 'n');
    assert.deepEqual(turn.outputFormat?.schema, schema);
    assert.deepEqual(turn.outputFormat?.extra?.fields, { description: 'd' });
  });

  it('keeps all that it does not know, and what has the wrong type', () => {
    const others = {
      seed: 'one',
      logprobs: true,
      temperature: 'hot',
      response_format: { type: 'json_object' },
      new: { a: 1 },
    };
    const turn = fields({ ...others, user: null, metadata: null });
    assert.deepEqual(turn.extra?.fields, others);
    assert.equal(turn.temperature, undefined);
  });
});
