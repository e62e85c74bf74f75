import { openaiResponses } from '../protocols/openai-responses/codec.ts';
import type { Endpoint } from './endpoint.ts';
import { serveCall } from './serve-call.ts';

/** OpenAI's Responses API: what the Codex CLI calls, and OpenAI's newer SDKs. */
export const responses: Endpoint = {
  id: 'openai-responses',
  methods: ['POST'],
  path: '/v1/responses',
  codec: openaiResponses,
  handle: (request, ports) => serveCall(openaiResponses, request, ports),
};
