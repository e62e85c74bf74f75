/** What npm start and npm test do before anything runs, on a small checkout with a made-up compiler and npm. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const SCRIPTS = fileURLToPath(new URL('../scripts', import.meta.url));

const LOCK = {
  packages: {
    '': {},
    'node_modules/kysely': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/for-another-system': { version: '1.0.0', integrity: 'sha512-b', optional: true },
  },
};
const INSTALLED = { packages: { 'node_modules/kysely': { version: '1.0.0', integrity: 'sha512-a' } } };

// Copies src/main.ts into the folder that --outDir names; fails where the source says so.
const COMPILER = `
import fs from 'node:fs';
const source = fs.readFileSync('src/main.ts', 'utf8');
if (source.includes('WRONG')) process.exit(2);
const out = process.argv[process.argv.indexOf('--outDir') + 1];
fs.mkdirSync(out, { recursive: true });
fs.writeFileSync(out + '/main.js', source);
`;

// Installs what the lock file wants, and leaves a note of how it was called.
const NPM = `
const fs = require('node:fs');
fs.writeFileSync('npm-called.txt', process.argv.slice(2).join(' '));
fs.copyFileSync('installed-next.json', 'node_modules/.package-lock.json');
`;

// Prints its arguments and the build it runs on, and ends with 7.
const PROGRAM = `
import fs from 'node:fs';
const build = fs.readFileSync(new URL('../dist/main.js', import.meta.url), 'utf8');
console.log(JSON.stringify({ args: process.argv.slice(2), build }));
process.exit(7);
`;

describe('scripts/start.js', () => {
  let checkout: string;

  const write = (file: string, content: string) => {
    const full = path.join(checkout, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, content);
  };

  const start = (...args: string[]) => {
    const env = { ...process.env, npm_execpath: path.join(checkout, 'npm-cli.js') };
    const script = path.join(checkout, 'scripts/start.js');
    const result = spawnSync(process.execPath, [script, ...args], { cwd: checkout, env, encoding: 'utf8' });
    return { status: result.status, said: result.stderr, printed: result.stdout };
  };

  beforeEach(() => {
    checkout = mkdtempSync(path.join(tmpdir(), 'redwolf-checkout-'));
    cpSync(SCRIPTS, path.join(checkout, 'scripts'), { recursive: true });
    write('package.json', '{"type": "module"}');
    write('package-lock.json', JSON.stringify(LOCK));
    write('node_modules/.package-lock.json', JSON.stringify(INSTALLED));
    write('node_modules/typescript/bin/tsc', COMPILER);
    write('node_modules/typescript/package.json', '{"type": "module"}');
    mkdirSync(path.join(checkout, 'node_modules/.bin'));
    symlinkSync(process.execPath, path.join(checkout, 'node_modules/.bin/node'));
    write('npm-cli.js', "import { createRequire } from 'node:module'; createRequire(import.meta.url)('./npm.cjs');");
    write('npm.cjs', NPM);
    write('bin/redwolf.js', PROGRAM);
    write('src/main.ts', 'one');
  });
  afterEach(() => rmSync(checkout, { recursive: true }));

  it('builds once, and passes arguments and exit code on', () => {
    const first = start('--port', '0');
    assert.match(first.said, /^Building the server…\n$/);
    assert.deepEqual(JSON.parse(first.printed), { args: ['start', '--port', '0'], build: 'one' });
    assert.equal(first.status, 7);
    assert.equal(start().said, '');
  });

  it('builds again after a change, and only then', () => {
    start();
    utimesSync(path.join(checkout, 'src/main.ts'), new Date(0), new Date(0));
    write('src/main.test.ts', 'a new test');
    write('README.md', 'a new text');
    assert.equal(start().said, '');
    write('src/main.ts', 'two');
    const changed = start();
    assert.match(changed.said, /Building the server/);
    assert.match(changed.printed, /"build":"two"/);
    write('src/added.ts', '');
    assert.match(start().said, /Building the server/);
  });

  it('keeps the last good build when a build fails', () => {
    start();
    write('src/main.ts', 'WRONG');
    const failed = start();
    assert.match(failed.said, /The build failed/);
    assert.deepEqual([failed.status, failed.printed], [1, '']);
    assert.equal(readFileSync(path.join(checkout, 'dist/main.js'), 'utf8'), 'one');
    write('src/main.ts', 'one');
    assert.equal(start().said, '');
  });

  it('installs when the lock file wants something else than what is there, quietly', () => {
    const next = { packages: { 'node_modules/kysely': { version: '2.0.0', integrity: 'sha512-c' } } };
    write('package-lock.json', JSON.stringify({ packages: { '': {}, ...next.packages } }));
    write('installed-next.json', JSON.stringify(next));
    assert.match(start().said, /^Installing changed packages…\n/);
    const called = readFileSync(path.join(checkout, 'npm-called.txt'), 'utf8');
    assert.equal(called, 'ci --include=dev --no-audit --no-fund --loglevel=error');
    assert.equal(start().said, '');
  });

  it('installs when something is missing or left over', () => {
    for (const packages of [{}, { ...INSTALLED.packages, 'node_modules/old': { version: '1.0.0' } }]) {
      write('node_modules/.package-lock.json', JSON.stringify({ packages }));
      write('installed-next.json', JSON.stringify(INSTALLED));
      assert.match(start().said, /^Installing changed packages…\n/);
    }
  });
});
