import { openaiChat } from '../protocols/openai-chat/codec.ts';
import type { Endpoint } from './endpoint.ts';
import { serveCall } from './serve-call.ts';

/** OpenAI's Chat Completions API: what opencode, qwen-code and most SDKs call. */
export const chatCompletions: Endpoint = {
  id: 'openai-chat',
  methods: ['POST'],
  path: '/v1/chat/completions',
  codec: openaiChat,
  handle: (request, ports) => serveCall(openaiChat, request, ports),
};
