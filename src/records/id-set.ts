const BITS = 8;
const PAGE_BYTES = 1024;
const PAGE_IDS = PAGE_BYTES * BITS;

/**
 * A set of whole numbers, a bit for each: ten million that follow each other take a little more than a megabyte. Where
 * there are none, as below the oldest row that is kept, nothing is taken.
 */
export class IdSet {
  readonly #pages = new Map<number, Uint8Array>();

  add(id: number): void {
    const number = Math.floor(id / PAGE_IDS);
    const page = this.#pages.get(number) ?? new Uint8Array(PAGE_BYTES);
    this.#pages.set(number, page);
    const at = Math.floor((id % PAGE_IDS) / BITS);
    page[at] = (page[at] ?? 0) | (1 << (id % BITS));
  }

  has(id: number): boolean {
    const page = this.#pages.get(Math.floor(id / PAGE_IDS));
    return ((page?.[Math.floor((id % PAGE_IDS) / BITS)] ?? 0) & (1 << (id % BITS))) !== 0;
  }
}
