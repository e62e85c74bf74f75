/** The rules are worth nothing if they pass everything: each one is shown a message or a request that breaks it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anthropicMessage, anthropicStream, event } from '../fake-platform/anthropic-replies.ts';
import { messageFaults, streamFaults } from './anthropic-rules.ts';
import { chatRequestFaults } from './openai-rules.ts';
import { parseSse } from './sse.ts';
import type { Message, UpstreamBody } from './wire.ts';

const GOOD = anthropicStream([
  { type: 'thinking', thinking: 'hm', signature: 's' },
  { type: 'text', text: 'hello' },
  { type: 'tool_use', id: 'toolu_1', name: 'f', input: { a: 1 } },
]).stream;

function faultsOf(stream: readonly string[]): string[] {
  return streamFaults(parseSse(stream.join('')));
}

function without(type: string): string[] {
  return GOOD.filter((text) => !text.startsWith(`event: ${type}\n`));
}

function replaced(from: RegExp, to: string): string[] {
  return [GOOD.join('').replace(from, to)];
}

test('a right stream has no faults', () => {
  assert.deepEqual(faultsOf(GOOD), []);
});

const BROKEN_STREAMS: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['no message_start', without('message_start'), /not message_start/],
  ['no message_stop', without('message_stop'), /no message_stop/],
  ['no message_delta', without('message_delta'), /without message_delta/],
  ['no block stop', without('content_block_stop'), /OVERLAP/],
  ['no block start', without('content_block_start'), /not open/],
  ['a wrong event name', replaced(/event: message_delta/, 'event: delta'), /SSE event name/],
  ['an event after the end', [...GOOD, event('content_block_stop', { index: 2 })], /after message_stop/],
  ['a second message_start', [GOOD[0] ?? '', ...GOOD], /second message_start/],
  ['an index that jumps', replaced(/"index":1,"content_block"/, '"index":5,"content_block"'), /block index 5/],
  ['a delta of the wrong kind', replaced(/"thinking_delta"/, '"text_delta"'), /text_delta in a thinking block/],
  ['tool input that is no JSON', replaced(/\{\\"a\\":1\}/, '{\\"a\\":'), /is not JSON/],
  ['tool input that is no object', replaced(/\{\\"a\\":1\}/, '[]'), /is not an object/],
  ['data that is no JSON', [...GOOD.slice(0, 2), 'event: x\ndata: {\n\n'], /not JSON/],
  ['an unknown event', [...GOOD.slice(0, 2), event('news')], /unknown event/],
  ['no stop_reason', replaced(/"stop_reason":"end_turn"/, '"stop_reason":null'), /without stop_reason/],
];

for (const [name, stream, expected] of BROKEN_STREAMS) {
  test(`stream: ${name} is found`, () => {
    assert.match(faultsOf(stream).join('\n'), expected);
  });
}

const BROKEN_MESSAGES: readonly (readonly [string, object, RegExp])[] = [
  ['a wrong type', { type: 'completion' }, /type is/],
  ['no id', { id: '' }, /id missing/],
  ['no stop_reason', { stop_reason: null }, /stop_reason missing/],
  ['incomplete usage', { usage: { input_tokens: 1 } }, /usage incomplete/],
  ['fields of OpenAI', { choices: [] }, /OpenAI fields/],
  ['content that is no list', { content: 'x' }, /not an array/],
  ['a tool call without input', { content: [{ type: 'tool_use', id: 'a', name: 'f' }] }, /tool_use lacks/],
  ['thinking without signature', { content: [{ type: 'thinking', thinking: 'x' }] }, /thinking block lacks/],
];

test('a right message has no faults', () => {
  assert.deepEqual(messageFaults(anthropicMessage().json as Message), []);
});

for (const [name, fields, expected] of BROKEN_MESSAGES) {
  test(`message: ${name} is found`, () => {
    assert.match(messageFaults(anthropicMessage(fields).json as Message).join('\n'), expected);
  });
}

const CALL = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } };
const HISTORY = [
  { role: 'system', content: 's' },
  { role: 'user', content: 'q' },
  { role: 'assistant', content: null, tool_calls: [CALL] },
  { role: 'tool', tool_call_id: 'c1', content: 'r' },
];
const TOOL = { type: 'function', function: { name: 'f', parameters: { type: 'object' } } };
const GOOD_REQUEST: UpstreamBody = { model: 'm', messages: HISTORY, tools: [TOOL], tool_choice: 'auto' };

test('a right chat request has no faults', () => {
  assert.deepEqual(chatRequestFaults(GOOD_REQUEST, 'm'), []);
});

const BROKEN_REQUESTS: readonly (readonly [string, object, RegExp])[] = [
  ['another model', { model: 'n' }, /model is/],
  ['no messages', { messages: [] }, /no messages/],
  ['a field of Anthropic', { system: 's' }, /'system' is sent/],
  ['an unknown role', { messages: [{ role: 'human', content: 'x' }] }, /role is/],
  ['a part of Anthropic', { messages: [{ role: 'user', content: [{ type: 'tool_result' }] }] }, /part of type/],
  ['a call without its result', { messages: HISTORY.slice(0, 3) }, /unanswered tool calls c1/],
  [
    'a user between call and result',
    { messages: [...HISTORY.slice(0, 3), { role: 'user', content: 'x' }] },
    /before the answers/,
  ],
  ['a result without its call', { messages: [{ role: 'tool', tool_call_id: 'c9', content: 'r' }] }, /not pending/],
  ['an empty user message', { messages: [{ role: 'user', content: [] }] }, /without content/],
  ['an empty assistant message', { messages: [{ role: 'assistant', content: '' }] }, /assistant message is empty/],
  ['empty tools', { tools: [] }, /tools is empty/],
  ['a tool of Anthropic', { tools: [{ name: 'f', input_schema: {} }] }, /type is/],
  ['a tool name that is too long', { tools: [{ type: 'function', function: { name: 'x'.repeat(65) } }] }, /name is/],
  ['tool_choice without tools', { tools: undefined }, /tool_choice without tools/],
];

for (const [name, fields, expected] of BROKEN_REQUESTS) {
  test(`chat request: ${name} is found`, () => {
    const onTheWire = JSON.stringify({ ...GOOD_REQUEST, ...fields });
    assert.match(chatRequestFaults(JSON.parse(onTheWire), 'm').join('\n'), expected);
  });
}
