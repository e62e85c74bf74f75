import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlatformConfig } from '../config/config.ts';
import { DEFAULT_CONFIG } from '../config/to-config.ts';
import { PLATFORMS } from '../platforms/index.ts';
import { PriceBook } from '../prices/book.ts';
import { refName } from '../routing/catalog.ts';
import { type Base, effectiveOf } from './effective.ts';
import type { State, StoredPlatform } from './state.ts';

const OLLAMA: PlatformConfig = {
  id: 'ollama',
  type: 'ollama',
  baseUrls: {},
  apiKeys: [],
  auth: 'key',
  models: [{ id: 'found' }],
  timeouts: {},
};

function base(found: readonly PlatformConfig[]): Base {
  return {
    config: DEFAULT_CONFIG,
    declaredSettings: new Set(),
    declaredRouting: new Set(),
    file: undefined,
    found,
    types: PLATFORMS,
    prices: new PriceBook(7, assert.fail),
    listedAtStart: new Set(),
  };
}

function stored(id: string, type: string, changes: Partial<StoredPlatform> = {}): StoredPlatform {
  const nothing = { settings: {}, secretSettings: undefined, credentials: [] };
  return { id, type, isEnabled: true, position: 1, version: 1, ...nothing, ...changes };
}

function state(...platforms: readonly StoredPlatform[]): State {
  return {
    version: 1,
    platforms: new Map(platforms.map((platform) => [platform.id, platform])),
    models: new Map(),
    routing: { value: {}, version: 0 },
    settings: { value: {}, version: 0 },
  };
}

function answersOf(found: readonly PlatformConfig[], ...platforms: readonly StoredPlatform[]): string[] {
  return effectiveOf(base(found), state(...platforms)).routing.priorityList.map(refName);
}

test('what was found stands behind what was stored, and the demo goes', () => {
  const own = stored('own', 'vllm', { settings: { base_url: 'http://127.0.0.1:1', models: ['m'] } });
  const demo = { ...OLLAMA, id: 'demo', type: 'demo', models: [{ id: 'demo' }] };
  assert.deepEqual(answersOf([OLLAMA], own), ['own:m', 'ollama:found']);
  assert.deepEqual(answersOf([demo]), ['demo:demo']);
  assert.deepEqual(answersOf([demo], own), ['own:m']);
  assert.deepEqual(
    answersOf([demo], { ...own, isEnabled: false }),
    [],
    'a demo is no stand-in for a disabled platform',
  );
});

test('a found platform that is stored keeps its models, unless it is elsewhere now', () => {
  assert.deepEqual(answersOf([OLLAMA], stored('ollama', 'ollama')), ['ollama:found']);
  assert.deepEqual(answersOf([OLLAMA], stored('ollama', 'ollama', { settings: { base_url: 'http://box.local' } })), []);
});

test('what another version stored and this one cannot use stops nothing', () => {
  const strange = stored('strange', 'no-such-type');
  const addressless = stored('addressless', 'openai-compatible');
  const broken = stored('broken', 'openai-compatible', { settings: { base_url: 'nonsense' } });
  const good = stored('good', 'vllm', { settings: { base_url: 'http://127.0.0.1:1', models: ['m'] } });
  const { platforms, routing } = effectiveOf(base([]), state(strange, addressless, broken, good));
  assert.deepEqual(
    platforms.map(({ id, state: is }) => [id, is]),
    [
      ['addressless', 'unknown_type'],
      ['broken', 'unknown_type'],
      ['good', 'ready'],
      ['strange', 'unknown_type'],
    ],
  );
  assert.deepEqual(routing.priorityList.map(refName), ['good:m']);
});
