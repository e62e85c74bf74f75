import { isUtf8 } from 'node:buffer';
import type { Json } from '../../lib/json.ts';
import { parseWireJson } from '../../lib/wire-text.ts';
import { ReplyCollector } from '../../turn/collect-reply.ts';
import { Fault } from '../../turn/fault.ts';
import type { TurnReply } from '../../turn/reply.ts';
import type { ReplyContext } from '../codec.ts';
import { ResponseStreamDecoder } from './stream-decode.ts';

/**
 * Body of a response → turn. It is read as the last event of a stream, which holds the same, so that both say the same.
 *
 * @throws Fault broken_reply, or the fault that the platform put into the reply
 */
export function decodeReply(body: Buffer, context: ReplyContext): TurnReply {
  const collector = new ReplyCollector();
  new ResponseStreamDecoder(context, collector.push).pushResponse(parse(body));
  return collector.reply();
}

function parse(body: Buffer): Json {
  try {
    if (isUtf8(body)) return parseWireJson(body);
  } catch {
    // Falls through to the one answer for everything that is no JSON.
  }
  throw new Fault('broken_reply', 502, 'The platform answered with something that is not JSON.');
}
