import type { ProtocolId } from '../turn/request.ts';
import { anthropicMessages } from './anthropic-messages/codec.ts';
import type { UpstreamCodec } from './codec.ts';
import { ollamaChat } from './ollama-chat/codec.ts';
import { openaiChat } from './openai-chat/codec.ts';
import { openaiResponses } from './openai-responses/codec.ts';

/** Every wire format, by its id: those that clients speak too are Codecs. One sorted line each. */
export const CODECS = {
  'anthropic-messages': anthropicMessages,
  'ollama-chat': ollamaChat,
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
} satisfies Readonly<Record<ProtocolId, UpstreamCodec>>;
