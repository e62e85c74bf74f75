const OPEN = '<think>';
const CLOSE = '</think>';

/** A piece of a reply's text, told apart. */
export interface ThinkPiece {
  readonly kind: 'thinking' | 'text';
  readonly text: string;
}

/**
 * Tells thinking from text where a model writes `<think>…</think>` at the beginning of its answer. The tags may be split
 * over pieces; only leading ones count, a later `<think>` is text.
 */
export class ThinkTags {
  #state: 'start' | 'thinking' | 'after' | 'text' = 'start';
  #held = '';

  push(text: string): ThinkPiece[] {
    if (this.#state === 'text') return [{ kind: 'text', text }];
    this.#held += text;
    const pieces: ThinkPiece[] = [];
    if (this.#state === 'start') this.#readStart(pieces);
    if (this.#state === 'thinking') this.#readThinking(pieces);
    if (this.#state === 'after') this.#readAfter(pieces);
    return pieces;
  }

  /** What was held back, when no more text comes. */
  end(): ThinkPiece[] {
    const text = this.#held;
    this.#held = '';
    if (text === '') return [];
    return [{ kind: this.#state === 'thinking' ? 'thinking' : 'text', text }];
  }

  #readStart(pieces: ThinkPiece[]): void {
    const start = this.#held.trimStart();
    if (start.startsWith(OPEN)) {
      this.#held = start.slice(OPEN.length);
      this.#state = 'thinking';
    } else if (!OPEN.startsWith(start)) this.#giveText(pieces);
  }

  #readThinking(pieces: ThinkPiece[]): void {
    const end = this.#held.indexOf(CLOSE);
    const safe = end >= 0 ? end : this.#held.length - partialTag(this.#held);
    if (safe > 0) pieces.push({ kind: 'thinking', text: this.#held.slice(0, safe) });
    this.#held = this.#held.slice(end >= 0 ? end + CLOSE.length : safe);
    if (end >= 0) this.#state = 'after';
  }

  /** The blank lines between the closing tag and the answer belong to the markup. */
  #readAfter(pieces: ThinkPiece[]): void {
    this.#held = this.#held.replace(/^[\r\n]+/, '');
    if (this.#held !== '') this.#giveText(pieces);
  }

  #giveText(pieces: ThinkPiece[]): void {
    this.#state = 'text';
    pieces.push({ kind: 'text', text: this.#held });
    this.#held = '';
  }
}

/** Length of the longest end of `text` that may be the beginning of the closing tag. */
function partialTag(text: string): number {
  for (let length = Math.min(CLOSE.length - 1, text.length); length > 0; length--) {
    if (CLOSE.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
