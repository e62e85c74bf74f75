import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditRow, openTestStore, temporaryDir } from '../../test/support/store.ts';
import { RedwolfError } from '../lib/errors.ts';
import type { CredentialRow, ModelRow, PlatformRow } from './configuration-ports.ts';
import type { HistoryRow } from './ports.ts';

const PLATFORM: PlatformRow = {
  id: 'up',
  type: 'openai-compatible',
  settings: '{"base_url":"http://127.0.0.1:1"}',
  sealedSettings: 's1.headers',
  isEnabled: true,
  position: 1,
  version: 1,
};

const MODEL: ModelRow = {
  platform: 'up',
  model: 'm',
  listedAt: 5,
  vanishedAt: null,
  reported: '{"contextWindow":1}',
  overrides: '{}',
  isEnabled: false,
  version: 1,
};

function credential(id: string, position: number): CredentialRow {
  return { id, platform: 'up', position, name: `key ${position}`, weight: 0.5, sealed: `s1.${id}` };
}

function history(version: number): HistoryRow {
  const states = { stateBefore: '{}', stateAfter: '{"a":1}' };
  return { ...auditRow(version), ...states, configVersion: version };
}

test('what was committed comes back, by position', async (context) => {
  const { configuration } = await openTestStore(context, await temporaryDir(context));
  assert.deepEqual(await configuration.load(), {
    version: 0,
    platforms: [],
    credentials: [],
    models: [],
    settings: [],
  });
  const second = { ...PLATFORM, id: 'a-second', position: 2, sealedSettings: null, isEnabled: false };
  const routing = { name: 'routing', value: '{}', version: 1 };
  await configuration.commit({
    history: history(1),
    putPlatforms: [second, PLATFORM],
    pools: new Map([['up', [credential('c2', 2), credential('c1', 1)]]]),
    putModels: [MODEL],
    putSettings: [routing],
  });
  assert.deepEqual(await configuration.load(), {
    version: 1,
    platforms: [PLATFORM, second],
    credentials: [credential('c1', 1), credential('c2', 2)],
    models: [MODEL],
    settings: [routing],
  });
});

test('rows are replaced and removed, a platform with its keys', async (context) => {
  const { configuration } = await openTestStore(context, await temporaryDir(context));
  const pools = new Map([['up', [credential('c1', 1)]]]);
  await configuration.commit({ putPlatforms: [PLATFORM], pools, putModels: [MODEL] });
  const changed = { ...MODEL, isEnabled: true, vanishedAt: 9 };
  await configuration.commit({
    putPlatforms: [{ ...PLATFORM, version: 2 }],
    pools: new Map([['up', [credential('c3', 1)]]]),
    putModels: [changed],
    putSettings: [{ name: 'routing', value: '{}', version: 1 }],
  });
  const { platforms, credentials, models } = await configuration.load();
  assert.deepEqual([platforms[0]?.version, credentials[0]?.id, models], [2, 'c3', [changed]]);
  await configuration.commit({ removePlatforms: ['up'], removeModels: [MODEL], removeSettings: ['routing'] });
  assert.deepEqual(await configuration.load(), {
    version: 0,
    platforms: [],
    credentials: [],
    models: [],
    settings: [],
  });
});

test('of two writers of one version the second changes nothing', async (context) => {
  const { configuration } = await openTestStore(context, await temporaryDir(context));
  await configuration.commit({ history: history(1) });
  await assert.rejects(
    configuration.commit({ history: history(1), putPlatforms: [PLATFORM] }),
    (error) => error instanceof RedwolfError && error.code === 'CONFIG_CHANGED',
  );
  assert.deepEqual((await configuration.load()).platforms, []);
});

test('the history comes newest first, in pages and from a version on', async (context) => {
  const { configuration } = await openTestStore(context, await temporaryDir(context));
  for (const version of [1, 2, 3]) await configuration.commit({ history: history(version) });
  const versions = (rows: readonly HistoryRow[]) => rows.map(({ configVersion }) => configVersion);
  assert.deepEqual(await configuration.history(1), [history(3)]);
  assert.deepEqual(versions(await configuration.history(2, 3)), [2, 1]);
  assert.deepEqual(versions(await configuration.historySince(2)), [3, 2]);
});
