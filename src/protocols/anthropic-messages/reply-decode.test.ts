import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wireText } from '../../lib/wire-text.ts';
import { Fault } from '../../turn/fault.ts';
import { decodeReply } from './reply-decode.ts';

const CONTEXT = { origin: 'p', toolNames: new Map([['short', 'the_long_name']]) };

function decode(body: unknown) {
  return decodeReply(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), CONTEXT);
}

function faultOf(body: unknown): Fault {
  try {
    decode(body);
  } catch (error) {
    assert.ok(error instanceof Fault);
    return error;
  }
  assert.fail('no fault');
}

const MESSAGE = { id: 'msg_1', type: 'message', role: 'assistant', model: 'm', stop_reason: 'end_turn', usage: {} };

describe('decodeReply', () => {
  it('reads blocks, names and usage', () => {
    const reply = decode({
      ...MESSAGE,
      content: [
        { type: 'text', text: '你', citations: null },
        { type: 'tool_use', id: 't', name: 'short', input: { a: 'é' } },
        { type: 'redacted_thinking', data: 'x' },
      ],
      stop_reason: 'tool_use',
      usage: {
        input_tokens: 1,
        cache_read_input_tokens: 2,
        cache_creation_input_tokens: 7,
        cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 },
        output_tokens: 5,
        output_tokens_details: { thinking_tokens: 6 },
      },
      container: { id: 'c' },
    });
    assert.deepEqual(reply, {
      id: 'msg_1',
      model: 'm',
      content: [
        {
          type: 'text',
          text: wireText('你'),
          extra: { protocol: 'anthropic-messages', fields: { citations: null } },
        },
        {
          type: 'tool-call',
          id: 't',
          name: 'the_long_name',
          input: { kind: 'value', value: { a: wireText('é') } },
        },
        { type: 'opaque', protocol: 'anthropic-messages', raw: { type: 'redacted_thinking', data: 'x' } },
      ],
      stop: 'tool_use',
      usage: { input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, output: 5, reasoning: 6 },
      extra: { protocol: 'anthropic-messages', fields: { container: { id: 'c' } } },
    });
  });

  it('tells no usage from an empty one', () => {
    assert.equal(decode({ ...MESSAGE, content: [] }).usage, undefined);
  });

  it('takes a sum of cache writes for the short lifetime', () => {
    const { usage } = decode({ ...MESSAGE, content: [], usage: { cache_creation_input_tokens: 9 } });
    assert.equal(usage?.cacheWrite5m, 9);
    assert.equal(usage?.cacheWrite1h, 0);
  });

  it('takes parts of cache writes without a sum', () => {
    const cache_creation = { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 };
    const { usage } = decode({ ...MESSAGE, content: [], usage: { cache_creation } });
    assert.deepEqual([usage?.cacheWrite5m, usage?.cacheWrite1h], [3, 4]);
  });

  const broken: [string, string][] = [
    ['nothing', ''],
    ['half of a body', '{"id":"x","content":[{"ty'],
    ['a page', '<!doctype html><title>Login</title>'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an OpenAI reply', '{"choices":[{"message":{"content":"x"}}]}'],
    ['no content', '{"id":"msg_1","type":"message","content":null}'],
    ['a block that is no object', '{"content":["x"]}'],
  ];
  for (const [name, body] of broken) {
    it(`refuses ${name}`, () => {
      const fault = faultOf(body);
      assert.deepEqual([fault.kind, fault.status], ['broken_reply', 502]);
    });
  }

  it('says what came in place of JSON', () => {
    assert.match(faultOf('<!doctype html><title>Login</title>').message, /Login/);
    assert.match(faultOf('').message, /nothing/);
  });

  it('refuses what is not UTF-8', () => {
    const body = Buffer.from('{"content":[{"type":"text","text":"\xe9"}]}', 'latin1');
    assert.throws(() => decodeReply(body, CONTEXT), Fault);
  });

  it('gives the fault that stands in a good reply', () => {
    const own = faultOf({ type: 'error', error: { type: 'rate_limit_error', message: 'slow' } });
    assert.deepEqual([own.kind, own.status, own.message], ['rate_limit', 429, 'slow']);
    const other = faultOf({ error: { message: 'down', code: 503 } });
    assert.deepEqual([other.kind, other.status], ['overloaded', 503]);
  });
});
