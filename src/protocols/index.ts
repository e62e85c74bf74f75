import type { ProtocolId } from '../turn/request.ts';
import { anthropicMessages } from './anthropic-messages/codec.ts';
import type { Codec } from './codec.ts';
import { openaiChat } from './openai-chat/codec.ts';
import { openaiResponses } from './openai-responses/codec.ts';

/** Every wire format, by its id. One sorted line each. */
export const CODECS: Readonly<Record<ProtocolId, Codec>> = {
  'anthropic-messages': anthropicMessages,
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
};
