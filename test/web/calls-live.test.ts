import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  countNew,
  type Hearing,
  hear,
  heldIds,
  type LiveEvent,
  type LiveState,
  MOST_LIVE,
  NOTHING_LIVE,
  rebase,
  showWaiting,
} from '../../web/src/pages/calls/live-state.ts';
import { callView } from './call-view.ts';

const HEARING: Hearing = { isPaused: false, isTellable: true, fits: () => true, isKnown: () => false };
const PAUSED: Hearing = { ...HEARING, isPaused: true };

const ended = (id: string, startedAt = 1): LiveEvent => ({ name: 'call', data: callView({ id, startedAt }) });
const many = (count: number): readonly LiveEvent[] =>
  Array.from({ length: count }, (_, index) => ended(`call-${index}`, index));
const started = (id: string, startedAt = 1): LiveEvent => ({
  name: 'started',
  data: { id, startedAt, keyId: 'k', keyName: 'k', endpoint: '/', requestedModel: 'm', isStream: false },
});
const ids = (calls: readonly { readonly id: string }[]) => calls.map(({ id }) => id);

describe('what the page hears of calls', () => {
  it('stands newest first, each call once', () => {
    const state = hear(NOTHING_LIVE, [ended('a', 1), ended('c', 3), ended('b', 2), ended('c', 3)], HEARING);
    assert.deepEqual(ids(state.rows), ['c', 'b', 'a']);
    assert.deepEqual(ids(hear(state, [ended('a', 1)], HEARING).rows), ['c', 'b', 'a']);
  });

  it('leaves out what does not fit, and what was read already', () => {
    const hearing = { ...HEARING, fits: ({ id }: { id: string }) => id !== 'a', isKnown: (id: string) => id === 'b' };
    assert.deepEqual(ids(hear(NOTHING_LIVE, [ended('a'), ended('b'), ended('c')], hearing).rows), ['c']);
  });

  it('waits while somebody reads, and comes in afterwards', () => {
    const state = hear(NOTHING_LIVE, [ended('a', 1), ended('b', 2)], PAUSED);
    assert.deepEqual([state.rows.length, countNew(state)], [0, 2]);
    const shown = showWaiting(state);
    assert.deepEqual([ids(shown.rows), countNew(shown)], [['b', 'a'], 0]);
  });

  it('is only counted where the gateway alone can tell', () => {
    const state = hear(NOTHING_LIVE, [ended('a'), ended('b')], { ...HEARING, isTellable: false });
    assert.deepEqual([state.rows.length, state.waiting.length, countNew(state)], [0, 0, 2]);
  });

  it('shows what is running until it ends, and forgets it when the feed begins anew', () => {
    const running = hear(NOTHING_LIVE, [started('a', 1), started('b', 2)], HEARING);
    assert.deepEqual(ids(running.running), ['b', 'a']);
    const one = hear(running, [ended('b', 2)], HEARING);
    assert.deepEqual([ids(one.running), ids(one.rows)], [['a'], ['b']]);
    assert.deepEqual(ids(hear(one, [{ name: 'opened' }, started('c')], HEARING).running), ['c']);
  });

  it('gets the words of a call when they are known, also in the same breath', () => {
    const words = (id: string): LiveEvent => ({ name: 'words', data: { id, words: 'fix it' } });
    const same = hear(NOTHING_LIVE, [ended('a'), words('a'), ended('b')], HEARING);
    assert.deepEqual(
      new Map(same.rows.map((call) => [call.id, call.words])),
      new Map([
        ['a', 'fix it'],
        ['b', null],
      ]),
    );
    const later = hear(hear(same, [ended('c')], PAUSED), [words('b'), words('c')], PAUSED);
    assert.deepEqual(
      [...later.rows, ...later.waiting].map((call) => call.words),
      ['fix it', 'fix it', 'fix it'],
    );
  });

  it('never holds more than its bound', () => {
    const waiting = hear(NOTHING_LIVE, many(MOST_LIVE + 3), PAUSED);
    assert.deepEqual([waiting.waiting.length, waiting.missed, countNew(waiting)], [MOST_LIVE, 3, MOST_LIVE + 3]);
    const shown = hear(NOTHING_LIVE, many(MOST_LIVE + 3), HEARING);
    assert.deepEqual([shown.rows.length, shown.isStale], [MOST_LIVE, true]);
    assert.equal(hear(NOTHING_LIVE, many(MOST_LIVE), HEARING).isStale, false);
  });

  it('says that the list has to be read anew', () => {
    assert.equal(hear(NOTHING_LIVE, [{ name: 'reset', data: {} }], HEARING).isStale, true);
  });

  it('keeps after reading anew only what was heard in the meantime', () => {
    const before: LiveState = hear(NOTHING_LIVE, [ended('old', 1), ended('listed', 2)], HEARING);
    const held = heldIds(before);
    const state = hear(before, [ended('new', 3), ended('new-and-listed', 4), { name: 'reset', data: {} }], HEARING);
    const after = rebase(state, [callView({ id: 'listed' }), callView({ id: 'new-and-listed' })], held);
    assert.deepEqual([ids(after.rows), after.isStale, after.missed], [['new'], false, 0]);
  });
});
