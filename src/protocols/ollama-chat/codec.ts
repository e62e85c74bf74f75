import type { UpstreamCodec } from '../codec.ts';
import { decodeAnyError } from '../error-fault.ts';
import { JSON_LINES } from '../framing.ts';
import { PROTOCOL } from './protocol.ts';
import { decodeReply } from './reply-decode.ts';
import { encodeRequest } from './request-encode.ts';
import { OllamaStreamDecoder } from './stream-decode.ts';

/** Ollama's own chat API, `/api/chat`. Only platforms speak it. */
export const ollamaChat = {
  id: PROTOCOL,
  framing: JSON_LINES,
  encodeRequest,
  decodeReply,
  streamDecoder: (context, sink) => new OllamaStreamDecoder(context, sink),
  decodeError: decodeAnyError,
  upstreamHeaders: () => ({}),
} satisfies UpstreamCodec;
