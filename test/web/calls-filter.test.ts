import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  fits,
  fitsRunning,
  isFiltered,
  isTellable,
  partsOf,
  queryOf,
  withoutPart,
  withPart,
} from '../../web/src/pages/calls/filter.ts';
import { type CallsSearch, readCallsSearch } from '../../web/src/pages/calls/search.ts';
import { callView } from './call-view.ts';

const NOON = Date.parse('2027-01-31T12:00:00Z');

describe('the filter of the calls in the address', () => {
  it('leaves out what it does not know', () => {
    const read = readCallsSearch({
      last: '3h',
      from: 'yesterday',
      status: 'bad',
      sort: 'age',
      outcome: ['ok', 'great'],
      model: 'big',
      other: 1,
    });
    assert.deepEqual(read, { outcome: ['ok'], model: ['big'] });
  });

  it('takes a number for a text, as the router reads it so', () => {
    assert.deepEqual(readCallsSearch({ status: 429, session: 12, text: 404 }), {
      status: '429',
      session: ['12'],
      text: '404',
    });
  });

  it('reads a span up to now, or bounds, but not both', () => {
    assert.deepEqual(readCallsSearch({ last: '1h', from: '2027-01-01' }), { last: '1h' });
    assert.deepEqual(readCallsSearch({ from: '2027-01-01', until: '2027-01-31T18:00:00.000Z' }), {
      from: '2027-01-01',
      until: '2027-01-31T18:00:00.000Z',
    });
  });

  it('says the same value once', () => {
    assert.deepEqual(readCallsSearch({ key: ['a', 'a', ''] }), { key: ['a'] });
  });
});

describe('the query of a filter', () => {
  it('reckons a span from now', () => {
    assert.deepEqual(queryOf({ last: '24h', model: ['big'], sort: 'cost' }, NOON), {
      from: '2027-01-30T12:00:00.000Z',
      model: ['big'],
      sort: 'cost',
    });
  });

  it('has no time of its own', () => {
    assert.deepEqual(queryOf({}, NOON), { from: undefined, sort: undefined });
  });
});

describe('whether a call fits a filter', () => {
  const call = callView({ startedAt: NOON, status: 429, outcome: 'error', agent: null });
  const cases: readonly (readonly [string, CallsSearch, boolean])[] = [
    ['everything', {}, true],
    ['its key', { key: ['other', 'key-1'] }, true],
    ['another key', { key: ['other'] }, false],
    ['its user', { user: ['user-1'] }, true],
    ['its model', { model: ['big'] }, true],
    ['another model', { model: ['small'] }, false],
    ['its platform', { platform: ['anthropic'] }, true],
    ['another scene', { scene: ['chat'] }, false],
    ['another purpose', { purpose: ['title'] }, false],
    ['its session', { session: ['session-1'] }, true],
    ['a subagent, of which it has none', { agent: ['a'] }, false],
    ['its outcome', { outcome: ['error', 'aborted'] }, true],
    ['another outcome', { outcome: ['ok'] }, false],
    ['its status', { status: '429' }, true],
    ['its class of statuses', { status: '4xx' }, true],
    ['another class', { status: '5xx' }, false],
    ['a beginning before it', { from: '2027-01-31' }, true],
    ['a beginning after it', { from: '2027-01-31T12:00:00.001Z' }, false],
    ['its day as the end', { until: '2027-01-31' }, true],
    ['its moment as the end', { until: '2027-01-31T12:00:00Z' }, false],
    ['one thing of it and another that is not', { model: ['big'], scene: ['chat'] }, false],
  ];
  for (const [name, search, expected] of cases) {
    it(name, () => assert.equal(fits(search, call), expected));
  }

  it('is unknown while it runs, but for key and time', () => {
    const running = {
      id: 'call-2',
      startedAt: NOON,
      keyId: 'key-1',
      keyName: 'laptop',
      endpoint: '/v1/messages',
      requestedModel: 'big',
      isStream: true,
    };
    assert.equal(fitsRunning({ key: ['key-1'], last: '1h' }, running), true);
    assert.equal(fitsRunning({ key: ['other'] }, running), false);
    assert.equal(fitsRunning({ model: ['big'] }, running), false);
  });

  it('cannot be told by the page where the gateway searches or orders', () => {
    assert.equal(isTellable({ model: ['big'] }), true);
    assert.equal(isTellable({ text: 'refund' }), false);
    assert.equal(isTellable({ sort: 'cost' }), false);
  });
});

describe('the parts of a filter', () => {
  it('are added to lists, replaced elsewhere, and taken out one by one', () => {
    const one = withPart({ sort: 'cost' }, { name: 'model', value: 'big' });
    const two = withPart(withPart(one, { name: 'model', value: 'small' }), { name: 'status', value: '429' });
    assert.deepEqual(partsOf(two), [
      { name: 'model', value: 'big' },
      { name: 'model', value: 'small' },
      { name: 'status', value: '429' },
    ]);
    const left = withoutPart(withPart(two, { name: 'status', value: '5xx' }), { name: 'model', value: 'big' });
    assert.deepEqual(left, { sort: 'cost', model: ['small'], status: '5xx' });
    assert.deepEqual(withoutPart(withoutPart(left, { name: 'model', value: 'small' }), { name: 'status', value: '' }), {
      sort: 'cost',
    });
  });

  it('do not count the order', () => {
    assert.equal(isFiltered({ sort: 'cost' }), false);
    assert.equal(isFiltered({ last: '1h' }), true);
  });
});
