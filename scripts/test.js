/**
 * npm test [-- filter…] [node options…]: installs and builds what is missing, then runs the tests.
 *
 * A filter is a part of a path: `npm test -- codec` runs the test files that have `codec` in their path. What begins
 * with `-` goes to Node's test runner: `npm test -- --test-name-pattern=ping`. `--browser` runs test/browser instead.
 *
 * Where REDWOLF_TEST_POSTGRES_URL names a PostgreSQL server, the tests of the store and of the bodies run on it too, each in a schema of its own.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, filesBelow, giveUp, node, root, runToTheEnd } from './ensure.js';

const BROWSER_TESTS = 'test/browser/';

const args = process.argv.slice(2);
const inBrowser = args.includes('--browser');
const options = args.filter((arg) => arg.startsWith('-') && arg !== '--browser');
const filters = args.filter((arg) => !arg.startsWith('-'));

const files = ['src', 'test']
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => filesBelow(folder))
  .filter((file) => file.endsWith('.test.ts') && file.startsWith(BROWSER_TESTS) === inBrowser)
  .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)));
if (files.length === 0) giveUp(`No test file has ${filters.map((filter) => `“${filter}”`).join(' or ')} in its path.`);

ensureInstalled();
ensureBuilt();
// The test runner takes the paths as patterns from the checkout's folder.
process.chdir(root);
// Node leaves one core free, which on two cores makes it wait for each file; most files wait for other processes.
const runner = ['--test', '--test-reporter=spec', `--test-concurrency=${availableParallelism()}`, ...options];
testOnPostgres(files.filter((file) => /^src\/(store|records|control\/import)\/[^/]*\.test\.ts$/.test(file)));
runToTheEnd(node, [...runner, ...files]);

/** First, so that the last lines of the output are those of all other tests. */
function testOnPostgres(storeTests) {
  if (storeTests.length === 0) return;
  if (process.env.REDWOLF_TEST_POSTGRES_URL === undefined) {
    if (process.env.CI !== undefined) giveUp('In CI the tests need PostgreSQL: set REDWOLF_TEST_POSTGRES_URL.');
    console.error('The store is tested on SQLite alone: REDWOLF_TEST_POSTGRES_URL names no PostgreSQL server.');
    return;
  }
  const env = { ...process.env, REDWOLF_TEST_DIALECT: 'postgres' };
  const { status } = spawnSync(node, [...runner, ...storeTests], { env, stdio: 'inherit' });
  if (status !== 0) giveUp('A test of the store failed on PostgreSQL.');
}
