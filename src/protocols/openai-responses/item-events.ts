import { asArray, asNumber, asObject, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { BlockHead, EventSink } from '../../turn/events.ts';
import { signOrigin } from '../../turn/thinking-origin.ts';
import { clientToolId } from '../../turn/tool-id.ts';
import type { ReplyContext } from '../codec.ts';
import { ENCRYPTED_FIELD } from './encrypted-content.ts';
import { PROTOCOL } from './protocol.ts';

/**
 * Gives the items of a response out as blocks, one after the other. The first unfinished item is live and its deltas go
 * out as they come; an item that begins meanwhile waits until it is whole, since only one block may be open.
 */
export class ItemEvents {
  readonly #sink: EventSink;
  readonly #context: ReplyContext;
  /** Items that were given out, or are. */
  readonly #seen = new Set<number>();
  /** Whole items that wait for the live one. */
  readonly #waiting = new Map<number, JsonObject>();
  /** Items of which pieces came while another one was live: only as a whole they are complete. */
  readonly #missed = new Set<number>();
  readonly #callIds = new Set<string>();
  #live: number | undefined;
  #open: BlockHead['type'] | undefined;
  /** Number of the part that the open block is of. */
  #part: number | undefined;
  /** Parts of the live item that were given out. */
  #parts = new Set<number>();
  #hasInput = false;
  #hasCalls = false;
  #isRefusal = false;

  constructor(context: ReplyContext, sink: EventSink) {
    this.#context = context;
    this.#sink = sink;
  }

  get hasCalls(): boolean {
    return this.#hasCalls;
  }

  /** The model refused to answer. */
  get isRefusal(): boolean {
    return this.#isRefusal;
  }

  /** An item begins; for a call that is when its block opens. */
  added(index: number, item: JsonObject): void {
    if (this.#live !== undefined || this.#seen.has(index)) return;
    this.#begin(index);
    if (item['type'] === 'function_call') this.#openCall(item);
  }

  text(index: number, part: number, text: string, isRefusal = false): void {
    if (isRefusal) this.#isRefusal = true;
    if (text === '' || !this.#isLive(index)) return;
    this.#openPart('text', part);
    this.#sink({ type: 'block-delta', delta: { type: 'text', text } });
  }

  /** Thinking has one block for each item; its parts are kept apart by a blank line. */
  thinking(index: number, part: number, text: string): void {
    if (text === '' || !this.#isLive(index)) return;
    const isNewPart = this.#open === 'thinking' && this.#part !== part;
    if (this.#open !== 'thinking') this.#openPart('thinking', part);
    this.#part = part;
    const piece = isNewPart ? `\n\n${text}` : text;
    this.#sink({ type: 'block-delta', delta: { type: 'thinking', text: piece } });
  }

  input(index: number, json: string): void {
    if (json === '' || this.#live !== index || this.#open !== 'tool-call') return;
    this.#hasInput = true;
    this.#sink({ type: 'block-delta', delta: { type: 'tool-input', json } });
  }

  /** An item is whole: what of it was not given out yet goes out now. */
  done(index: number, item: JsonObject): void {
    if (this.#live !== undefined && this.#live !== index) {
      if (!this.#seen.has(index)) this.#waiting.set(index, item);
      return;
    }
    if (this.#live === undefined && this.#seen.has(index)) return;
    if (this.#live === undefined) this.#begin(index);
    this.#complete(item);
    this.#close();
    this.#live = undefined;
    this.#releaseNext();
  }

  /** No more events come. `output`: the items of the whole response, if the platform gives them. */
  end(output: readonly Json[]): void {
    for (const [index, item] of output.entries()) {
      if (isObject(item) && (this.#live === index || !this.#seen.has(index))) this.done(index, item);
    }
    this.#close();
    this.#live = undefined;
    this.#releaseNext();
  }

  #releaseNext(): void {
    const [next] = this.#waiting;
    if (next === undefined) return;
    this.#waiting.delete(next[0]);
    this.done(...next);
  }

  #begin(index: number): void {
    this.#live = index;
    this.#seen.add(index);
    this.#parts = new Set();
  }

  /** A delta of an item whose beginning was not told opens it. */
  #isLive(index: number): boolean {
    if (this.#live === undefined && !this.#seen.has(index) && !this.#missed.has(index)) this.#begin(index);
    if (this.#live !== index) this.#missed.add(index);
    return this.#live === index;
  }

  #openPart(type: 'text' | 'thinking', part: number): void {
    if (this.#open === type && this.#part === part) return;
    this.#close();
    this.#part = part;
    this.#parts.add(part);
    this.#openBlock({ type });
  }

  #openBlock(block: BlockHead): void {
    this.#open = block.type;
    this.#sink({ type: 'block-start', block });
  }

  #close(): void {
    if (this.#open === undefined) return;
    this.#open = undefined;
    this.#part = undefined;
    this.#sink({ type: 'block-stop' });
  }

  #openCall(item: JsonObject): void {
    const given = asString(item['call_id']) ?? asString(item['id']) ?? '';
    const id = clientToolId(given === '' ? {} : { id: given }, this.#callIds.has(given));
    this.#callIds.add(given);
    const sent = asString(item['name']) ?? '';
    this.#hasCalls = true;
    this.#hasInput = false;
    this.#openBlock({ type: 'tool-call', id, name: this.#context.toolNames.get(sent) ?? sent });
  }

  #complete(item: JsonObject): void {
    switch (item['type']) {
      case 'message':
        return this.#completeMessage(item);
      case 'reasoning':
        return this.#completeReasoning(item);
      case 'function_call':
        if (this.#open !== 'tool-call') this.#openCall(item);
        return this.#completeInput(asString(item['arguments']) ?? '');
      case 'custom_tool_call':
        this.#openCall(item);
        return this.#completeInput(JSON.stringify({ input: item['input'] ?? '' }));
      default:
        this.#openBlock({ type: 'opaque', protocol: PROTOCOL, raw: item });
    }
  }

  #completeMessage(item: JsonObject): void {
    for (const [index, part] of asArray(item['content']).entries()) {
      if (!isObject(part) || this.#parts.has(index)) continue;
      const refusal = asString(part['refusal']);
      this.text(this.#live ?? 0, index, refusal ?? asString(part['text']) ?? '', refusal !== undefined);
    }
  }

  #completeReasoning(item: JsonObject): void {
    const summary = asArray(item['summary']);
    const parts = summary.length > 0 ? summary : asArray(item['content']);
    if (this.#open !== 'thinking') {
      for (const [index, part] of parts.entries()) {
        this.thinking(this.#live ?? 0, index, asString(asObject(part)?.['text']) ?? '');
      }
    }
    const encrypted = asString(item['encrypted_content']) ?? '';
    if (encrypted === '' && this.#open !== 'thinking') return;
    if (this.#open !== 'thinking') this.#openPart('thinking', 0);
    this.#sink({ type: 'block-delta', delta: { type: 'signature', signature: this.#sign(item, encrypted) } });
  }

  #sign(item: JsonObject, encrypted: string): string {
    const id = asString(item['id']);
    return signOrigin({
      platform: this.#context.origin,
      field: ENCRYPTED_FIELD,
      ...(encrypted !== '' && { details: { ...(id !== undefined && { id }), encrypted_content: encrypted } }),
    });
  }

  #completeInput(json: string): void {
    if (!this.#hasInput) this.input(this.#live ?? 0, json);
  }
}

/** The number of an item or a part in an event; some servers leave it out. */
export function indexOf(event: JsonObject, name: string): number {
  return asNumber(event[name]) ?? 0;
}
