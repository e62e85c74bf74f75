import type { JsonObject } from '../../lib/json.ts';
import type { BlockDelta, BlockHead, TurnEvent } from '../../turn/events.ts';
import type { Fault } from '../../turn/fault.ts';
import type { StopReason } from '../../turn/reply.ts';
import type { TurnRequest } from '../../turn/request.ts';
import type { Usage } from '../../turn/usage.ts';
import type { ClientContext, StreamEncoder } from '../codec.ts';
import { ItemWriter } from './item-writer.ts';
import { incompleteReason, type ResponseEnd, responseObject } from './response-object.ts';

/** A comment: clients ignore it, and it keeps the connection alive. */
const PING = ': keep-alive\n\n';

/**
 * Turn events → events of OpenAI's Responses API, numbered from 0: the response begins, its items one after the other,
 * the response ends with all of them in it and the usage. After an error, which is `response.failed`, nothing follows.
 * Source: `ResponseStreamEvent` of the `openai` package 7.57, and what Codex CLI reads (codex-api, sse/responses.rs).
 */
export class ResponseStreamEncoder implements StreamEncoder {
  readonly #context: ClientContext;
  readonly #items: ItemWriter;
  #state: 'waiting' | 'started' | 'done' = 'waiting';
  #request: TurnRequest | undefined;
  #number: number;
  #text = '';
  #reason: StopReason = 'end_turn';
  #usage: Usage | undefined;

  constructor(context: ClientContext) {
    this.#context = context;
    this.#number = context.eventsSent ?? 0;
    if (this.#number > 0) this.#state = 'started';
    this.#items = new ItemWriter(context, (type, fields) => this.#write(type, fields));
  }

  push(event: TurnEvent): string {
    if (this.#state === 'done') return '';
    if (event.type === 'ping') return PING;
    this.#take(event);
    const text = this.#text;
    this.#text = '';
    return text;
  }

  #take(event: TurnEvent): void {
    switch (event.type) {
      case 'start':
        return this.#start();
      case 'block-start':
        return this.#blockStart(event.block);
      case 'block-delta':
        return this.#delta(event.delta);
      case 'usage':
        this.#usage = event.usage;
        return;
      case 'stop':
        this.#reason = event.reason;
        return;
      case 'end':
        return this.#end();
      case 'error':
        return this.#error(event.fault);
      // An item ends when the next one begins or the reply ends: only then it is known whether it is complete.
      case 'block-stop':
      case 'ping':
        return;
    }
  }

  #start(): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'started';
    this.#request = this.#context.request;
    const response = this.#response({ status: 'in_progress', output: [] });
    this.#write('response.created', { response });
    this.#write('response.in_progress', { response });
  }

  #blockStart(block: BlockHead): void {
    this.#start();
    this.#items.begin(block);
  }

  #delta(delta: BlockDelta): void {
    switch (delta.type) {
      case 'text':
        return this.#items.text(delta.text);
      case 'thinking':
        return this.#items.thinking(delta.text);
      case 'signature':
        return this.#items.sign(delta.signature);
      case 'tool-input':
        return this.#items.input(delta.json);
      // Blocks of other vendors have no place here.
      case 'opaque':
        return;
    }
  }

  #end(): void {
    this.#start();
    const incomplete = incompleteReason(this.#reason);
    const status = incomplete === undefined ? 'completed' : 'incomplete';
    this.#items.close(incomplete === 'max_output_tokens' ? 'incomplete' : 'completed');
    const usage = this.#usage;
    const response = this.#response({
      status,
      output: this.#items.output,
      ...(incomplete !== undefined && { incomplete }),
      ...(usage !== undefined && { usage }),
    });
    this.#write(`response.${status}`, { response });
    this.#state = 'done';
  }

  #error(fault: Fault): void {
    this.#start();
    const response = this.#response({ status: 'failed', output: this.#items.output, fault });
    this.#write('response.failed', { response });
    this.#state = 'done';
  }

  #response(end: ResponseEnd): JsonObject {
    return responseObject(this.#context, end, this.#request);
  }

  #write(type: string, fields: JsonObject): void {
    const data = JSON.stringify({ type, sequence_number: this.#number++, ...fields });
    this.#text += `event: ${type}\ndata: ${data}\n\n`;
  }
}
