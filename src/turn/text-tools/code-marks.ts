const BACKTICK = '`';

/** A run of backticks or tildes that begins a line, as far as it was seen. */
interface Fence {
  readonly mark: string;
  readonly length: number;
}

/**
 * Knows of a text that comes in pieces whether its end lies inside of code: between fences, or between the backticks of
 * one line. What stands there is quoted, not meant (CommonMark 0.31, sections 4.5 and 6.1; lists and quotes may indent).
 */
export class CodeMarks {
  /** The fence that is open. */
  #open: Fence | undefined;
  /** What the line begins with, if it may be a fence. */
  #fence: Fence | undefined;
  /** Something else than blanks stood in the line. */
  #hasText = false;
  /** Something else than blanks stood behind the fence of the line. */
  #hasInfo = false;
  /** Backticks in a row, at the end. */
  #run = 0;
  /** Length of the run that opened a code span in this line; 0: none is open. */
  #span = 0;

  push(text: string): void {
    for (const char of text) this.#add(char);
  }

  get isInCode(): boolean {
    this.#endRun();
    return this.#open !== undefined || (this.#fence !== undefined && this.#fence.length >= 3) || this.#span > 0;
  }

  /** True where only blanks stood in the line so far. */
  get isAtLineStart(): boolean {
    return !this.#hasText;
  }

  #add(char: string): void {
    if (char === '\n') return this.#endLine();
    if (char === BACKTICK) this.#run++;
    else this.#endRun();
    if (char === ' ' || char === '\t' || char === '\r') return;
    const fence = this.#fence;
    if (fence?.mark === char && !this.#hasInfo) this.#fence = { mark: char, length: fence.length + 1 };
    else if (!this.#hasText && (char === BACKTICK || char === '~')) this.#fence = { mark: char, length: 1 };
    else if (fence !== undefined) this.#addInfo(fence, char);
    // A quote's mark, behind which a fence may begin.
    if (char !== '>' || this.#hasText) this.#hasText = true;
  }

  /** What stands behind the fence. With another backtick in the line it was a code span. */
  #addInfo(fence: Fence, char: string): void {
    this.#hasInfo = true;
    if (fence.length < 3 || (fence.mark === BACKTICK && char === BACKTICK)) this.#fence = undefined;
  }

  #endRun(): void {
    if (this.#run === 0) return;
    if (this.#span === 0) this.#span = this.#run;
    else if (this.#span === this.#run) this.#span = 0;
    this.#run = 0;
  }

  #endLine(): void {
    const { mark, length } = this.#fence ?? { mark: '', length: 0 };
    if (length >= 3) {
      if (this.#open === undefined) this.#open = { mark, length };
      else if (this.#open.mark === mark && this.#open.length <= length && !this.#hasInfo) this.#open = undefined;
    }
    this.#fence = undefined;
    this.#hasText = false;
    this.#hasInfo = false;
    this.#run = 0;
    this.#span = 0;
  }
}
