import { decodeRequest } from '../../src/protocols/anthropic-messages/request-decode.ts';
import { encodeRequest } from '../../src/protocols/anthropic-messages/request-encode.ts';
import type { EncodeTarget } from '../../src/protocols/codec.ts';
import { decodeRequest as decodeChat } from '../../src/protocols/openai-chat/request-decode.ts';

export const CLAUDE = 'claude-sonnet-4-5';

/** Anthropic, as an upstream. */
export function target(more: Partial<EncodeTarget> = {}): EncodeTarget {
  return { model: CLAUDE, origin: 'ant', quirks: { signedThinking: true }, ...more };
}

/** A message as Anthropic gets it. */
export interface Message {
  role: string;
  content: { type: string; text?: string; [field: string]: unknown }[];
}

interface Encoded {
  [field: string]: unknown;
  messages: Message[];
}

function read(encoded: ReturnType<typeof encodeRequest>): { body: Encoded; losses: string[] } {
  return { body: JSON.parse(encoded.body.toString()), losses: encoded.losses.map((loss) => loss.path) };
}

/** An OpenAI request for Anthropic. */
export function fromChat(request: object, to = target()) {
  const body = Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }], ...request }));
  return read(encodeRequest(decodeChat(body), to));
}

/** The messages that become of an OpenAI conversation. */
export function chatMessages(...messages: object[]): Message[] {
  return fromChat({ messages }).body.messages;
}

/** An Anthropic request for Anthropic. */
export function fromAnthropic(request: object, to = target()) {
  const body = Buffer.from(JSON.stringify({ model: 'm', max_tokens: 100, ...request }));
  return read(encodeRequest(decodeRequest(body), to));
}

// Pieces of an OpenAI conversation.
export const call = (id: string, json = '{}') => ({ id, type: 'function', function: { name: 'f', arguments: json } });
export const calls = (...ids: string[]) => ({
  role: 'assistant',
  content: null,
  tool_calls: ids.map((id) => call(id)),
});
export const result = (id: string, content: unknown = 'ok') => ({ role: 'tool', tool_call_id: id, content });
export const user = (content: unknown) => ({ role: 'user', content });
export const assistant = (content: unknown) => ({ role: 'assistant', content });
/** Role and types of blocks of each message. */
export const shape = (messages: Message[]) =>
  messages.map(({ role, content }) => [role, ...content.map((b) => b.type)]);
export const TOOL = { type: 'function', function: { name: 'f', parameters: { properties: {} } } };
