import { decodeRequest } from '../../src/protocols/anthropic-messages/request-decode.ts';
import type { EncodeTarget } from '../../src/protocols/codec.ts';
import { encodeRequest } from '../../src/protocols/openai-chat/request-encode.ts';
import type { Quirks } from '../../src/protocols/quirks.ts';
import { chatRequestFaults } from './openai-rules.ts';
import { strictRequestFaults } from './strict-request.ts';
import type { ChatMessage, UpstreamBody } from './wire.ts';

export const MODEL = 'qwen3-coder';
export const PLATFORM = 'up';

/** An OpenAI-compatible platform, as an upstream. */
export function chatTarget(quirks: Quirks = {}, more: Partial<EncodeTarget> = {}): EncodeTarget {
  return { model: MODEL, origin: PLATFORM, quirks, ...more };
}

/** An Anthropic request for such a platform. */
export function toChat(request: object, target = chatTarget()) {
  const body = Buffer.from(
    JSON.stringify({ model: 'claude', messages: [{ role: 'user', content: 'hi' }], ...request }),
  );
  return encodeForChat(body, target);
}

/** As `toChat`, from the bytes that the client sent. */
export function encodeForChat(bytes: Buffer, target = chatTarget()) {
  const { body, losses, stream, toolNames } = encodeRequest(decodeRequest(bytes), target);
  const encoded: UpstreamBody = JSON.parse(body.toString());
  return { body: encoded, losses: losses.map(({ path }) => path), stream, toolNames };
}

/** The messages that become of an Anthropic conversation. */
export function chatMessages(messages: readonly object[], quirks: Quirks = {}): ChatMessage[] {
  return toChat({ messages }, chatTarget(quirks)).body.messages ?? [];
}

/** What a strict server would refuse in the request. */
export function chatFaults(body: UpstreamBody): string[] {
  return [...chatRequestFaults(body, MODEL), ...strictRequestFaults(body)];
}
