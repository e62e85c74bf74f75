import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OVERFLOW_FIXTURES, type OverflowFixture } from '../../test/fixtures/context-overflow.ts';
import type { Fault } from '../turn/fault.ts';
import { isContextOverflow } from './context-overflow.ts';
import { faultInReply } from './fault-in-reply.ts';
import { CODECS } from './index.ts';

function faultOf({ protocol, status, body }: OverflowFixture): Fault | undefined {
  if (status === 200) return faultInReply(JSON.parse(JSON.stringify(body)));
  return CODECS[protocol].decodeError(status, {}, Buffer.from(JSON.stringify(body)));
}

describe('the overflow of', () => {
  for (const fixture of OVERFLOW_FIXTURES) {
    it(`${fixture.platform} is known, with its numbers`, () => {
      const fault = faultOf(fixture);
      assert.equal(fault?.kind, 'context_overflow');
      assert.equal(fault.status, 400);
      assert.deepEqual(fault.details.overflow, fixture.sizes);
    });
  }
});

describe('isContextOverflow', () => {
  const overflows: [string, string][] = [
    ['OpenAI', 'Input tokens exceed the configured limit of 922000 tokens. Please reduce the length of the messages.'],
    ['LM Studio', 'The number of tokens to keep from the initial prompt is greater than the context length.'],
    ['LM Studio', 'Context size has been exceeded.'],
    ['Qianfan', 'Prompt tokens too long'],
    ['a Chinese gateway', '输入内容过长，超出模型上下文限制'],
  ];
  for (const [platform, message] of overflows) {
    it(`knows ${platform}: ${message.slice(0, 50)}`, () => assert.ok(isContextOverflow({ message })));
  }

  it('knows the codes', () => {
    assert.ok(isContextOverflow({ message: 'no', code: 'context_length_exceeded' }));
    assert.ok(isContextOverflow({ message: 'no', type: 'exceed_context_size_error' }));
    assert.ok(isContextOverflow({ message: 'no', code: '1261' }));
  });

  const others = [
    'max_tokens is too large: 999999',
    'max_tokens: 128001 > 64000, which is the maximum allowed number of output tokens for claude-opus-4-5',
    'Range of max_tokens should be [1, 8192]',
    'tools.0.name: String should have at most 64 characters',
    'string too long. Expected a string with maximum length 40',
    'image exceeds 5 MB maximum: 6291456 bytes > 5242880 bytes',
    'registry.ollama.ai/library/gemma:2b does not support tools',
    'Rate limit reached for gpt-5 on tokens per min (TPM): Limit 30000',
    '模型不存在',
  ];
  for (const message of others) {
    it(`leaves alone: ${message.slice(0, 50)}`, () => assert.ok(!isContextOverflow({ message })));
  }
});
