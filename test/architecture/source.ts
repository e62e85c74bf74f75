/** Reads the project's own source files: what they import, what they define. Paths are relative to the checkout. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ParseResult, parseSync } from 'oxc-parser';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Import {
  /** As it is written: `../lib/ids.ts`, `node:fs`, `kysely`. */
  readonly specifier: string;
  /** The file that a relative specifier means. */
  readonly target?: string;
  readonly isTypeOnly: boolean;
  readonly line: number;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lineCount: number;
  readonly imports: readonly Import[];
  readonly parsed: ParseResult;
}

/** True if a path is there. */
export function exists(path: string): boolean {
  return existsSync(ROOT + path);
}

/** The text of a file. */
export function read(path: string): string {
  return readFileSync(ROOT + path, 'utf8');
}

/** Names in a folder, sorted; none if it is not there. */
export function list(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[] {
  if (!exists(folder)) return [];
  return readdirSync(ROOT + folder, { withFileTypes: true })
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Every TypeScript file below a folder, without the tests beside the source. */
export function sourcesBelow(folder: string): readonly SourceFile[] {
  return pathsBelow(folder)
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts'))
    .map(readSource);
}

/** Parses one file. Throws on a syntax error. */
export function readSource(path: string): SourceFile {
  return parseSource(path, read(path));
}

/** Parses a text as the file of that path. Throws on a syntax error. */
export function parseSource(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text);
  const [error] = parsed.errors;
  if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
  const lineCount = text.split('\n').length - 1;
  return { path, text, lineCount, imports: importsOf(path, text, parsed), parsed };
}

/** The line of a position in a text, from 1. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

function pathsBelow(folder: string): readonly string[] {
  return list(folder).flatMap(({ name, isFolder }) => {
    const path = `${folder}/${name}`;
    return isFolder ? pathsBelow(path) : [path];
  });
}

function importsOf(path: string, text: string, { module }: ParseResult): readonly Import[] {
  const make = (specifier: string, start: number, isTypeOnly: boolean): Import => ({
    specifier,
    ...(specifier.startsWith('.') ? { target: posix.join(posix.dirname(path), specifier) } : {}),
    isTypeOnly,
    line: lineAt(text, start),
  });
  const statics = module.staticImports.map(({ moduleRequest, start, entries }) =>
    make(moduleRequest.value, start, entries.length > 0 && entries.every(({ isType }) => isType)),
  );
  const dynamics = module.dynamicImports
    .map(({ moduleRequest, start }) => ({ literal: text.slice(moduleRequest.start, moduleRequest.end), start }))
    .filter(({ literal }) => /^'[^']*'$/.test(literal))
    .map(({ literal, start }) => make(literal.slice(1, -1), start, false));
  return [...statics, ...dynamics];
}
