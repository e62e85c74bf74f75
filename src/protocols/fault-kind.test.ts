import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { classify, classifyInReply, classifyMiniMax, isContextOverflow } from './fault-kind.ts';

describe('classify', () => {
  const byStatus: [number, string, number][] = [
    [400, 'invalid_request', 400],
    [422, 'invalid_request', 400],
    [409, 'invalid_request', 400],
    [401, 'authentication', 502],
    [402, 'billing', 402],
    [403, 'permission', 403],
    [404, 'not_found', 404],
    [410, 'not_found', 404],
    [413, 'too_large', 413],
    [408, 'timeout', 504],
    [429, 'rate_limit', 429],
    [500, 'server_error', 500],
    [502, 'server_error', 502],
    [520, 'server_error', 502],
    [503, 'overloaded', 503],
    [529, 'overloaded', 529],
    [504, 'timeout', 504],
    [524, 'timeout', 504],
    [302, 'broken_reply', 502],
  ];
  for (const [status, kind, client] of byStatus) {
    it(`takes ${status} for ${kind}`, () => {
      assert.deepEqual(classify(status, { message: 'no' }), { kind, status: client });
    });
  }

  it('sees an empty account behind a limit, and says that trying again is useless', () => {
    for (const code of ['insufficient_quota', '1113']) {
      assert.deepEqual(classify(429, { message: 'no', code }), { kind: 'rate_limit', status: 429, shouldRetry: false });
    }
  });

  it('sees an empty account behind a bad request', () => {
    assert.deepEqual(classify(400, { message: 'no', code: 'Arrearage' }), { kind: 'billing', status: 402 });
    const message = 'Your credit balance is too low to access the Anthropic API.';
    assert.equal(classify(400, { message }).kind, 'billing');
  });

  it('does not take a limit per minute for an overflow', () => {
    const message = 'Request too large: maximum context length per minute';
    assert.equal(classify(429, { message }).kind, 'rate_limit');
  });

  it('sees an overflow behind a server error', () => {
    const message = 'the request exceeds the available context size, try increasing it';
    assert.deepEqual(classify(500, { message }), { kind: 'context_overflow', status: 400 });
  });
});

describe('classifyInReply', () => {
  it('takes a code that is a status', () => {
    assert.deepEqual(classifyInReply({ message: 'busy', code: '503' }), { kind: 'overloaded', status: 503 });
    assert.deepEqual(classifyInReply({ message: 'no', code: '429' }), { kind: 'rate_limit', status: 429 });
  });

  it('takes a word that it knows', () => {
    assert.deepEqual(classifyInReply({ message: 'x', type: 'overloaded_error' }), { kind: 'overloaded', status: 529 });
    assert.deepEqual(classifyInReply({ message: 'x', code: 'rate_limit_exceeded' }), {
      kind: 'rate_limit',
      status: 429,
    });
  });

  it('answers 502 for anything else', () => {
    for (const code of [undefined, '1', '200', '9999', 'boom']) {
      const error = { message: 'x', ...(code !== undefined && { code }) };
      assert.deepEqual(classifyInReply(error), { kind: 'server_error', status: 502 });
    }
  });

  it('recognises an overflow', () => {
    const message = 'The number of tokens to keep from the initial prompt is greater than the context length.';
    assert.equal(classifyInReply({ message }).kind, 'context_overflow');
  });
});

describe('classifyMiniMax', () => {
  it('knows the codes of MiniMax', () => {
    assert.equal(classifyMiniMax({ message: 'x', code: '1008' }).kind, 'billing');
    assert.equal(classifyMiniMax({ message: 'x', code: '1002' }).kind, 'rate_limit');
    assert.equal(classifyMiniMax({ message: 'x', code: '1004' }).kind, 'authentication');
    assert.deepEqual(classifyMiniMax({ message: 'x', code: '1000' }), { kind: 'server_error', status: 502 });
  });
});

describe('isContextOverflow', () => {
  const overflows: [string, string][] = [
    ['Anthropic', 'prompt is too long: 213462 tokens > 200000 maximum'],
    ['Anthropic', 'input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input length'],
    [
      'OpenAI',
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 204308 tokens.",
    ],
    ['OpenAI', 'Your input exceeds the context window of this model. Please adjust your input and try again.'],
    ['OpenAI', 'Input tokens exceed the configured limit of 922000 tokens. Please reduce the length of the messages.'],
    ['OpenRouter', "This endpoint's maximum context length is 40960 tokens. However, you requested about 42988 tokens"],
    ['vLLM', "This model's maximum context length is 128000 tokens. However, you requested 65535 output tokens"],
    ['vLLM', 'The decoder prompt (length 21535) is longer than the maximum model length of 16384.'],
    ['SGLang', "The input (40000 tokens) is longer than the model's context length (32768 tokens)."],
    ['DashScope', '<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 98304]'],
    ['SiliconFlow', 'length of prompt_tokens (68957) must be less than max_seq_len (65536).'],
    ['SiliconFlow', 'max_total_tokens (33802) must be less than or equal to max_seq_len (32768)'],
    ['Moonshot', 'Invalid request: Your request exceeded model token limit: 8192'],
    ['Zhipu', 'Prompt 超长'],
    ['Zhipu', 'Prompt exceeds max length'],
    ['MiniMax', 'invalid params, context window exceeds limit (2013)'],
    ['xAI', "This model's maximum prompt length is 131072 but the request contains 136973 tokens."],
    ['Gemini', 'The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).'],
    ['llama.cpp', 'request (33000 tokens) exceeds the available context size (32768 tokens), try increasing it'],
    ['Ollama', 'the input length exceeds the context length'],
    ['LM Studio', 'the model is loaded with context length of only 4096 tokens, which is not enough.'],
    ['LM Studio', 'Context size has been exceeded.'],
    ['Volcengine', 'Input length 131335 exceeds the maximum length 131072'],
    ['Text Generation Inference', '`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 9000 `inputs` tokens'],
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
    'Range of max_tokens should be [1, 8192]',
    'tools.0.name: String should have at most 64 characters',
    'image exceeds 5 MB maximum: 6291456 bytes > 5242880 bytes',
    'registry.ollama.ai/library/gemma:2b does not support tools',
    'Rate limit reached for gpt-5 on tokens per min (TPM): Limit 30000',
    '模型不存在',
  ];
  for (const message of others) {
    it(`leaves alone: ${message.slice(0, 50)}`, () => assert.ok(!isContextOverflow({ message })));
  }
});
