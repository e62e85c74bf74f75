import assert from 'node:assert/strict';
import { test } from 'node:test';
import { header } from './headers.ts';

test('a header is its first value, or nothing', () => {
  const headers = { one: 'a', several: ['b', 'c'], none: undefined, empty: '' };
  assert.equal(header(headers, 'one'), 'a');
  assert.equal(header(headers, 'several'), 'b');
  assert.equal(header(headers, 'none'), undefined);
  assert.equal(header(headers, 'absent'), undefined);
  assert.equal(header(headers, 'empty'), '');
  assert.equal(header({ several: [] }, 'several'), undefined);
});
