#!/usr/bin/env node
// Starts redwolf on a Node that can run it. Plain JavaScript without dependencies: older versions of Node read this too.

import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, 'dist/cli/main.js');
// The devDependency `node` of a checkout; the published package does not bring it.
const ownNode = join(root, process.platform === 'win32' ? 'node_modules/node/bin/node.exe' : 'node_modules/.bin/node');

if (isNewEnough(process.versions.node)) await run();
else if (existsSync(ownNode) && realpathSync(ownNode) !== realpathSync(process.execPath)) runOn(ownNode);
else
  giveUp(
    `redwolf needs Node 22.19 or newer, and this is ${process.versions.node}: install one from https://nodejs.org.`,
  );

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 19);
}

async function run() {
  if (!existsSync(program)) giveUp(`redwolf is not built yet: run "npm run build" in ${root} first.`);
  const { main } = await import(pathToFileURL(program).href);
  await main(process.argv);
}

/** Does the same on another Node, which gets our signals and whose exit code is ours. */
function runOn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child itself, and twice would mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => giveUp(`${node} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

function giveUp(line) {
  console.error(line);
  process.exit(1);
}
