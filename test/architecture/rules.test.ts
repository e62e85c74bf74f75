/** The rules of architecture.test.ts on small wrong examples: each one finds its fault. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findCycle, wrongArrows } from './arrows.ts';
import { bypassesEgress, missingPackages, tooLong, usesConsole, wrongExports } from './habits.ts';
import { compare } from './registries.ts';
import { parseSource } from './source.ts';

const NO_NAMES: ReadonlySet<string> = new Set();

function arrows(path: string, text: string): string {
  return wrongArrows(parseSource(path, text)).join('\n');
}

describe('the rules of the architecture test', () => {
  it('let a layer import from the left, and not from the right', () => {
    assert.equal(arrows('src/protocols/a.ts', "import { b } from '../turn/b.ts';"), '');
    assert.match(
      arrows('src/turn/a.ts', "\nimport { b } from '../protocols/b.ts';"),
      /^src\/turn\/a\.ts:2 imports \.\.\/protocols\/b\.ts: turn may import from lib\./,
    );
    assert.match(arrows('src/gateway/a.ts', "import { b } from '../endpoints/b.ts';"), /gateway may import/);
    assert.match(arrows('src/admin/a.ts', "import type { B } from '../gateway/b.ts';"), /admin may import/);
    assert.match(arrows('src/lib/a.ts', "const b = await import('../turn/b.ts');"), /lib may import from nothing/);
    assert.match(arrows('src/lib/a.ts', "import x from '../../web/src/x.ts';"), /out of src/);
  });

  it('let the gateway see the types of the store, and nothing else of it', () => {
    assert.equal(arrows('src/gateway/a.ts', "import type { CallRow } from '../store/ports.ts';"), '');
    assert.equal(arrows('src/gateway/a.ts', "import { type CallRow } from '../store/ports.ts';"), '');
    assert.match(arrows('src/gateway/a.ts', "import { CallRow } from '../store/ports.ts';"), /only take types/);
    assert.match(arrows('src/gateway/a.ts', "import type { B } from '../store/keys.ts';"), /only take types/);
    assert.match(arrows('src/config/a.ts', "import type { B } from '../store/ports.ts';"), /config may import/);
  });

  it('let the page see the types of the contract, and nothing else of the server', () => {
    assert.equal(arrows('web/src/a.tsx', "import type { B } from '../../src/admin/contract/calls.ts';"), '');
    assert.match(arrows('web/src/a.tsx', "import { b } from '../../src/admin/contract/calls.ts';"), /only take types/);
    assert.match(arrows('web/src/a.tsx', "import type { B } from '../../src/lib/ids.ts';"), /only take types/);
    assert.match(
      arrows('src/admin/contract/a.ts', "import type { B } from '../../store/ports.ts';"),
      /imports nothing/,
    );
  });

  it('find a circle of imports', () => {
    const a = parseSource('src/lib/a.ts', "import { b } from './b.ts';");
    const b = parseSource('src/lib/b.ts', "import { c } from './c.ts';");
    const c = parseSource('src/lib/c.ts', "import type { B } from './b.ts';");
    assert.deepEqual(findCycle([a, b, c]), ['src/lib/b.ts', 'src/lib/c.ts', 'src/lib/b.ts']);
    assert.equal(findCycle([a, b]), undefined);
  });

  it('find what is too long', () => {
    const fine = `export function f() {\n${'  g();\n'.repeat(48)}}\n`;
    const long = `export function f() {\n${'  g();\n'.repeat(49)}}\n`;
    assert.deepEqual(tooLong(parseSource('src/lib/a.ts', fine)), []);
    assert.match(tooLong(parseSource('src/lib/a.ts', long)).join(), /a\.ts:1 f has 51 lines/);
    assert.match(tooLong(parseSource('src/lib/a.ts', `class A {\n  ${long.slice(16)}}\n`)).join(), /51 lines/);
    assert.deepEqual(tooLong(parseSource('src/lib/a.ts', '\n'.repeat(300))), []);
    assert.match(tooLong(parseSource('src/lib/a.ts', '\n'.repeat(301))).join(), /a\.ts has 301 lines/);
  });

  it('find default exports and barrels', () => {
    const faults = (path: string, text: string) => wrongExports(parseSource(path, text), NO_NAMES).join();
    assert.equal(faults('src/lib/a.ts', 'export const a = 1;'), '');
    assert.match(faults('src/lib/a.ts', 'export default 1;'), /exports a default/);
    assert.match(faults('src/lib/a.ts', "export { b } from './b.ts';"), /passes on \.\/b\.ts/);
    assert.match(faults('src/lib/a.ts', "export * from './b.ts';"), /passes on \.\/b\.ts/);
    assert.match(faults('src/lib/index.ts', 'export const a = 1;'), /is no registry/);
  });

  it('find packages that are not declared', () => {
    const faults = (text: string) => missingPackages(parseSource('src/lib/a.ts', text), new Set(['@a/b'])).join();
    assert.equal(faults("import '@a/b/deep'; import 'node:fs'; import './c.ts';"), '');
    assert.match(faults("import 'left-pad';"), /left-pad, which is not in the dependencies/);
    assert.match(faults("import 'fs';"), /write node:fs/);
  });

  it('find what goes out past the guard', () => {
    const faults = (text: string, path = 'src/endpoints/a.ts') => bypassesEgress(parseSource(path, text)).length;
    for (const text of [
      "import { Pool } from 'undici';",
      "import http from 'node:http';",
      "import * as https from 'node:https';",
      "import { request } from 'node:https';",
      "import { connect } from 'node:net';",
      "import { lookup } from 'node:dns';",
      "await import('undici');",
      "await fetch('http://x');",
      "new WebSocket('ws://x');",
    ])
      assert.equal(faults(text), 1, text);
    for (const text of [
      "import type { Dispatcher } from 'undici';",
      "import { createServer, type ClientRequest } from 'node:http';",
      "import { isIP, type Socket } from 'node:net';",
      'port.fetch(request);',
    ])
      assert.equal(faults(text), 0, text);
    assert.equal(faults("import { Pool } from 'undici';", 'src/gateway/http-upstream.ts'), 0);
  });

  it('find the console outside of src/cli', () => {
    const faults = (path: string) => usesConsole(parseSource(path, "console.log('x');"));
    assert.equal(faults('src/lib/a.ts').length, 1);
    assert.equal(faults('src/cli/a.ts').length, 0);
  });

  it('name the line that a registry lacks', () => {
    const plugins = [
      { name: 'one', specifier: './one.ts' },
      { name: 'two', specifier: './two.ts' },
    ];
    const faults = (text: string) => compare(parseSource('src/x/index.ts', text), plugins).join();
    const imports = "import { one } from './one.ts'; import { two } from './two.ts';";
    assert.equal(faults(`${imports} export const ALL = [one, two];`), '');
    assert.equal(faults(`${imports} export const ALL = { 1: one, 2: two };`), '');
    assert.match(faults(`${imports} export const ALL = [two, one];`), /not sorted .* one, two/);
    assert.match(faults(`${imports} export const ALL = [one];`), /imports two and does not list it/);
    assert.match(
      faults("import { one } from './one.ts'; export const ALL = [one];"),
      /lacks \.\/two\.ts: add "import \{ two \} from '\.\/two\.ts';" and "two,"/,
    );
  });
});
