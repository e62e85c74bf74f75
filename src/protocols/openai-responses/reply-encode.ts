import { writeWireJson } from '../../lib/wire-text.ts';
import type { TurnReply } from '../../turn/reply.ts';
import { replayReply } from '../../turn/reply-events.ts';
import type { ClientContext } from '../codec.ts';
import { ItemWriter } from './item-writer.ts';
import { incompleteReason, responseObject } from './response-object.ts';

/** Turn → the body of a response. It is the object that ends a stream, so both are made in the same way. */
export function encodeReply(reply: TurnReply, context: ClientContext): Buffer {
  const items = new ItemWriter(context, () => {});
  const incomplete = incompleteReason(reply.stop);
  replayReply(reply, (event) => {
    if (event.type === 'block-start') items.begin(event.block);
    if (event.type !== 'block-delta') return;
    const { delta } = event;
    if (delta.type === 'text') items.text(delta.text);
    else if (delta.type === 'thinking') items.thinking(delta.text);
    else if (delta.type === 'signature') items.sign(delta.signature);
    else if (delta.type === 'tool-input') items.input(delta.json);
  });
  items.close(incomplete === 'max_output_tokens' ? 'incomplete' : 'completed');
  const end = {
    status: incomplete === undefined ? ('completed' as const) : ('incomplete' as const),
    output: items.output,
    ...(incomplete !== undefined && { incomplete }),
    ...(reply.usage !== undefined && { usage: reply.usage }),
  };
  return writeWireJson(responseObject(context, end, context.request));
}
