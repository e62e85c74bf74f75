import type { EventSink } from './events.ts';
import type { TurnReply } from './reply.ts';
import type { Block } from './request.ts';

/** Gives a whole reply as the events of a stream, for a platform that answers a stream request with a whole body. */
export function replayReply(reply: TurnReply, sink: EventSink): void {
  sink({
    type: 'start',
    ...(reply.id !== undefined && { id: reply.id }),
    ...(reply.model !== undefined && { model: reply.model }),
  });
  for (const block of reply.content) replayBlock(block, sink);
  if (reply.usage !== undefined) sink({ type: 'usage', usage: reply.usage });
  sink({
    type: 'stop',
    reason: reply.stop,
    ...(reply.stopSequence !== undefined && { sequence: reply.stopSequence }),
  });
  sink({ type: 'end' });
}

function replayBlock(block: Block, sink: EventSink): void {
  switch (block.type) {
    case 'text':
      // Anthropic refuses an empty text block when it comes back.
      if (block.text === '') return;
      sink({ type: 'block-start', block: { type: 'text' } });
      sink({ type: 'block-delta', delta: { type: 'text', text: block.text } });
      break;
    case 'thinking':
      sink({ type: 'block-start', block: { type: 'thinking' } });
      if (block.text !== '') sink({ type: 'block-delta', delta: { type: 'thinking', text: block.text } });
      sink({ type: 'block-delta', delta: { type: 'signature', signature: block.signature } });
      break;
    case 'tool-call': {
      sink({ type: 'block-start', block: { type: 'tool-call', id: block.id, name: block.name } });
      const json = block.input.kind === 'text' ? block.input.text : JSON.stringify(block.input.value);
      if (json !== '') sink({ type: 'block-delta', delta: { type: 'tool-input', json } });
      break;
    }
    case 'opaque':
      sink({ type: 'block-start', block });
      break;
    // No model answers with these; a platform that did would break the client's stream.
    case 'image':
    case 'document':
    case 'tool-result':
      return;
  }
  sink({ type: 'block-stop' });
}
