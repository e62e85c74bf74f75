/**
 * The bytes of a message in the pieces in which they came. They are joined only for those who need them in one: joining
 * a large body costs more than scanning it, and twice the memory.
 */
export class Body {
  readonly pieces: readonly Buffer[];
  /** In bytes. */
  readonly length: number;
  #whole: Buffer | undefined;

  constructor(pieces: readonly Buffer[]) {
    this.pieces = pieces;
    this.length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  }

  /** A body of one piece. */
  static of(bytes: Buffer): Body {
    return new Body([bytes]);
  }

  /** All bytes in one buffer; joined once. */
  whole(): Buffer {
    const [only] = this.pieces;
    this.#whole ??= this.pieces.length === 1 && only !== undefined ? only : Buffer.concat(this.pieces);
    return this.#whole;
  }

  /** The pieces that lie from `start` up to `end`, uncopied. */
  cut(start: number, end: number): Buffer[] {
    const cut: Buffer[] = [];
    let base = 0;
    for (const piece of this.pieces) {
      const from = Math.max(start - base, 0);
      const to = Math.min(end - base, piece.length);
      if (from < to) cut.push(piece.subarray(from, to));
      base += piece.length;
    }
    return cut;
  }

  /** The bytes from `start` up to `end`; copied only where they lie in several pieces. */
  slice(start: number, end: number): Buffer {
    const cut = this.cut(start, end);
    const [only] = cut;
    return cut.length === 1 && only !== undefined ? only : Buffer.concat(cut);
  }

  toString(): string {
    return this.whole().toString('utf8');
  }
}
