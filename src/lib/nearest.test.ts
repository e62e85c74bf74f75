import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from './nearest.ts';

const KEYS = ['id', 'type', 'base_url', 'base_urls', 'api_key', 'api_keys', 'models', 'timeouts'];

test('a slip, another spelling and a part of a name are found', () => {
  assert.equal(nearest('modles', KEYS), 'models');
  assert.equal(nearest('modle', KEYS), 'models');
  assert.equal(nearest('apiKey', KEYS), 'api_key');
  assert.equal(nearest('base-url', KEYS), 'base_url');
  assert.equal(nearest('timeout', KEYS), 'timeouts');
  assert.equal(nearest('compatible', ['anthropic', 'openai-compatible']), 'openai-compatible');
});

test('the nearest wins over a near one', () => {
  assert.equal(nearest('api_keyss', KEYS), 'api_keys');
});

test('what is not near gets no suggestion', () => {
  assert.equal(nearest('weather', KEYS), undefined);
  assert.equal(nearest('url', KEYS), undefined, 'part of two candidates');
  assert.equal(nearest('', KEYS), undefined);
  assert.equal(nearest('x'.repeat(100_000), KEYS), undefined);
});
