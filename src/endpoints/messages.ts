import { anthropicMessages } from '../protocols/anthropic-messages/codec.ts';
import type { Endpoint } from './endpoint.ts';
import { serveCall } from './serve-call.ts';

/** Anthropic's Messages API: what Claude Code calls. */
export const messages: Endpoint = {
  id: 'anthropic-messages',
  methods: ['POST'],
  path: '/v1/messages',
  codec: anthropicMessages,
  handle: (request, ports) => serveCall(anthropicMessages, request, ports),
};
