/** What the fake platform of the pages answers: as a model might, to requests as coding agents send them. */

import { type AnswerBlock, anthropicAnswer, anthropicError } from '../../fake-platform/anthropic-replies.ts';
import type { RecordedRequest, ScriptedReply } from '../../fake-platform/fake-platform.ts';
import { chunk, ROLE_CHUNK, STOP_CHUNK, sse, usage, usageChunk } from '../../fake-platform/openai-replies.ts';

const MODELS = ['claude-opus-5-5', 'claude-haiku-5', 'qwen3-coder-plus', 'qwen3-max', 'qwen-turbo'];

/** A model with this name is overloaded. */
export const OVERLOADED = 'overloaded-model';

export function answerAsPlatform(request: RecordedRequest): ScriptedReply | undefined {
  if (request.method === 'GET')
    return { json: { object: 'list', data: MODELS.map((id) => ({ id, object: 'model' })) } };
  if (request.path.endsWith('/count_tokens')) return { json: { input_tokens: 1_204 } };
  if (request.body?.['model'] === OVERLOADED) return anthropicError(529, 'overloaded_error', 'Overloaded');
  return request.path.endsWith('/messages') ? answerAsClaude(request) : answerAsChat(request);
}

function answerAsClaude(request: RecordedRequest): ScriptedReply {
  const last = lastWords(request);
  const usage = {
    input_tokens: 412,
    cache_read_input_tokens: 18_240,
    cache_creation_input_tokens: 903,
    output_tokens: 187,
  };
  const { blocks, stop } = blocksFor(last);
  return anthropicAnswer(blocks, { stop, usage })(request);
}

function blocksFor(last: string): { readonly blocks: readonly AnswerBlock[]; readonly stop: string } {
  if (!last.includes('read')) return { blocks: [{ type: 'text', text: `${ANSWER}` }], stop: 'end_turn' };
  const blocks = [
    {
      type: 'thinking',
      thinking: 'The file has to be seen first; then the fault can be found.',
      signature: 'c2lnbmF0dXJl',
    },
    { type: 'text', text: 'I will read the file first.' },
    { type: 'tool_use', id: 'toolu_01', name: 'Read', input: { file_path: 'src/payment/refund.ts', limit: 120 } },
  ];
  return { blocks, stop: 'tool_use' };
}

const ANSWER = [
  'The rounding happens twice: `toCents` rounds, and `total` rounds its sum again.',
  '',
  '```ts',
  'const total = items.reduce((sum, item) => sum + item.cents, 0);',
  '```',
  '',
  'I removed the second one and added a test for three items of 0.335.',
].join('\n');

function answerAsChat(request: RecordedRequest): ScriptedReply {
  const text = ANSWER;
  const counts = usage(21_300, 164, { cached: 18_900 });
  if (request.body?.stream) {
    const words = text.split(/(?<=\s)/).map((content) => chunk({ content }));
    return sse([ROLE_CHUNK, ...words, STOP_CHUNK, usageChunk(counts)]);
  }
  const choices = [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }];
  return {
    json: { id: 'chatcmpl-1', object: 'chat.completion', created: 1_760_000_000, model: 'm', choices, usage: counts },
  };
}

/** All that the last message says. */
function lastWords(request: RecordedRequest): string {
  const messages: unknown = request.body?.['messages'];
  return JSON.stringify(Array.isArray(messages) ? messages.at(-1) : '');
}
