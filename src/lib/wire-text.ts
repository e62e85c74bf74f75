/**
 * Wire text: a string that holds the UTF-8 bytes of a text, one byte in one character (read as latin1).
 *
 * Half of the cost of a conversion is decoding and encoding UTF-8 that nobody looks at (measured:
 * docs/decisions/0003-wire-text.md). So bodies are parsed and written as wire text, and the few places that look at
 * what a text says call `readText` first. ASCII is the same in both forms.
 */

import type { Json } from './json.ts';

// One token per backslash, so that an escaped backslash before a `u` is never taken for an escape.
const ESCAPE = /\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|[^u])/g;

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
  return JSON.parse(text.includes('\\u') ? unescapeNonAscii(text) : text);
}

/** The bytes of a value whose strings are wire text. */
export function writeWireJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value), 'latin1');
}

/**
 * Replaces `\uXXXX` escapes above ASCII by the wire text of their character: JSON.parse would make real characters of
 * them, which a latin1 body cannot hold. A lone surrogate stays an escape, as it has no UTF-8 form; JSON.stringify
 * escapes it again.
 */
function unescapeNonAscii(json: string): string {
  return json.replace(ESCAPE, (token, high?: string, low?: string, single?: string) => {
    if (high !== undefined && low !== undefined) return wireText(String.fromCharCode(hex(high), hex(low)));
    if (single === undefined) return token;
    const code = hex(single);
    const isLoneSurrogate = code >= 0xd800 && code < 0xe000;
    return code < 0x80 || isLoneSurrogate ? token : wireText(String.fromCharCode(code));
  });
}

function hex(digits: string): number {
  return Number.parseInt(digits, 16);
}
