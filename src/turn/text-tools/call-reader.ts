import { newToolCallId } from '../../lib/ids.ts';
import type { BlockDelta, BlockHead, EventSink, TurnEvent } from '../events.ts';
import type { StopReason } from '../reply.ts';
import { CallScanner, type WrittenPiece } from './call-scanner.ts';

/**
 * Stands between a stream's decoder and its sink and makes tool calls of those that the model wrote into its text. All
 * that is no text passes as it is. `push` takes the decoder's events.
 */
export class CallReader {
  readonly #sink: EventSink;
  readonly #scanner: CallScanner;
  /** A text block of the model is open, and one of ours. */
  #isText = false;
  #isOpen = false;
  #hasCalls = false;

  constructor(sink: EventSink) {
    this.#sink = sink;
    this.#scanner = new CallScanner((piece) => this.#give(piece));
  }

  readonly push = (event: TurnEvent): void => {
    switch (event.type) {
      case 'block-start':
        return this.#start(event.block);
      case 'block-delta':
        return this.#add(event.delta);
      case 'block-stop':
        return this.#end();
      case 'stop':
        return this.#sink({ ...event, reason: stopReason(event.reason, this.#hasCalls) });
      default:
        this.#sink(event);
    }
  };

  /** A text block of ours begins with its first text: what comes first may be a call. */
  #start(block: BlockHead): void {
    this.#isText = block.type === 'text';
    if (!this.#isText) this.#sink({ type: 'block-start', block });
  }

  #add(delta: BlockDelta): void {
    if (!this.#isText) return this.#sink({ type: 'block-delta', delta });
    if (delta.type === 'text') return this.#scanner.push(delta.text);
    this.#open();
    this.#sink({ type: 'block-delta', delta });
  }

  #end(): void {
    if (!this.#isText) return this.#sink({ type: 'block-stop' });
    this.#scanner.end();
    this.#close();
    this.#isText = false;
  }

  #give(piece: WrittenPiece): void {
    if (piece.kind === 'text') {
      this.#open();
      this.#sink({ type: 'block-delta', delta: { type: 'text', text: piece.text } });
      return;
    }
    this.#close();
    this.#hasCalls = true;
    this.#sink({ type: 'block-start', block: { type: 'tool-call', id: newToolCallId(), name: piece.name } });
    if (piece.json !== '') this.#sink({ type: 'block-delta', delta: { type: 'tool-input', json: piece.json } });
    this.#sink({ type: 'block-stop' });
  }

  #open(): void {
    if (!this.#isOpen) this.#sink({ type: 'block-start', block: { type: 'text' } });
    this.#isOpen = true;
  }

  #close(): void {
    if (this.#isOpen) this.#sink({ type: 'block-stop' });
    this.#isOpen = false;
  }
}

/** A reply with calls stops for them, unless it was cut off or refused. */
function stopReason(reason: StopReason, hasCalls: boolean): StopReason {
  return hasCalls && (reason === 'end_turn' || reason === 'stop_sequence') ? 'tool_use' : reason;
}
