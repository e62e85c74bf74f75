import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parseSync } from 'oxc-parser';

const BUILT = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const ASSETS = join(BUILT, 'assets');
const KB = 1_000;
const MOST_KB = 220;

/** What a browser loads to show the list of calls to somebody who is logged in: with the larger one of the languages. */
describe('the first load of the web interface', () => {
  let assets: readonly string[] = [];

  before(() => {
    assert.ok(existsSync(ASSETS), 'The web interface is not built: npm run build.');
    assets = readdirSync(ASSETS);
  });

  it(`is at most ${MOST_KB} KB, compressed`, () => {
    const entries = [...read('../index.html').matchAll(/assets\/([\w.-]+)/g)].map(([, name = '']) => name);
    const shell = [...entries, ...chunksOf('calls-page'), ...chunksOf('home')];
    const language = Math.max(...['english', 'chinese'].map((name) => sizeOf(chunksOf(name))));
    const total = sizeOf(withImports(shell)) + language;
    assert.ok(total <= MOST_KB * KB, `it is ${(total / KB).toFixed(1)} KB`);
    // Else the names of the chunks have changed, and this looks at nothing.
    assert.ok(total > 100 * KB);
  });

  it('needs neither charts nor sorting by hand', () => {
    const entries = [...read('../index.html').matchAll(/assets\/([\w.-]+\.js)/g)].map(([, name = '']) => name);
    const text = withImports([...entries, ...chunksOf('calls-page')])
      .map(read)
      .join('');
    for (const word of ['uplot', 'DndContext']) assert.ok(!text.includes(word), word);
  });

  function chunksOf(name: string): readonly string[] {
    const found = assets.filter((asset) => asset.startsWith(`${name}-`) && asset.endsWith('.js'));
    assert.equal(found.length, 1, name);
    return found;
  }
});

function read(asset: string): string {
  return readFileSync(join(ASSETS, asset), 'utf8');
}

function sizeOf(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + gzipSync(readFileSync(join(ASSETS, name))).length, 0);
}

/** They, and all that they import before they run. */
function withImports(names: readonly string[]): readonly string[] {
  const all = new Set<string>();
  const add = (name: string) => {
    if (all.has(name)) return;
    all.add(name);
    if (!name.endsWith('.js')) return;
    for (const { moduleRequest } of parseSync(name, read(name)).module.staticImports)
      add(moduleRequest.value.replace('./', ''));
  };
  names.forEach(add);
  return [...all];
}
