import { CallBody, type CallText } from './call-body.ts';
import { CodeMarks } from './code-marks.ts';
import { CALL_OPEN, RESULT_OPEN } from './form.ts';
import { parseCall, type WrittenCall } from './parse-call.ts';

/** What a model wrote, told apart. */
export type WrittenPiece = { readonly kind: 'text'; readonly text: string } | ({ readonly kind: 'call' } & WrittenCall);

// Blanks of ASCII only: in wire text `\s` and `trim` would take bytes of other characters for blanks.
const BLANKS = ' \t\r\n';

// More of them in a row are no markup.
const MAX_BLANKS = 200;

/**
 * Finds the calls in a model's text, which comes in pieces that may be cut anywhere. Text goes out at once, but for what
 * may be the beginning of a call and the blanks before it. Blanks around calls belong to the markup.
 *
 * A tag counts where it begins or ends its line, a brace follows it, and it is not in code: a tag that the model only
 * talks about must run nothing. Once the model has begun to write results itself, what it writes is made up, and no more
 * calls are read.
 */
export class CallScanner {
  #held = '';
  /** How much of the held text `#marks` knows. */
  #seen = 0;
  #marks = new CodeMarks();
  /** The opening tag with the blanks around it, and what follows, while a call is read. */
  #call: { readonly opening: string; readonly body: CallBody } | undefined;
  #hasCalls = false;
  #isAfterCall = false;
  #isMadeUp = false;
  readonly #sink: (piece: WrittenPiece) => void;

  constructor(sink: (piece: WrittenPiece) => void) {
    this.#sink = sink;
  }

  push(text: string): void {
    let rest: string | undefined = text;
    while (rest !== undefined)
      rest = this.#call === undefined ? this.#read(rest) : this.#take(this.#call.body.push(rest));
  }

  /** The text block ends. What follows is another one. */
  end(): void {
    while (this.#call !== undefined) this.push(this.#take(this.#call.body.end()) ?? '');
    const isBlank = beforeBlanks(this.#held, this.#held.length) === 0;
    if (!(this.#isAfterCall && isBlank)) this.#give(this.#held.length);
    this.#held = '';
    this.#seen = 0;
    this.#isAfterCall = false;
    this.#marks = new CodeMarks();
  }

  /** Reads on outside of calls. Returns what belongs to a call that begins. */
  #read(text: string): string | undefined {
    this.#held += text;
    while (!this.#isMadeUp) {
      const at = this.#nextTag();
      if (at < 0) return this.#give(this.#safeLength());
      this.#see(at);
      if (this.#held.startsWith(RESULT_OPEN, at)) this.#isMadeUp = this.#hasCalls && !this.#marks.isInCode;
      else {
        const start = this.#bodyStart(at);
        if (start === 'unknown') return this.#give(beforeBlanks(this.#held, at));
        if (start !== undefined) return this.#begin(at, start);
      }
      this.#see(at + 1);
    }
    return this.#give(this.#held.length);
  }

  /** Place of the next tag that has not been looked at; -1 if there is none. */
  #nextTag(): number {
    const isTag = (at: number) => this.#held.startsWith(CALL_OPEN, at) || this.#held.startsWith(RESULT_OPEN, at);
    // What both begin with: looking for each by itself would look through the whole text for the one that never comes.
    let at = this.#held.indexOf('<tool_', this.#seen);
    while (at >= 0 && !isTag(at)) at = this.#held.indexOf('<tool_', at + 1);
    return at;
  }

  /** Place of the brace, if a call begins with the tag at this place; undefined if none does. */
  #bodyStart(at: number): number | 'unknown' | undefined {
    const behind = at + CALL_OPEN.length;
    const start = behind + blanksFrom(this.#held, behind);
    const next = this.#held[start];
    if (this.#marks.isInCode || start - behind > MAX_BLANKS || (next !== undefined && next !== '{')) return undefined;
    if (next === undefined) return 'unknown';
    const isLineEnd = this.#held.slice(behind, start).includes('\n');
    return this.#marks.isAtLineStart || isLineEnd ? start : undefined;
  }

  #begin(at: number, start: number): string {
    const end = beforeBlanks(this.#held, at);
    const opening = this.#held.slice(end, start);
    const rest = this.#held.slice(start);
    this.#give(end);
    this.#call = { opening, body: new CallBody() };
    return rest;
  }

  /** Takes the call, if its end was found. Returns what came behind it. */
  #take(text: CallText | undefined): string | undefined {
    const { opening } = this.#call ?? { opening: '' };
    if (text === undefined) return undefined;
    this.#call = undefined;
    this.#seen = 0;
    const call = parseCall(text.body, text.objectLength);
    this.#held = call === undefined ? opening + text.whole : '';
    this.#give(this.#held.length);
    if (call !== undefined) {
      this.#sink({ kind: 'call', ...call });
      this.#hasCalls = true;
      this.#isAfterCall = true;
      this.#marks = new CodeMarks();
    }
    return text.rest;
  }

  /** How much of the held text can be no part of a call. */
  #safeLength(): number {
    const { length } = this.#held;
    const open = this.#held.lastIndexOf('<');
    const end = this.#held.slice(open);
    const isPartial = open >= this.#seen && (CALL_OPEN.startsWith(end) || RESULT_OPEN.startsWith(end));
    return beforeBlanks(this.#held, isPartial ? open : length);
  }

  #see(end: number): void {
    this.#marks.push(this.#held.slice(this.#seen, end));
    this.#seen = end;
  }

  /** Gives the beginning of the held text out. */
  #give(length: number): undefined {
    if (this.#seen < length) this.#see(length);
    const start = this.#isAfterCall ? Math.min(blanksFrom(this.#held, 0), length) : 0;
    if (start < length) {
      this.#sink({ kind: 'text', text: this.#held.slice(start, length) });
      this.#isAfterCall = false;
    }
    this.#held = this.#held.slice(length);
    this.#seen -= length;
  }
}

/** Where the blanks begin that stand before `end`. */
function beforeBlanks(text: string, end: number): number {
  let start = end;
  while (start > 0 && end - start < MAX_BLANKS && BLANKS.includes(text[start - 1] ?? '|')) start--;
  return start;
}

/** Number of blanks from this place on. */
function blanksFrom(text: string, start: number): number {
  let end = start;
  while (BLANKS.includes(text[end] ?? '|')) end++;
  return end - start;
}
