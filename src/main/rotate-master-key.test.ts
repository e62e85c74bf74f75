/** The exchange of the master key: whenever it breaks off, one of the two keys opens everything. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, type TestContext, test } from 'node:test';
import { auditRow, openTestStore, temporaryDir } from '../../test/support/store.ts';
import { credentialOwner, stateFrom } from '../control/state.ts';
import { RedwolfError } from '../lib/errors.ts';
import { adoptNextMasterKey, writeNextMasterKey } from '../lib/master-key.ts';
import { Secret } from '../lib/secret.ts';
import { withRotationLock } from '../store/rotation-lock.ts';
import type { Store } from '../store/store.ts';
import { openVault, type Vault } from '../store/vault.ts';
import { finishRotation, type RotationParts, rotateMasterKey } from './rotate-master-key.ts';

const KEY = 'sk-the-key-of-the-platform';
const HEADERS = '{"headers":{"x-team":"a-secret-of-the-team"}}';
const CRASH = new Error('the machine lost its power');
const files = { writeNext: writeNextMasterKey, adoptNext: adoptNextMasterKey };

interface Stage {
  readonly store: Store;
  readonly vault: Vault;
  readonly parts: RotationParts;
  open(): Promise<Vault>;
}

const ACTOR = { id: null, name: 'a', address: null };

/** A data dir with a platform that has secrets of both kinds. */
async function prepare(context: TestContext, environment: NodeJS.ProcessEnv = {}): Promise<Stage> {
  const dataDir = await temporaryDir(context);
  const store = await openTestStore(context, dataDir);
  const open = () => openVault({ dataDir, environment, settings: store.settings });
  const vault = await open();
  const { sealer } = vault;
  const row = { id: 'up', type: 'openai-compatible', settings: '{}', isEnabled: true, position: 0, version: 1 };
  const sealed = sealer.seal(new Secret(KEY), credentialOwner('up', 'c1'));
  await store.configuration.commit({
    history: { ...auditRow(1), configVersion: 1, stateBefore: '{}', stateAfter: '{}' },
    putPlatforms: [{ ...row, sealedSettings: sealer.seal(new Secret(HEADERS), '["settings","up"]') }],
    pools: new Map([['up', [{ id: 'c1', platform: 'up', position: 0, name: '', weight: -1, sealed }]]]),
  });
  return { store, vault, open, parts: { store, dataDir, environment, now: () => 2, actor: ACTOR } };
}

/** Everything opens, and client keys are hashed as before. */
async function assertWhole({ store, vault, open }: Stage): Promise<Vault> {
  const now = await open();
  const platform = stateFrom(await store.configuration.load(), now.sealer).platforms.get('up');
  assert.equal(platform?.credentials[0]?.key?.reveal(), KEY);
  assert.equal(platform?.secretSettings?.reveal(), HEADERS);
  assert.deepEqual(now.pepper, vault.pepper);
  return now;
}

function isKept(error: unknown): boolean {
  return error instanceof RedwolfError && error.code === 'MASTER_KEY_KEPT';
}

test('everything is sealed under the new key, and the old one opens nothing', async (context) => {
  const stage = await prepare(context);
  const { dataDir } = stage.parts;
  const oldText = await readFile(join(dataDir, 'master.key'), 'utf8');
  assert.equal(await rotateMasterKey(stage.parts), join(dataDir, 'master.key'));
  const now = await assertWhole(stage);
  assert.notEqual(now.check, stage.vault.check);
  assert.notEqual(await readFile(join(dataDir, 'master.key'), 'utf8'), oldText);
  assert.ok(!(await readdir(dataDir)).includes('master.key.new'));
  assert.equal((await stage.store.configuration.history(1))[0]?.what, 'The master key was exchanged.');
  const old = stateFrom(await stage.store.configuration.load(), stage.vault.sealer).platforms.get('up');
  assert.deepEqual([old?.credentials[0]?.key, old?.secretSettings], [undefined, undefined]);
});

test('no text that is sealed is left as it was, in whatever table it stands', async (context) => {
  const stage = await prepare(context);
  const before = sealedTexts(stage.parts.dataDir);
  await rotateMasterKey(stage.parts);
  const after = sealedTexts(stage.parts.dataDir);
  assert.equal(before.size, 3);
  assert.equal(after.size, before.size);
  for (const text of after) assert.ok(!before.has(text));
});

/** Every value of the database that a Sealer made. */
function sealedTexts(dataDir: string): Set<string> {
  const database = new DatabaseSync(join(dataDir, 'redwolf.db'), { readOnly: true });
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
  const rows = tables.flatMap(({ name }) => database.prepare(`select * from "${name}"`).all());
  database.close();
  const values = rows.flatMap((row) => Object.values(row)).map(String);
  return new Set(values.flatMap((value) => value.match(/\bs1\.[\w-]{20,}/g) ?? []));
}

