const BITS = 8;

/** A set of small whole numbers, a bit for each: ten million of them take a little more than a megabyte. */
export class IdSet {
  #bits = new Uint8Array(1024);

  add(id: number): void {
    const at = Math.floor(id / BITS);
    if (at >= this.#bits.length) this.#grow(at + 1);
    this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (id % BITS));
  }

  has(id: number): boolean {
    return ((this.#bits[Math.floor(id / BITS)] ?? 0) & (1 << (id % BITS))) !== 0;
  }

  #grow(length: number): void {
    const larger = new Uint8Array(Math.max(length, this.#bits.length * 2));
    larger.set(this.#bits);
    this.#bits = larger;
  }
}
