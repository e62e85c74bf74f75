import { readText } from '../lib/wire-text.ts';

/** One thing that a conversion could not carry over: where it stood and why it was left out. */
export interface Loss {
  /** Path inside the source body, such as `messages[].content[].cache_control`. */
  readonly path: string;
  readonly why: string;
}

// Clients choose the names of unknown fields, and the list goes into the record.
const MAX_LOSSES = 100;
const MAX_CHARACTERS = 200;

const MORE: Loss = { path: '…', why: `more than ${MAX_LOSSES} kinds of fields` };

/** Collects losses; the same path is kept once, so that a thousand blocks do not give a thousand rows. */
export class Losses {
  readonly #byPath = new Map<string, Loss>();

  /**
   * Array positions are folded to `[]`: a loss is about a kind of field, not about each of its places.
   *
   * @param path wire text, as `why`; the list holds the text behind it
   */
  add(path: string, why: string): void {
    if (this.#byPath.size > MAX_LOSSES) return;
    const folded = path.replace(/\[\d+\]/g, '[]');
    if (this.#byPath.has(folded)) return;
    const loss = this.#byPath.size === MAX_LOSSES ? MORE : { path: readable(folded), why: readable(why) };
    this.#byPath.set(folded, loss);
  }

  list(): readonly Loss[] {
    return [...this.#byPath.values()];
  }
}

function readable(wire: string): string {
  const text = readText(wire);
  return text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS)}…`;
}
