import { isUtf8 } from 'node:buffer';
import type { Json } from '../../lib/json.ts';
import { parseWireJson } from '../../lib/wire-text.ts';
import { ReplyCollector } from '../../turn/collect-reply.ts';
import { Fault } from '../../turn/fault.ts';
import type { TurnReply } from '../../turn/reply.ts';
import type { ReplyContext } from '../codec.ts';
import { ChatStreamDecoder } from './stream-decode.ts';

/**
 * chat.completion body → turn. A whole reply is read as a stream of one chunk, so that both say the same.
 *
 * @throws Fault broken_reply, or the fault that the platform put into the reply
 */
export function decodeReply(body: Buffer, context: ReplyContext): TurnReply {
  const collector = new ReplyCollector();
  const decoder = new ChatStreamDecoder(context, collector.push);
  decoder.pushChunk(parse(body));
  decoder.push('', '[DONE]');
  return collector.reply();
}

function parse(body: Buffer): Json {
  try {
    // Some gateways send blank lines to keep the connection alive before the body (DeepSeek); JSON.parse allows them.
    if (isUtf8(body)) return parseWireJson(body);
  } catch {
    // Falls through to the one answer for everything that is no JSON.
  }
  throw new Fault('broken_reply', 502, 'The platform answered with something that is not JSON.');
}
