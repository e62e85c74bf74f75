import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wireText } from '../../lib/wire-text.ts';
import type { TurnReply } from '../../turn/reply.ts';
import { readOrigin } from '../../turn/thinking-origin.ts';
import { platformToolId } from '../../turn/tool-id.ts';
import { decodeReply } from './reply-decode.ts';

function decode(body: string | Buffer, toolNames: ReadonlyMap<string, string> = new Map()): TurnReply {
  return decodeReply(Buffer.from(body), { origin: 'up', toolNames });
}

/** A reply with this message. */
function reply(message: object, choice: object = {}, more: object = {}): string {
  const choices = [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop', ...choice }];
  return JSON.stringify({ id: 'c', object: 'chat.completion', model: 'm', choices, ...more });
}

const call = (id: unknown, name: string, args: unknown) => ({
  id,
  type: 'function',
  function: { name, arguments: args },
});

describe('decodeReply', () => {
  it('reads a whole reply', () => {
    const message = {
      reasoning_content: '想',
      content: '你好',
      tool_calls: [call('call_0123456789ab', 'f', '{"a":1}')],
    };
    const usage = { prompt_tokens: 10, completion_tokens: 5 };
    const { content, ...rest } = decode(reply(message, { finish_reason: 'tool_calls' }, { usage }));
    assert.deepEqual(rest, {
      stop: 'tool_use',
      id: 'c',
      model: 'm',
      usage: { input: 10, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 5, reasoning: 0 },
    });
    const [thinking, text, tool] = content;
    assert.ok(thinking?.type === 'thinking');
    assert.equal(thinking.text, wireText('想'));
    assert.deepEqual(readOrigin(thinking.signature), { platform: 'up', field: 'reasoning_content' });
    assert.deepEqual(text, { type: 'text', text: wireText('你好') });
    assert.deepEqual(tool, {
      type: 'tool-call',
      id: 'call_0123456789ab',
      name: 'f',
      input: { kind: 'text', text: '{"a":1}' },
    });
    assert.equal(content.length, 3);
  });

  it('restores the names of tools', () => {
    const { content } = decode(
      reply({ tool_calls: [call('x', 'mcp_1a2b', '{}')] }),
      new Map([['mcp_1a2b', 'mcp__long__name']]),
    );
    assert.ok(content[0]?.type === 'tool-call');
    assert.equal(content[0].name, 'mcp__long__name');
  });

  it('takes each entry of the list for a call of its own, even if two have one id', () => {
    for (const id of ['call_0123456789ab', '', undefined]) {
      const { content } = decode(reply({ tool_calls: [call(id, 'f', '{"a":1}'), call(id, 'f', '{"a":2}')] }));
      const inputs = content.map((block) =>
        block.type === 'tool-call' && block.input.kind === 'text' ? block.input.text : '',
      );
      assert.deepEqual(inputs, ['{"a":1}', '{"a":2}']);
      const ids = content.map((block) => (block.type === 'tool-call' ? block.id : ''));
      assert.equal(new Set(ids).size, 2);
      if (id)
        assert.deepEqual(
          ids.map((one) => platformToolId(one).id),
          [id, id],
        );
    }
  });

  it('takes blank lines and a byte order mark before the body', () => {
    assert.deepEqual(decode(`\n\r\n \n${reply({ content: 'a' })}\n`).content, [{ type: 'text', text: 'a' }]);
    assert.deepEqual(decode(`\ufeff${reply({ content: 'a' })}`).content, [{ type: 'text', text: 'a' }]);
  });

  it('takes an empty answer', () => {
    for (const content of [null, '', '\n\n', []]) assert.deepEqual(decode(reply({ content })).content, []);
  });

  const FAULTS: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ['nothing', '', /^broken_reply 502 .*not JSON/],
    ['a page', '<html>busy</html>', /^broken_reply 502 .*not JSON/],
    ['half a body', reply({ content: 'a' }).slice(0, -3), /^broken_reply 502 .*not JSON/],
    ['bytes that are no UTF-8', Buffer.from(reply({ content: 'é' }), 'latin1'), /^broken_reply 502 .*not JSON/],
    ['null', 'null', /^broken_reply 502 .*no reply/],
    ['a list', '[]', /^broken_reply 502 .*no reply/],
    ['an object of another kind', '{}', /^broken_reply 502 .*empty/],
    ['no choices', reply({}, {}, { choices: [] }), /^broken_reply 502 .*empty/],
    ['an error', '{"error":{"message":"太忙了","code":429}}', /^rate_limit 429 太忙了/],
    ['an error of MiniMax', '{"base_resp":{"status_code":1002,"status_msg":"x"}}', /^rate_limit 429 x/],
    ['an error as the reason', reply({ content: 'a' }, { finish_reason: 'error' }), /^server_error 502/],
  ];
  for (const [name, body, expected] of FAULTS) {
    it(`throws a fault for ${name}`, () => {
      assert.throws(
        () => decode(body),
        (error: Error & { kind?: string; status?: number }) =>
          expected.test(`${error.kind} ${error.status} ${error.message}`),
      );
    });
  }
});
