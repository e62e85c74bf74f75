/** Longest single event that is taken, in bytes. Tool arguments of some megabytes come in one event from some servers. */
const MAX_EVENT_BYTES = 32 * 1024 * 1024;

const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/**
 * Reads server-sent events from bytes that may be cut anywhere (WHATWG HTML §9.2.6). Lines end with LF, CRLF or CR;
 * comments, `id` and `retry` are ignored; a last event without its blank line counts. The data is wire text, so a
 * character that is cut in two needs no care.
 */
export class SseReader {
  readonly #onEvent: (name: string, data: string) => void;
  #rest = '';
  #isFirstLine = true;
  #endedWithReturn = false;
  #name = '';
  #data: string | undefined;

  constructor(onEvent: (name: string, data: string) => void) {
    this.#onEvent = onEvent;
  }

  /** True between two events: nothing of a next one was read. */
  get isBetweenEvents(): boolean {
    return this.#rest === '' && this.#data === undefined && this.#name === '';
  }

  /** Throws RangeError if a single event is larger than 32 MiB. */
  push(chunk: Buffer): void {
    const text = this.#withUnixLineEnds(chunk.toString('latin1'));
    // The rest was searched before, so a newline can only be in what is new.
    let end = text.indexOf('\n');
    if (end < 0) {
      this.#rest = withinSize(this.#rest + text);
      return;
    }
    this.#line(this.#rest + text.slice(0, end));
    let start = end + 1;
    for (end = text.indexOf('\n', start); end >= 0; end = text.indexOf('\n', start)) {
      this.#line(text.slice(start, end));
      start = end + 1;
    }
    this.#rest = text.slice(start);
  }

  /** The body ended. */
  end(): void {
    if (this.#rest !== '') this.#line(this.#rest);
    this.#rest = '';
    this.#line('');
  }

  #withUnixLineEnds(text: string): string {
    let unix = text;
    if (this.#endedWithReturn && unix.startsWith('\n')) unix = unix.slice(1);
    if (text !== '') this.#endedWithReturn = text.endsWith('\r');
    return unix.includes('\r') ? unix.replace(/\r\n?/g, '\n') : unix;
  }

  #line(line: string): void {
    const isMarked = this.#isFirstLine && line.startsWith(BYTE_ORDER_MARK);
    this.#isFirstLine = false;
    this.#field(isMarked ? line.slice(BYTE_ORDER_MARK.length) : line);
  }

  #field(line: string): void {
    if (line === '') this.#dispatch();
    else if (line.startsWith('data:')) this.#addData(valueFrom(line, 5));
    else if (line.startsWith('event:')) this.#name = valueFrom(line, 6);
    else if (line === 'data') this.#addData('');
  }

  #addData(value: string): void {
    this.#data = this.#data === undefined ? value : withinSize(`${this.#data}\n${value}`);
  }

  #dispatch(): void {
    const name = this.#name;
    const data = this.#data;
    this.#name = '';
    this.#data = undefined;
    if (data !== undefined) this.#onEvent(name, data);
  }
}

function withinSize(text: string): string {
  if (text.length > MAX_EVENT_BYTES) throw new RangeError('an event of the stream is larger than 32 MiB');
  return text;
}

/** The value of a field line: one space after the colon does not belong to it. */
function valueFrom(line: string, start: number): string {
  return line.slice(line.charCodeAt(start) === 0x20 ? start + 1 : start);
}
