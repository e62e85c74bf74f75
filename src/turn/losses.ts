/** One thing that a conversion could not carry over: where it stood and why it was left out. */
export interface Loss {
  /** Path inside the source body, such as `messages[3].content[0].cache_control`. */
  readonly path: string;
  readonly why: string;
}

/** Collects losses; the same path and reason is kept once, so that a thousand blocks do not give a thousand rows. */
export class Losses {
  readonly #byPath = new Map<string, Loss>();

  /** Array positions are folded to `[]`: a loss is about a kind of field, not about each of its places. */
  add(path: string, why: string): void {
    const folded = path.replace(/\[\d+\]/g, '[]');
    if (!this.#byPath.has(folded)) this.#byPath.set(folded, { path: folded, why });
  }

  list(): readonly Loss[] {
    return [...this.#byPath.values()];
  }
}
