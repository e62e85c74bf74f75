import type { BodyRecorder, CapturedHead, CapturedStage, Stage } from '../../records/ports.ts';

/** More of one body is not kept: the record says how long it was. */
export const MOST_KEPT_BYTES = 32 * 1024 * 1024;

/** Memory for what a tap holds. */
export type Room = Pick<BodyRecorder, 'reserve' | 'release'>;

/** Listens to one body as it passes. */
export class StageTap {
  readonly #room: Room | undefined;
  #pieces: (string | Buffer)[] | undefined;
  #kept = 0;
  #bytes = 0;
  #reserved = 0;
  #isOver = false;
  head: CapturedHead = { headers: {} };

  /**
   * @param isFull the bytes are kept, else only their number
   * @param room asked before bytes are held that nobody else holds; absent for what the call holds anyway
   */
  constructor(isFull: boolean, room?: Room) {
    this.#pieces = isFull ? [] : undefined;
    this.#room = room;
  }

  get reserved(): number {
    return this.#reserved;
  }

  /** Wire text or bytes, which must not change afterwards. */
  data(piece: string | Buffer): void {
    // A platform may still send something when the call is over.
    if (this.#isOver) return;
    this.#bytes += piece.length;
    const left = MOST_KEPT_BYTES - this.#kept;
    if (this.#pieces === undefined || left <= 0) return;
    const length = Math.min(piece.length, left);
    if (this.#room !== undefined && !this.#takeRoom(length)) return;
    this.#kept += length;
    this.#pieces.push(length === piece.length ? piece : cut(piece, length));
  }

  /** What was heard; it listens no more. */
  captured(stage: Stage, attempt: number): CapturedStage {
    this.#isOver = true;
    const { head } = this;
    const bytes = this.#bytes;
    return { stage, attempt, head, bytes, ...(this.#pieces && { pieces: buffersOf(this.#pieces) }) };
  }

  /** A body is kept up to its end or not at all: half of one would look like a reply that broke off. */
  #takeRoom(bytes: number): boolean {
    if (this.#room?.reserve(bytes) === true) {
      this.#reserved += bytes;
      return true;
    }
    this.#room?.release(this.#reserved);
    this.#reserved = 0;
    this.#pieces = undefined;
    return false;
  }
}

function cut(piece: string | Buffer, length: number): string | Buffer {
  return typeof piece === 'string' ? piece.slice(0, length) : piece.subarray(0, length);
}

/** Texts that follow each other become one buffer. */
function buffersOf(pieces: readonly (string | Buffer)[]): Buffer[] {
  const buffers: Buffer[] = [];
  let texts: string[] = [];
  const join = () => {
    if (texts.length > 0) buffers.push(Buffer.from(texts.join(''), 'latin1'));
    texts = [];
  };
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      texts.push(piece);
    } else {
      join();
      buffers.push(piece);
    }
  }
  join();
  return buffers;
}
