/** The models of the simulation, with their prices, as smart routing knows them. */

import { readFileSync } from 'node:fs';
import { PLATFORMS } from '../../src/platforms/index.ts';
import { makeUpstream } from '../../src/routing/catalog.ts';
import { loadClassifier } from '../../src/routing/intent/load.ts';
import { makeSmart } from '../../src/routing/smart/make-smart.ts';
import type { SmartRouting } from '../../src/routing/smart/smart-routing.ts';
import type { Price } from '../../src/turn/price.ts';

/** US dollars for a million tokens. */
interface TablePrice {
  readonly input: number;
  readonly output: number;
  readonly cache_read?: number;
  readonly cache_write?: number;
}

/** Strongest first. Made up after four well-known models; not verified against any list. */
const DEFAULT_TABLE: Readonly<Record<string, TablePrice>> = {
  best: { input: 5, output: 25, cache_read: 0.5, cache_write: 6.25 },
  coder: { input: 3, output: 15, cache_read: 0.3, cache_write: 3.75 },
  middle: { input: 1, output: 5, cache_read: 0.1, cache_write: 1.25 },
  small: { input: 0.28, output: 0.42, cache_read: 0.028, cache_write: 0.28 },
};

/**
 * Smart routing over the models of a table, with the scenes that redwolf comes with.
 *
 * @param file JSON: `{"name": {"input": 5, "output": 25, "cache_read": 0.5, "cache_write": 6.25}, …}`, strongest first
 * @throws TypeError where a price is no number
 */
export function smartOf(file: string | undefined, risk: number): SmartRouting {
  const table = file === undefined ? DEFAULT_TABLE : JSON.parse(readFileSync(file, 'utf8'));
  const models = Object.entries<TablePrice>(table).map(([id, price]) => ({ id, price: priceOf(id, price) }));
  const platform = PLATFORMS.get('openai-compatible');
  if (platform === undefined) throw new TypeError('there is no platform type openai-compatible');
  const config = { id: 'up', type: 'openai-compatible', baseUrl: 'https://up.example', baseUrls: {} };
  const upstream = makeUpstream({ ...config, apiKeys: [], auth: 'key', models, timeouts: {} }, platform);
  const refs = models.map(({ id }) => ({ upstream, model: id }));
  const routing = { modelPriorityList: [], routingModels: [], judge: { when: 'unsure', timeoutMs: 800 } } as const;
  return makeSmart(
    { ...routing, mode: 'smart_routing', risk },
    { classifier: loadClassifier(), models: refs, priorityList: refs, resolve: () => [] },
  );
}

function priceOf(id: string, { input, output, cache_read, cache_write }: TablePrice): Price {
  for (const value of [input, output, cache_read ?? 0, cache_write ?? 0]) {
    if (typeof value !== 'number' || !(value >= 0)) {
      throw new TypeError(`the price of "${id}" must have numbers: input, output, cache_read, cache_write`);
    }
  }
  return { input, output, cacheRead: cache_read ?? null, cacheWrite: cache_write ?? null };
}
