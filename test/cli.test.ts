/** The command line as a child process of its own, from the source. */

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { KeyRing } from '../src/gateway/key-ring.ts';
import { PasswordHasher } from '../src/lib/password.ts';
import { openVault } from '../src/store/vault.ts';
import { auditRow, callRow, openTestStore, sessionRow, temporaryDir } from './support/store.ts';

const MAIN = new URL('../src/cli/main.ts', import.meta.url).href;
const RUN = `import(${JSON.stringify(MAIN)}).then(({ main }) => main(process.argv))`;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function redwolf(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const env = { ...process.env, REDWOLF_MASTER_KEY: '', REDWOLF_DATA_DIR: '', ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--eval', RUN, 'redwolf', ...args], { env, timeout: 20_000 }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr }),
    );
  });
}

test('a key is made while a gateway has the database open, and is the one it will find', async (context) => {
  const dataDir = await temporaryDir(context);
  const store = await openTestStore(context, dataDir);
  const { pepper } = await openVault({ dataDir, environment: {}, settings: store.settings });
  const before = await store.changesElsewhere();
  const { code, stdout, stderr } = await redwolf(['key', 'create', 'laptop', '--data-dir', dataDir]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^rw-[\w-]{43}\n$/);
  assert.match(stderr, /cannot be shown again/);
  assert.notEqual(await store.changesElsewhere(), before);
  const ring = new KeyRing(pepper);
  ring.load(await store.keys.list());
  assert.equal(ring.find(stdout.trim())?.key.record.name, 'laptop');
});

test('keys are listed without their secrets, closed and opened by name', async (context) => {
  const dataDir = await temporaryDir(context);
  const key = (...args: string[]) => redwolf(['key', ...args], { REDWOLF_DATA_DIR: dataDir });
  const { stdout: secret } = await key('create', 'laptop');
  const taken = await key('create', 'laptop');
  assert.deepEqual([taken.code, taken.stdout], [65, '']);
  assert.match(taken.stderr, /^There is a key "laptop" already\. .*\n$/);
  assert.equal((await key('disable', 'laptop')).code, 0);
  const { stdout: closed } = await key('list');
  assert.match(closed, /^NAME +KEY +STATE +ORIGIN +SINCE\nlaptop +rw-.{4}… +disabled +created +\d{4}-\S+Z\n$/);
  assert.ok(!closed.includes(secret.trim()));
  assert.equal((await key('enable', 'laptop')).code, 0);
  assert.match((await key('list')).stdout, /laptop .* enabled/);
  const unknown = await key('disable', 'latpop');
  assert.deepEqual([unknown.code, unknown.stderr], [65, 'There is no key "latpop". Did you mean "laptop"?\n']);
  const invalid = await key('create', ' ');
  assert.equal(invalid.code, 65);
  assert.match(invalid.stderr, /^The name of a key has 1 to 100 characters/);
});

test('a user is made, listed and given a new password, which ends the sessions, while a gateway has the database open', async (context) => {
  const dataDir = await temporaryDir(context);
  const store = await openTestStore(context, dataDir);
  const user = (...args: string[]) => redwolf(['user', ...args], { REDWOLF_DATA_DIR: dataDir });
  const created = await user('create', 'Anna', '--role', 'viewer');
  assert.match(created.stdout, /^[\w-]{20}\n$/, created.stderr);
  assert.match(created.stderr, /cannot be shown again/);
  const anna = await store.users.findByName('anna');
  assert.ok(anna !== undefined);
  assert.deepEqual([anna.role, anna.mustChangePassword], ['viewer', true]);
  assert.ok(await new PasswordHasher().verify(created.stdout.trim(), anna.passwordHash ?? ''));

  await store.users.update({ ...anna, mustChangePassword: false, version: 2 }, auditRow(1));
  await store.sessions.insert(sessionRow('s', anna.id), auditRow(2));
  const reset = await user('reset-password', 'ANNA');
  assert.notEqual(reset.stdout, created.stdout);
  const after = await store.users.findByName('anna');
  assert.ok(await new PasswordHasher().verify(reset.stdout.trim(), after?.passwordHash ?? ''));
  assert.deepEqual([after?.mustChangePassword, await store.sessions.list(anna.id)], [true, []]);

  const { stdout: list } = await user('list');
  assert.match(list, /^NAME +ROLE +STATE +PASSWORD +SINCE\n/);
  assert.match(list, /\nadmin +admin +enabled +none +\d{4}-\S+Z\n/);
  assert.match(list, /\nAnna +viewer +enabled +to be changed +\d{4}-\S+Z\n/);
  const [entry] = await store.audit.list(1);
  assert.deepEqual([entry?.action, entry?.who, entry?.address], ['password.reset', null, null]);
  assert.match(entry?.whoName ?? '', /^command line \(.+\)$/);

  assert.equal((await user('create', 'anna')).code, 65);
  assert.match((await user('reset-password', 'ann')).stderr, /^There is no user "ann"\. Did you mean "Anna"\?/);
  assert.match((await user('create', 'bob', '--role', 'root')).stderr, /A role is admin, member or viewer\./);
});

