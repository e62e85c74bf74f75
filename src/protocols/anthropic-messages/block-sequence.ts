import { asString, type JsonObject } from '../../lib/json.ts';
import type { BlockDelta, BlockHead, EventSink } from '../../turn/events.ts';
import { PROTOCOL } from './protocol.ts';

/**
 * Gives blocks out one after the other. Anthropic itself never opens a block while another one is open; some gateways
 * that speak its protocol do, and then the later block is held until the earlier one ends.
 */
export class BlockSequence {
  readonly #sink: EventSink;
  #open: number | undefined;
  #type: BlockHead['type'] = 'text';
  /** Input for the open tool call in case that no piece of it comes. */
  #wholeInput = '';
  /** Blocks that began too early, with their events. */
  readonly #held = new Map<number, ((sequence: BlockSequence) => void)[]>();

  constructor(sink: EventSink) {
    this.#sink = sink;
  }

  /** Index of the open block. */
  get open(): number | undefined {
    return this.#open;
  }

  /** @param wholeInput a tool call's input that came with its start; '' for none */
  start(index: number, head: BlockHead, wholeInput: string): void {
    if (this.#open !== undefined) {
      this.#held.set(index, [(sequence) => sequence.start(index, head, wholeInput)]);
      return;
    }
    this.#open = index;
    this.#type = head.type;
    this.#wholeInput = wholeInput;
    this.#sink({ type: 'block-start', block: head });
  }

  /** A delta in Anthropic's form. One for a block that never began opens it, if its kind says what it is. */
  add(index: number, delta: JsonObject): void {
    if (this.#open === undefined && this.#held.size === 0) this.#openFor(index, delta);
    if (this.#open !== index) {
      this.#held.get(index)?.push((sequence) => sequence.add(index, delta));
      return;
    }
    const decoded = decodeDelta(delta, this.#type);
    if (decoded === undefined) return;
    if (decoded.type === 'tool-input') this.#wholeInput = '';
    this.#sink({ type: 'block-delta', delta: decoded });
  }

  stop(index: number): void {
    if (this.#open !== index) {
      this.#held.get(index)?.push((sequence) => sequence.stop(index));
      return;
    }
    this.#close();
    this.#release();
  }

  /** No more events come. */
  closeAll(): void {
    while (this.#open !== undefined) {
      this.#close();
      this.#release();
    }
  }

  #openFor(index: number, delta: JsonObject): void {
    if (delta['type'] === 'text_delta') this.start(index, { type: 'text' }, '');
    else if (delta['type'] === 'thinking_delta') this.start(index, { type: 'thinking' }, '');
  }

  #close(): void {
    if (this.#wholeInput !== '') {
      this.#sink({ type: 'block-delta', delta: { type: 'tool-input', json: this.#wholeInput } });
    }
    this.#wholeInput = '';
    this.#open = undefined;
    this.#sink({ type: 'block-stop' });
  }

  /** Replays held blocks until one stays open. */
  #release(): void {
    for (const [index, events] of this.#held) {
      if (this.#open !== undefined) return;
      this.#held.delete(index);
      for (const replay of events) replay(this);
    }
  }
}

/** Undefined for an empty piece, which says nothing. A kind that does not fit the block stays in Anthropic's form. */
function decodeDelta(delta: JsonObject, blockType: BlockHead['type']): BlockDelta | undefined {
  switch (`${delta['type']} ${blockType}`) {
    case 'text_delta text': {
      const text = asString(delta['text']) ?? '';
      return text === '' ? undefined : { type: 'text', text };
    }
    case 'thinking_delta thinking': {
      const text = asString(delta['thinking']) ?? '';
      return text === '' ? undefined : { type: 'thinking', text };
    }
    case 'signature_delta thinking': {
      const signature = asString(delta['signature']) ?? '';
      return signature === '' ? undefined : { type: 'signature', signature };
    }
    case 'input_json_delta tool-call': {
      const json = asString(delta['partial_json']) ?? '';
      return json === '' ? undefined : { type: 'tool-input', json };
    }
    default:
      return { type: 'opaque', protocol: PROTOCOL, raw: delta };
  }
}
