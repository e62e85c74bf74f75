import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { answerText } from './answer-text.ts';

const FIXTURES = fileURLToPath(new URL('../../../test/fixtures/', import.meta.url));

function answer(body: string | object, most = 4_000): string {
  return answerText(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), most);
}

function stream(...events: readonly object[]): string {
  return events.map((event) => `event: x\ndata: ${JSON.stringify(event)}\n\n`).join('');
}

const block = (type: string) => ({ type: 'content_block_start', content_block: { type } });
const delta = (text: string) => ({ type: 'content_block_delta', delta: { type: 'text_delta', text } });
const chunk = (content: unknown) => ({ choices: [{ index: 0, delta: { content } }] });

describe('the text of an answer', () => {
  for (const [name, body, expected] of [
    [
      'of Anthropic Messages',
      {
        content: [
          { type: 'thinking', thinking: 'x' },
          { type: 'text', text: '好' },
        ],
      },
      '好',
    ],
    [
      'of several blocks',
      { content: [{ type: 'text', text: 'a' }, { type: 'tool_use' }, { type: 'text', text: 'b' }] },
      'a\nb',
    ],
    ['of OpenAI Chat', { choices: [{ message: { content: 'hello' } }] }, 'hello'],
    [
      'of OpenAI Responses',
      { output: [{ type: 'reasoning' }, { content: [{ type: 'output_text', text: 'hi' }] }] },
      'hi',
    ],
    ['is none in an error', { error: { message: 'x' } }, ''],
    [
      'of a stream of Anthropic Messages',
      stream(
        block('thinking'),
        { type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'x' } },
        block('text'),
        delta('退'),
        delta('款'),
        block('text'),
        delta('b'),
      ),
      '退款\nb',
    ],
    [
      'of a stream of OpenAI Chat',
      `${stream(chunk('退'), chunk(null), chunk('款 '), chunk('ok'))}data: [DONE]\n\n`,
      '退款 ok',
    ],
    [
      'of a stream of OpenAI Responses',
      stream(
        { type: 'response.output_text.delta', delta: '退款' },
        { type: 'response.function_call_arguments.delta', delta: 'x' },
      ),
      '退款',
    ],
    [
      'of a stream that breaks off',
      `${stream(delta('a'))}event: x\ndata: {"type":"content_block_delta","delta":{"te`,
      'a',
    ],
    ['with escapes', `data: ${String.raw`{"choices":[{"delta":{"content":"\u9000款\n"}}]}`}\n\n`, '退款\n'],
    ['is none in nothing', '', ''],
    ['is none in a text', 'Bad gateway', ''],
    ['is none in broken JSON', '{"content":[', ''],
  ] as const) {
    test(name, () => assert.equal(answer(body), expected));
  }

  test('is cut, and a long stream is not read to its end', () => {
    const long = stream(delta('x'.repeat(100)), delta('y'.repeat(100_000)), delta('z'));
    assert.equal(answer(long, 150), 'x'.repeat(100) + 'y'.repeat(50));
  });

  test('is read of any bytes without a failure', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => answerText(Buffer.from(bytes), 9).length <= 9));
    fc.assert(
      fc.property(fc.json(), (json) => answer(`{"content":${json},"choices":${json},"output":${json}}`, 9).length <= 9),
    );
    fc.assert(fc.property(fc.json(), (json) => answer(`data: {"delta":${json},"choices":${json}}\n\n`, 9).length <= 9));
  });

  test('is found in what platforms send', () => {
    for (const name of ['anthropic-messages/text', 'openai-chat/text', 'openai-responses/text']) {
      const text = answerText(readFileSync(`${FIXTURES}${name}.stream.txt`), 4_000);
      assert.notEqual(text, '', name);
    }
  });
});
