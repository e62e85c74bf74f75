import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { messageFaults } from '../../../test/support/anthropic-rules.ts';
import type { Message } from '../../../test/support/wire.ts';
import { wireText } from '../../lib/wire-text.ts';
import type { StopReason, TurnReply } from '../../turn/reply.ts';
import type { Block, ToolInput } from '../../turn/request.ts';
import { encodeReply } from './reply-encode.ts';

const CONTEXT = { messageId: 'msg_1', model: '模型', estimatedInputTokens: 7, createdAt: 0, includeUsage: false };

function encode(reply: Partial<TurnReply>): Message {
  const message: Message = JSON.parse(
    encodeReply({ content: [], stop: 'end_turn', ...reply }, CONTEXT).toString('utf8'),
  );
  assert.deepEqual(messageFaults(message), []);
  return message;
}

const call = (input: ToolInput): Block => ({ type: 'tool-call', id: 'toolu_1', name: 'f', input });
const text = (json: string): ToolInput => ({ kind: 'text', text: wireText(json) });

describe('encodeReply', () => {
  it('writes a whole message', () => {
    const content: Block[] = [
      { type: 'thinking', text: wireText('想'), signature: 'sig' },
      { type: 'text', text: wireText('你好 👋') },
      call(text('{"city":"東京"}')),
    ];
    const usage = { input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, output: 5, reasoning: 5 };
    assert.deepEqual(encode({ content, stop: 'tool_use', usage, id: 'upstream', model: 'upstream' }), {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: '模型',
      content: [
        { type: 'thinking', thinking: '想', signature: 'sig' },
        { type: 'text', text: '你好 👋' },
        { type: 'tool_use', id: 'toolu_1', name: 'f', input: { city: '東京' } },
      ],
      stop_reason: 'tool_use',
      stop_sequence: null,
      usage: {
        input_tokens: 1,
        cache_creation_input_tokens: 7,
        cache_read_input_tokens: 2,
        cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 },
        output_tokens: 5,
      },
    });
  });

  it('estimates where the platform reports no usage', () => {
    assert.equal(encode({}).usage?.input_tokens, 7);
    assert.equal(encode({}).usage?.output_tokens, 0);
  });

  it('leaves out empty text and what belongs to another protocol', () => {
    const content: Block[] = [
      { type: 'text', text: '' },
      { type: 'opaque', protocol: 'openai-chat', raw: { type: 'audio' } },
      { type: 'opaque', protocol: 'anthropic-messages', raw: { type: 'redacted_thinking', data: 'x' } },
    ];
    assert.deepEqual(encode({ content }).content, [{ type: 'redacted_thinking', data: 'x' }]);
  });

  it('names the stop sequence', () => {
    const message = encode({ stop: 'stop_sequence', stopSequence: wireText('停') });
    assert.deepEqual([message.stop_reason, message.stop_sequence], ['stop_sequence', '停']);
  });

  const STOPS: readonly (readonly [StopReason, string])[] = [
    ['end_turn', 'end_turn'],
    ['max_tokens', 'max_tokens'],
    ['refusal', 'refusal'],
    ['pause_turn', 'pause_turn'],
    ['context_window_exceeded', 'model_context_window_exceeded'],
  ];
  for (const [stop, expected] of STOPS) {
    it(`says why it stopped: ${stop}`, () => assert.equal(encode({ stop }).stop_reason, expected));
  }
});

describe('encodeReply: the input of a tool call is always an object', () => {
  const unparsed = (raw: string) => ({ __unparsedToolInput: { raw, len: raw.length } });
  const INPUTS: readonly (readonly [ToolInput, unknown])[] = [
    [text('{"a":1}'), { a: 1 }],
    [text(' {"a":"\\u4f60\\n"} '), { a: '你\n' }],
    [text(''), {}],
    [text(' \n'), {}],
    [{ kind: 'value', value: { a: [1] } }, { a: [1] }],
    [text('{"a":'), unparsed('{"a":')],
    [text('{"a":"你'), unparsed('{"a":"你')],
    [text('[1]'), unparsed('[1]')],
    [text('5'), unparsed('5')],
    [text('rm -rf'), unparsed('rm -rf')],
    [{ kind: 'value', value: [1] }, unparsed('[1]')],
  ];
  for (const [input, expected] of INPUTS) {
    it(JSON.stringify(input), () => assert.deepEqual(encode({ content: [call(input)] }).content?.[0]?.input, expected));
  }
});
