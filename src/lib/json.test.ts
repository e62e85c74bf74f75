import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asArray, asNumber, asObject, asString, isObject } from './json.ts';

const VALUES = { absent: undefined, null: null, false: false, zero: 0, empty: '', list: [], object: {} } as const;

/** The names of the values that the function lets through. */
function taken(accept: (value: (typeof VALUES)[keyof typeof VALUES]) => unknown): string[] {
  const names = Object.entries(VALUES).filter(([, value]) => accept(value) === value && value !== undefined);
  return names.map(([name]) => name);
}

describe('the checks of a JSON value', () => {
  it('take exactly their own kind', () => {
    assert.deepEqual(taken(asString), ['empty']);
    assert.deepEqual(taken(asNumber), ['zero']);
    assert.deepEqual(taken(asObject), ['object']);
    assert.deepEqual(
      taken((value) => (isObject(value) ? value : undefined)),
      ['object'],
    );
  });

  it('give undefined for all else', () => {
    assert.equal(asString(1), undefined);
    assert.equal(asNumber('1'), undefined);
    assert.equal(asObject(null), undefined);
  });

  it('take no number that JSON cannot spell', () => {
    assert.equal(asNumber(JSON.parse('1e999')), undefined);
    assert.equal(asNumber(Number.NaN), undefined);
  });

  it('give an empty list for what is none', () => {
    const list = [1, null];
    assert.equal(asArray(list), list);
    for (const value of [undefined, null, 'ab', { length: 2 }]) assert.deepEqual(asArray(value), []);
  });
});
