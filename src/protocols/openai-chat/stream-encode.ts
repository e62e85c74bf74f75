import type { JsonObject } from '../../lib/json.ts';
import { wireText } from '../../lib/wire-text.ts';
import type { BlockDelta, BlockHead, TurnEvent } from '../../turn/events.ts';
import type { Fault } from '../../turn/fault.ts';
import type { StopReason } from '../../turn/reply.ts';
import type { Usage } from '../../turn/usage.ts';
import type { ClientContext, StreamEncoder } from '../codec.ts';
import { completionId, encodeUsage, finishReason } from './completion.ts';
import { errorObject } from './errors.ts';
import { signedDetail, withheldDetail } from './signed-reasoning.ts';

/** A comment: clients ignore it, and it keeps the connection alive. */
const PING = ': keep-alive\n\n';

/**
 * Turn events → chat.completion chunks: the role first, one chunk for each delta, the finish reason, the usage if the
 * client asked for it, `[DONE]`. After an error nothing follows, not even `[DONE]`.
 * Source: the `ChatCompletionChunk` type of the `openai` package.
 */
export class ChatStreamEncoder implements StreamEncoder {
  readonly #includeUsage: boolean;
  /** All that the chunks of one stream have in common, up to their choices. */
  readonly #head: string;
  #state: 'waiting' | 'started' | 'done' = 'waiting';
  #block: BlockHead['type'] | undefined;
  #blocks = 0;
  /** Of the open thinking block, whole: its signature comes last. */
  #thought = '';
  #hasText = false;
  /** Position of the open tool call among all of the reply. */
  #call = -1;
  #callHasInput = false;
  #reason: StopReason = 'end_turn';
  #usage: Usage | undefined;

  constructor(context: ClientContext) {
    const { messageId, createdAt, model, includeUsage } = context;
    this.#includeUsage = includeUsage;
    const common = { id: completionId(messageId), object: 'chat.completion.chunk', created: createdAt };
    this.#head = `data: ${JSON.stringify({ ...common, model: wireText(model) }).slice(0, -1)}`;
  }

  push(event: TurnEvent): string {
    if (this.#state === 'done') return '';
    switch (event.type) {
      case 'start':
        return this.#start();
      case 'block-start':
        return this.#start() + this.#blockStart(event.block);
      case 'block-delta':
        return this.#delta(event.delta);
      case 'block-stop':
        return this.#blockStop();
      case 'usage':
        this.#usage = event.usage;
        return '';
      case 'ping':
        return PING;
      case 'stop':
        this.#reason = event.reason;
        return '';
      case 'end':
        return this.#start() + this.#end();
      case 'error':
        return this.#error(event.fault);
    }
  }

  #start(): string {
    if (this.#state !== 'waiting') return '';
    this.#state = 'started';
    return this.#chunk({ role: 'assistant', content: '' });
  }

  #blockStart(block: BlockHead): string {
    const before = this.#block;
    this.#block = block.type;
    this.#blocks++;
    this.#thought = '';
    if (block.type === 'opaque') return this.#detail(withheldDetail(block.raw, this.#blocks - 1));
    if (block.type === 'tool-call') return this.#callStart(block.id, block.name);
    // Texts with something between them are two, but the client puts all pieces into one.
    const isNewText = block.type === 'text' && this.#hasText && before !== 'text';
    return isNewText ? this.#chunk({ content: '\n\n' }) : '';
  }

  #callStart(id: string, name: string): string {
    this.#call++;
    this.#callHasInput = false;
    return this.#chunk({
      tool_calls: [{ index: this.#call, id, type: 'function', function: { name, arguments: '' } }],
    });
  }

  #delta(delta: BlockDelta): string {
    switch (delta.type) {
      case 'text':
        this.#hasText = true;
        return this.#chunk({ content: delta.text });
      case 'thinking':
        this.#thought += delta.text;
        return this.#chunk({ reasoning_content: delta.text });
      case 'signature':
        return this.#detail(signedDetail(this.#thought, delta.signature, this.#blocks - 1));
      case 'tool-input':
        this.#callHasInput = true;
        return this.#input(delta.json);
      // Blocks of other vendors have no place in a chunk.
      case 'opaque':
        return '';
    }
  }

  #detail(detail: JsonObject | undefined): string {
    return detail === undefined ? '' : this.#chunk({ reasoning_details: [detail] });
  }

  #input(json: string): string {
    return this.#chunk({ tool_calls: [{ index: this.#call, function: { arguments: json } }] });
  }

  /** A call without arguments: clients parse them as JSON, which the empty text is not. */
  #blockStop(): string {
    return this.#block === 'tool-call' && !this.#callHasInput ? this.#input('{}') : '';
  }

  #end(): string {
    this.#state = 'done';
    const finish = this.#chunk({}, finishReason(this.#reason, this.#call >= 0));
    const usage = this.#includeUsage && this.#usage !== undefined ? this.#usageChunk(this.#usage) : '';
    return `${finish}${usage}data: [DONE]\n\n`;
  }

  #usageChunk(usage: Usage): string {
    return `${this.#head},"choices":[],"usage":${JSON.stringify(encodeUsage(usage))}}\n\n`;
  }

  #error(fault: Fault): string {
    this.#state = 'done';
    return `data: ${wireText(JSON.stringify({ error: errorObject(fault) }))}\n\n`;
  }

  #chunk(delta: JsonObject, finish: string | null = null): string {
    const usage = this.#includeUsage ? ',"usage":null' : '';
    const choice = `{"index":0,"delta":${JSON.stringify(delta)},"logprobs":null,"finish_reason":${JSON.stringify(finish)}}`;
    return `${this.#head},"choices":[${choice}]${usage}}\n\n`;
  }
}
