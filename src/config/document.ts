/** Reads the text of a configuration file: YAML 1.2, or JSON with comments. Knows nothing of what the keys mean. */

import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { substitute } from './environment.ts';
import { isJson, withoutComments } from './json-comments.ts';
import { type KeyPath, type Place, type Problem, pathText } from './problems.ts';

/** A file's value, and where each part of it stands. */
export interface ConfigDocument {
  /** Plain objects, arrays and scalars. A key without a value is left out. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Where a value stands; where that is missing, the nearest section around it. */
  place(path: KeyPath, part?: 'key' | 'value'): Place;
  /** The text that stands in the file where a value was taken from the environment. */
  writtenAs(path: KeyPath): string | undefined;
}

/** Deeper than any valid file, and shallow enough for the stack. */
const DEEPEST = 20;
/** An alias repeats what it stands for; this many parts in all is more than any valid file has. */
const MOST_NODES = 100_000;

/** @param file its name, which may tell the format */
export function readDocument(file: string, text: string, environment: NodeJS.ProcessEnv): ConfigDocument {
  const lines = new LineCounter();
  const source = isJson(file, text) ? withoutComments(text) : text;
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const reader = new Reader(document, lines, environment);
  const problems = syntaxProblems(document.errors, source, lines);
  const value = problems.length > 0 ? undefined : reader.read(document.contents, []);
  return {
    value,
    problems: [...problems, ...reader.problems],
    place: (path, part = 'value') => reader.place(path, part),
    writtenAs: (path) => reader.written.get(pathText(path)),
  };
}

/** One error of the syntax makes others, so the first is enough. */
function syntaxProblems(errors: readonly YAMLError[], source: string, lines: LineCounter): Problem[] {
  const first = errors[0];
  if (first === undefined) return [];
  const place = placeAt(lines, first.pos[0]);
  const line = source.split('\n')[place.line - 1] ?? '';
  return [{ place, path: [], message: `${syntaxMessage(first)}${substitutionHint(line)}` }];
}

/** The library's own message may quote what stands there, which may be a secret. */
function syntaxMessage(error: YAMLError): string {
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return 'this key stands here a second time; write it once';
    case 'MULTIPLE_DOCS':
      return 'a second document begins here; put everything into one';
    case 'TAB_AS_INDENT':
      return 'a tab indents this line; YAML takes blanks only';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a key inside of a value; put a text with ": " in it into quotes, or the key on a line of its own';
    case 'MULTILINE_IMPLICIT_KEY':
      return 'a key stands on one line, with a colon after it; the line before may be indented wrongly';
    case 'BAD_INDENT':
      return 'the indentation is wrong, or a closing bracket is missing';
    case 'MISSING_CHAR':
      return 'a quote, comma, colon or closing bracket is missing';
    case 'BAD_SCALAR_START':
      return 'a text that begins with this character needs quotes';
    case 'UNEXPECTED_TOKEN':
      return 'this is not expected here; a quote, comma or bracket may be missing before it';
    case 'RESOURCE_EXHAUSTION':
      return 'this is nested too deeply';
    default:
      return `this is not valid YAML or JSON (${error.code})`;
  }
}

function substitutionHint(line: string): string {
  return line.includes('$' + '{') ? '. Inside of { } and [ ], a reference to the environment needs quotes' : '';
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** Walks the nodes once and notes where everything stands. */
class Reader {
  readonly problems: Problem[] = [];
  readonly written = new Map<string, string>();
  readonly #places = new Map<string, { readonly key: number; readonly value: number }>();
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #environment: NodeJS.ProcessEnv;
  #nodes = 0;
  #isTooLarge = false;

  constructor(document: Document, lines: LineCounter, environment: NodeJS.ProcessEnv) {
    this.#document = document;
    this.#lines = lines;
    this.#environment = environment;
  }

  read(node: unknown, path: KeyPath, keyOffset?: number): unknown {
    const offset = offsetOf(node) ?? keyOffset ?? 0;
    this.#places.set(pathText(path), { key: keyOffset ?? offset, value: offset });
    if (path.length > DEEPEST || ++this.#nodes > MOST_NODES) return this.#refuseSize(path);
    if (isAlias(node)) return this.#readAlias(node, path, keyOffset);
    if (isMap(node)) return this.#readMap(node.items, path);
    if (isSeq(node)) return node.items.map((item, index) => this.read(item, [...path, index]));
    if (isScalar(node)) return typeof node.value === 'string' ? this.#readText(node.value, path) : node.value;
    return null;
  }

  place(path: KeyPath, part: 'key' | 'value'): Place {
    for (let length = path.length; length >= 0; length--) {
      const offsets = this.#places.get(pathText(path.slice(0, length)));
      if (offsets !== undefined) return placeAt(this.#lines, offsets[part]);
    }
    return { line: 1, column: 1 };
  }

  #readMap(items: readonly { key: unknown; value: unknown }[], path: KeyPath): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    for (const { key, value } of items) {
      const name = isScalar(key) ? String(key.value) : '?';
      const read = this.read(value, [...path, name], offsetOf(key));
      if (read !== null) entries.push([name, read]);
    }
    return Object.fromEntries(entries);
  }

  #readAlias(node: Alias, path: KeyPath, keyOffset: number | undefined): unknown {
    const target = node.resolve(this.#document);
    if (target === undefined) return this.#refuse(path, 'this alias has no anchor before it');
    return this.read(target, path, keyOffset);
  }

  #readText(text: string, path: KeyPath): string {
    const { value, missing } = substitute(text, this.#environment);
    for (const name of missing) this.#refuse(path, `the environment variable "${name}" is not set`);
    if (value !== text) this.written.set(pathText(path), text);
    return value;
  }

  #refuse(path: KeyPath, message: string): null {
    this.problems.push({ place: this.place(path, 'value'), path, message });
    return null;
  }

  #refuseSize(path: KeyPath): null {
    if (this.#isTooLarge) return null;
    this.#isTooLarge = true;
    return this.#refuse(path, 'this is nested too deeply, or aliases repeat it too often');
  }
}

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : undefined;
}
