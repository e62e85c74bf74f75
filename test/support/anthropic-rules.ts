/** The rules that hold for every message of Anthropic's API, whole or streamed. Each function lists the faults found. */

import { isDeepStrictEqual } from 'node:util';
import type { SseEvent } from './sse.ts';
import type { ContentBlock, Message, StreamEvent } from './wire.ts';

/** HTTP status → type of the error, as Anthropic documents them. */
export const ERROR_TYPE: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  502: 'api_error',
  503: 'overloaded_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

export const ERROR_TYPES: ReadonlySet<string> = new Set([...Object.values(ERROR_TYPE), 'conflict_error']);

/** Types of deltas that a block of a known type may get. */
const DELTA_TYPES: Readonly<Record<string, readonly string[]>> = {
  text: ['text_delta', 'citations_delta'],
  thinking: ['thinking_delta', 'signature_delta'],
  tool_use: ['input_json_delta'],
  server_tool_use: ['input_json_delta'],
  redacted_thinking: [],
};

/** A value in an error message, shortened. */
export function brief(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 260 ? `${text.slice(0, 257)}...` : text;
}

/** Faults of a stream. With `complete: false` it may end anywhere, but what is there must be right. */
export function streamFaults(events: readonly SseEvent[], { complete = true } = {}): string[] {
  const check = new StreamCheck();
  for (const event of events) check.push(event);
  if (complete) check.end();
  return check.faults;
}

interface OpenBlock {
  readonly index: number | undefined;
  readonly type: string | undefined;
  json: string;
}

class StreamCheck {
  readonly faults: string[] = [];
  readonly #open = new Map<number | undefined, OpenBlock>();
  readonly #closedTools: OpenBlock[] = [];
  #hasStarted = false;
  #hasStopped = false;
  #nextIndex = 0;
  #messageDelta: StreamEvent | undefined;