test('a start with a wrong configuration says where, and leaves nothing behind', async (context) => {
  const folder = await temporaryDir(context);
  const dataDir = join(folder, 'data');
  const file = join(folder, 'bad.yaml');
  writeFileSync(file, 'platforms:\n  - {id: a, type: olama}\n');
  const wrong = await redwolf(['start', '--port', '0', '--data-dir', dataDir, '--config', file]);
  assert.equal(wrong.code, 78);
  assert.ok(wrong.stderr.includes(`${file}:2:19 platforms[0].type: `), wrong.stderr);
  assert.match(wrong.stderr, /Did you mean "ollama"\?\n$/);
  const missing = await redwolf(['--port', '0', '--data-dir', dataDir, '--config', `${file}.none`]);
  assert.deepEqual(
    [missing.code, missing.stderr],
    [66, `The configuration file ${file}.none cannot be read: it does not exist.\n`],
  );
  assert.ok(!existsSync(dataDir));
});

test('npx may be stopped by a signal that reaches only itself', async (context) => {
  const dataDir = await temporaryDir(context);
  const start = `"${process.execPath}" --eval '${RUN}' redwolf start --port 0 --data-dir "${dataDir}"; true`;
  const env = { ...process.env, npm_lifecycle_event: 'npx' };
  const shell = spawn('sh', ['-c', start], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const killAll = () => process.kill(-(shell.pid ?? 0), 'SIGKILL');
  const limit = setTimeout(killAll, 20_000);
  context.after(() => clearTimeout(limit));
  let stderr = '';
  shell.stderr.on('data', (piece) => {
    stderr += piece;
  });
  // As npm does it. What is started in the shell holds the pipes, so that they close only with it.
  shell.stdout.once('data', () => shell.kill('SIGTERM'));
  await once(shell, 'close');
  assert.match(stderr, /Stopping/);
});

test('a wrong call is told, with a hint, and fails', async () => {
  for (const [args, message] of [
    [['strat'], /unknown command 'strat'[\s\S]*Did you mean start/],
    [['start', '--prot', '1'], /unknown option '--prot'/],
    [['--port', '70000'], /'70000' is invalid\. A port is a number from 0 to 65535\./],
    [['start', '--port', 'x'], /A port is a number/],
    [['key', 'create'], /missing required argument 'name'/],
    [['key', 'disable', 'a', 'b'], /too many arguments/],
  ] as const) {
    const { code, stderr } = await redwolf(args);
    assert.equal(code, 1, args.join(' '));
    assert.match(stderr, message);
  }
});

test('help names the commands, and those of each', async () => {
  const all = await redwolf(['--help']);
  assert.equal(all.code, 0);
  assert.match(
    all.stdout,
    /\n {2}import .*\n {2}key .*\n {2}master-key .*\n {2}prices .*\n {2}start .*the default.*\n {2}user /,
  );
  for (const args of [
    ['help', 'start'],
    ['start', '--help'],
  ]) {
    const { stdout } = await redwolf(args);
    assert.match(stdout, /--data-dir <dir> [^(]*\(default: ~\/\.redwolf, env: REDWOLF_DATA_DIR\)/);
    assert.match(stdout, /--host <host> .*\(default: "127\.0\.0\.1"\)/);
  }
  assert.match((await redwolf(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
});

test('why tells of a call what decided, in sentences or as JSON', async (context) => {
  const dataDir = await temporaryDir(context);
  const store = await openTestStore(context, dataDir);
  store.recorder.record(callRow({ source: 'pin', decision: null }));
  await store.recorder.flush();
  const told = await redwolf(['why', 'call_1', '--data-dir', dataDir]);
  assert.equal(told.code, 0, told.stderr);
  assert.match(told.stdout, /^call_1 of .*\n[\s\S]*The client named the model itself[\s\S]*it cost \$0\.000007/);
  const json = await redwolf(['why', 'call_1', '--json', '--data-dir', dataDir]);
  assert.deepEqual(JSON.parse(json.stdout).plan, ['up:m']);
  const unknown = await redwolf(['why', 'call_2', '--data-dir', dataDir]);
  assert.deepEqual([unknown.code, unknown.stdout], [65, '']);
  assert.match(unknown.stderr, /^There is no call "call_2"\./);
});
