import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { Command } from 'commander';
import { dataDirOption, findConfigFile } from './data-dir.ts';

function parse(args: readonly string[], variable: string | undefined): unknown {
  const before = process.env['REDWOLF_DATA_DIR'];
  if (variable === undefined) delete process.env['REDWOLF_DATA_DIR'];
  else process.env['REDWOLF_DATA_DIR'] = variable;
  try {
    return new Command().addOption(dataDirOption()).parse(args, { from: 'user' }).opts()['dataDir'];
  } finally {
    if (before === undefined) delete process.env['REDWOLF_DATA_DIR'];
    else process.env['REDWOLF_DATA_DIR'] = before;
  }
}

test('the option comes before the variable, and both before the home folder; paths are absolute', () => {
  assert.equal(parse(['--data-dir', 'a'], '/b'), resolve('a'));
  assert.equal(parse([], 'b'), resolve('b'));
  assert.equal(parse([], undefined), join(homedir(), '.redwolf'));
  assert.equal(parse([], ''), join(homedir(), '.redwolf'));
});

test('redwolf.yaml of the current folder comes before the one of the data directory', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'redwolf-data-dir-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const [here, data] = [join(folder, 'here'), join(folder, 'data')];
  for (const name of [here, data]) mkdirSync(name);
  assert.equal(findConfigFile(data, here), undefined);
  writeFileSync(join(data, 'redwolf.yaml'), '');
  assert.equal(findConfigFile(data, here), join(data, 'redwolf.yaml'));
  writeFileSync(join(here, 'redwolf.yaml'), '');
  assert.equal(findConfigFile(data, here), join(here, 'redwolf.yaml'));
});
