import type { Json } from '../lib/json.ts';
import type { TurnEvent } from './events.ts';
import { Fault } from './fault.ts';
import type { StopReason, TurnReply } from './reply.ts';
import type { Block } from './request.ts';
import type { Usage } from './usage.ts';

type OpenBlock =
  | { type: 'text'; text: string }
  | { type: 'thinking'; text: string; signature: string }
  | { type: 'tool-call'; id: string; name: string; json: string }
  | Extract<Block, { type: 'opaque' }>;

/** A block with the opaque deltas of its stream in it, as the same protocol has it in a whole reply. */
export type JoinDeltas = (block: Block, deltas: readonly Json[]) => Block;

/** Puts the events of a stream together to a whole reply. `push` is the stream's sink. */
export class ReplyCollector {
  readonly #join: JoinDeltas | undefined;
  readonly #content: Block[] = [];
  #id: string | undefined;
  #model: string | undefined;
  #open: OpenBlock | undefined;
  #deltas: Json[] = [];
  #stop: { reason: StopReason; sequence?: string } | undefined;
  #usage: Usage | undefined;
  #fault: Fault | undefined;

  /** @param join of the protocol that the stream comes in; without it opaque deltas are left out */
  constructor(join?: JoinDeltas) {
    this.#join = join;
  }

  readonly push = (event: TurnEvent): void => {
    switch (event.type) {
      case 'start':
        this.#id = event.id;
        this.#model = event.model;
        break;
      case 'block-start':
        this.#open = openBlock(event.block);
        this.#deltas = [];
        break;
      case 'block-delta':
        this.#append(event.delta);
        break;
      case 'block-stop':
        this.#close();
        break;
      case 'usage':
        this.#usage = event.usage;
        break;
      case 'stop':
        this.#stop = event;
        break;
      case 'error':
        this.#fault ??= event.fault;
        break;
      case 'ping':
      case 'end':
        break;
    }
  };

  /** The reply. Throws the fault that the stream ended with, or `broken_reply` if it did not end. */
  reply(): TurnReply {
    if (this.#fault !== undefined) throw this.#fault;
    if (this.#stop === undefined) throw new Fault('broken_reply', 502, 'The reply of the platform is incomplete.');
    return {
      content: this.#content,
      stop: this.#stop.reason,
      ...(this.#stop.sequence !== undefined && { stopSequence: this.#stop.sequence }),
      ...(this.#id !== undefined && { id: this.#id }),
      ...(this.#model !== undefined && { model: this.#model }),
      ...(this.#usage !== undefined && { usage: this.#usage }),
    };
  }

  #append(delta: Extract<TurnEvent, { type: 'block-delta' }>['delta']): void {
    const open = this.#open;
    if (open === undefined) return;
    if (delta.type === 'opaque') this.#deltas.push(delta.raw);
    else if (delta.type === 'text' && open.type === 'text') open.text += delta.text;
    else if (delta.type === 'thinking' && open.type === 'thinking') open.text += delta.text;
    else if (delta.type === 'signature' && open.type === 'thinking') open.signature += delta.signature;
    else if (delta.type === 'tool-input' && open.type === 'tool-call') open.json += delta.json;
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    const block = closedBlock(open);
    const isJoined = this.#join !== undefined && this.#deltas.length > 0;
    this.#content.push(isJoined ? this.#join(block, this.#deltas) : block);
  }
}

function closedBlock(open: OpenBlock): Block {
  if (open.type !== 'tool-call') return open;
  return { type: 'tool-call', id: open.id, name: open.name, input: { kind: 'text', text: open.json } };
}

function openBlock(head: Extract<TurnEvent, { type: 'block-start' }>['block']): OpenBlock {
  switch (head.type) {
    case 'text':
      return { type: 'text', text: '' };
    case 'thinking':
      return { type: 'thinking', text: '', signature: '' };
    case 'tool-call':
      return { type: 'tool-call', id: head.id, name: head.name, json: '' };
    case 'opaque':
      return head;
  }
}
