import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wireText } from '../../lib/wire-text.ts';
import type { StopReason, TurnReply } from '../../turn/reply.ts';
import type { Block } from '../../turn/request.ts';
import { encodeReply } from './reply-encode.ts';

const CONTEXT = { messageId: 'msg_1', model: '模型', estimatedInputTokens: 9, createdAt: 17, includeUsage: false };
const USAGE = { input: 1, cacheRead: 20, cacheWrite5m: 300, cacheWrite1h: 4000, output: 50, reasoning: 7 };

function encode(reply: TurnReply) {
  return JSON.parse(encodeReply(reply, CONTEXT).toString('utf8'));
}

const text = (value: string): Block => ({ type: 'text', text: wireText(value) });
const call = (json: string): Block => ({ type: 'tool-call', id: 't', name: 'f', input: { kind: 'text', text: json } });

describe('encodeReply', () => {
  it('writes a completion', () => {
    assert.deepEqual(encode({ content: [text('你好')], stop: 'end_turn', usage: USAGE }), {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 17,
      model: '模型',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: '你好', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 4321,
        completion_tokens: 50,
        total_tokens: 4371,
        prompt_tokens_details: { cached_tokens: 20, cache_write_tokens: 4300 },
        completion_tokens_details: { reasoning_tokens: 7 },
      },
    });
  });

  it('writes thinking and calls', () => {
    const { choices } = encode({
      content: [
        { type: 'thinking', text: 'hm', signature: 's' },
        call('{"a": 1}'),
        call(''),
        { type: 'tool-call', id: 'u', name: 'g', input: { kind: 'value', value: { b: wireText('é') } } },
      ],
      stop: 'tool_use',
    });
    assert.equal(choices[0].message.content, null);
    assert.equal(choices[0].message.reasoning_content, 'hm');
    assert.deepEqual(
      choices[0].message.tool_calls.map((one: { function: { arguments: string } }) => one.function.arguments),
      ['{"a": 1}', '{}', '{"b":"é"}'],
    );
    assert.equal(choices[0].finish_reason, 'tool_calls');
  });

  it('joins the pieces of a text, and keeps apart what stood apart', () => {
    const content = [text('a'), text('b'), call('{}'), text('c')];
    assert.equal(encode({ content, stop: 'tool_use' }).choices[0].message.content, 'ab\n\nc');
  });

  it('leaves out what only Anthropic knows, and a usage that nobody told', () => {
    const opaque: Block = { type: 'opaque', protocol: 'anthropic-messages', raw: { type: 'server_tool_use' } };
    const reply = encode({ content: [opaque], stop: 'end_turn' });
    assert.equal(reply.choices[0].message.content, '');
    assert.equal('usage' in reply, false);
  });

  const reasons: [StopReason, Block[], string][] = [
    ['end_turn', [], 'stop'],
    ['stop_sequence', [], 'stop'],
    ['pause_turn', [], 'stop'],
    ['tool_use', [call('{}')], 'tool_calls'],
    ['end_turn', [call('{}')], 'tool_calls'],
    ['max_tokens', [call('{')], 'length'],
    ['context_window_exceeded', [], 'length'],
    ['refusal', [], 'content_filter'],
  ];
  for (const [stop, content, finish] of reasons) {
    it(`says ${finish} for ${stop} with ${content.length} calls`, () => {
      assert.equal(encode({ content, stop }).choices[0].finish_reason, finish);
    });
  }
});
