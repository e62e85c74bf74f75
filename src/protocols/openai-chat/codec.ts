import type { Codec } from '../codec.ts';
import { EVENT_STREAM } from '../framing.ts';
import { decodeError, encodeError, isErrorEvent } from './errors.ts';
import { PROTOCOL } from './protocol.ts';
import { readChatHead, relayRequest } from './relay.ts';
import { decodeReply } from './reply-decode.ts';
import { encodeReply } from './reply-encode.ts';
import { decodeRequest } from './request-decode.ts';
import { encodeRequest } from './request-encode.ts';
import { ChatStreamDecoder } from './stream-decode.ts';
import { ChatStreamEncoder } from './stream-encode.ts';

/** OpenAI's Chat Completions API, as OpenAI and the many compatible servers speak it. */
export const openaiChat = {
  id: PROTOCOL,
  framing: EVENT_STREAM,
  readHead: readChatHead,
  relayRequest,
  decodeRequest,
  encodeRequest,
  decodeReply,
  encodeReply,
  streamDecoder: (context, sink) => new ChatStreamDecoder(context, sink),
  streamEncoder: (context) => new ChatStreamEncoder(context),
  decodeError,
  encodeError,
  upstreamHeaders: () => ({}),
  isReplyHeader: (name) => name === 'x-request-id' || name.startsWith('x-ratelimit-') || name.startsWith('openai-'),
  isErrorEvent,
  keepAlive: ': keep-alive\n\n',
} satisfies Codec;
