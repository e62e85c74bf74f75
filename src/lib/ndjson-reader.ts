/** Longest single line that is taken, in bytes. Tool arguments come whole, in one line. */
const MAX_LINE_BYTES = 32 * 1024 * 1024;

const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/**
 * Reads lines of JSON from bytes that may be cut anywhere (github.com/ndjson/ndjson-spec). Lines end with LF or CRLF;
 * blank ones are ignored; a last line without its end counts. What is given is wire text, not parsed yet.
 */
export class NdjsonReader {
  readonly #onLine: (line: string) => void;
  #rest = '';
  #isFirstLine = true;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** True between two lines: nothing of a next one was read. */
  get isBetweenEvents(): boolean {
    return this.#rest === '';
  }

  /** Throws RangeError if a single line is larger than 32 MiB. */
  push(chunk: Buffer): void {
    const text = chunk.toString('latin1');
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      const line = this.#rest + text.slice(start, end);
      this.#rest = '';
      this.#line(line);
      start = end + 1;
    }
    this.#rest += text.slice(start);
    if (this.#rest.length > MAX_LINE_BYTES) throw new RangeError('a line of the stream is larger than 32 MiB');
  }

  /** The body ended. */
  end(): void {
    const rest = this.#rest;
    this.#rest = '';
    this.#line(rest);
  }

  #line(line: string): void {
    const isMarked = this.#isFirstLine && line.startsWith(BYTE_ORDER_MARK);
    this.#isFirstLine = false;
    const text = (isMarked ? line.slice(BYTE_ORDER_MARK.length) : line).trim();
    if (text !== '') this.#onLine(text);
  }
}
