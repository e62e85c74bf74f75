const LF = 0x0a;
const CR = 0x0d;

// What a reader takes as one event; comments, which it does not keep, count here too.
const MAX_PENDING_BYTES = 33 * 1024 * 1024;

/**
 * Passes the bytes of server-sent events on, but for whole events that are not wanted. What is passed on is the same
 * byte for byte; it may be cut anywhere, and only whole events come out. An event is all up to its blank line, so that
 * comments before its data share its fate.
 */
export class SseFilter {
  readonly #read: (piece: Buffer) => void;
  readonly #isUnwanted: () => boolean;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #isLineEmpty = true;
  #endedWithReturn = false;
  /** Of the last event, for a LF that follows the CR of its blank line. */
  #wasUnwanted = false;

  /**
   * @param read gets all bytes in order, each event's last ones in a piece of their own
   * @param isUnwanted asked when an event was read to its end; and if none was, of a blank line alone
   */
  constructor(read: (piece: Buffer) => void, isUnwanted: () => boolean) {
    this.#read = read;
    this.#isUnwanted = isUnwanted;
  }

  /** The wanted events that are complete by now. Throws what `read` throws, and RangeError for an event without end. */
  push(chunk: Buffer): Buffer[] {
    const wanted: Buffer[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      const isSecondHalf = byte === LF && this.#endedWithReturn;
      this.#endedWithReturn = byte === CR;
      if (isSecondHalf) {
        if (from === at && this.#pending.length === 0) from = this.#passLineFeed(chunk, at, wanted);
      } else if (byte !== LF && byte !== CR) this.#isLineEmpty = false;
      else if (!this.#isLineEmpty) this.#isLineEmpty = true;
      else from = this.#endEvent(chunk, from, at + 1, wanted);
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
    return wanted;
  }

  /** What is left at the end of the body: an event without its blank line. It was read. */
  rest(): Buffer[] {
    return this.#isUnwanted() ? [] : this.#pending;
  }

  #keep(piece: Buffer): void {
    this.#read(piece);
    this.#pending.push(piece);
    this.#pendingBytes += piece.length;
    if (this.#pendingBytes > MAX_PENDING_BYTES) throw new RangeError('an event of the stream has no end');
  }

  #endEvent(chunk: Buffer, from: number, end: number, wanted: Buffer[]): number {
    this.#keep(chunk.subarray(from, end));
    this.#wasUnwanted = this.#isUnwanted();
    if (!this.#wasUnwanted) wanted.push(...this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    return end;
  }

  #passLineFeed(chunk: Buffer, at: number, wanted: Buffer[]): number {
    const lineFeed = chunk.subarray(at, at + 1);
    this.#read(lineFeed);
    if (!this.#wasUnwanted) wanted.push(lineFeed);
    return at + 1;
  }
}
