import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { parseWireText, readText } from '../../lib/wire-text.ts';
import type { EventSink } from '../../turn/events.ts';
import { Fault } from '../../turn/fault.ts';
import type { StopReason } from '../../turn/reply.ts';
import type { ReplyContext, StreamDecoder } from '../codec.ts';
import { faultInReply } from '../fault-in-reply.ts';
import { ItemEvents, indexOf } from './item-events.ts';
import { decodeUsage } from './usage.ts';

/**
 * Events of OpenAI's Responses API → turn events. `response.completed` or `response.incomplete` ends the stream; an end
 * without either is an error, never an invented end. Unknown events are ignored.
 * Source: `ResponseStreamEvent` of the `openai` package 7.57.
 */
export class ResponseStreamDecoder implements StreamDecoder {
  readonly #sink: EventSink;
  readonly #items: ItemEvents;
  #state: 'waiting' | 'started' | 'done' = 'waiting';

  constructor(context: ReplyContext, sink: EventSink) {
    this.#sink = sink;
    this.#items = new ItemEvents(context, sink);
  }

  get isDone(): boolean {
    return this.#state === 'done';
  }

  push(name: string, data: string): void {
    if (this.#state === 'done' || data.trim() === '' || data === '[DONE]') return;
    let event: Json;
    try {
      event = parseWireText(data);
    } catch {
      return this.#fail(broken('The platform sent an event that is not JSON.'));
    }
    if (!isObject(event)) return this.#fail(broken('The platform sent an event that is no object.'));
    this.#read(asString(event['type']) ?? name, event);
  }

  /** Takes a whole response, as if it had been streamed. */
  pushResponse(json: Json): void {
    const fault = faultInReply(json);
    if (fault !== undefined) return this.#fail(fault);
    if (!isObject(json) || !Array.isArray(json['output'])) {
      return this.#fail(broken('The platform sent something that is no response.'));
    }
    this.#end(json);
  }

  end(): void {
    if (this.#state === 'done') return;
    this.#fail(broken('The connection to the platform ended before its reply was complete.'));
  }

  #read(type: string, event: JsonObject): void {
    switch (type) {
      case 'response.created':
      case 'response.in_progress':
        return this.#start(asObject(event['response']) ?? {});
      case 'response.output_item.added':
        return this.#item(event, (index, item) => this.#items.added(index, item));
      case 'response.output_item.done':
        return this.#item(event, (index, item) => this.#items.done(index, item));
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
      case 'response.cancelled':
        return this.#end({ status: type.slice('response.'.length), ...asObject(event['response']) });
      case 'error':
        return this.#fail(faultOf(asObject(event['error']) ?? event));
      default:
        return this.#delta(type, event);
    }
  }

  #delta(type: string, event: JsonObject): void {
    const delta = asString(event['delta']) ?? '';
    const index = indexOf(event, 'output_index');
    switch (type) {
      case 'response.output_text.delta':
        return this.#items.text(index, indexOf(event, 'content_index'), delta);
      case 'response.refusal.delta':
        return this.#items.text(index, indexOf(event, 'content_index'), delta, true);
      case 'response.reasoning_summary_text.delta':
        return this.#items.thinking(index, indexOf(event, 'summary_index'), delta);
      case 'response.reasoning_text.delta':
        return this.#items.thinking(index, indexOf(event, 'content_index'), delta);
      case 'response.function_call_arguments.delta':
        return this.#items.input(index, delta);
      default:
        return this.#other(event);
    }
  }

  /** Other platforms' errors come without a type. */
  #other(event: JsonObject): void {
    const fault = event['type'] === undefined ? faultInReply(event) : undefined;
    if (fault !== undefined) this.#fail(fault);
  }

  #item(event: JsonObject, take: (index: number, item: JsonObject) => void): void {
    const item = event['item'];
    if (!isObject(item)) return;
    this.#start({});
    take(indexOf(event, 'output_index'), item);
  }

  #start(response: JsonObject): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'started';
    const id = asString(response['id']);
    const model = asString(response['model']);
    this.#sink({ type: 'start', ...(id !== undefined && { id }), ...(model !== undefined && { model }) });
  }

  #end(response: JsonObject): void {
    const usage = decodeUsage(response['usage']);
    const isFailure = response['status'] === 'failed' || response['status'] === 'cancelled';
    if (isFailure) {
      if (usage !== undefined) this.#sink({ type: 'usage', usage });
      return this.#fail(faultOf(asObject(response['error']) ?? { message: 'The platform broke off its reply.' }));
    }
    this.#start(response);
    this.#items.end(asArray(response['output']));
    if (usage !== undefined) this.#sink({ type: 'usage', usage });
    this.#state = 'done';
    this.#sink({ type: 'stop', reason: this.#stopReason(response) });
    this.#sink({ type: 'end' });
  }

  #stopReason(response: JsonObject): StopReason {
    const reason = asObject(response['incomplete_details'])?.['reason'];
    if (reason === 'content_filter' || this.#items.isRefusal) return 'refusal';
    if (response['status'] === 'incomplete') return 'max_tokens';
    return this.#items.hasCalls ? 'tool_use' : 'end_turn';
  }

  #fail(fault: Fault): void {
    if (this.#state === 'done') return;
    this.#state = 'done';
    this.#sink({ type: 'error', fault });
  }
}

function broken(message: string): Fault {
  return new Fault('broken_reply', 502, message);
}

function faultOf(error: JsonObject): Fault {
  const { message, code, type } = error;
  const named = type === 'error' ? undefined : type;
  const known = { ...(code !== null && { code }), ...(named !== undefined && { type: named }), message };
  return faultInReply({ error: known }) ?? new Fault('server_error', 502, readText(JSON.stringify(error)));
}
