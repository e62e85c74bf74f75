import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterMs } from './retry-after.ts';

const NOW = Date.UTC(1994, 10, 6, 8, 49, 7);

const VALUES: readonly (readonly [value: string | undefined, milliseconds: number | undefined])[] = [
  ['30', 30_000],
  [' 1.5 ', 1_500],
  ['0', 0],
  ['-5', 0],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 30_000],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 30_000],
  ['1994-11-06T08:49:37Z', 30_000],
  ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
  [undefined, undefined],
  ['', undefined],
  ['soon', undefined],
  ['30 seconds', undefined],
  // Date.parse takes this for a day in May 2001.
  ['in 5', undefined],
  ['1e999', undefined],
];

test('retry-after is read as seconds or a date, and as nothing where it is neither', () => {
  for (const [value, milliseconds] of VALUES) assert.equal(retryAfterMs(value, NOW), milliseconds, value);
});
