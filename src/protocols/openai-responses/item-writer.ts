import type { JsonObject } from '../../lib/json.ts';
import type { BlockHead } from '../../turn/events.ts';
import type { ClientContext } from '../codec.ts';
import { encryptedOf, encryptedOfOpaque } from './encrypted-content.ts';
import { type ClientTool, clientTools } from './flat-names.ts';
import {
  callItem,
  customInput,
  type ItemStatus,
  messageItem,
  type OutputCall,
  reasoningItem,
  textPart,
} from './output-items.ts';
import { idStem } from './response-object.ts';

/** The item that is being written. */
type OpenItem =
  | { readonly type: 'message'; readonly id: string; text: string }
  | { readonly type: 'reasoning'; readonly id: string; text: string; encrypted: string | undefined }
  | { readonly type: 'call'; readonly id: string; readonly call: OutputCall; json: string };

/** Writes the events of the items of one response, in their order. */
export class ItemWriter {
  readonly #context: ClientContext;
  readonly #write: (type: string, fields: JsonObject) => void;
  /** Items that are whole. */
  readonly output: JsonObject[] = [];
  #open: OpenItem | undefined;
  #tools: ReadonlyMap<string, ClientTool> | undefined;

  constructor(context: ClientContext, write: (type: string, fields: JsonObject) => void) {
    this.#context = context;
    this.#write = write;
  }

  /** A block begins. Texts in a row are one message; what nobody here can read is left out. */
  begin(block: BlockHead): void {
    if (block.type === 'text' && this.#open?.type === 'message') return;
    this.close('completed');
    switch (block.type) {
      case 'text':
        return this.#beginMessage();
      case 'thinking':
        return this.#beginReasoning(undefined);
      case 'tool-call':
        return this.#beginCall(block.id, block.name);
      case 'opaque': {
        const encrypted = encryptedOfOpaque(block.raw);
        if (encrypted !== undefined) this.#beginReasoning(encrypted);
      }
    }
  }

  text(text: string): void {
    const open = this.#open;
    if (open?.type !== 'message') return;
    open.text += text;
    this.#part('response.output_text.delta', { content_index: 0, delta: text, logprobs: [] });
  }

  thinking(text: string): void {
    const open = this.#open;
    if (open?.type !== 'reasoning') return;
    if (open.text === '') this.#summary('response.reasoning_summary_part.added', { part: summaryPart('') });
    open.text += text;
    this.#summary('response.reasoning_summary_text.delta', { delta: text });
  }

  sign(signature: string): void {
    if (this.#open?.type === 'reasoning') this.#open.encrypted = encryptedOf(signature);
  }

  input(json: string): void {
    const open = this.#open;
    if (open?.type !== 'call') return;
    open.json += json;
    // Free text is known when its JSON is whole.
    if (open.call.tool?.isCustom !== true) this.#part('response.function_call_arguments.delta', { delta: json });
  }

  /** Ends the open item, if there is one. */
  close(status: 'completed' | 'incomplete'): void {
    const open = this.#open;
    if (open === undefined) return;
    const item = this.#closeItem(open, status);
    this.#write('response.output_item.done', { output_index: this.output.length, item });
    this.output.push(item);
    this.#open = undefined;
  }

  #beginMessage(): void {
    const id = this.#id('msg');
    this.#open = { type: 'message', id, text: '' };
    this.#added(messageItem(id, undefined, 'in_progress'));
    this.#part('response.content_part.added', { content_index: 0, part: textPart('') });
  }

  #beginReasoning(encrypted: string | undefined): void {
    const id = this.#id('rs');
    this.#open = { type: 'reasoning', id, text: '', encrypted };
    this.#added(reasoningItem(id, '', undefined));
  }

  #beginCall(callId: string, name: string): void {
    this.#tools ??= clientTools(this.#context.request?.tools ?? []);
    const tool = this.#tools.get(name);
    const id = this.#id(tool?.isCustom === true ? 'ctc' : 'fc');
    const call = { id, callId, name, tool };
    this.#open = { type: 'call', id, call, json: '' };
    this.#added(callItem(call, '', 'in_progress'));
  }

  #closeItem(open: OpenItem, status: ItemStatus): JsonObject {
    switch (open.type) {
      case 'message':
        return this.#closeMessage(open, status);
      case 'reasoning':
        return this.#closeReasoning(open);
      case 'call':
        return this.#closeCall(open, status);
    }
  }

  #closeMessage({ id, text }: OpenItem & { type: 'message' }, status: ItemStatus): JsonObject {
    this.#part('response.output_text.done', { content_index: 0, text, logprobs: [] });
    this.#part('response.content_part.done', { content_index: 0, part: textPart(text) });
    return messageItem(id, text, status);
  }

  #closeReasoning({ id, text, encrypted }: OpenItem & { type: 'reasoning' }): JsonObject {
    if (text !== '') {
      this.#summary('response.reasoning_summary_text.done', { text });
      this.#summary('response.reasoning_summary_part.done', { part: summaryPart(text) });
    }
    return reasoningItem(id, text, encrypted);
  }

  /** A call without arguments: clients parse them as JSON, which the empty text is not. */
  #closeCall({ call, json }: OpenItem & { type: 'call' }, status: ItemStatus): JsonObject {
    const whole = json === '' ? '{}' : json;
    if (call.tool?.isCustom === true) {
      const input = customInput(whole);
      this.#part('response.custom_tool_call_input.delta', { delta: input });
      this.#part('response.custom_tool_call_input.done', { input });
    } else {
      if (json === '') this.#part('response.function_call_arguments.delta', { delta: whole });
      this.#part('response.function_call_arguments.done', { name: call.tool?.name ?? call.name, arguments: whole });
    }
    return callItem(call, whole, status);
  }

  #id(prefix: string): string {
    return `${prefix}_${idStem(this.#context)}_${this.output.length}`;
  }

  #added(item: JsonObject): void {
    this.#write('response.output_item.added', { output_index: this.output.length, item });
  }

  #part(type: string, fields: JsonObject): void {
    this.#write(type, { item_id: this.#open?.id ?? '', output_index: this.output.length, ...fields });
  }

  #summary(type: string, fields: JsonObject): void {
    this.#part(type, { summary_index: 0, ...fields });
  }
}

function summaryPart(text: string): JsonObject {
  return { type: 'summary_text', text };
}
