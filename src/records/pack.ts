/**
 * A call on its way to the worker: all of its bytes in one buffer, which changes hands without being copied again. What
 * passed in several stages (a relayed reply, a request but for its model) is in it once.
 */

import type { CapturedCall, CapturedStage } from './ports.ts';

export interface PackedStage extends Omit<CapturedStage, 'pieces'> {
  /** Where its bytes lie: begin and end by turns. Null where no body is kept. */
  readonly ranges: readonly number[] | null;
}

export interface PackedCall extends Omit<CapturedCall, 'stages' | 'reserved'> {
  readonly stages: readonly PackedStage[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A stretch of memory that is packed already. */
interface Known {
  /** In the memory that it came from. */
  readonly from: number;
  readonly to: number;
  /** In the packed bytes. */
  readonly at: number;
}

/** A call that can be packed: how many bytes that will be is known before any is copied. */
export class Packing {
  readonly #call: CapturedCall;
  readonly #packer = new Packer();
  readonly #stages: readonly PackedStage[];

  constructor(call: CapturedCall) {
    this.#call = call;
    this.#stages = call.stages.map(({ pieces, ...stage }) => ({
      ...stage,
      ranges: pieces === undefined ? null : this.#packer.add(pieces),
    }));
  }

  get length(): number {
    return this.#packer.length;
  }

  /** Copies the bytes together. */
  whole(): PackedCall {
    return { ...this.#fields(), stages: this.#stages, bytes: this.#packer.bytes() };
  }

  /** Without the bodies. */
  heads(): PackedCall {
    const stages = this.#stages.map((stage) => ({ ...stage, ranges: null }));
    return { ...this.#fields(), stages, bytes: new Uint8Array() };
  }

  #fields(): Pick<PackedCall, 'id' | 'keyId' | 'startedAt' | 'secrets'> {
    const { id, keyId, startedAt, secrets } = this.#call;
    return { id, keyId, startedAt, secrets };
  }
}

/** The body of a packed stage. */
export function unpack(bytes: Uint8Array<ArrayBuffer>, ranges: readonly number[]): Buffer {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (ranges.length === 2) return whole.subarray(ranges[0], ranges[1]);
  const parts: Buffer[] = [];
  for (let index = 0; index < ranges.length; index += 2) parts.push(whole.subarray(ranges[index], ranges[index + 1]));
  return Buffer.concat(parts);
}

class Packer {
  readonly #known = new Map<ArrayBufferLike, Known[]>();
  readonly #pieces: Buffer[] = [];
  length = 0;

  add(pieces: readonly Buffer[]): number[] {
    const ranges: number[] = [];
    for (const piece of pieces) {
      const start = this.#place(piece);
      const end = start + piece.length;
      if (ranges.at(-1) === start) ranges[ranges.length - 1] = end;
      else if (piece.length > 0) ranges.push(start, end);
    }
    return ranges;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    // In memory of its own, as it is given away; not cleared, as all of it is written.
    const bytes = Buffer.allocUnsafeSlow(this.length);
    let at = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }

  /** Where the piece lies: where the same memory lies already, else behind all others. */
  #place(piece: Buffer): number {
    const from = piece.byteOffset;
    const to = from + piece.length;
    const known = this.#known.get(piece.buffer) ?? [];
    const same = known.find((other) => other.from <= from && to <= other.to);
    if (same !== undefined) return same.at + from - same.from;
    const at = this.length;
    known.push({ from, to, at });
    this.#known.set(piece.buffer, known);
    this.#pieces.push(piece);
    this.length += piece.length;
    return at;
  }
}
