/** Imports into a store of the test's own, without a gateway around it. */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { ImportReply } from '../../src/admin/contract/import.ts';
import type { Actor, ImportOptions } from '../../src/admin/ports.ts';
import { DEFAULT_CONFIG, NOTHING_DECLARED } from '../../src/config/to-config.ts';
import { RuntimeConfiguration } from '../../src/control/configuration.ts';
import { Importer, type ImporterParts } from '../../src/control/import/importer.ts';
import { KeyRing, makeKeyRecord } from '../../src/gateway/key-ring.ts';
import { Sealer } from '../../src/lib/seal.ts';
import { PLATFORMS } from '../../src/platforms/index.ts';
import { PriceBook } from '../../src/prices/book.ts';
import type { KeyRecord } from '../../src/store/ports.ts';
import type { Store } from '../../src/store/store.ts';
import { latestCalls, openTestStore, temporaryDir } from './store.ts';

const WHO: Actor = { id: 'user_1', name: 'test', address: '127.0.0.1' };
/** After everything that the samples recorded. */
export const NOW = Date.UTC(2026, 0, 1);

export interface ImportStage {
  readonly store: Store;
  readonly configuration: RuntimeConfiguration;
  readonly dataDir: string;
  readonly importer: Importer;
  readonly who: Actor;
  import(file: string, options?: Partial<ImportOptions>): Promise<ImportReply>;
  /** The lines of a report, as short as they can be. */
  lines(reply: ImportReply): string[];
  counts(): Promise<Readonly<Record<'calls' | 'keys' | 'platforms' | 'models' | 'version', number>>>;
  /** Everything that can be read of the store but for what is sealed. */
  rows(): Promise<unknown>;
  addKey(name: string, secret: string): Promise<void>;
  /** The key with this secret. */
  find(secret: string): Promise<KeyRecord>;
}

export async function importStage(context: TestContext, changes: Partial<ImporterParts> = {}): Promise<ImportStage> {
  const dataDir = await temporaryDir(context);
  const store = await openTestStore(context, dataDir);
  const book = new PriceBook(7, assert.fail);
  const configuration = await openConfiguration(store, book);
  const ring = new KeyRing(Buffer.alloc(32, 2));
  const importer = new Importer({
    ...{ configuration, keys: store.keys, calls: store.calls, audit: store.audit, settings: store.settings },
    ...{ ring, book, dataDir },
    clock: { now: () => NOW },
    bodies: async () => 'nobody keeps them here',
    onKeys: async () => {},
    ...changes,
  });
  return {
    ...{ store, configuration, dataDir, importer, who: WHO },
    import: (file, options = {}) => importer.importFile(file, { isDryRun: false, withBodies: false, ...options }, WHO),
    lines,
    counts: () => countsOf(store),
    rows: async () => {
      const { settings, models } = await store.configuration.load();
      return { settings, models, keys: await store.keys.list(), calls: await latestCalls(store, 200) };
    },
    addKey: (name, secret) => store.keys.insert(makeKeyRecord(name, secret, 'created', 0, ring)),
    async find(secret) {
      const key = (await store.keys.list()).find(({ hash }) => hash === ring.hashOf(secret));
      assert.ok(key !== undefined);
      return key;
    },
  };
}

function openConfiguration(store: Store, prices: PriceBook): Promise<RuntimeConfiguration> {
  const base = {
    ...{ ...NOTHING_DECLARED, config: DEFAULT_CONFIG, file: undefined, found: [], types: PLATFORMS, prices },
    listedAtStart: new Set<string>(),
  };
  const sealer = new Sealer(Buffer.alloc(32, 1));
  return RuntimeConfiguration.open(base, {
    store: store.configuration,
    sealer,
    clock: { now: () => NOW },
    onChange() {},
  });
}

function lines(reply: ImportReply): string[] {
  return reply.lines.map(({ state, part, count, name, why }) => {
    const what = `${state} ${part} ${count === 1 ? name : `${count} ${name}`}`;
    return why === null ? what : `${what}: ${why}`;
  });
}

async function countsOf(store: Store) {
  const { platforms, models, version } = await store.configuration.load();
  const [sum] = await store.usage.usage({ span: { from: 0, until: NOW }, by: [] });
  const keys = await store.keys.list();
  return { calls: sum?.calls ?? 0, keys: keys.length, platforms: platforms.length, models: models.length, version };
}
