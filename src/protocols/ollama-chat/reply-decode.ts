import { isUtf8 } from 'node:buffer';
import type { Json } from '../../lib/json.ts';
import { NdjsonReader } from '../../lib/ndjson-reader.ts';
import { parseWireJson } from '../../lib/wire-text.ts';
import { ReplyCollector } from '../../turn/collect-reply.ts';
import { Fault } from '../../turn/fault.ts';
import type { TurnReply } from '../../turn/reply.ts';
import type { ReplyContext } from '../codec.ts';
import { OllamaStreamDecoder } from './stream-decode.ts';

/**
 * A whole body → turn: one object, or the lines of a stream that nobody asked for.
 *
 * @throws Fault broken_reply, or the fault that the platform put into the reply
 */
export function decodeReply(body: Buffer, context: ReplyContext): TurnReply {
  if (!isUtf8(body)) throw new Fault('broken_reply', 502, 'The platform answered with something that is not JSON.');
  const collector = new ReplyCollector();
  const decoder = new OllamaStreamDecoder(context, collector.push);
  const whole = parse(body);
  if (whole === undefined) readLines(body, decoder);
  else decoder.pushLine(whole);
  decoder.end();
  return collector.reply();
}

function parse(body: Buffer): Json | undefined {
  try {
    return parseWireJson(body);
  } catch {
    return undefined;
  }
}

function readLines(body: Buffer, decoder: OllamaStreamDecoder): void {
  const reader = new NdjsonReader((line) => decoder.push('', line));
  reader.push(body);
  reader.end();
}