describe('an exchange that breaks off', () => {
  const steps: Readonly<Record<string, (parts: RotationParts) => Partial<RotationParts>>> = {
    'before the new key is written': () => ({ files: { ...files, writeNext: () => Promise.reject(CRASH) } }),
    'after the new key is written': () => ({
      files: { ...files, writeNext: (dataDir) => writeNextMasterKey(dataDir).then(() => Promise.reject(CRASH)) },
    }),
    'before anything is sealed anew': ({ store }) => ({ store: failing(store, 'before') }),
    'after everything is sealed anew': ({ store }) => ({ store: failing(store, 'after') }),
    'before the new key is in its place': () => ({ files: { ...files, adoptNext: () => Promise.reject(CRASH) } }),
    'after the new key is in its place': () => ({
      files: { ...files, adoptNext: (dataDir) => adoptNextMasterKey(dataDir).then(() => Promise.reject(CRASH)) },
    }),
  };
  for (const [when, spoil] of Object.entries(steps)) {
    test(`${when}: everything opens, and the next one succeeds`, async (context) => {
      const stage = await prepare(context);
      await assert.rejects(rotateMasterKey({ ...stage.parts, ...spoil(stage.parts) }), CRASH);
      const between = await assertWhole(stage);
      await finishRotation(stage.parts);
      await assertWhole(stage);
      await rotateMasterKey(stage.parts);
      const now = await assertWhole(stage);
      assert.notEqual(now.check, between.check);
      assert.equal(now.masterKey.isNext, false);
    });
  }

  function failing({ settings, configuration }: RotationParts['store'], when: 'before' | 'after') {
    const commit: typeof configuration.commit = async (change) => {
      if (when === 'after') await configuration.commit(change);
      throw CRASH;
    };
    const load = () => configuration.load();
    return { settings, configuration: { ...configuration, load, commit } };
  }
});

test('a change at the same moment is not lost: it is sealed anew too', async (context) => {
  const stage = await prepare(context);
  const { configuration, settings } = stage.store;
  let isFirst = true;
  const load = async () => {
    const stored = await configuration.load();
    if (isFirst)
      await configuration.commit({ history: { ...entry, configVersion: stored.version + 1 }, ...addition(stage) });
    isFirst = false;
    return stored;
  };
  const entry = { ...auditRow(1, { id: 'audit_late' }), stateBefore: '{}', stateAfter: '{}' };
  const commit: typeof configuration.commit = (change) => configuration.commit(change);
  await rotateMasterKey({ ...stage.parts, store: { settings, configuration: { ...configuration, load, commit } } });
  const now = await assertWhole(stage);
  const { platforms } = stateFrom(await configuration.load(), now.sealer);
  assert.equal(platforms.get('late')?.credentials[0]?.key?.reveal(), 'sk-late');
});

function addition({ vault }: Stage) {
  const row = { id: 'late', type: 'openai-compatible', settings: '{}', isEnabled: true, position: 1, version: 2 };
  const sealed = vault.sealer.seal(new Secret('sk-late'), credentialOwner('late', 'c2'));
  const pool = [{ id: 'c2', platform: 'late', position: 0, name: '', weight: -1, sealed }];
  return { putPlatforms: [{ ...row, sealedSettings: null }], pools: new Map([['late', pool]]) };
}

describe('a key in the environment', () => {
  const text = () => randomBytes(32).toString('base64');

  test('is exchanged for the one in REDWOLF_NEW_MASTER_KEY, and a start with both finds the right one', async (context) => {
    const environment = { REDWOLF_MASTER_KEY: text(), REDWOLF_NEW_MASTER_KEY: text() };
    const stage = await prepare(context, environment);
    assert.equal(await rotateMasterKey(stage.parts), 'REDWOLF_NEW_MASTER_KEY');
    assert.equal((await assertWhole(stage)).masterKey.source, 'REDWOLF_NEW_MASTER_KEY');
    assert.ok(!(await readdir(stage.parts.dataDir)).some((name) => name.startsWith('master.key')));
    const { dataDir } = stage.parts;
    const later = { REDWOLF_MASTER_KEY: environment.REDWOLF_NEW_MASTER_KEY };
    const vault = await openVault({ dataDir, environment: later, settings: stage.store.settings });
    assert.deepEqual(vault.pepper, stage.vault.pepper);
    await assert.rejects(rotateMasterKey(stage.parts), isKept);
  });

  test('is kept where no other one is given', async (context) => {
    const stage = await prepare(context, { REDWOLF_MASTER_KEY: text() });
    await assert.rejects(rotateMasterKey(stage.parts), isKept);
    assert.equal((await assertWhole(stage)).check, stage.vault.check);
  });
});

test('only one process at a time exchanges the key', async (context) => {
  const dataDir = await temporaryDir(context);
  const inner = withRotationLock(dataDir, () =>
    assert.rejects(
      withRotationLock(dataDir, async () => {}),
      isKept,
    ),
  );
  await inner;
  assert.equal(await withRotationLock(dataDir, async () => 'free again'), 'free again');
});
