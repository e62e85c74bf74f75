import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeUpstream } from '../../test/support/fake-upstream.ts';
import { Body } from '../lib/body.ts';
import { demo } from '../platforms/demo.ts';
import { openaiChat } from '../protocols/openai-chat/codec.ts';
import { ReplyCollector } from '../turn/collect-reply.ts';
import type { TurnReply } from '../turn/reply.ts';
import { withDemo } from './demo-upstream.ts';
import type { Exchange, UpstreamHandler } from './upstream.ts';

const ORIGIN = new URL(demo.protocols[0].baseUrl).origin;
const DEAF: UpstreamHandler = { onHead: () => {}, onData: () => {}, onEnd: () => {}, onError: () => {} };
const READ = {
  type: 'function',
  function: {
    name: 'Read',
    parameters: {
      type: 'object',
      properties: {
        path: { type: 'string' },
        lines: { type: 'integer' },
        whole: { type: 'boolean' },
        kind: { enum: ['text', 'image'] },
        tags: { type: 'array' },
        more: { type: 'object' },
      },
      required: ['path', 'lines', 'whole', 'kind', 'tags', 'more', 'untold', '__proto__', 7],
    },
  },
};

function send(body: object, handler: UpstreamHandler, origin = ORIGIN, other = new FakeUpstream()): Exchange {
  const request = { platform: 'demo', origin, method: 'POST', path: '/', headers: {}, timeouts: demo.timeouts };
  return withDemo(other).send({ ...request, body: Body.of(Buffer.from(JSON.stringify(body))) }, handler);
}

/** The bytes of its reply. */
function ask(body: object): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    send(body, {
      onHead: (status) => assert.equal(status, 200),
      onData: (chunk) => {
        text += chunk.toString();
      },
      onEnd: () => resolve(text),
      onError: reject,
    });
  });
}

function read(stream: string): TurnReply {
  const collector = new ReplyCollector();
  const decoder = openaiChat.streamDecoder({ origin: 'demo', toolNames: new Map() }, collector.push);
  for (const event of stream.split('\n\n')) decoder.push('', event.slice('data: '.length));
  return collector.reply();
}

async function answer(content: unknown, fields: object = {}, role = 'user'): Promise<TurnReply> {
  return read(await ask({ messages: [{ role, content }], ...fields }));
}

async function words(content: unknown, fields: object = {}, role = 'user'): Promise<string> {
  const [block] = (await answer(content, fields, role)).content;
  assert.equal(block?.type, 'text');
  return block.text;
}

describe('the demo', () => {
  test('says what it is, and what it was told', async () => {
    assert.match(await words('Hello  there\n'), /^\[redwolf demo\].*not a model.*You said: "Hello there"/);
  });

  test('reads text in parts, and only the last message', async () => {
    const messages = [
      { role: 'user', content: 'first' },
      {
        role: 'user',
        content: [{ type: 'text', text: 'one' }, { type: 'image_url' }, { type: 'text', text: 'two' }, 7],
      },
    ];
    const [block] = read(await ask({ messages })).content;
    assert.match(block?.type === 'text' ? block.text : '', /You said: "one two"/);
  });

  test('says the same each time', async () => {
    assert.equal(await ask({ messages: [] }), await ask({ messages: [] }));
  });

  test('streams words, and says what they cost', async () => {
    const stream = await ask({ messages: [{ role: 'user', content: 'Hello' }] });
    assert.ok(stream.split('\n\n').length > 10);
    const { usage, stop } = read(stream);
    assert.ok(usage !== undefined && usage.input > 5 && usage.output > 20);
    assert.equal(stop, 'end_turn');
  });

  test('takes any body', async () => {
    for (const body of [{}, [], { messages: 'x' }, { messages: [null, 7] }, { messages: [], tools: [null, {}] }]) {
      assert.match(await ask(body), /data: \[DONE\]\n\n$/);
    }
  });
});

describe('the tools of the demo', () => {
  test('are called when they are named, with something for each required property', async () => {
    const reply = await answer('please USE the tool read', { tools: [READ] });
    assert.equal(reply.stop, 'tool_use');
    const [call] = reply.content;
    assert.ok(call?.type === 'tool-call' && call.input.kind === 'text');
    assert.equal(call.name, 'Read');
    assert.equal(
      call.input.text,
      '{"path":"demo","lines":1,"whole":true,"kind":"text","tags":[],"more":{},"untold":"demo","__proto__":"demo"}',
    );
  });

  test('are not called by words that only look like it', async () => {
    for (const said of ['read this', 'use Reader', 'reuse Read', 'Read']) {
      assert.match(await words(said, { tools: [READ] }), /You said/);
    }
  });

  test('are called once: then it says what came of it', async () => {
    assert.match(await words('call Read: done', { tools: [READ] }, 'tool'), /The tool returned: "call Read: done"/);
  });

  for (const name of ['a(b', '(a+)+$', 'a.b', 'x*', '[', '\\', 'mcp__files__read-all']) {
    test(`may be called ${name}`, async () => {
      const tools = [{ type: 'function', function: { name } }];
      assert.match(await words('hello aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', { tools }), /You said/);
      const [call] = (await answer(`use ${name} now`, { tools })).content;
      assert.equal(call?.type === 'tool-call' && call.name, name);
    });
  }
});

test('a reply that was given up is not heard', async () => {
  const heard: string[] = [];
  const exchange = send({}, { ...DEAF, onHead: () => void heard.push('head') });
  exchange.abort();
  await new Promise<void>((resolve) => setImmediate(resolve));
  assert.deepEqual(heard, []);
});

test('requests for other platforms go on to them', () => {
  const other = new FakeUpstream();
  send({}, DEAF, 'https://p.example', other);
  send({}, DEAF, ORIGIN, other);
  assert.deepEqual(
    other.sent.map(({ request }) => request.origin),
    ['https://p.example'],
  );
});
