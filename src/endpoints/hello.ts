import { anthropicMessages } from '../protocols/anthropic-messages/codec.ts';
import type { Endpoint } from './endpoint.ts';
import { sendJson } from './send-json.ts';

/** Claude Code asks at its start whether anybody is there. Needs no key and says nothing of the gateway. */
export const hello: Endpoint = {
  id: 'hello',
  methods: ['GET', 'HEAD'],
  path: '/api/hello',
  isPublic: true,
  codec: anthropicMessages,
  handle: ({ response }) => sendJson(response, 200, { message: 'hello' }),
};
