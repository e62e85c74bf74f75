/** Collects what is wrong with one file, and turns zod's issues into sentences. */

import type { z } from 'zod';
import { nearest } from '../lib/nearest.ts';
import type { ConfigDocument } from './document.ts';
import { type KeyPath, type Problem, pathText } from './problems.ts';
import { KEY_SEPARATOR } from './schema.ts';

/** Keys whose values are never shown. */
const SECRET_KEYS = new Set(['api_key', 'api_keys', 'key', 'url', 'headers', 'proxy', 'token', 'password']);
/** What looks like a key is not shown wherever it stands. */
const LOOKS_SECRET = /^(?:sk|rw|lxs|Bearer)[-_ ]|^(?=.*\d)[\w+/=-]{24,}$|:\/\/\S*@|\?\S*=/;
const LONGEST_SHOWN = 60;

export class Report {
  readonly #document: ConfigDocument;
  readonly #problems: Problem[];
  readonly #toFilePath: (path: KeyPath) => KeyPath;

  /** @param toFilePath where a path of the value stands in the file, which may have the original's form */
  constructor(document: ConfigDocument, toFilePath: (path: KeyPath) => KeyPath) {
    this.#document = document;
    this.#problems = [...document.problems];
    this.#toFilePath = toFilePath;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Tells whether something is wrong at this path or below it. */
  has(path: KeyPath): boolean {
    const name = pathText(this.#toFilePath(path));
    return this.#problems.some((problem) => {
      const known = pathText(problem.path);
      return known === name || known.startsWith(`${name}.`) || known.startsWith(`${name}[`);
    });
  }

  /** One problem for each path: the first one is the cause of the others. */
  add(path: KeyPath, message: string, part: 'key' | 'value' = 'value'): void {
    const filePath = this.#toFilePath(path);
    const name = pathText(filePath);
    if (this.#problems.some((known) => pathText(known.path) === name)) return;
    this.#problems.push({ place: this.#document.place(filePath, part), path: filePath, message });
  }

  /** `expected …, found …` for a value that stands there. `hint` is a whole sentence. */
  addUnexpected(path: KeyPath, expected: string, found: unknown, hint = ''): void {
    const stands = found === undefined ? '; it is missing' : `, found ${this.#shown(path, found)}`;
    this.add(path, `expected ${expected}${stands}${hint === '' ? '' : `. ${hint}`}`);
  }

  /**
   * Checks a part of the file against its schema.
   * @returns undefined if anything was wrong with it
   */
  parse<Output>(schema: z.ZodType<Output>, value: unknown, path: KeyPath): Output | undefined {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) this.#addIssue(issue, path, value);
    return undefined;
  }

  #addIssue(issue: z.core.$ZodIssue, base: KeyPath, value: unknown): void {
    const inside = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    const path = [...base, ...inside];
    const found = valueAt(value, inside);
    if (issue.code === 'unrecognized_keys') this.#addUnknownKeys(issue, path);
    else if (issue.code === 'invalid_union' && isSection(found)) {
      // Of a name or a section with a name, a section was meant; it is the last branch of the schema.
      for (const inner of issue.errors.at(-1) ?? []) this.#addIssue(inner, path, found);
    } else this.addUnexpected(path, issue.message, found);
  }

  #addUnknownKeys(issue: z.core.$ZodIssueUnrecognizedKeys, path: KeyPath): void {
    const known = issue.message.split(KEY_SEPARATOR);
    for (const key of issue.keys) {
      this.add([...path, key], `this key is unknown. ${suggest(key, known, 'Known keys here')}`, 'key');
    }
  }

  #shown(path: KeyPath, value: unknown): string {
    const written = this.#document.writtenAs(this.#toFilePath(path));
    if (written !== undefined) return `the value of ${written}`;
    if (Array.isArray(value)) return 'a list';
    if (value === null) return 'nothing';
    if (typeof value === 'object') return 'a section';
    const isSecret = path.some((step) => typeof step === 'string' && SECRET_KEYS.has(step));
    if (typeof value !== 'string') return isSecret ? `a ${typeof value}` : String(value);
    if (value === '') return 'an empty text';
    if (isSecret || LOOKS_SECRET.test(value)) return 'a text that is not shown here';
    return JSON.stringify(value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value);
  }
}

/** "Did you mean", or else what there is to choose from. */
export function suggest(word: string, known: readonly string[], title: string): string {
  const found = nearest(word, known);
  return found === undefined ? `${title}: ${known.join(', ')}.` : `Did you mean "${found}"?`;
}

/** Tells a section from a list and from a scalar. */
export function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(value: unknown, path: KeyPath): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Object.getOwnPropertyDescriptor(found, step)?.value;
  }
  return found;
}
