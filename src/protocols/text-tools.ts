import { Losses } from '../turn/losses.ts';
import type { TurnRequest } from '../turn/request.ts';
import { CallReader } from '../turn/text-tools/call-reader.ts';
import { replyWithCalls } from '../turn/text-tools/reply.ts';
import { offersTools, requestAsText } from '../turn/text-tools/request.ts';
import type { UpstreamCodec } from './codec.ts';

/**
 * The codec for a model that knows no tools: it asks with tools as text, and reads the calls out of the text of the reply.
 *
 * @param turn the request; where it lets the model call nothing, the reply is read as it is
 */
export function withTextTools(codec: UpstreamCodec, turn: TurnRequest): UpstreamCodec {
  const asking: UpstreamCodec = {
    ...codec,
    encodeRequest(request, target) {
      const losses = new Losses();
      const encoded = codec.encodeRequest(requestAsText(request, losses), target);
      return { ...encoded, losses: [...losses.list(), ...encoded.losses] };
    },
  };
  if (!offersTools(turn)) return asking;
  return {
    ...asking,
    decodeReply: (body, context) => replyWithCalls(codec.decodeReply(body, context)),
    streamDecoder: (context, sink) => codec.streamDecoder(context, new CallReader(sink).push),
  };
}
