import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Fault } from '../../turn/fault.ts';
import { decodeRequest } from './request-decode.ts';

const USER = { role: 'user', content: 'hi' };

function decode(body: unknown) {
  return decodeRequest(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
}

describe('decodeRequest: bad requests', () => {
  const bad: [string, unknown, RegExp][] = [
    ['not JSON', '{"model": ', /not valid JSON/],
    ['a list', '[]', /must be a JSON object/],
    ['no messages', { model: 'm' }, /messages: must be a list/],
    ['messages that are text', { messages: 'hello' }, /messages: must be a list/],
    ['an empty list', { messages: [] }, /at least one/],
    ['a message that is no object', { messages: ['hi'] }, /messages\[0\]: must be an object/],
    ['an unknown role', { messages: [USER, { role: 'robot', content: 'x' }] }, /messages\[1\]\.role/],
    ['no role', { messages: [{ content: 'x' }] }, /messages\[0\]\.role/],
    ['a number as content', { messages: [{ role: 'user', content: 5 }] }, /messages\[0\]\.content: must be a string/],
    ['no content of a user', { messages: [{ role: 'user' }] }, /messages\[0\]\.content/],
    ['no content of the system', { messages: [{ role: 'system' }, USER] }, /messages\[0\]\.content/],
    ['an object as content', { messages: [{ role: 'assistant', content: {} }] }, /messages\[0\]\.content/],
    ['a part that is text', { messages: [{ role: 'user', content: ['x'] }] }, /content\[0\]: must be an object/],
    ['a part without a type', { messages: [{ role: 'user', content: [{}] }] }, /content\[0\]\.type/],
    ['a text part without text', { messages: [{ role: 'user', content: [{ type: 'text' }] }] }, /content\[0\]\.text/],
    ['an image without URL', { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }, /image_url\.url/],
    ['a result without id', { messages: [USER, { role: 'tool', content: 'x' }] }, /messages\[1\]\.tool_call_id/],
    ['a call without id', { messages: [{ role: 'assistant', tool_calls: [{ function: { name: 'f' } }] }] }, /\.id/],
    ['a call without name', { messages: [{ role: 'assistant', tool_calls: [{ id: 'c', function: {} }] }] }, /\.name/],
    ['a call that is text', { messages: [{ role: 'assistant', tool_calls: ['f'] }] }, /tool_calls\[0\]: must be an/],
    ['calls that are no list', { messages: [{ role: 'assistant', tool_calls: {} }] }, /tool_calls: must be a list/],
    ['tools that are no list', { messages: [USER], tools: {} }, /tools: must be a list/],
    ['a tool without function', { messages: [USER], tools: [{ type: 'function' }] }, /tools\[0\]\.function/],
    ['a tool without name', { messages: [USER], tools: [{ function: {} }] }, /tools\[0\]\.function\.name/],
  ];
  for (const [name, body, message] of bad) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => decode(body),
        (error) => error instanceof Fault && error.kind === 'invalid_request' && message.test(error.message),
      );
    });
  }
});
