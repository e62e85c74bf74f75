import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { dataDirArgument, programName } from './command-line.ts';

test('the command is the one that works where the user stands', () => {
  assert.equal(programName('/srv/redwolf/bin/redwolf.js', '/srv/redwolf'), 'node bin/redwolf.js');
  assert.equal(programName('/srv/redwolf/bin/redwolf.js', '/srv'), 'node redwolf/bin/redwolf.js');
  assert.equal(programName('/srv/redwolf/bin/redwolf.js', '/home/dev'), 'node /srv/redwolf/bin/redwolf.js');
  assert.equal(programName('/srv/my wolf/bin/redwolf.js', '/srv'), 'node "my wolf/bin/redwolf.js"');
  assert.equal(programName('/srv/app/node_modules/.bin/redwolf', '/srv/app'), 'npx redwolf');
  assert.equal(programName('/srv/app/node_modules/redwolf/bin/redwolf.js', '/srv/app'), 'npx redwolf');
  assert.equal(programName('/usr/local/bin/redwolf', '/srv'), 'redwolf');
});

test('a data directory is named unless it is the usual one', () => {
  assert.equal(dataDirArgument(join(homedir(), '.redwolf')), '');
  assert.equal(dataDirArgument('/srv/data'), ' --data-dir /srv/data');
  assert.equal(dataDirArgument('/srv/my data'), ' --data-dir "/srv/my data"');
});
