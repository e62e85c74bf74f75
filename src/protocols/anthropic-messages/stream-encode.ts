import { wireText } from '../../lib/wire-text.ts';
import type { BlockDelta, BlockHead, TurnEvent } from '../../turn/events.ts';
import type { StopReason } from '../../turn/reply.ts';
import { NO_USAGE, type Usage } from '../../turn/usage.ts';
import type { ClientContext, StreamEncoder } from '../codec.ts';
import { encodeStreamError } from './errors.ts';
import { PROTOCOL } from './protocol.ts';
import { encodeStopReason } from './stop-reason.ts';
import { encodeUsage } from './usage-encode.ts';

export const PING = 'event: ping\ndata: {"type": "ping"}\n\n';

/** Turn events → the events of an Anthropic message stream, in its grammar. */
export class MessageStreamEncoder implements StreamEncoder {
  readonly #context: ClientContext;
  #index = -1;
  #usage: Usage;

  constructor(context: ClientContext) {
    this.#context = context;
    this.#usage = { ...NO_USAGE, input: context.estimatedInputTokens };
  }

  push(event: TurnEvent): string {
    switch (event.type) {
      case 'start':
        return this.#messageStart();
      case 'block-start':
        this.#index++;
        return sse('content_block_start', `"index":${this.#index},"content_block":${head(event.block)}`);
      case 'block-delta':
        return this.#delta(event.delta);
      case 'block-stop':
        return sse('content_block_stop', `"index":${this.#index}`);
      case 'usage':
        this.#usage = event.usage;
        return '';
      case 'ping':
        return PING;
      case 'stop':
        return this.#messageDelta(event.reason, event.sequence);
      case 'end':
        return 'event: message_stop\ndata: {"type":"message_stop"}\n\n';
      case 'error':
        return encodeStreamError(event.fault);
    }
  }

  #messageStart(): string {
    const message = {
      id: this.#context.messageId,
      type: 'message',
      role: 'assistant',
      model: wireText(this.#context.model),
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: encodeUsage(this.#usage),
    };
    return sse('message_start', `"message":${JSON.stringify(message)}`);
  }

  #delta(delta: BlockDelta): string {
    const json = encodeDelta(delta);
    return json === undefined ? '' : sse('content_block_delta', `"index":${this.#index},"delta":${json}`);
  }

  #messageDelta(reason: StopReason, sequence: string | undefined): string {
    const delta = { stop_reason: encodeStopReason(reason), stop_sequence: sequence ?? null };
    return sse('message_delta', `"delta":${JSON.stringify(delta)},"usage":${JSON.stringify(encodeUsage(this.#usage))}`);
  }
}

/** One event; `fields` are those after `type`. */
function sse(type: string, fields: string): string {
  return `event: ${type}\ndata: {"type":"${type}",${fields}}\n\n`;
}

function head(block: BlockHead): string {
  switch (block.type) {
    case 'text':
      return '{"type":"text","text":""}';
    case 'thinking':
      return '{"type":"thinking","thinking":"","signature":""}';
    case 'tool-call':
      return `{"type":"tool_use","id":${JSON.stringify(block.id)},"name":${JSON.stringify(block.name)},"input":{}}`;
    case 'opaque':
      return block.protocol === PROTOCOL ? JSON.stringify(block.raw) : '{"type":"text","text":""}';
  }
}

function encodeDelta(delta: BlockDelta): string | undefined {
  switch (delta.type) {
    case 'text':
      return `{"type":"text_delta","text":${JSON.stringify(delta.text)}}`;
    case 'thinking':
      return `{"type":"thinking_delta","thinking":${JSON.stringify(delta.text)}}`;
    case 'signature':
      return `{"type":"signature_delta","signature":${JSON.stringify(delta.signature)}}`;
    case 'tool-input':
      return `{"type":"input_json_delta","partial_json":${JSON.stringify(delta.json)}}`;
    case 'opaque':
      return delta.protocol === PROTOCOL ? JSON.stringify(delta.raw) : undefined;
  }
}
