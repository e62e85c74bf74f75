import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { signOrigin } from '../../turn/thinking-origin.ts';
import type { EncodeTarget } from '../codec.ts';
import { decodeRequest as decodeChat } from '../openai-chat/request-decode.ts';
import { decodeRequest } from './request-decode.ts';
import { encodeRequest } from './request-encode.ts';

const CLAUDE = 'claude-sonnet-4-5';

function target(more: Partial<EncodeTarget> = {}): EncodeTarget {
  return { model: CLAUDE, origin: 'ant', quirks: { signedThinking: true }, ...more };
}

interface Message {
  role: string;
  content: { type: string; text?: string; [field: string]: unknown }[];
}

interface Encoded {
  [field: string]: unknown;
  messages: Message[];
}

function read(encoded: ReturnType<typeof encodeRequest>): { body: Encoded; losses: string[] } {
  return { body: JSON.parse(encoded.body.toString('utf8')), losses: encoded.losses.map((loss) => loss.path) };
}

/** An OpenAI request for Anthropic. */
function fromChat(request: object, to = target()) {
  const body = Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }], ...request }));
  return read(encodeRequest(decodeChat(body), to));
}

function chatMessages(...messages: object[]): Message[] {
  return fromChat({ messages }).body.messages;
}

/** An Anthropic request for Anthropic. */
function fromAnthropic(request: object, to = target()) {
  const body = Buffer.from(JSON.stringify({ model: 'm', max_tokens: 100, ...request }));
  return read(encodeRequest(decodeRequest(body), to));
}

const call = (id: string, json = '{}') => ({ id, type: 'function', function: { name: 'f', arguments: json } });
const calls = (...ids: string[]) => ({ role: 'assistant', content: null, tool_calls: ids.map((id) => call(id)) });
const result = (id: string, content: unknown = 'ok') => ({ role: 'tool', tool_call_id: id, content });
const user = (content: unknown) => ({ role: 'user', content });
const assistant = (content: unknown) => ({ role: 'assistant', content });
const shape = (messages: Message[]) => messages.map(({ role, content }) => [role, ...content.map((b) => b.type)]);
const TOOL = { type: 'function', function: { name: 'f', parameters: { properties: {} } } };

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

describe('encodeRequest from OpenAI: thinking', () => {
  const think = (request: object, model = CLAUDE) => fromChat({ max_tokens: 40000, ...request }, target({ model }));

  it('makes a budget of an effort', () => {
    const budgets = ['minimal', 'low', 'medium', 'high'].map(
      (effort) => think({ reasoning_effort: effort }).body['thinking'],
    );
    assert.deepEqual(
      budgets,
      [1024, 2048, 8192, 16384].map((budget_tokens) => ({ type: 'enabled', budget_tokens })),
    );
  });

  it('leaves room for the answer', () => {
    const { body } = fromChat({ reasoning_effort: 'high', max_tokens: 4000 });
    assert.deepEqual(body['thinking'], { type: 'enabled', budget_tokens: 3000 });
    const small = fromChat({ reasoning_effort: 'high', max_tokens: 500 });
    assert.equal('thinking' in small.body, false);
    assert.deepEqual(small.losses, ['reasoning_effort']);
  });

  it('passes an effort on to models that think by themselves', () => {
    const { body } = think({ reasoning_effort: 'xhigh' }, 'claude-opus-5-5');
    assert.deepEqual(body['thinking'], { type: 'adaptive' });
    assert.deepEqual(body['output_config'], { effort: 'xhigh' });
    assert.deepEqual(think({ reasoning_effort: 'xhigh' }, 'claude-opus-4-6').body['output_config'], { effort: 'high' });
    assert.deepEqual(think({ reasoning_effort: 'minimal' }, 'claude-opus-5-5').body['output_config'], {
      effort: 'low',
    });
  });

  it('does not think where it cannot', () => {
    const cases: [object, string][] = [
      [{ reasoning_effort: 'high' }, 'claude-3-5-haiku-latest'],
      [{ reasoning_effort: 'odd' }, CLAUDE],
      [{ reasoning_effort: 'high', tools: [TOOL], tool_choice: 'required' }, CLAUDE],
      [{ reasoning_effort: 'high', messages: [user('go'), calls('a'), result('a')] }, CLAUDE],
    ];
    for (const [request, model] of cases) {
      const { body, losses } = think(request, model);
      assert.equal('thinking' in body, false, JSON.stringify(request));
      assert.deepEqual(losses, ['reasoning_effort']);
    }
    assert.deepEqual(think({ reasoning_effort: 'none' }).losses, []);
    assert.equal('thinking' in think({ reasoning_effort: 'none' }).body, false);
  });

  it('samples as a thinking model allows', () => {
    const { body, losses } = think({ reasoning_effort: 'low', temperature: 0.3, top_p: 0.96, top_k: 5 });
    assert.deepEqual([body['temperature'], body['top_p'], body['top_k']], [undefined, 0.96, undefined]);
    assert.deepEqual(losses.sort(), ['temperature', 'top_k']);
    assert.deepEqual(think({ reasoning_effort: 'low', top_p: 0.5 }).losses, ['top_p']);
  });
});

