import type { Codec } from '../codec.ts';
import { EVENT_STREAM } from '../framing.ts';
import { decodeError, encodeError } from './errors.ts';
import { joinDeltas } from './join-deltas.ts';
import { PROTOCOL } from './protocol.ts';
import { readMessagesHead, relayRequest } from './relay.ts';
import { decodeReply } from './reply-decode.ts';
import { encodeReply } from './reply-encode.ts';
import { decodeRequest } from './request-decode.ts';
import { encodeRequest } from './request-encode.ts';
import { MessageStreamDecoder } from './stream-decode.ts';
import { MessageStreamEncoder, PING } from './stream-encode.ts';
import { upstreamHeaders } from './upstream-headers.ts';

/** Anthropic's Messages API. */
export const anthropicMessages = {
  id: PROTOCOL,
  framing: EVENT_STREAM,
  readHead: readMessagesHead,
  relayRequest,
  decodeRequest,
  encodeRequest,
  decodeReply,
  encodeReply,
  streamDecoder: (context, sink) => new MessageStreamDecoder(context, sink),
  streamEncoder: (context) => new MessageStreamEncoder(context),
  joinDeltas,
  decodeError,
  encodeError,
  upstreamHeaders,
  isReplyHeader: (name) => name === 'request-id' || name.startsWith('anthropic-'),
  keepAlive: PING,
} satisfies Codec;
