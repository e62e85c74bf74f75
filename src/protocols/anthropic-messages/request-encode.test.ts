import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  assistant,
  call,
  calls,
  chatMessages,
  fromChat,
  result,
  shape,
  TOOL,
  target,
  user,
} from '../../../test/support/encode-anthropic.ts';

describe('encodeRequest from OpenAI: messages', () => {
  it('writes system text, and roles that take turns', () => {
    const { body } = fromChat({
      messages: [
        { role: 'system', content: '系统' },
        { role: 'developer', content: 'two' },
        user('a'),
        user([{ type: 'text', text: 'b' }]),
        assistant('c'),
        assistant('d'),
        user('e'),
      ],
    });
    assert.deepEqual(body['system'], [
      { type: 'text', text: '系统' },
      { type: 'text', text: 'two' },
    ]);
    assert.deepEqual(shape(body.messages), [
      ['user', 'text', 'text'],
      ['assistant', 'text', 'text'],
      ['user', 'text'],
    ]);
  });

  it('puts results first, in one message, before what the user says', () => {
    const messages = chatMessages(user('go'), calls('a', 'b'), result('b'), result('a'), user('and?'));
    assert.deepEqual(shape(messages), [
      ['user', 'text'],
      ['assistant', 'tool_use', 'tool_use'],
      ['user', 'tool_result', 'tool_result', 'text'],
    ]);
    assert.deepEqual(
      messages[2]?.content.slice(0, 2).map((block) => block['tool_use_id']),
      ['a', 'b'],
    );
  });

  it('keeps an instruction at its place, after the results', () => {
    const messages = chatMessages(user('go'), calls('a'), { role: 'system', content: 'mind' }, result('a'), user('x'));
    assert.deepEqual(
      messages[2]?.content.map((block) => block.text ?? block.type),
      ['tool_result', '<system-reminder>\nmind\n</system-reminder>', 'x'],
    );
  });

  it('keeps an instruction as one where the platform takes it', () => {
    const messages = [user('a'), { role: 'developer', content: 'mind' }, user('b')];
    const { body } = fromChat({ messages }, target({ quirks: { systemAnywhere: true } }));
    assert.deepEqual(
      body.messages.map((message) => message.role),
      ['user', 'system', 'user'],
    );
  });

  it('answers a call that nobody answered', () => {
    const messages = chatMessages(user('go'), calls('a', 'b'), result('a'), assistant('so'), user('x'), calls('c'));
    assert.deepEqual(shape(messages), [
      ['user', 'text'],
      ['assistant', 'tool_use', 'tool_use'],
      ['user', 'tool_result', 'tool_result'],
      ['assistant', 'text'],
      ['user', 'text'],
      ['assistant', 'tool_use'],
      ['user', 'tool_result'],
    ]);
    assert.equal(messages[2]?.content[1]?.['is_error'], true);
  });

  it('writes a result without its call as text, and says so', () => {
    const { body, losses } = fromChat({ messages: [user('go'), result('lost', 'found')] });
    assert.deepEqual(shape(body.messages), [['user', 'text', 'text', 'text']]);
    assert.equal(body.messages[0]?.content.at(-1)?.text, 'found');
    assert.deepEqual(losses, ['messages[]']);
  });

  it('begins with the user, whoever spoke first', () => {
    assert.equal(chatMessages(assistant('hi'), user('x'))[0]?.role, 'user');
    assert.deepEqual(shape(chatMessages({ role: 'system', content: 's' })), [['user', 'text']]);
  });

  it('leaves out texts that Anthropic refuses', () => {
    const messages = chatMessages(
      user([
        { type: 'text', text: ' \n' },
        { type: 'text', text: 'x' },
      ]),
      assistant(''),
      user('y'),
    );
    assert.deepEqual(shape(messages), [['user', 'text', 'text']]);
  });

  it('keeps a text whose bytes look like white space', () => {
    // à is C3 A0, and A0 alone is white space to JavaScript.
    assert.equal(chatMessages(user('x'), assistant('voilà \n'))[1]?.content[0]?.text, 'voilà');
  });

  it('wraps ids that Anthropic refuses, the same in call and result', () => {
    const messages = chatMessages(user('go'), calls('functions.f:0'), result('functions.f:0'));
    const id = String(messages[1]?.content[0]?.['id']);
    assert.match(id, /^[a-zA-Z0-9_-]+$/);
    assert.equal(messages[2]?.content[0]?.['tool_use_id'], id);
  });

  it('gives arguments as an object, and broken ones as what they are', () => {
    const inputs = ['{"a":"é"}', '', '{"a":', '[1]'].map((json, n) => {
      const message = { role: 'assistant', tool_calls: [call(`c${n}`, json)] };
      return chatMessages(user('go'), message, result(`c${n}`))[1]?.content[0]?.['input'];
    });
    assert.deepEqual(inputs, [
      { a: 'é' },
      {},
      { __unparsedToolInput: { raw: '{"a":', len: 5 } },
      { __unparsedToolInput: { raw: '[1]', len: 3 } },
    ]);
  });

  it('writes images and files', () => {
    const [message] = chatMessages(
      user([
        { type: 'image_url', image_url: { url: 'data:image/jpg;base64,QUJD' } },
        { type: 'image_url', image_url: { url: 'https://e.org/a.png' } },
        { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' } },
        { type: 'file', file: { filename: 'a.md', file_data: 'data:text/markdown;base64,w6k=' } },
      ]),
    );
    assert.deepEqual(
      message?.content.map((block) => block['source']),
      [
        { type: 'base64', media_type: 'image/jpeg', data: 'QUJD' },
        { type: 'url', url: 'https://e.org/a.png' },
        { type: 'base64', media_type: 'application/pdf', data: 'JVBE' },
        { type: 'text', media_type: 'text/plain', data: 'é' },
      ],
    );
    assert.equal(message?.content[2]?.['title'], 'a.pdf');
  });

  it('says what it leaves out', () => {
    const { body, losses } = fromChat({
      seed: 1,
      messages: [
        { role: 'system', name: 'n', content: 's' },
        user([
          { type: 'input_audio', input_audio: { data: 'x' } },
          { type: 'file', file: { file_data: 'data:application/zip;base64,AAAA' } },
          { type: 'image_url', image_url: { url: 'https://e.org/a.png', detail: 'low' } },
        ]),
        { role: 'assistant', content: 'x', reasoning_content: 'y' },
        { role: 'user', name: 'alice', content: 'z' },
      ],
      tools: [{ type: 'custom', custom: { name: 'c' } }],
    });
    assert.deepEqual(shape(body.messages)[0], ['user', 'image']);
    assert.equal('tools' in body, false);
    assert.deepEqual(losses.sort(), [
      'messages[].content[]',
      'messages[].content[].image_url.detail',
      'messages[].name',
      'seed',
      'tools[]',
    ]);
  });
});

describe('encodeRequest from OpenAI: fields', () => {
  it("needs a limit, and keeps to the model's", () => {
    assert.equal(fromChat({}).body['max_tokens'], 8192);
    assert.equal(fromChat({}, target({ maxOutputTokens: 64000 })).body['max_tokens'], 64000);
    assert.equal(fromChat({ max_tokens: 99999 }, target({ maxOutputTokens: 64000 })).body['max_tokens'], 64000);
    assert.equal(fromChat({ max_completion_tokens: 5 }).body['max_tokens'], 5);
  });

  it('writes tools, their choice, and one call at a time', () => {
    const { body } = fromChat({
      tools: [TOOL, { type: 'function', function: { name: 'g', strict: true } }],
      tool_choice: 'required',
      parallel_tool_calls: false,
    });
    assert.deepEqual(body['tools'], [
      { name: 'f', input_schema: { properties: {}, type: 'object' } },
      { name: 'g', input_schema: { type: 'object', properties: {} }, strict: true },
    ]);
    assert.deepEqual(body['tool_choice'], { type: 'any', disable_parallel_tool_use: true });
    const choices = [
      [{ parallel_tool_calls: false }, { type: 'auto', disable_parallel_tool_use: true }],
      [{ tool_choice: 'none', parallel_tool_calls: false }, { type: 'none' }],
      [{ tool_choice: { type: 'function', function: { name: 'f' } } }, { type: 'tool', name: 'f' }],
      [{ parallel_tool_calls: true }, undefined],
    ];
    for (const [fields, choice] of choices) {
      assert.deepEqual(fromChat({ tools: [TOOL], ...fields }).body['tool_choice'], choice);
    }
    assert.equal('tool_choice' in fromChat({ tool_choice: 'auto' }).body, false);
  });

  it('writes a format for the output', () => {
    const schema = { type: 'object', properties: {}, additionalProperties: false };
    const { body } = fromChat({ response_format: { type: 'json_schema', json_schema: { name: 'n', schema } } });
    assert.deepEqual(body['output_config'], { format: { type: 'json_schema', schema } });
  });

  it("keeps sampling within Anthropic's bounds", () => {
    const { body, losses } = fromChat({ temperature: 1.7, top_p: 0.5, top_k: 4, stop: ['END', '\n'] });
    assert.deepEqual([body['temperature'], body['top_p'], body['top_k']], [1, undefined, 4]);
    assert.deepEqual(body['stop_sequences'], ['END']);
    assert.deepEqual(losses.sort(), ['stop', 'temperature', 'top_p']);
    assert.equal(fromChat({ top_p: 0.5 }).body['top_p'], 0.5);
    assert.equal(fromChat({ temperature: 0 }).body['temperature'], 0);
  });

  it('sends no sampling to a model that takes none', () => {
    const { body, losses } = fromChat({ temperature: 0, top_p: 1, top_k: 4 }, target({ model: 'claude-opus-5-5' }));
    assert.deepEqual([body['temperature'], body['top_p'], body['top_k']], [undefined, undefined, undefined]);
    assert.deepEqual(losses.sort(), ['temperature', 'top_k', 'top_p']);
  });
});
