import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openTestStore, temporaryDir } from '../../test/support/store.ts';
import { DEFAULT_CONFIG, NOTHING_DECLARED } from '../config/to-config.ts';
import { Sealer } from '../lib/seal.ts';
import { PLATFORMS } from '../platforms/index.ts';
import type { Routing } from '../routing/routing.ts';
import { RuntimeConfiguration } from './configuration.ts';

const ACTOR = { id: 'user_1', name: 'test', address: '127.0.0.1' };
const CHANGES = 100;

/** V8's own collector, which Node shows only on request. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}

test('a hundred changes leave none of the former routings in memory', async (context) => {
  const { configuration: store } = await openTestStore(context, await temporaryDir(context));
  const base = {
    ...NOTHING_DECLARED,
    config: DEFAULT_CONFIG,
    file: undefined,
    found: [],
    types: PLATFORMS,
    listedAtStart: new Set<string>(),
  };
  const sealer = new Sealer(Buffer.alloc(32, 1));
  const configuration = await RuntimeConfiguration.open(base, { store, sealer, clock: Date, onChange: () => {} });
  const former: WeakRef<Routing>[] = [];
  for (let index = 0; index < CHANGES; index++) {
    former.push(new WeakRef(configuration.routing));
    const id = `p-${index >> 1}`;
    const settings = { base_url: 'http://127.0.0.1:1/v1', models: ['m'] };
    if (index % 2 === 1) await configuration.removePlatform(id, undefined, ACTOR);
    else await configuration.createPlatform({ id, type: 'openai-compatible', settings }, ACTOR);
  }
  const collect = collector();
  await nextTurn();
  collect();
  assert.equal(former.filter((reference) => reference.deref() !== undefined).length, 0);
  assert.equal(configuration.state.version, CHANGES);
});
