/**
 * npm test [-- filter…] [node options…]: installs and builds what is missing, then runs the tests.
 *
 * A filter is a part of a path: `npm test -- codec` runs the test files that have `codec` in their path. What begins
 * with `-` goes to Node's test runner: `npm test -- --test-name-pattern=ping`. `--browser` runs test/browser instead.
 */

import { existsSync } from 'node:fs';
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
runToTheEnd(node, ['--test', '--test-reporter=spec', ...options, ...files]);
