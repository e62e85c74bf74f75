/** Platforms that answer in ways of their own, as scripts. */

import type { RecordedRequest, ScriptedReply } from '../../fake-platform/fake-platform.ts';
import { type Answer, answer, usage } from '../../fake-platform/openai-replies.ts';

type Habit = (request: RecordedRequest) => ScriptedReply;

/** DashScope's open Qwen3 models: thinking is on unless it is switched off, and only streams. */
export function dashscope(what: Answer): Habit {
  return (request) => {
    const { stream, enable_thinking } = request.body ?? {};
    if (!stream && enable_thinking !== false) return ONLY_STREAMS;
    return answer(enable_thinking === false ? { ...what, reasoning: undefined } : what)(request);
  };
}

const ONLY_STREAMS: ScriptedReply = {
  status: 400,
  json: {
    error: {
      code: 'invalid_parameter_error',
      message: 'parameter.enable_thinking must be set to false for non-streaming calls',
      type: 'invalid_request_error',
      param: null,
    },
    request_id: 'r',
  },
};

/** Ollama, which may be asked by its own protocol (lines of JSON at /api/chat) or by OpenAI's. */
export function ollama({ text }: { text: string }): Habit {
  return (request) => {
    if (!request.path.endsWith('/api/chat')) return answer({ text, usage: usage(33, 5) })(request);
    if (request.body?.stream === false) return { json: { ...OLLAMA_END, message: ollamaMessage(text) } };
    const parts = text.match(/.{1,4}/gsu) ?? [];
    const lines = parts.map((part) => ({ model: 'm', message: ollamaMessage(part), done: false }));
    const all = [...lines, { ...OLLAMA_END, message: ollamaMessage('') }];
    return {
      headers: { 'content-type': 'application/x-ndjson' },
      stream: all.map((line) => `${JSON.stringify(line)}\n`),
    };
  };
}

const OLLAMA_END = {
  model: 'm',
  created_at: 'x',
  done: true,
  done_reason: 'stop',
  prompt_eval_count: 33,
  eval_count: 5,
};

function ollamaMessage(content: string): object {
  return { role: 'assistant', content };
}
