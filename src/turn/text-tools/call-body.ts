import { CALL_CLOSE } from './form.ts';

/** What stands between the tags of a call. */
export interface CallText {
  /** From the opening brace up to the closing tag, or to the end of the text. */
  readonly body: string;
  /** Length of the JSON object that the body begins with; undefined if it is not complete. */
  readonly objectLength: number | undefined;
  /** The body with its closing tag. */
  readonly whole: string;
  /** What came behind the call. */
  readonly rest: string;
}

/**
 * Finds the end of a call in a text that comes in pieces, in one pass: the first closing tag outside of a JSON string.
 *
 * Broken JSON must not swallow the rest of the reply. A string that was never closed shows by a line break, which no JSON
 * string holds: behind one, or right before one, a closing tag counts even in a string. A closing tag that was forgotten
 * shows by what comes behind the complete object.
 */
export class CallBody {
  /** What was passed; a rope, which only the end makes into one string. */
  #passed = '';
  /** What could not be judged yet. */
  #left = '';
  #depth = 0;
  #isString = false;
  /** A string holds a line break. */
  #isBroken = false;
  #objectLength: number | undefined;

  /** The call, once its end is there. */
  push(text: string): CallText | undefined {
    this.#left += text;
    return this.#scan(false);
  }

  /** The call, when no more text comes. */
  end(): CallText {
    return this.#scan(true) ?? this.#cut(this.#left.length, this.#left.length);
  }

  #scan(isLast: boolean): CallText | undefined {
    let at = 0;
    for (; at < this.#left.length && this.#objectLength === undefined; at++) {
      const char = this.#left[at];
      if (char === '<') {
        const tag = this.#tagAt(at, isLast);
        if (tag === 'end') return this.#cut(at, at + CALL_CLOSE.length);
        if (tag === 'unknown') break;
      } else if (char === '\\' && this.#isString) {
        if (at + 1 === this.#left.length) break;
        at++;
      } else this.#note(char, at);
    }
    this.#pass(at);
    return this.#objectLength === undefined ? undefined : this.#scanBehind(isLast);
  }

  #note(char: string | undefined, at: number): void {
    if (char === '"') this.#isString = !this.#isString;
    else if (this.#isString) this.#isBroken ||= char === '\n' || char === '\r';
    else if (char === '{' || char === '[') this.#depth++;
    else if (char === '}' || char === ']') this.#depth--;
    if (this.#depth === 0) this.#objectLength = this.#passed.length + at + 1;
  }

  #tagAt(at: number, isLast: boolean): 'end' | 'none' | 'unknown' {
    const tag = this.#left.slice(at, at + CALL_CLOSE.length);
    if (tag !== CALL_CLOSE) return CALL_CLOSE.startsWith(tag) && !isLast ? 'unknown' : 'none';
    if (!this.#isString || this.#isBroken) return 'end';
    const next = this.#left[at + CALL_CLOSE.length];
    if (next === undefined) return isLast ? 'end' : 'unknown';
    return next === '\n' || next === '\r' ? 'end' : 'none';
  }

  /** Behind the object come blanks, perhaps a brace too many, and the closing tag. Anything else is the call's end, too. */
  #scanBehind(isLast: boolean): CallText | undefined {
    let at = 0;
    while (' \t\r\n}'.includes(this.#left[at] ?? '|')) at++;
    this.#pass(at);
    const tag = this.#left.slice(0, CALL_CLOSE.length);
    if (tag === CALL_CLOSE) return this.#cut(0, CALL_CLOSE.length);
    if (!CALL_CLOSE.startsWith(tag)) return this.#cut(0, 0);
    return isLast ? this.#cut(0, this.#left.length) : undefined;
  }

  #pass(length: number): void {
    this.#passed += this.#left.slice(0, length);
    this.#left = this.#left.slice(length);
  }

  #cut(end: number, next: number): CallText {
    return {
      body: this.#passed + this.#left.slice(0, end),
      objectLength: this.#objectLength,
      whole: this.#passed + this.#left.slice(0, next),
      rest: this.#left.slice(next),
    };
  }
}
