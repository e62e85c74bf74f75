/**
 * What a fresh checkout needs before anything can run: packages and a build. Each step is done only when it is due.
 * Plain JavaScript without dependencies, for Node 20 and newer: it runs before anything is installed.
 */

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const WINDOWS = process.platform === 'win32';

/** The Node that the project is developed on, from the devDependency `node`. */
export const node = WINDOWS ? join(root, 'node_modules/node/bin/node.exe') : join(root, 'node_modules/.bin/node');

const BUILD_STAMP = join(root, 'dist/.build-stamp');

// All that a build depends on; a change elsewhere never causes one.
const BUILD_INPUTS = [
  'src',
  'web',
  'scripts/ensure.js',
  'scripts/build.js',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** Files of src/ that the program reads. */
const DATA_FILES = ['routing/intent/weights.bin.br'];

/** Says one plain line on stderr: stdout belongs to the program that is started. */
function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Says why it cannot go on, and ends. */
export function giveUp(line, code = 1) {
  say(line);
  process.exit(code);
}

/** Installs the packages of package-lock.json, unless node_modules holds exactly these. */
export function ensureInstalled() {
  if (isInstalled()) return;
  say(
    existsSync(join(root, 'node_modules')) ? 'Installing changed packages…' : 'Installing packages (first start only)…',
  );
  const [command, ...first] = npm();
  const args = [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: command.endsWith('.cmd') });
  if (result.error !== undefined) giveUp(`npm could not be started: ${result.error.message}`);
  if (result.status !== 0) {
    giveUp('Installing the packages failed; npm says why above. Check the network, then run the same command again.');
  }
}

/** Builds src/ and web/ into dist/, unless dist/ was built from exactly these files. */
export function ensureBuilt() {
  const stamp = buildStamp();
  if (isBuilt(stamp)) return;
  build(stamp);
}

/**
 * Builds in any case. The new build replaces the old one at the end, in one step: a failed build leaves the old one as
 * it was, and no file of a deleted source stays behind.
 */
export function build(stamp = buildStamp()) {
  // Names of our own, so that two builds at once do not write into each other.
  const next = join(root, `dist.new-${process.pid}`);
  const old = join(root, `dist.old-${process.pid}`);
  process.on('exit', () => remove(next));
  say('Building the server…');
  runTool('typescript/bin/tsc', ['-p', 'tsconfig.json', '--outDir', next], root);
  // What the compiler leaves out: it copies no data.
  for (const file of DATA_FILES.filter((name) => existsSync(join(root, 'src', name)))) {
    copyFileSync(join(root, 'src', file), join(next, file));
  }
  if (existsSync(join(root, 'web/index.html'))) {
    say('Building the web interface…');
    const args = ['build', '--logLevel', 'warn', '--outDir', join(next, 'web'), '--emptyOutDir'];
    runTool('vite/bin/vite.js', args, join(root, 'web'));
  }
  writeFileSync(join(next, basename(BUILD_STAMP)), stamp);
  if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
  renameSync(next, join(root, 'dist'));
  remove(old);
}

/**
 * Runs a program in the foreground and ends with its exit code. Signals go to it first: it drains and ends by itself.
 */
export function runToTheEnd(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  let isEnding = false;
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    process.on(signal, () => {
      isEnding = true;
      // Ctrl-C in a terminal reaches the whole process group by itself, and twice would mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  if (process.env.npm_lifecycle_event !== undefined) {
    whenOrphaned(() => {
      if (!isEnding) child.kill('SIGTERM');
    });
  }
  child.on('error', (error) => giveUp(`${command} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

/** npm runs scripts in a shell that dies of a signal without passing it on; the program shall not outlive it. */
function whenOrphaned(callback) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    callback();
  }, 500);
  watch.unref();
}

/** Every file below a folder, as paths relative to the checkout with `/`, sorted. Generated folders are left out. */
export function filesBelow(folder) {
  const found = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && entry.name !== 'dist') found.push(...filesBelow(path));
    } else found.push(path);
  }
  return found.sort();
}

function runTool(script, args, cwd) {
  const result = spawnSync(node, [join(root, 'node_modules', script), ...args], { cwd, stdio: ['ignore', 2, 2] });
  if (result.error !== undefined) giveUp(`${script} could not be started: ${result.error.message}`);
  if (result.status !== 0) giveUp('The build failed; the reason stands above.');
}

function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}

/** How npm is called: the one that runs us, else the one in PATH. */
function npm() {
  const self = process.env.npm_execpath;
  if (self !== undefined && basename(self) === 'npm-cli.js') return [process.execPath, self];
  return [WINDOWS ? 'npm.cmd' : 'npm'];
}

/**
 * Compares package-lock.json with npm's own note of what it installed. By content, not by time: a change of branches
 * and back touches the file and changes nothing.
 */
function isInstalled() {
  if (!existsSync(node)) return false;
  const wanted = lockedPackages('package-lock.json');
  const present = lockedPackages('node_modules/.package-lock.json');
  if (wanted === undefined || present === undefined) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const installed = present[path];
    // Packages for other systems are not installed here.
    if (installed === undefined ? entry.optional !== true : differs(entry, installed)) return false;
  }
  return Object.keys(present).every((path) => path in wanted);
}

function differs(entry, installed) {
  return entry.version !== installed.version || entry.integrity !== installed.integrity;
}

function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function isBuilt(stamp) {
  try {
    return readFileSync(BUILD_STAMP, 'utf8') === stamp;
  } catch {
    return false;
  }
}

/**
 * A hash over the names and contents of all inputs of a build. By content, because a checkout sets new times; reading
 * a few hundred small files costs some milliseconds.
 */
function buildStamp() {
  const hash = createHash('sha256');
  for (const path of BUILD_INPUTS.flatMap(inputFiles)) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return `${hash.digest('hex')}\n`;
}

function inputFiles(path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isFile()) return [path];
  return filesBelow(path).filter((file) => !file.endsWith('.test.ts'));
}
