/** The house rules of ARCHITECTURE.md and AGENTS.md, as tests. Each failure says what to do. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findCycle, LAYERS, layerOf, wrongArrows } from './architecture/arrows.ts';
import { bypassesEgress, missingPackages, tooLong, usesConsole, wrongExports } from './architecture/habits.ts';
import { REGISTRY_FILES, wrongRegistries } from './architecture/registries.ts';
import { read, type SourceFile, sourcesBelow } from './architecture/source.ts';

const server = sourcesBelow('src');
const page = sourcesBelow('web/src');
const all = [...server, ...page];

describe('architecture', () => {
  it('every folder of src/ has its place in the arrows', () => {
    const strangers = new Set(server.map(({ path }) => layerOf(path)).filter((layer) => !LAYERS.has(layer)));
    assert.deepEqual([...strangers], [], 'Give these a place in test/architecture/arrows.ts and in ARCHITECTURE.md.');
  });

  it('imports follow the arrows', () => none(all, wrongArrows));

  it('no imports go in a circle', () => {
    const cycle = findCycle(all);
    assert.equal(cycle?.join(' → '), undefined, 'Move what both need into a file that imports neither.');
  });

  it('files and functions are short', () => none(all, tooLong));

  it('exports have names, and stand where the thing is defined', () => {
    none(all, (file) => wrongExports(file, REGISTRY_FILES));
  });

  it('registries name every plugin, sorted', () => {
    assert.deepEqual(wrongRegistries(), []);
  });

  it('src/ imports only what the published package brings', () => {
    const declared = packagesOf('package.json', 'dependencies');
    none(server, (file) => missingPackages(file, declared));
  });

  it('the page imports only what its own package.json names', () => {
    const declared = packagesOf('web/package.json', 'devDependencies');
    none(page, (file) => missingPackages(file, declared));
  });

  it('everything that goes out passes the egress guard', () => none(server, bypassesEgress));

  it('only src/cli talks to the console', () => none(server, usesConsole));
});

/** Fails with all sentences at once. */
function none(files: readonly SourceFile[], rule: (file: SourceFile) => readonly string[]): void {
  assert.ok(files.length > 0, 'There is nothing to check: are the folders right?');
  const faults = files.flatMap(rule);
  assert.equal(faults.join('\n'), '');
}

function packagesOf(path: string, field: 'dependencies' | 'devDependencies'): ReadonlySet<string> {
  const manifest = JSON.parse(read(path)) as Readonly<Record<typeof field, Readonly<Record<string, string>>>>;
  return new Set(Object.keys(manifest[field]));
}
