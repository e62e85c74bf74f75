/** Who may import what: the arrows of ARCHITECTURE.md. */

import type { Import, SourceFile } from './source.ts';

/** Each layer may import from those that stand left of it in its row. */
const ROWS = [
  ['lib', 'turn', 'protocols', 'platforms', 'config', 'routing', 'gateway', 'endpoints', 'main', 'cli'],
  ['lib', 'store', 'records', 'prices', 'admin', 'main', 'cli'],
  ['lib', 'turn', 'protocols', 'platforms', 'config', 'routing', 'gateway', 'control', 'main', 'cli'],
  ['lib', 'store', 'records', 'prices', 'admin', 'control', 'main', 'cli'],
  ['lib', 'turn', 'prices', 'control', 'main', 'cli'],
  ['lib', 'turn', 'records', 'control', 'main', 'cli'],
] as const;

/** They see the store and the records through their port types alone. */
const PORT_USERS = new Set(['routing', 'gateway', 'endpoints']);
const PORTS: ReadonlyMap<string, string> = new Map([
  ['store', 'src/store/ports.ts'],
  ['records', 'src/records/ports.ts'],
]);
const CONTRACT = 'src/admin/contract/';

/** The layer of a file in src/: its folder, or `main` for main.ts. */
export function layerOf(path: string): string {
  return path.split('/')[1]?.replace(/\.ts$/, '') ?? '';
}

/** What is wrong with the imports of a file of src/ or web/src/, one sentence each. */
export function wrongArrows(file: SourceFile): readonly string[] {
  return file.imports
    .map((imported) => {
      const fault = file.path.startsWith('web/') ? faultOfPage(imported) : faultOfServer(file, imported);
      return fault && `${file.path}:${imported.line} imports ${imported.specifier}: ${fault}`;
    })
    .filter((fault) => fault !== undefined);
}

function faultOfServer(file: SourceFile, { target, isTypeOnly }: Import): string | undefined {
  if (target === undefined) return undefined;
  if (file.path.startsWith(CONTRACT) && !target.startsWith(CONTRACT))
    return 'the contract imports nothing else of the server; write the type out in it.';
  if (!target.startsWith('src/')) return 'src/ may not reach out of src/.';
  const [from, to] = [layerOf(file.path), layerOf(target)];
  if (from === to || leftOf(from).has(to)) return undefined;
  const ports = PORTS.get(to);
  if (PORT_USERS.has(from) && ports !== undefined) {
    if (target === ports && isTypeOnly) return undefined;
    return `${from} may only take types from ${ports}: let src/main.ts hand the object in.`;
  }
  return `${from} may import from ${[...leftOf(from)].join(', ') || 'nothing'}. Move the code left, or hand it in from src/main.ts.`;
}

function faultOfPage({ target, isTypeOnly }: Import): string | undefined {
  if (target === undefined || target.startsWith('web/')) return undefined;
  if (target.startsWith(CONTRACT) && isTypeOnly) return undefined;
  return `the page may only take types from ${CONTRACT}; add what it needs there.`;
}

function leftOf(layer: string): ReadonlySet<string> {
  const left = new Set<string>();
  for (const row of ROWS) {
    const at = (row as readonly string[]).indexOf(layer);
    for (const other of row.slice(0, Math.max(at, 0))) left.add(other);
  }
  return left;
}

/** Every layer that ARCHITECTURE.md knows. */
export const LAYERS: ReadonlySet<string> = new Set(ROWS.flat());

/** One cycle of imports as a list of paths, or undefined if there is none. */
export function findCycle(files: readonly SourceFile[]): readonly string[] | undefined {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const trail: string[] = [];

  function visit(path: string): readonly string[] | undefined {
    const at = trail.indexOf(path);
    if (at >= 0) return [...trail.slice(at), path];
    const file = byPath.get(path);
    if (file === undefined || done.has(path)) return undefined;
    trail.push(path);
    for (const { target } of file.imports) {
      const cycle = target === undefined ? undefined : visit(target);
      if (cycle !== undefined) return cycle;
    }
    trail.pop();
    done.add(path);
    return undefined;
  }

  for (const { path } of files) {
    const cycle = visit(path);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
