/**
 * Wire text: a string that holds the UTF-8 bytes of a text, one byte in one character (read as latin1).
 *
 * Half of the cost of a conversion is decoding and encoding UTF-8 that nobody looks at (measured:
 * docs/decisions/0003-wire-text.md). So bodies are parsed and written as wire text, and the few places that look at
 * what a text says call `readText` first. ASCII is the same in both forms.
 */

import type { Json } from './json.ts';

// Also matches an escaped backslash before a `u`, as in `C:\\users`: that only takes the slow way for nothing.
const WIDE_ESCAPE = /\\u(?!00[0-7])/;

const SURROGATE_PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

/** The text behind a wire text. */
export function readText(wire: string): string {
  return Buffer.from(wire, 'latin1').toString('utf8');
}

/** The wire text of a text, for what we put into a body ourselves. */
export function wireText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/**
 * Parses JSON bytes; every string in the result is wire text.
 * Throws SyntaxError as JSON.parse does.
 */
export function parseWireJson(bytes: Buffer): Json {
  // A byte order mark is no JSON, but some servers send one (RFC 8259 §8.1 lets a parser ignore it).
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return parseWireText(bytes.toString('latin1', start));
}

/** Parses JSON that is wire text already, such as the data of a server-sent event. Throws SyntaxError. */
export function parseWireText(text: string): Json {
  return JSON.parse(text.includes('\\u') && WIDE_ESCAPE.test(text) ? withoutWideEscapes(text) : text);
}

/** The bytes of a value whose strings are wire text. */
export function writeWireJson(value: unknown): Buffer {
  return Buffer.from(joinSurrogates(JSON.stringify(value)), 'latin1');
}

/**
 * Wire text of a text that was put together of pieces: where the halves of a surrogate pair came in two of them, they
 * have become a character, which latin1 cannot hold. Costs next to nothing where there is none.
 */
export function joinSurrogates(text: string): string {
  return text.replace(SURROGATE_PAIR, wireText);
}

/**
 * The same JSON with the UTF-8 bytes of each character that was an escape above ASCII: JSON.parse would make real
 * characters of them, which latin1 cannot hold. A lone surrogate has no UTF-8 form; JSON.stringify makes it an escape.
 */
function withoutWideEscapes(json: string): string {
  return wireText(JSON.stringify(JSON.parse(readText(json))));
}
