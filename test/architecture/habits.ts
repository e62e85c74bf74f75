/** House rules that concern one file at a time. Each function gives one sentence per violation. */

import { Visitor } from 'oxc-parser';
import { layerOf } from './arrows.ts';
import { lineAt, type SourceFile } from './source.ts';

const FILE_LINES = 300;
const FUNCTION_LINES = 50;

/** Tables of data may be as long as their data. */
const DATA_FILES: ReadonlySet<string> = new Set<string>();

/** `path:name` of functions that are longer for a reason; the reason stands beside each. */
const LONG_FUNCTIONS: ReadonlySet<string> = new Set<string>();

/** Files and functions that are too long to be one idea. */
export function tooLong(file: SourceFile): readonly string[] {
  const faults = functionsOf(file)
    .filter(({ name, lines }) => lines > FUNCTION_LINES && !LONG_FUNCTIONS.has(`${file.path}:${name}`))
    .map(
      ({ name, line, lines }) =>
        `${file.path}:${line} ${name} has ${lines} lines, the limit is ${FUNCTION_LINES}: give its parts names.`,
    );
  if (file.lineCount > FILE_LINES && !DATA_FILES.has(file.path)) {
    faults.push(`${file.path} has ${file.lineCount} lines, the limit is ${FILE_LINES}: split it by ideas.`);
  }
  return faults;
}

/** Default exports, and files that pass on what other files define. */
export function wrongExports(file: SourceFile, registries: ReadonlySet<string>): readonly string[] {
  const faults: string[] = [];
  for (const { entries, start } of file.parsed.module.staticExports) {
    const place = `${file.path}:${lineAt(file.text, start)}`;
    for (const { exportName, moduleRequest } of entries) {
      if (exportName.kind === 'Default') faults.push(`${place} exports a default: give it a name.`);
      if (moduleRequest !== null) {
        faults.push(`${place} passes on ${moduleRequest.value}: import from the file that defines it.`);
      }
    }
  }
  if (/\/index\.tsx?$/.test(file.path) && !registries.has(file.path)) {
    faults.push(`${file.path} is no registry: name the file after what it holds.`);
  }
  return faults;
}

/** Imports of packages that a user of the published package would not have. */
export function missingPackages(file: SourceFile, declared: ReadonlySet<string>): readonly string[] {
  return file.imports
    .filter(({ specifier, target }) => target === undefined && !specifier.startsWith('node:'))
    .filter(({ specifier }) => !declared.has(packageName(specifier)))
    .map(({ specifier, line }) =>
      isBuiltin(specifier)
        ? `${file.path}:${line} imports ${specifier}: write node:${specifier}.`
        : `${file.path}:${line} imports ${specifier}, which is not in the dependencies of its package.json.`,
    );
}

/** Output that bypasses the log. */
export function usesConsole(file: SourceFile): readonly string[] {
  if (layerOf(file.path) === 'cli') return [];
  const faults: string[] = [];
  new Visitor({
    MemberExpression({ object, start }) {
      if (object.type === 'Identifier' && object.name === 'console') {
        faults.push(
          `${file.path}:${lineAt(file.text, start)} uses console: take a log, or return the text to src/cli.`,
        );
      }
    },
  }).visit(file.parsed.program);
  return faults;
}

// What opens connections. Everything that goes out passes src/lib/egress.ts, because only these files use it.
const GATES: ReadonlySet<string> = new Set([
  'src/gateway/http-upstream.ts',
  'src/gateway/proxied-upstream.ts',
  'src/lib/egress.ts',
]);
const CLIENT_MODULES: ReadonlySet<string> = new Set([
  'undici',
  'node:dgram',
  'node:dns',
  'node:dns/promises',
  'node:http2',
]);
const CLIENT_NAMES: ReadonlySet<string> = new Set([
  'request',
  'get',
  'Agent',
  'ClientRequest',
  'globalAgent',
  'connect',
]);
const SOCKET_NAMES: ReadonlySet<string> = new Set(['connect', 'createConnection', 'Socket', 'TLSSocket']);
const CLIENT_GLOBALS: ReadonlySet<string> = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']);

/** Connections to elsewhere that the egress guard does not see. */
export function bypassesEgress(file: SourceFile): readonly string[] {
  if (!file.path.startsWith('src/') || GATES.has(file.path)) return [];
  const faults: string[] = [];
  const add = (start: number, what: string) =>
    faults.push(
      `${file.path}:${lineAt(file.text, start)} uses ${what}: ask by an UpstreamPort, which keeps to src/lib/egress.ts.`,
    );
  for (const { moduleRequest, entries, start } of file.parsed.module.staticImports) {
    const names = entries.filter(({ isType }) => !isType).map(({ importName }) => importName.name ?? '*');
    const used = names.filter((name) => opensConnections(moduleRequest.value, name));
    if (used.length > 0) add(start, `${used.join(', ')} of ${moduleRequest.value}`);
  }
  new Visitor({
    CallExpression({ callee, start }) {
      if (callee.type === 'Identifier' && CLIENT_GLOBALS.has(callee.name)) add(start, callee.name);
    },
    NewExpression({ callee, start }) {
      if (callee.type === 'Identifier' && CLIENT_GLOBALS.has(callee.name)) add(start, callee.name);
    },
    ImportExpression({ source, start }) {
      if (source.type === 'Literal' && opensConnections(String(source.value), '*')) add(start, String(source.value));
    },
  }).visit(file.parsed.program);
  return faults;
}

function opensConnections(module: string, name: string): boolean {
  if (CLIENT_MODULES.has(module)) return true;
  if (/^node:https?$/.test(module)) return name === '*' || CLIENT_NAMES.has(name);
  return /^node:(net|tls)$/.test(module) && (name === '*' || SOCKET_NAMES.has(name));
}

interface FunctionPlace {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

function functionsOf({ text, parsed }: SourceFile): readonly FunctionPlace[] {
  const found: FunctionPlace[] = [];
  const add = (node: { readonly start: number; readonly end: number }, name: string | undefined) => {
    const line = lineAt(text, node.start);
    found.push({ name: name ?? 'a function', line, lines: lineAt(text, node.end) - line + 1 });
  };
  new Visitor({
    FunctionDeclaration: (node) => add(node, node.id?.name),
    FunctionExpression: (node) => add(node, node.id?.name),
    ArrowFunctionExpression: (node) => add(node, undefined),
  }).visit(parsed.program);
  return found;
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isBuiltin(specifier: string): boolean {
  return process.getBuiltinModule(specifier) !== undefined;
}