  push(event: SseEvent): void {
    if (event.event === 'ping' || event.json?.type === 'ping') return;
    const body = event.json;
    if (body === undefined) {
      this.#fault(`event data is not JSON: ${brief(event.data)}`);
      return;
    }
    if (event.event !== body.type) this.#fault(`SSE event name ${brief(event.event)} != data.type ${brief(body.type)}`);
    if (this.#hasStopped) this.#fault(`event ${body.type} after message_stop`);
    else this.#pushInOrder(body);
  }

  end(): void {
    if (!this.#hasStarted) this.#fault('no message_start');
    if (!this.#hasStopped) this.#fault('no message_stop');
    for (const block of this.#closedTools) this.#checkToolInput(block);
  }

  #pushInOrder(body: StreamEvent): void {
    if (body.type === 'error') {
      if (!body.error?.type) this.#fault('error event without error.type');
      return;
    }
    if (!this.#hasStarted && body.type !== 'message_start') {
      this.#fault(`first event is ${body.type}, not message_start`);
    }
    switch (body.type) {
      case 'message_start':
        this.#onMessageStart(body.message ?? {});
        break;
      case 'content_block_start':
        this.#onBlockStart(body);
        break;
      case 'content_block_delta':
        this.#onBlockDelta(body);
        break;
      case 'content_block_stop':
        this.#onBlockStop(body);
        break;
      case 'message_delta':
        this.#onMessageDelta(body);
        break;
      case 'message_stop':
        this.#onMessageStop();
        break;
      default:
        this.#fault(`unknown event ${brief(body.type)}`);
    }
  }

  #onMessageStart(message: Message): void {
    if (this.#hasStarted) this.#fault('second message_start');
    this.#hasStarted = true;
    if (message.type !== 'message' || message.role !== 'assistant') this.#fault('message_start lacks type or role');
    if (!message.id || typeof message.id !== 'string') this.#fault('message_start without id');
    if (!Array.isArray(message.content) || message.content.length > 0) this.#fault('message_start: content is not []');
    if (message.stop_reason !== null)
      this.#fault(`message_start: stop_reason is ${brief(message.stop_reason)}, not null`);
    if (typeof message.model !== 'string' || !message.model) this.#fault('message_start without model');
    if (!hasUsage(message)) this.#fault('message_start: usage incomplete');
  }

  #onBlockStart(body: StreamEvent): void {
    if (this.#open.size > 0) {
      this.#fault(`OVERLAP: block ${body.index} starts while block ${[...this.#open.keys()]} is open`);
    }
    if (body.index !== this.#nextIndex) this.#fault(`block index ${body.index}, expected ${this.#nextIndex}`);
    this.#nextIndex = (body.index ?? this.#nextIndex) + 1;
    if (this.#messageDelta) this.#fault('content block after message_delta');
    const block = body.content_block ?? {};
    this.#open.set(body.index, { index: body.index, type: block.type, json: '' });
    this.faults.push(...blockStartFaults(block));
  }

  #onBlockDelta(body: StreamEvent): void {
    const block = this.#open.get(body.index);
    if (block === undefined) {
      this.#fault(`delta for block ${body.index} which is not open`);
      return;
    }
    const { delta = {} } = body;
    const allowed = DELTA_TYPES[block.type ?? ''];
    if (allowed && !allowed.includes(delta.type ?? '')) this.#fault(`${delta.type} in a ${block.type} block`);
    if (delta.type === 'text_delta' && typeof delta.text !== 'string') this.#fault('text_delta.text is not a string');
    if (delta.type === 'input_json_delta') {
      if (typeof delta.partial_json === 'string') block.json += delta.partial_json;
      else this.#fault('partial_json is not a string');
    }
  }

  #onBlockStop(body: StreamEvent): void {
    const block = this.#open.get(body.index);
    if (block === undefined) this.#fault(`stop of block ${body.index} which is not open`);
    else if (block.type === 'tool_use') this.#closedTools.push(block);
    this.#open.delete(body.index);
  }

  #onMessageDelta(body: StreamEvent): void {
    if (this.#open.size > 0) this.#fault('message_delta while a block is open');
    if (typeof body.usage?.output_tokens !== 'number') this.#fault('message_delta.usage.output_tokens missing');
    this.#messageDelta = body;
  }

  #onMessageStop(): void {
    this.#hasStopped = true;
    if (this.#open.size > 0) this.#fault('message_stop while a block is open');
    if (this.#messageDelta === undefined) this.#fault('message_stop without message_delta');
    else if (!this.#messageDelta.delta?.stop_reason) this.#fault('message_delta without stop_reason');
  }

  #checkToolInput(block: OpenBlock): void {
    if (block.json === '') return;
    let input: unknown;
    try {
      input = JSON.parse(block.json);
    } catch {
      // A reply that was cut at its token limit may end inside the arguments.
      const isCut = this.#messageDelta?.delta?.stop_reason === 'max_tokens';
      if (!isCut) this.#fault(`tool input of block ${block.index} is not JSON: ${brief(block.json)}`);
      return;
    }
    if (!isPlainObject(input)) this.#fault(`tool input of block ${block.index} is not an object: ${brief(block.json)}`);
  }

  #fault(what: string): void {
    this.faults.push(what);
  }
}

function blockStartFaults(block: ContentBlock): string[] {
  switch (block.type) {
    case undefined:
      return ['content_block_start without content_block.type'];
    case 'text':
      return block.text === '' ? [] : ['text block start must have text ""'];
    case 'thinking':
      return typeof block.thinking === 'string' ? [] : ['thinking block start lacks thinking ""'];
    case 'tool_use':
      return [
        ...(block.id && block.name ? [] : ['tool_use start without id or name']),
        ...(isDeepStrictEqual(block.input, {}) ? [] : ['tool_use start: input is not {}']),
      ];
    default:
      return [];
  }
}

/** Faults of a whole message. */
export function messageFaults(message: Message | undefined): string[] {
  if (!isPlainObject(message)) return ['the body is not a JSON object'];
  const faults: string[] = [];
  const demand = (holds: boolean, otherwise: string) => {
    if (!holds) faults.push(otherwise);
  };
  demand(message.type === 'message', `type is ${brief(message.type)}`);
  demand(message.role === 'assistant', 'role is not assistant');
  demand(typeof message.id === 'string' && message.id !== '', 'id missing');
  demand(typeof message.model === 'string' && message.model !== '', 'model missing');
  demand(Boolean(message.stop_reason), 'stop_reason missing');
  demand('stop_sequence' in message, 'stop_sequence missing');
  demand(hasUsage(message), 'usage incomplete');
  demand(!('choices' in message) && !('object' in message), 'OpenAI fields leak into the message');
  if (Array.isArray(message.content)) faults.push(...message.content.flatMap(blockFaults));
  else faults.push('content is not an array');
  return faults;
}

function blockFaults(block: ContentBlock, index: number): string[] {
  const isTextWrong = block.type === 'text' && typeof block.text !== 'string';
  const isThinkingWrong =
    block.type === 'thinking' && (typeof block.thinking !== 'string' || typeof block.signature !== 'string');
  const isToolWrong = block.type === 'tool_use' && !(block.id && block.name && isPlainObject(block.input));
  if (isTextWrong) return [`content[${index}] text block lacks text`];
  if (isThinkingWrong) return [`content[${index}] thinking block lacks thinking or signature`];
  if (isToolWrong) return [`content[${index}] tool_use lacks id, name or an input object`];
  return [];
}

function hasUsage(message: Message): boolean {
  return typeof message.usage?.input_tokens === 'number' && typeof message.usage.output_tokens === 'number';
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
