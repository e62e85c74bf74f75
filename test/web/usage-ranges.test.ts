import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dayText, groupOf, problemOf, spanOf, startOfGroup, startsOf } from '../../web/src/pages/usage/ranges.ts';

const iso = (at: number) => new Date(at).toISOString().slice(0, 16);
const times = ({ from, until }: { readonly from: number; readonly until: number }) => `${iso(from)} ${iso(until)}`;

describe('ranges of the usage page', () => {
  const zone = process.env['TZ'];
  /** 18:30 in Shanghai. */
  const now = Date.parse('2027-03-10T10:30:00Z');

  before(() => {
    process.env['TZ'] = 'Asia/Shanghai';
  });
  after(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it('begin at local midnight and end with the hour', () => {
    const today = spanOf({ range: 'today' }, now);
    assert.equal(times(today), '2027-03-09T16:00 2027-03-10T11:00');
    assert.equal(times(today.before), '2027-03-08T16:00 2027-03-09T11:00');
    assert.equal(today.grain, 'hour');
    assert.equal(times(spanOf({ range: '30d' }, now)), '2027-02-08T16:00 2027-03-10T11:00');
  });

  it('have 24 bars for 24 hours and 7 for seven days', () => {
    assert.equal(startsOf(spanOf({ range: '24h' }, now)).length, 24);
    const week = spanOf({}, now);
    assert.equal(week.grain, 'localDay');
    assert.deepEqual(startsOf(week).map(iso).at(-1), '2027-03-09T16:00');
    assert.equal(startsOf(week).length, 7);
  });

  it('compare a month with as much of the month before', () => {
    const { from, until, before: earlier } = spanOf({ range: 'month' }, now);
    assert.equal(times({ from, until }), '2027-02-28T16:00 2027-03-10T11:00');
    assert.equal(times(earlier), '2027-01-31T16:00 2027-02-10T11:00');
  });

  it('put a month of 31 days beside no more than the whole month before', () => {
    const { from, before: earlier } = spanOf({ range: 'month' }, Date.parse('2027-03-31T10:00:00Z'));
    assert.equal(earlier.until, from);
  });

  it('count the last day of a custom range, but nothing that is to come', () => {
    const past = spanOf({ range: 'custom', from: '2027-03-01', until: '2027-03-02' }, now);
    assert.equal(times(past), '2027-02-28T16:00 2027-03-02T16:00');
    assert.equal(times(past.before), '2027-02-26T16:00 2027-02-28T16:00');
    const present = spanOf({ range: 'custom', from: '2027-03-09', until: '2027-03-31' }, now);
    assert.equal(iso(present.until), '2027-03-10T11:00');
  });

  it('say what is wrong with two days', () => {
    assert.equal(problemOf({ from: '2027-03-01' }), 'missing');
    assert.equal(problemOf({ from: '2027-03-02', until: '2027-03-01' }), 'order');
    assert.equal(problemOf({ from: '2025-03-02', until: '2027-03-01' }), 'long');
    assert.equal(problemOf({ from: '2027-03-01', until: '2027-03-01' }), undefined);
    assert.equal(times(spanOf({ range: 'custom', from: '2027-03-02' }, now)), times(spanOf({}, now)));
  });

  it('use days of UTC where hours would be too many', () => {
    const span = spanOf({ range: '90d' }, now);
    assert.equal(groupOf(span.grain), 'day');
    assert.ok(startsOf(span).every((start) => iso(start).endsWith('T00:00')));
    assert.equal(startOfGroup({ day: '2027-03-01' }, 'utcDay'), Date.parse('2027-03-01T00:00Z'));
  });

  it('put an hour into its local day', () => {
    assert.equal(iso(startOfGroup({ hour: '2027-03-01T17:00Z' }, 'localDay')), '2027-03-01T16:00');
    assert.equal(dayText(Date.parse('2027-03-01T17:00Z')), '2027-03-02');
  });

  it('have 23 bars for a day with 23 hours, and whole days around it', () => {
    process.env['TZ'] = 'Europe/Berlin';
    const day = spanOf({ range: 'custom', from: '2027-03-28', until: '2027-03-28' }, Date.parse('2027-04-10T00:00Z'));
    assert.equal(startsOf(day).length, 23);
    const week = spanOf({ range: 'custom', from: '2027-03-26', until: '2027-03-30' }, Date.parse('2027-04-10T00:00Z'));
    assert.deepEqual(
      startsOf(week).map(dayText),
      [26, 27, 28, 29, 30].map((number) => `2027-03-${number}`),
    );
  });
});
