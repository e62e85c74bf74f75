/** The documents name what exists, and nothing in the project names the machine it was written on. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../src/config/load.ts';
import { PLATFORMS } from '../src/platforms/index.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FEATURES = 152;
const FAULTS = 44;

// Folders of a container's own; written so that this line names none of them.
const LOCAL_PATH = /(?<![\w.-])\/(?:work|root)\//;

const files = trackedFiles();
const documents = files.filter((path) => path.endsWith('.md'));

describe('documents', () => {
  it('links lead to files', () => {
    const broken = documents.flatMap((path) =>
      [...read(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map(([, link]) => posix.join(posix.dirname(path), link ?? ''))
        .filter((target) => !existsSync(ROOT + target))
        .map((target) => `${path} links to ${target}, which is not there.`),
    );
    assert.deepEqual(broken, []);
  });

  it('files that are named are there', () => {
    const missing = documents
      .filter((path) => path !== 'CHANGELOG.md')
      .flatMap((path) =>
        [...read(path).matchAll(/`((?:src|test|web|scripts|docs|bench|bin|\.ci)\/[\w./-]*)`/g)]
          .map(([, named]) => named ?? '')
          .filter((named) => !existsSync(ROOT + named))
          .map((named) => `${path} names ${named}, which is not there.`),
      );
    assert.deepEqual(missing, []);
  });

  it('npm scripts that are named exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
    const missing = documents.flatMap((path) =>
      [...read(path).matchAll(/npm run ([\w:-]+)/g)]
        .map(([, name]) => name ?? '')
        .filter((name) => scripts[name] === undefined)
        .map((name) => `${path} tells to run "npm run ${name}", which package.json does not have.`),
    );
    assert.deepEqual(missing, []);
  });

  for (const path of ['README.md', 'README.zh-CN.md']) {
    it(`the configuration in ${path} is right`, () => {
      const [, example = ''] = /```yaml\n(.*?)```/s.exec(read(path)) ?? [];
      const names = [...example.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => [name, `value-of-${name}`]);
      const { config, warnings } = parseConfig('redwolf.yaml', example, Object.fromEntries(names), PLATFORMS);
      assert.ok(config.platforms.length > 0);
      assert.deepEqual(warnings, []);
    });
  }

  it('docs/original.md has every feature and every fault, each with a state', () => {
    const rows = new Map(
      [...read('docs/original.md').matchAll(/^\| ([RW]\d+) \| ([^|]+) \| ([^|]+) \|/gm)].map(([, id, , state]) => [
        id,
        state?.trim() ?? '',
      ]),
    );
    const wanted = [...numbered('R', FEATURES), ...numbered('W', FAULTS)];
    assert.deepEqual([...rows.keys()], wanted);
    const odd = [...rows].filter(([, state]) => !/^(done|not taken over)/.test(state));
    assert.deepEqual(odd, []);
  });
});

describe('the checkout', () => {
  it('names no path of the machine that it was written on', () => {
    const found = files
      .filter((path) => path !== 'package-lock.json')
      .flatMap((path) => {
        const lines = read(path).split('\n');
        return lines.flatMap((line, index) => (LOCAL_PATH.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));
      });
    assert.equal(found.join('\n'), '', 'Use a path relative to the checkout, or a made-up one such as /srv/redwolf.');
  });

  it('locks packages without the address of a registry', () => {
    const addresses = [...read('package-lock.json').matchAll(/"resolved": "(https?:[^"]+)"/g)].map(([, url]) => url);
    assert.deepEqual(addresses, [], 'Run npm with --omit-lockfile-registry-resolved, as .npmrc says.');
  });

  it('finds a path of a machine where there is one', () => {
    for (const folder of ['work', 'root']) assert.match(`see /${folder}/x`, LOCAL_PATH);
    assert.doesNotMatch('/home/dev/work/x https://example.com/network/x', LOCAL_PATH);
  });
});

function numbered(letter: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
}

/** Text files under version control, and new ones that are not ignored. None outside of a checkout. */
function trackedFiles(): readonly string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const names = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return names.split('\0').filter((path) => path !== '' && existsSync(ROOT + path) && !read(path).includes('\0'));
}

function read(path: string): string {
  return readFileSync(ROOT + path, 'utf8');
}
