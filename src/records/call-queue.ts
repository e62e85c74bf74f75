import type { PackedCall } from './pack.ts';

/** Calls that wait to be written, first come first served. */
export class CallQueue {
  readonly #calls: PackedCall[] = [];
  #bytes = 0;

  /** Of their bodies. */
  get bytes(): number {
    return this.#bytes;
  }

  add(call: PackedCall): void {
    this.#calls.push(call);
    this.#bytes += call.bytes.length;
  }

  /** The first ones, until they have so many bytes. */
  take(most: number): PackedCall[] {
    let count = 0;
    let bytes = 0;
    for (const call of this.#calls) {
      if (bytes >= most) break;
      bytes += call.bytes.length;
      count++;
    }
    this.#bytes -= bytes;
    return this.#calls.splice(0, count);
  }

  /** In front of all others. */
  putBack(calls: readonly PackedCall[]): void {
    this.#calls.unshift(...calls);
    this.#bytes += bytesOf(calls);
  }
}

/** Of the bodies of all calls. */
export function bytesOf(calls: readonly PackedCall[]): number {
  return calls.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