describe('encodeRequest from Anthropic: thinking of other models', () => {
  const foreign = (signature: string) => ({ type: 'thinking', thinking: 't', signature });
  const OWN = signOrigin({ platform: 'ant', field: 'reasoning' });
  const OTHER = signOrigin({ platform: 'other', field: 'reasoning' });

  it('leaves it out where the platform checks signatures', () => {
    const content = [foreign(''), foreign(OTHER), foreign('REAL=='), { type: 'text', text: 'x' }];
    const { body, losses } = fromAnthropic({ messages: [user('a'), assistant(content)] });
    assert.deepEqual(body.messages[1]?.content, [foreign('REAL=='), { type: 'text', text: 'x' }]);
    assert.deepEqual(losses, ['messages[].content[]']);
  });

  it('leaves out a message that was nothing else', () => {
    const { body } = fromAnthropic({ messages: [user('a'), assistant([foreign('')]), user('b')] });
    assert.deepEqual(
      body.messages.map((message) => message.content),
      ['a', 'b'],
    );
  });

  it('gives it back where nobody checks, but never to another platform', () => {
    const messages = [user('a'), assistant([foreign(''), foreign(OWN), foreign(OTHER), { type: 'text', text: 'x' }])];
    const { body } = fromAnthropic({ messages }, target({ quirks: {} }));
    assert.deepEqual(body.messages[1]?.content, [foreign(''), foreign(''), { type: 'text', text: 'x' }]);
  });

  it('switches thinking off in the middle of calls that lost it', () => {
    const use = { type: 'tool_use', id: 't', name: 'f', input: {} };
    const messages = [
      user('a'),
      assistant([foreign(OTHER), use]),
      user([{ type: 'tool_result', tool_use_id: 't', content: 'x' }]),
      { role: 'system', content: 'mind' },
    ];
    const thinking = { type: 'enabled', budget_tokens: 2000 };
    const context_management = { edits: [{ type: 'clear_thinking_20251015' }, { type: 'clear_tool_uses_20250919' }] };
    const { body, losses } = fromAnthropic({ messages, thinking, context_management });
    assert.equal('thinking' in body, false);
    assert.deepEqual(body['context_management'], { edits: [{ type: 'clear_tool_uses_20250919' }] });
    assert.deepEqual(losses.sort(), ['messages[].content[]', 'thinking']);
    const adaptive = fromAnthropic({ messages, thinking: { type: 'adaptive' } });
    assert.deepEqual(adaptive.body['thinking'], { type: 'adaptive' });
    const whole = fromAnthropic({ messages: [user('a'), assistant([foreign(''), use]), user('b')], thinking });
    assert.deepEqual(whole.body['thinking'], thinking);
  });
});
