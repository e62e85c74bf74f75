/** Ids by hash, as many as fit: those that were not used for longest go first. */
export class HashCache {
  readonly #most: number;
  readonly #ids = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  get(hash: string): number | undefined {
    const id = this.#ids.get(hash);
    if (id === undefined) return undefined;
    // A map keeps the order in which its entries came.
    this.#ids.delete(hash);
    this.#ids.set(hash, id);
    return id;
  }

  set(hash: string, id: number): void {
    this.#ids.set(hash, id);
    if (this.#ids.size <= this.#most) return;
    for (const oldest of this.#ids.keys()) {
      this.#ids.delete(oldest);
      return;
    }
  }

  clear(): void {
    this.#ids.clear();
  }
}
