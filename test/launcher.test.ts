/** bin/redwolf.js, as a package with a program of the test's own. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../bin/redwolf.js', import.meta.url));
/** Makes a Node take itself for an old one. */
const OLD = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})`;

/** Answers with its arguments and its version, then ends with 7 when it is told to. */
const PROGRAM = `export async function main(argv) {
  process.on('SIGTERM', () => process.exit(7));
  console.log(JSON.stringify({ args: argv.slice(2), version: process.versions.node }));
  if (argv.includes('fail')) process.exit(3);
  if (argv.includes('wait')) await new Promise((resolve) => setTimeout(resolve, 30_000));
}
`;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function makePackage(context: TestContext, { isBuilt = true, hasNode = false } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'redwolf-launcher-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const name of ['bin', 'dist/cli', 'node_modules/.bin']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  copyFileSync(LAUNCHER, join(folder, 'bin/redwolf.js'));
  if (isBuilt) writeFileSync(join(folder, 'dist/cli/main.js'), PROGRAM);
  if (hasNode) {
    const node = join(folder, 'node_modules/.bin/node');
    writeFileSync(node, `#!/bin/sh\nexec "${process.execPath}" "$@"\n`);
    chmodSync(node, 0o755);
  }
  return folder;
}

function launch(folder: string, args: readonly string[], { isOld = false, onOutput = (_kill: () => void) => {} } = {}) {
  const child = spawn(
    process.execPath,
    [...(isOld ? ['--import', OLD] : []), join(folder, 'bin/redwolf.js'), ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => {
    stdout += data;
    onOutput(() => child.kill('SIGTERM'));
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  return new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

test('a Node that is new enough runs the program itself, which gets the signals', async (context) => {
  const folder = makePackage(context);
  const plain = await launch(folder, ['start', '--port', '0']);
  assert.equal(plain.code, 0, plain.stderr);
  assert.deepEqual(JSON.parse(plain.stdout), { args: ['start', '--port', '0'], version: process.versions.node });
  const stopped = await launch(folder, ['wait'], { onOutput: (kill) => kill() });
  assert.equal(stopped.code, 7, stopped.stderr);
});

test('an old Node hands over to the one of the package, with arguments, exit code and signals', async (context) => {
  const folder = makePackage(context, { hasNode: true });
  const failed = await launch(folder, ['fail', 'a b'], { isOld: true });
  assert.equal(failed.code, 3, failed.stderr);
  assert.deepEqual(JSON.parse(failed.stdout), { args: ['fail', 'a b'], version: process.versions.node });
  const stopped = await launch(folder, ['wait'], { isOld: true, onOutput: (kill) => kill() });
  assert.equal(stopped.code, 7, stopped.stderr);
});

test('an old Node alone is told in one sentence', async (context) => {
  const { code, stderr } = await launch(makePackage(context), [], { isOld: true });
  assert.equal(code, 1);
  assert.match(stderr, /^redwolf needs Node 22\.19 or newer, and this is 20\.20\.2: .*\n$/);
});

test('a missing build is told in one sentence', async (context) => {
  const { code, stderr } = await launch(makePackage(context, { isBuilt: false }), []);
  assert.equal(code, 1);
  assert.match(stderr, /^redwolf is not built yet: run "npm run build" in .* first\.\n$/);
});
