import { ReplyCollector } from '../collect-reply.ts';
import type { TurnReply } from '../reply.ts';
import { replayReply } from '../reply-events.ts';
import { CallReader } from './call-reader.ts';

/** A whole reply, with tool calls in place of those that the model wrote into its text. */
export function replyWithCalls(reply: TurnReply): TurnReply {
  const collector = new ReplyCollector();
  replayReply(reply, new CallReader(collector.push).push);
  return { ...collector.reply(), ...(reply.extra !== undefined && { extra: reply.extra }) };
}
