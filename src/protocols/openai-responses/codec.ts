import type { Codec } from '../codec.ts';
import { EVENT_STREAM } from '../framing.ts';
import { decodeError, encodeError } from '../openai-chat/errors.ts';
import { PROTOCOL } from './protocol.ts';
import { readHead, relayRequest } from './relay.ts';
import { decodeReply } from './reply-decode.ts';
import { encodeReply } from './reply-encode.ts';
import { decodeRequest } from './request-decode.ts';
import { encodeRequest } from './request-encode.ts';
import { ResponseStreamDecoder } from './stream-decode.ts';
import { ResponseStreamEncoder } from './stream-encode.ts';

/** OpenAI's Responses API: what the Codex CLI speaks. redwolf stores no responses. */
export const openaiResponses = {
  id: PROTOCOL,
  framing: EVENT_STREAM,
  readHead,
  relayRequest,
  decodeRequest,
  encodeRequest,
  decodeReply,
  encodeReply,
  streamDecoder: (context, sink) => new ResponseStreamDecoder(context, sink),
  streamEncoder: (context) => new ResponseStreamEncoder(context),
  decodeError,
  encodeError,
  upstreamHeaders: () => ({}),
  isReplyHeader: (name) => name === 'x-request-id' || name.startsWith('x-ratelimit-') || name.startsWith('openai-'),
  // Clients are told of a failure by this event; the `openai` package throws the other one.
  isErrorEvent: (name, data) =>
    name === 'error' || name === 'response.failed' || data.includes('"type":"response.failed"'),
  keepAlive: ': keep-alive\n\n',
} satisfies Codec;
